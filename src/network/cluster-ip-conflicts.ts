import type {Cluster} from '../cluster/cluster.ts'
import {textOf, valueAt} from '../cluster/fields.ts'
import type {Service} from '../cluster/service.ts'
import {type AddressHold, addressHoldsOf, clusterIPOwnersOf, clusterIPRangesOf, holdsClusterIP, placeOf} from './cluster-ips.ts'

/** An IPAddress exists before its Service does, for as long as a request may take (repairip.go). */
const GRACE_MS = 60_000

/** What is wrong with the address of a Service, or with the object that holds one. */
export type ClusterIPConflict =
  | {readonly kind: 'shared'; readonly address: string; readonly services: readonly Service[]}
  | {readonly kind: 'out-of-range'; readonly address: string; readonly service: Service}
  | {readonly kind: 'not-held'; readonly address: string; readonly service: Service}
  | {readonly kind: 'held-for-other'; readonly address: string; readonly service: Service; readonly hold: AddressHold}
  /** `service` is undefined where it is gone, and given where it has other addresses. */
  | {readonly kind: 'orphan'; readonly hold: AddressHold; readonly service: Service | undefined}

/**
 * What the API server's repair loop would complain of (RepairIPAddress), in the order of the addresses. Services that nobody has applied have no
 * part in it, and Services that the input may lack are not missed: only in namespaces of which it has some.
 * @param now milliseconds since 1970: what is younger than a minute is still being made
 */
export function clusterIPConflictsOf(cluster: Cluster, now: number): readonly ClusterIPConflict[] {
  const ranges = clusterIPRangesOf(cluster)
  if (ranges.length === 0) return []
  const holds = addressHoldsOf(cluster)
  const owners = clusterIPOwnersOf(cluster)
  const found = [...owners].flatMap(([address, services]): readonly ClusterIPConflict[] => {
    const [service, ...others] = services
    if (!service) return []
    if (others.length > 0) return [{kind: 'shared', address, services}]
    if (!ranges.some((range) => holdsClusterIP(range, address))) return [{kind: 'out-of-range', address, service}]
    const hold = holds.get(address)
    if (hold) return isFor(hold, service) ? [] : [{kind: 'held-for-other', address, service, hold}]
    const created = Date.parse(textOf(valueAt(service.object, 'metadata', 'creationTimestamp')) ?? '')
    // An input without any has not left out this one: it has not got the kind.
    return holds.size === 0 || now - created < GRACE_MS ? [] : [{kind: 'not-held', address, service}]
  })
  return [...found, ...orphansOf(cluster, holds, owners, now)].toSorted((a, b) => compareAddresses(addressOf(a), addressOf(b)))
}

function orphansOf(
  {services}: Cluster,
  holds: ReadonlyMap<string, AddressHold>,
  owners: ReadonlyMap<string, readonly Service[]>,
  now: number,
): readonly ClusterIPConflict[] {
  const namespaces = new Set(services.filter(({uid}) => uid !== undefined).map(({namespace}) => namespace))
  return [...holds.values()].flatMap((hold): readonly ClusterIPConflict[] => {
    const {address, service, isAllocated, created} = hold
    const isYoung = created !== undefined && now - created < GRACE_MS
    if (!service || !isAllocated || isYoung || owners.has(address) || !namespaces.has(service.namespace)) return []
    return [{kind: 'orphan', hold, service: services.find((one) => isFor(hold, one))}]
  })
}

function isFor({service}: AddressHold, {namespace, name}: Service): boolean {
  return service?.namespace === namespace && service.name === name
}

function addressOf(conflict: ClusterIPConflict): string {
  return conflict.kind === 'orphan' ? conflict.hold.address : conflict.address
}

function compareAddresses(a: string, b: string): number {
  const [first, second] = [placeOf(a), placeOf(b)]
  if (!first || !second || first.family !== second.family) return (first?.family ?? '') < (second?.family ?? '') ? -1 : 1
  return first.first < second.first ? -1 : first.first > second.first ? 1 : 0
}
