import {type AddressFamily, parseAddress} from '../../cluster/address.ts'
import {fieldsOf, integerOf, itemsOf, labelOf, textOf, valueAt} from '../../cluster/fields.ts'
import type {ServicePort as DeclaredPort, Service} from '../../cluster/service.ts'
import {addressTypesOf} from '../endpoints/address-types.ts'
import {type AddressRange, parseRange} from './address-range.ts'
import type {ProxyConfiguration} from './configuration.ts'
import {does} from './kube-proxy-version.ts'

/** A port of the nodes: null for none, `pending` where the API server will pick one. */
export type AllocatedPort = number | 'pending' | null

export type TrafficPolicy = 'Cluster' | 'Local'

/** One port of a Service in one family: what kube-proxy makes rules for. Addresses are in Go's spelling, in the Service's order. */
export interface ServicePort {
  readonly service: Service
  readonly declared: DeclaredPort
  readonly family: AddressFamily
  /** `shop/web:http`, without the colon where the port has no name; in rules, comments and the hashes of chain names. */
  readonly name: string
  readonly protocol: string
  /** Null for a planned Service that the API server has yet to give one. */
  readonly clusterIP: string | null
  readonly port: number
  readonly nodePort: AllocatedPort
  readonly externalIPs: readonly string[]
  /** Addresses of load balancers that leave the destination as it is (ipMode VIP); kube-proxy ignores the others. */
  readonly loadBalancerIPs: readonly string[]
  /** Who may use the load balancer's addresses; empty is everybody. */
  readonly sourceRanges: readonly AddressRange[]
  /** For how many seconds a client stays with its endpoint; null without affinity. */
  readonly affinitySeconds: number | null
  readonly internalPolicy: TrafficPolicy
  readonly externalPolicy: TrafficPolicy
  readonly healthCheckNodePort: AllocatedPort
  /** It has a way in besides the cluster IP. */
  readonly isExternallyAccessible: boolean
}

const DEFAULT_AFFINITY_SECONDS = 10_800

/**
 * Whether kube-proxy makes rules for a Service at all: not for headless ones, ExternalNames, and those that ask for another proxy
 * (ShouldSkipService, ProxyServer.Run).
 */
function isProxied(service: Service, {version}: ProxyConfiguration): boolean {
  if (service.type === 'ExternalName' || service.headless) return false
  if (labelOf(service.labels, 'service.kubernetes.io/service-proxy-name') !== undefined) return false
  return does(version, 'services-by-cluster-ip-only') || labelOf(service.labels, 'service.kubernetes.io/headless') === undefined
}

/** Known from a manifest only: what the API server hands out, and the manifest does not state, is still to come. */
function isPlanned(service: Service): boolean {
  return service.uid === undefined
}

/**
 * The ports of a Service in one family (serviceToServiceMap, newBaseServiceInfo); none where it has no cluster IP of it. `primaryFamily` is the
 * cluster's, for planned Services that leave their families to it.
 */
export function servicePortsOf(
  service: Service,
  family: AddressFamily,
  configuration: ProxyConfiguration,
  primaryFamily: AddressFamily,
): readonly ServicePort[] {
  if (!isProxied(service, configuration)) return []
  const clusterIP = clusterIPOf(service, family)
  if (clusterIP === undefined && !(isPlanned(service) && (addressTypesOf(service) ?? [primaryFamily]).includes(family))) return []
  const common = readCommon(service, family, configuration)
  return service.ports.flatMap((declared) => {
    if (declared.port === null) return []
    const nodePort = declared.nodePort ?? (awaitsNodePort(service) ? 'pending' : null)
    const name = `${service.namespace}/${service.name}${declared.name === null ? '' : `:${declared.name}`}`
    const isExternallyAccessible = nodePort !== null || common.loadBalancerIPs.length > 0 || common.statedExternalIPs.length > 0
    const {statedExternalIPs, ...rest} = common
    const {protocol, port} = declared
    return [{service, declared, family, name, protocol, clusterIP: clusterIP ?? null, port, nodePort, isExternallyAccessible, ...rest}]
  })
}

