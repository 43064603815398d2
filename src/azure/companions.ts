import {LIMITS, type LimitId, limitOf} from './limits.ts'
import type {Mode} from './mode.ts'
import {smallestSubnet} from './subnet-size.ts'

/** What lives beside a cluster in its network. Zero or false where there is none. */
export interface Companions {
  readonly internalLoadBalancers: number
  readonly privateCluster: boolean
  readonly privateEndpoints: number
  /** NAT addresses of each Private Link Service. */
  readonly privateLinkServices: readonly number[]
  /** Clusters that share the API server subnet; 0 for none. */
  readonly apiServerIntegration: number
  readonly applicationGateway: {readonly instances: number; readonly privateFrontend: boolean} | undefined
  readonly applicationGatewayForContainers: boolean
  readonly firewall: boolean
  readonly bastion: boolean
  readonly vpnGateway: boolean
  /** Pods on virtual nodes at most; undefined for none. */
  readonly virtualNodePods: number | undefined
}

/** Addresses that a companion takes from the subnet of nodes. */
export interface NodeSubnetGuest {
  readonly what: string
  readonly addresses: number
  readonly source: string
}

/** A subnet of its own. `addresses` is the need without Azure's five. */
export interface CompanionSubnet {
  readonly role: string
  readonly addresses: number
  readonly prefixLength: number
  /** Neither larger nor smaller is supported. */
  readonly exact: boolean
  readonly delegation: string | undefined
  readonly why: string
  readonly source: string
}

/**
 * Companions in the subnet of nodes: one address per internal load balancer frontend (internal-lb.md), one for a private cluster's
 * endpoint, in the first pool's subnet (private-clusters.md), one per private endpoint, 1 to 8 per Private Link Service (internal-lb.md).
 */
export function nodeSubnetGuests(companions: Companions): readonly NodeSubnetGuest[] {
  const doc = (name: string) => `MicrosoftDocs/azure-aks-docs articles/aks/${name}.md`
  const nat = companions.privateLinkServices.reduce((sum, addresses) => sum + addresses, 0)
  return [
    {what: 'internal load balancer frontends', addresses: companions.internalLoadBalancers, source: doc('internal-lb')},
    {what: "the private cluster's endpoint", addresses: companions.privateCluster ? 1 : 0, source: doc('private-clusters')},
    {what: 'private endpoints', addresses: companions.privateEndpoints, source: doc('private-clusters')},
    {what: 'NAT addresses of Private Link Services', addresses: nat, source: doc('internal-lb')},
  ].filter(({addresses}) => addresses > 0)
}

/** Companions with a subnet of their own, at the size that their documents ask for. */
export function companionSubnets(companions: Companions, mode: Mode): readonly CompanionSubnet[] {
  const subnets: CompanionSubnet[] = []
  if (companions.apiServerIntegration > 0) subnets.push(apiServerSubnet(companions.apiServerIntegration))
  if (companions.applicationGateway) subnets.push(applicationGatewaySubnet(companions.applicationGateway))
  if (companions.applicationGatewayForContainers) subnets.push(gatewayForContainersSubnet(mode))
  if (companions.firewall) subnets.push(fixedSubnet('AzureFirewallSubnet', 'firewall-prefix'))
  if (companions.bastion) subnets.push(fixedSubnet('AzureBastionSubnet', 'bastion-prefix'))
  if (companions.vpnGateway) subnets.push(fixedSubnet('GatewaySubnet', 'vpn-gateway-prefix'))
  if (companions.virtualNodePods !== undefined) subnets.push(virtualNodeSubnet(companions.virtualNodePods))
  return subnets
}

/** Nine addresses per cluster, /28 at least: 9k ≤ 2^(32 − p) − 5 (api-server-vnet-integration.md). */
export function apiServerSubnet(clusters: number): CompanionSubnet {
  const addresses = limitOf('api-server-addresses') * clusters
  return {
    role: 'api-server',
    addresses,
    prefixLength: Math.min(limitOf('api-server-subnet-prefix'), sized(addresses)),
    exact: false,
    delegation: 'Microsoft.ContainerService/managedClusters',
    why: `${limitOf('api-server-addresses')} × ${clusters}, never smaller than /${limitOf('api-server-subnet-prefix')}`,
    source: LIMITS['api-server-addresses'].source,
  }
}

/** Instances, and one address for a private frontend; Azure's five come on top (configuration-infrastructure.md). */
export function applicationGatewaySubnet(gateway: {readonly instances: number; readonly privateFrontend: boolean}): CompanionSubnet {
  const addresses = gateway.instances + (gateway.privateFrontend ? 1 : 0)
  return {
    role: 'application-gateway',
    addresses,
    prefixLength: sized(addresses),
    exact: false,
    delegation: undefined,
    why: `${gateway.instances} instances${gateway.privateFrontend ? ' + 1 private frontend' : ''}; a /24 is recommended, not required`,
    source: LIMITS['application-gateway-instances'].source,
  }
}

/** A /24 at least, with overlay exactly a /24 (container-networking.md; changelog 2026-01-04). */
function gatewayForContainersSubnet(mode: Mode): CompanionSubnet {
  return {
    role: 'application-gateway-for-containers',
    addresses: limitOf('application-gateway-containers-addresses'),
    prefixLength: limitOf('application-gateway-containers-prefix'),
    exact: mode === 'overlay',
    delegation: 'Microsoft.ServiceNetworking/trafficControllers',
    why: mode === 'overlay' ? 'with overlay exactly a /24' : 'at least 250 free addresses, a /24 or larger',
    source: LIMITS['application-gateway-containers-prefix'].source,
  }
}

/** One address per pod on virtual nodes; the documents give only a sample of /16 (virtual-nodes-cli.md). */
function virtualNodeSubnet(pods: number): CompanionSubnet {
  return {
    role: 'virtual-nodes',
    addresses: pods,
    prefixLength: sized(pods),
    exact: false,
    delegation: 'Microsoft.ContainerInstance/containerGroups',
    why: `${pods} pods, one address each (inferred; the documents only show a sample)`,
    source: 'MicrosoftDocs/azure-aks-docs articles/aks/virtual-nodes-cli.md',
  }
}

function fixedSubnet(role: string, limit: LimitId): CompanionSubnet {
  const {value, source} = LIMITS[limit]
  return {role, addresses: 0, prefixLength: value, exact: false, delegation: undefined, why: `its documents ask for a /${value}`, source}
}

function sized(addresses: number): number {
  return smallestSubnet(addresses) ?? limitOf('largest-vnet-prefix')
}
