import type {AddressFamily} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import type {EndpointHints} from '../../cluster/endpoint-slice.ts'
import {labelOf, labelsOf, valueAt} from '../../cluster/fields.ts'
import type {Service} from '../../cluster/service.ts'
import type {EndpointGroup, GroupedEndpoint} from './endpoint-group.ts'
import {shareZones, type ZoneShares} from './zone-shares.ts'
import {allocate, spread, type ZoneSpread} from './zone-spread.ts'

/** Why topology mode Auto gives no hints. */
export type HintsOff =
  | Exclude<ZoneShares, {kind: 'shares'}>
  | {readonly kind: 'too-few-endpoints'; readonly endpoints: number; readonly zones: number}
  /** Every zone would need more endpoints than there are, to keep those of the busiest from too much traffic. */
  | {readonly kind: 'overload'; readonly endpoints: number; readonly zones: number}
  | {readonly kind: 'endpoint-without-zone'; readonly endpoint: string}

/** The hints of all endpoints of one address type. */
export type Hints =
  /** The Service asks for none. */
  | {readonly kind: 'none'}
  /** `trafficDistribution`: each ready endpoint is for its own zone, and with `nodes` for its own node before that. */
  | {readonly kind: 'own-place'; readonly nodes: boolean}
  /** Topology mode Auto, on a Service whose slices are new: later ones keep what they can of the hints that they have. */
  | {readonly kind: 'spread'; readonly zones: readonly ZoneSpread[]}
  | {readonly kind: 'off'; readonly reason: HintsOff}
  /** It depends on nodes, or on pods as they run, which the input does not have. */
  | {readonly kind: 'unknown'}

const DISTRIBUTIONS: readonly (string | undefined)[] = ['PreferClose', 'PreferSameZone', 'PreferSameNode']

/**
 * The hints that the EndpointSlice controller gives to the endpoints of each address type (k8s.io/endpointslice topologycache, trafficdist).
 * @param groups of {@link expectEndpoints}, all of them
 */
export function expectHints(
  cluster: Cluster,
  service: Service,
  groups: readonly EndpointGroup[],
): ReadonlyMap<AddressFamily | null, Hints> {
  const types = new Set(groups.map(({addressType}) => addressType))
  return new Map(
    [...types].map((type) => [
      type,
      hintsOfType(
        cluster,
        service,
        groups.filter(({addressType}) => addressType === type).flatMap(({endpoints}) => endpoints),
      ),
    ]),
  )
}

/** The hints of one endpoint, null for none; undefined where the input or chance leaves them open. */
export function hintsOf(cluster: Cluster, endpoint: GroupedEndpoint, hints: Hints): EndpointHints | null | undefined {
  if (hints.kind === 'none' || hints.kind === 'off') return null
  if (hints.kind === 'unknown' || endpoint.ready === null) return undefined
  if (!endpoint.ready) return null
  if (!isZoneKnown(cluster, endpoint)) return undefined
  const forZones = endpoint.zone === null ? [] : [endpoint.zone]
  if (hints.kind === 'spread') {
    const zone = hints.zones.find(({zone}) => zone === endpoint.zone)
    return zone?.given.most === 0 ? {forZones, forNodes: []} : undefined
  }
  const forNodes = hints.nodes && endpoint.nodeName !== null ? [endpoint.nodeName] : []
  return forZones.length + forNodes.length > 0 ? {forZones, forNodes} : null
}

function hintsOfType(cluster: Cluster, service: Service, endpoints: readonly GroupedEndpoint[]): Hints {
  if (!service.selector) return {kind: 'none'}
  if (asksForAuto(service)) return spreadOverZones(cluster, endpoints)
  const distribution = service.trafficDistribution
  if (!DISTRIBUTIONS.includes(distribution)) return {kind: 'none'}
  return {kind: 'own-place', nodes: distribution === 'PreferSameNode'}
}

/** The deprecated annotation outweighs the one that came after it, and both outweigh `trafficDistribution` (hintsEnabled). */
function asksForAuto(service: Service): boolean {
  const annotations = labelsOf(valueAt(service.object, 'metadata', 'annotations'))
  const mode =
    labelOf(annotations, 'service.kubernetes.io/topology-aware-hints') ?? labelOf(annotations, 'service.kubernetes.io/topology-mode')
  return mode === 'Auto' || mode === 'auto'
}

/** As AddHints in k8s.io/endpointslice/topologycache, with the first safeguard that forbids it. */
function spreadOverZones(cluster: Cluster, endpoints: readonly GroupedEndpoint[]): Hints {
  // What stands for pods that nobody has seen may be many, in any zone.
  if (cluster.nodes.size === 0 || endpoints.some(({ready, addresses}) => ready !== false && addresses === null)) return {kind: 'unknown'}
  const zones = shareZones(cluster.nodes.values())
  if (zones.kind !== 'shares') return {kind: 'off', reason: zones}
  const ready = endpoints.filter((endpoint) => endpoint.ready)
  const numbers = {endpoints: ready.length, zones: zones.shares.size}
  if (numbers.endpoints < numbers.zones) return {kind: 'off', reason: {kind: 'too-few-endpoints', ...numbers}}
  const desired = allocate(zones.shares, ready.length)
  if (!desired) return {kind: 'off', reason: {kind: 'overload', ...numbers}}
  const byZone = new Map<string, number>()
  for (const {zone, target} of ready) {
    if (zone === null) return {kind: 'off', reason: {kind: 'endpoint-without-zone', endpoint: target?.name ?? ''}}
    byZone.set(zone, (byZone.get(zone) ?? 0) + 1)
  }
  return {kind: 'spread', zones: spread(desired, byZone)}
}

/** A pod that runs has the zone of its node, or none; where the input has no nodes, nobody can tell. */
function isZoneKnown(cluster: Cluster, {zone, addresses}: GroupedEndpoint): boolean {
  return zone !== null || (cluster.nodes.size > 0 && addresses !== null)
}