/** Which endpoints any traffic to it can go to, by the policies of its entries (UsesClusterEndpoints, UsesLocalEndpoints). */
export function usesClusterEndpoints({internalPolicy, isExternallyAccessible}: ServicePort): boolean {
  // Pods and the node itself reach all endpoints through external addresses, whatever the external policy is.
  return internalPolicy === 'Cluster' || isExternallyAccessible
}

export function usesLocalEndpoints({internalPolicy, externalPolicy, isExternallyAccessible}: ServicePort): boolean {
  return internalPolicy === 'Local' || (externalPolicy === 'Local' && isExternallyAccessible)
}

/** By the place of the family where the Service states families (GetClusterIPByFamily), else by what the address is. */
function clusterIPOf(service: Service, family: AddressFamily): string | undefined {
  const stated =
    service.ipFamilies.length > 0
      ? service.clusterIPs[service.ipFamilies.indexOf(family)]
      : service.clusterIPs.find((text) => parseAddress(text)?.family === family)
  return stated === undefined ? undefined : parseAddress(stated)?.text
}

function awaitsNodePort(service: Service): boolean {
  if (!isPlanned(service)) return false
  const allocates = valueAt(service.object, 'spec', 'allocateLoadBalancerNodePorts') !== false
  return service.type === 'NodePort' || (service.type === 'LoadBalancer' && allocates)
}

/** What all ports of a Service share in a family. */
function readCommon(service: Service, family: AddressFamily, {featureGates}: ProxyConfiguration) {
  const spec = fieldsOf(service.object['spec'])
  const ofFamily = (texts: readonly unknown[]) =>
    texts
      .flatMap((text) => (typeof text === 'string' ? (parseAddress(text) ?? []) : []))
      .flatMap((address) => (address.family === family ? address.text : []))
  const statedExternalIPs = ofFamily(itemsOf(spec['externalIPs']))
  const ingress = itemsOf(valueAt(service.object, 'status', 'loadBalancer', 'ingress')).map(fieldsOf)
  const isExternal =
    service.type === 'LoadBalancer' ||
    service.type === 'NodePort' ||
    (service.type === 'ClusterIP' && itemsOf(spec['externalIPs']).length > 0)
  const externalPolicy: TrafficPolicy = isExternal && spec['externalTrafficPolicy'] === 'Local' ? 'Local' : 'Cluster'
  const internalPolicy: TrafficPolicy = spec['internalTrafficPolicy'] === 'Local' ? 'Local' : 'Cluster'
  const hasHealthCheck = service.type === 'LoadBalancer' && externalPolicy === 'Local'
  const stated = integerOf(spec['healthCheckNodePort']) ?? (isPlanned(service) ? 'pending' : null)
  const healthCheckNodePort: AllocatedPort = hasHealthCheck ? stated : null
  return {
    statedExternalIPs,
    externalIPs: featureGates['AllowServiceExternalIPs'] === false ? [] : statedExternalIPs,
    loadBalancerIPs: ofFamily(ingress.filter(({ipMode = 'VIP'}) => ipMode === 'VIP').map(({ip}) => ip)),
    sourceRanges: readSourceRanges(spec['loadBalancerSourceRanges'], family),
    affinitySeconds: readAffinity(spec),
    internalPolicy,
    externalPolicy,
    healthCheckNodePort,
  }
}

function readAffinity(spec: Readonly<Record<string, unknown>>): number | null {
  if (textOf(spec['sessionAffinity']) !== 'ClientIP') return null
  return integerOf(valueAt(spec, 'sessionAffinityConfig', 'clientIP', 'timeoutSeconds')) ?? DEFAULT_AFFINITY_SECONDS
}

/** One range that takes in everything makes the others moot. */
function readSourceRanges(stated: unknown, family: AddressFamily): readonly AddressRange[] {
  const ranges = itemsOf(stated).flatMap((text) => (typeof text === 'string' ? (parseRange(text.trim()) ?? []) : []))
  const own = ranges.filter((range) => range.family === family)
  return own.some(({prefixLength}) => prefixLength === 0) ? [] : own
}
