import {FEATURES, type Feature} from '../../azure/features.ts'
import type {Mode} from '../../azure/mode.ts'
import {type Family, isRange, parseRange, type Range} from '../../azure/range.ts'
import {type Fields, fieldsOf, flagOf, integerOf, itemsOf, textOf, valueAt} from '../../cluster/fields.ts'
import type {WireObject} from '../../cluster/object.ts'
import {UserError} from '../../user-error.ts'
import {
  EMPTY_NETWORK,
  EMPTY_PLAN,
  emptyPool,
  type NamedRangePlan,
  type OutboundPlan,
  type Plan,
  type PoolPlan,
  type SubnetPlan,
} from './plan.ts'
import {readSurge} from './pool-field.ts'

/** What az printed: a cluster with its pools, pools alone, or a virtual network. */
export interface AzSource {
  readonly file: string
  readonly kind: 'cluster' | 'pool' | 'network'
  readonly object: WireObject
}

/** The plan of what exists, read from saved az output. Fields are the REST API's; what az leaves null stays unstated. */
export function planOfAz(sources: readonly AzSource[]): Plan {
  const clusters = sources.filter(({kind}) => kind === 'cluster')
  if (clusters.length > 1) throw new UserError(`${clusters.length} clusters in the az output`, 'plan one cluster at a time')
  const cluster = clusters[0] && fieldsOf(clusters[0].object)
  const listed = sources.filter(({kind}) => kind === 'pool').map(({object, file}) => readPool(fieldsOf(object), file))
  // `az aks nodepool list` says more than the profiles inside the cluster, and is the later word.
  const pools =
    listed.length > 0
      ? listed
      : itemsOf(cluster?.['agentPoolProfiles']).map((profile) => readPool(fieldsOf(profile), clusters[0]?.file ?? ''))
  const mode = cluster && clusterMode(fieldsOf(cluster['networkProfile']), pools)
  const network = networkOf(sources, cluster, pools)
  return {
    ...EMPTY_PLAN,
    pools: pools.map(({plan}) => plan),
    network,
    companions: {
      ...EMPTY_PLAN.companions,
      privateCluster: flagOf(valueAt(cluster, 'apiServerAccessProfile', 'enablePrivateCluster')) ?? false,
    },
    outbound: cluster && outboundOf(fieldsOf(cluster['networkProfile'])),
    requires: valueAt(cluster, 'networkProfile', 'networkPolicy') === 'azure' ? ['policy-azure'] : [],
    notes: [
      ...(cluster ? [todayNote(textOf(cluster['name']) ?? '', mode)] : []),
      ...(network.subnets.some(({inUse}) => inUse > 0)
        ? ['addresses in use are counted from ipConfigurations, which az cuts off in very large networks']
        : []),
    ],
  }
}

/** A mode that is recommended is of use to a cluster that exists only if it can get there. */
function todayNote(name: string, mode: Mode | undefined): string {
  if (mode === undefined) return `the cluster ${name} is of a mode that its output does not say`
  const {modes, remarks} = FEATURES['migration-to-overlay'] as Feature
  const way = {
    yes: 'it can migrate to overlay',
    no: 'it cannot migrate to overlay',
    unknown: 'no document says whether it can migrate to overlay',
  }[modes[mode]]
  return mode === 'overlay'
    ? `the cluster ${name} is overlay today`
    : `the cluster ${name} is ${mode} today; ${way}${remarks[mode] ? ` (${remarks[mode]})` : ''}`
}

interface AzPool {
  readonly plan: PoolPlan
  readonly nodeSubnetId: string | undefined
  readonly podSubnetId: string | undefined
}

function readPool(pool: Fields, file: string): AzPool {
  const name = textOf(pool['name']) ?? 'pool'
  const nodeSubnetId = textOf(pool['vnetSubnetId'] ?? pool['vnetSubnetID'])
  const podSubnetId = textOf(pool['podSubnetId'] ?? pool['podSubnetID'])
  const surge = valueAt(pool, 'upgradeSettings', 'maxSurge')
  const unavailable = Number.parseInt(String(valueAt(pool, 'upgradeSettings', 'maxUnavailable') ?? ''), 10)
  const stated = {value: surge, where: () => `${file}: pool ${name}`}
  return {
    nodeSubnetId,
    podSubnetId,
    plan: {
      ...emptyPool(name),
      count: integerOf(pool['count']) ?? 0,
      minCount: integerOf(pool['minCount']),
      maxCount: flagOf(pool['enableAutoScaling']) ? integerOf(pool['maxCount']) : undefined,
      maxPods: integerOf(pool['maxPods']),
      maxSurge: surge === null || surge === undefined || surge === '' ? undefined : readSurge({value: surge, path: [], stated}),
      maxUnavailable: Number.isNaN(unavailable) ? undefined : unavailable,
      spot: pool['scaleSetPriority'] === 'Spot',
      os: pool['osType'] === 'Windows' ? 'Windows' : 'Linux',
      mode: pool['mode'] === 'System' ? 'System' : 'User',
      nodeSubnet: subnetName(nodeSubnetId),
      podSubnet: subnetName(podSubnetId),
    },
  }
}

