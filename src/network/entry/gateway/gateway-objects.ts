import type {Cluster, OtherObject} from '../../../cluster/cluster.ts'
import {createDefinitions} from '../../../cluster/definition.ts'
import {labelOf} from '../../../cluster/fields.ts'
import {groupBy} from '../../../cluster/group-by.ts'
import {obtain} from '../../../cluster/obtain.ts'
import type {Service} from '../../../cluster/service.ts'
import {type Allowed, findNamed} from './named.ts'

export const GATEWAY_GROUP = 'gateway.networking.k8s.io'
/** Where the API keeps what is not settled yet: XListenerSet. */
const EXPERIMENTAL_GROUP = 'gateway.networking.x-k8s.io'

const ROUTE_KINDS: ReadonlySet<string> = new Set(['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'])

/** What else the group has, in this and in earlier versions (apis/ of sigs.k8s.io/gateway-api v0.5 to v1.7). */
const OTHER_KINDS: ReadonlySet<string> = new Set([
  'GatewayClass',
  'Gateway',
  'ListenerSet',
  'ReferenceGrant',
  'ReferencePolicy',
  'BackendTLSPolicy',
  'BackendLBPolicy',
  'BackendTrafficPolicy',
])

export function isRouteKind(kind: string): boolean {
  return ROUTE_KINDS.has(kind)
}

/** A route, and in lists of kinds the routes there are. */
export const ROUTE_KIND_LIST: readonly string[] = [...ROUTE_KINDS]

/**
 * The labels by which the Service of a Gateway is found: apis/v1/well_known_labels.go ("All generated resources must include a label set to the name of
 * the Gateway resource"), Envoy Gateway (internal/gatewayapi/labels.go), Cilium (operator/pkg/model/translation/gateway-api) and Contour
 * (internal/provisioner/model), and that of what Helm charts install.
 */
export const NAME_LABELS = [
  'gateway.networking.k8s.io/gateway-name',
  'gateway.envoyproxy.io/owning-gateway-name',
  'io.cilium.gateway/owning-gateway',
  'projectcontour.io/owning-gateway-name',
] as const
export const APPLICATION_LABEL = 'app.kubernetes.io/name'
const SERVICE_LABELS: readonly string[] = [...NAME_LABELS, APPLICATION_LABEL]

/** All objects of the Gateway API in a cluster, and what they refer to. */
export interface GatewayObjects {
  readonly cluster: Cluster
  readonly gateways: readonly OtherObject[]
  readonly listenerSets: readonly OtherObject[]
  readonly routes: readonly OtherObject[]
  /** ReferenceGrants, and ReferencePolicies, as they were called before v0.6, that are or may be meant to be in a namespace. */
  readonly grantsOf: (namespace: string) => readonly OtherObject[]
  /** What claims to be of the API and is of no kind that it has. */
  readonly strangers: readonly OtherObject[]
  readonly findGateway: Find<OtherObject>
  readonly findListenerSet: Find<OtherObject>
  readonly findService: Find<Service>
  /** The Services of a name, or with a value of a label, wherever they are; of several definitions those that count for `from`. */
  readonly servicesCalled: (name: string, from: OtherObject) => readonly Service[]
  readonly servicesLabelled: (key: string, value: string, from: OtherObject) => readonly Service[]
  readonly findClass: (name: string, from: OtherObject) => OtherObject | undefined
  /** Any other object by group, kind and name. */
  readonly findOther: (group: string, kind: string, name: string) => readonly OtherObject[]
}

/** Looks for a name in a namespace, as `from` would refer to it; `stated` is false where the namespace is that of `from` and it names none. */
export type Find<T> = (name: string, namespace: string, stated: boolean, from: OtherObject) => Allowed<T> | undefined

/** Whether there is anything of the API: to index all Services for nothing would take a while. */
export function hasGatewayObjects({others}: Cluster): boolean {
  return others.some(({group}) => group === GATEWAY_GROUP || group === EXPERIMENTAL_GROUP)
}

export function gatewayObjectsOf(cluster: Cluster): GatewayObjects {
  const ofApi = cluster.others.filter(({group}) => group === GATEWAY_GROUP)
  const ofKind = (...kinds: readonly string[]) => ofApi.filter(({kind}) => kinds.includes(kind))
  const gateways = ofKind('Gateway')
  const listenerSets = cluster.others.filter(
    ({group, kind}) => (group === GATEWAY_GROUP && kind === 'ListenerSet') || (group === EXPERIMENTAL_GROUP && kind === 'XListenerSet'),
  )
  const classes = ofKind('GatewayClass')
  const definitions = createDefinitions(gateways, listenerSets, classes)
  const counts = (object: OtherObject, from: OtherObject) => definitions.counts(object, object.origin, from.origin)
  const servicesCount = (service: Service, from: OtherObject) =>
    cluster.counts({identity: service, origin: service.origin}, {origin: from.origin})
  const others = byName(cluster.others)
  const services = byName(cluster.services)
  const labelled = groupByEach(cluster.services, ({labels}) => SERVICE_LABELS.flatMap((key) => labelKey(key, labelOf(labels, key)) ?? []))
  const grants = ofKind('ReferenceGrant', 'ReferencePolicy')
  const grantsByNamespace = groupBy(grants, ({namespace, namespaceStated}) => (namespaceStated ? namespace : ''))
  return {
    cluster,
    gateways,
    listenerSets,
    routes: ofApi.filter(({kind}) => isRouteKind(kind)),
    grantsOf: (namespace) => [...(grantsByNamespace.get(namespace) ?? []), ...(grantsByNamespace.get('') ?? [])],
    strangers: ofApi.filter(({kind}) => !isRouteKind(kind) && !OTHER_KINDS.has(kind)),
    findGateway: findNamed(byName(gateways), counts),
    findListenerSet: findNamed(byName(listenerSets), counts),
    findService: findNamed(services, servicesCount),
    servicesCalled: (name, from) => (services.get(name) ?? []).filter((service) => servicesCount(service, from)),
    servicesLabelled: (key, value, from) =>
      (labelled.get(labelKey(key, value) ?? '') ?? []).filter((service) => servicesCount(service, from)),
    findClass: (name, from) => classes.find((one) => one.name === name && counts(one, from)),
    findOther: (group, kind, name) => (others.get(name) ?? []).filter((one) => one.group === group && one.kind === kind),
  }
}

function byName<T extends {readonly name: string}>(objects: readonly T[]): ReadonlyMap<string, readonly T[]> {
  return groupBy(objects, ({name}) => name)
}

/** There may be ten thousand Services, and a Gateway for each. */
function groupByEach<T>(objects: readonly T[], keysOf: (object: T) => readonly string[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const object of objects) for (const key of keysOf(object)) obtain(groups, key, () => []).push(object)
  return groups
}

function labelKey(key: string, value: string | undefined): string | undefined {
  return value === undefined ? undefined : `${key}=${value}`
}