/** The mode of a cluster by its network profile and its pools' subnets; undefined where it does not say. */
export function clusterMode(profile: Fields, pools: readonly Pick<AzPool, 'podSubnetId'>[]): Mode | undefined {
  switch (profile['networkPlugin']) {
    case 'kubenet':
      return 'kubenet'
    case 'none':
      return 'byo'
    case 'azure':
      if (profile['networkPluginMode'] === 'overlay') return 'overlay'
      if (!pools.some(({podSubnetId}) => podSubnetId !== undefined)) return 'node-subnet'
      return profile['podIPAllocationMode'] === 'StaticBlock' ? 'pod-subnet-static' : 'pod-subnet-dynamic'
    default:
      return undefined
  }
}

function networkOf(sources: readonly AzSource[], cluster: Fields | undefined, pools: readonly AzPool[]): Plan['network'] {
  const networks = sources.filter(({kind}) => kind === 'network').map(({object}) => fieldsOf(object))
  const profile = fieldsOf(cluster?.['networkProfile'])
  // The network of the pools is the cluster's; any other that was given is a peer's.
  const ids = new Set(
    pools.flatMap(({nodeSubnetId}) => (nodeSubnetId === undefined ? [] : [nodeSubnetId.split('/subnets/')[0]?.toLowerCase()])),
  )
  const own = networks.filter((network, index) => ids.has(textOf(network['id'])?.toLowerCase()) || (ids.size === 0 && index === 0))
  const others = networks.filter((network) => !own.includes(network))
  const [network] = own
  return {
    ...EMPTY_NETWORK,
    addressSpace: rangesOf(valueAt(network, 'addressSpace', 'addressPrefixes')),
    subnets: itemsOf(network?.['subnets']).flatMap((subnet) => subnetOf(fieldsOf(subnet), pools)),
    peers: [...others.map(peerNetwork), ...itemsOf(network?.['virtualNetworkPeerings']).flatMap((peering) => peerOf(fieldsOf(peering)))],
    serviceCidr: rangesOf([profile['serviceCidr']])[0],
    dnsServiceIp: textOf(profile['dnsServiceIp'] ?? profile['dnsServiceIP']),
    podCidr: rangesOf([profile['podCidr']])[0],
    podCidr6: rangesOf(profile['podCidrs'], 'IPv6')[0],
    serviceCidr6: rangesOf(profile['serviceCidrs'], 'IPv6')[0],
  }
}

function subnetOf(subnet: Fields, pools: readonly AzPool[]): readonly SubnetPlan[] {
  const name = textOf(subnet['name'])
  const [range] = rangesOf([subnet['addressPrefix'], ...itemsOf(subnet['addressPrefixes'])])
  if (name === undefined || range === undefined) return []
  const role = pools.some(({plan}) => plan.nodeSubnet === name)
    ? 'nodes'
    : pools.some(({plan}) => plan.podSubnet === name)
      ? 'pods'
      : 'other'
  // The addresses of this cluster's own nodes and pods are what the plan counts itself.
  const inUse = role === 'other' ? itemsOf(subnet['ipConfigurations']).length : 0
  return [{name, range, role, inUse, delegated: itemsOf(subnet['delegations']).length > 0}]
}

function peerNetwork(network: Fields): NamedRangePlan {
  return {name: textOf(network['name']) ?? 'peer', ranges: rangesOf(valueAt(network, 'addressSpace', 'addressPrefixes')), inUse: undefined}
}

function peerOf(peering: Fields): readonly NamedRangePlan[] {
  const ranges = rangesOf(valueAt(peering, 'remoteAddressSpace', 'addressPrefixes'))
  return ranges.length > 0 ? [{name: textOf(peering['name']) ?? 'peer', ranges, inUse: undefined}] : []
}

function outboundOf(profile: Fields): OutboundPlan | undefined {
  if (profile['outboundType'] !== 'loadBalancer') return undefined
  const balancer = fieldsOf(profile['loadBalancerProfile'])
  const addresses = itemsOf(balancer['effectiveOutboundIPs'] ?? balancer['effectiveOutboundIps']).length
  return {kind: 'load-balancer', addresses: Math.max(1, addresses), portsPerNode: integerOf(balancer['allocatedOutboundPorts']) ?? 0}
}

function rangesOf(values: unknown, family: Family = 'IPv4'): readonly Range[] {
  return itemsOf(values).flatMap((text) => {
    const range = typeof text === 'string' ? parseRange(text) : undefined
    return range && isRange(range) && range.family === family ? [range] : []
  })
}

function subnetName(id: string | undefined): string | undefined {
  return id?.split('/').at(-1)
}
