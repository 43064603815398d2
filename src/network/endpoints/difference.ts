import type {Cluster} from '../../cluster/cluster.ts'
import type {EndpointSlice, SliceEndpoint, SlicePort} from '../../cluster/endpoint-slice.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service} from '../../cluster/service.ts'
import {addressTypesOf} from './address-types.ts'
import {selectPods} from './backends.ts'
import {type EndpointGroup, expectEndpoints, type GroupedEndpoint, portSetKey} from './endpoint-group.ts'
import {assumeNodes, isNodeInDoubt, type ReasonUnlisted, reasonUnlisted} from './listing.ts'
import {podsByName} from './pods-by-name.ts'
import {lacksSlices, observedSlices} from './slice-endpoints.ts'

/** Conditions in one word. */
export type EndpointState = 'ready' | 'not ready' | 'terminating' | 'terminating and not serving'

/** Why a pod that slices list should not be there; `not-there`: the input has no such pod. */
export type Reason = ReasonUnlisted | 'not-there' | 'not-selected' | 'other-family'

/** One thing that the slices of the input say and the pods of the same input do not bear out. `name` is a pod's. */
export type EndpointDifference =
  /** It has no slice, not even an empty one. */
  | {readonly kind: 'unwritten'}
  /** No slice at all has addresses of this family, which the Service has. */
  | {readonly kind: 'family'; readonly family: string}
  | {readonly kind: 'missing'; readonly name: string}
  /** Still listed. */
  | {readonly kind: 'gone'; readonly name: string; readonly reason: Reason}
  /** An address that belongs to no pod. */
  | {readonly kind: 'stranger'; readonly address: string}
  | {readonly kind: 'address'; readonly name: string; readonly listed: readonly string[]; readonly expected: readonly string[]}
  | {readonly kind: 'port'; readonly name: string; readonly listed: readonly SlicePort[]; readonly expected: readonly SlicePort[]}
  | {readonly kind: 'state'; readonly name: string; readonly listed: EndpointState; readonly expected: EndpointState}

/** An endpoint where a slice lists it. */
interface Listing {
  readonly slice: EndpointSlice
  readonly endpoint: SliceEndpoint
}

const NONE: readonly EndpointDifference[] = []

/**
 * What the EndpointSlice controller's slices say otherwise than its pods, as they are in the input, lead one to expect. Nothing where the input
 * lacks either of them, or has the pods only as templates. A pod whose node the input lacks may be listed or not: the slices know better.
 */
export function compareWithPods(cluster: Cluster, service: Service): readonly EndpointDifference[] {
  if (lacksSlices(cluster, service)) return [{kind: 'unwritten'}]
  const slices = observedSlices(cluster, service)
  if (slices.length === 0 || !cluster.listedNamespaces.has(service.namespace)) return NONE
  const inDoubt = selectPods(cluster, service).filter((pod) => isNodeInDoubt(cluster, service, pod))
  const mayBeAbsent = new Set(inDoubt.map(({target}) => target.name))
  const groups = expectEndpoints(assumeNodes(cluster, inDoubt), service)
  const listings = byTypeAndPod(slices, namesByAddress(groups))
  const absent = (addressTypesOf(service) ?? []).filter((type) => !slices.some(({addressType}) => addressType === type))
  const differences: EndpointDifference[] = []
  const expected = new Set<string>()
  for (const {key, addressType, ports, endpoint, name} of groups.flatMap(expectationsIn)) {
    const found = listings.get(key) ?? []
    expected.add(key)
    if (absent.some((type) => type === addressType) || (found.length === 0 && mayBeAbsent.has(name))) continue
    differences.push(...compare(endpoint, ports, found))
  }
  for (const family of absent) differences.push({kind: 'family', family})
  const unexpected = [...listings].flatMap(([key, [listing]]) => (listing && !expected.has(key) ? listing : []))
  differences.push(...unexpected.flatMap((listing) => explain(cluster, service, listing)))
  return differences
}

/** The pods of a group that run. */
function expectationsIn({addressType, ports, endpoints}: EndpointGroup) {
  return endpoints.flatMap((endpoint) => {
    const name = endpoint.addresses === null ? undefined : endpoint.target?.name
    return name === undefined ? [] : {key: `${addressType} ${name}`, addressType, ports, endpoint, name}
  })
}

/** Whose addresses these are, of the pods that are expected. */
function namesByAddress(groups: readonly EndpointGroup[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const {endpoints} of groups)
    for (const {addresses, target} of endpoints) for (const address of addresses ?? []) if (target) names.set(address, target.name)
  return names
}

/** By address type and the pod's name; what refers to no pod and is no pod's address stands by its address, which no pod is called. */
function byTypeAndPod(slices: readonly EndpointSlice[], names: ReadonlyMap<string, string>): ReadonlyMap<string, readonly Listing[]> {
  const listings = new Map<string, Listing[]>()
  for (const slice of slices) {
    for (const endpoint of slice.endpoints) {
      const {target, addresses} = endpoint
      const name = target?.kind === 'Pod' ? target.name : names.get(addresses[0] ?? '')
      const key = `${slice.addressType} ${name ?? `/${addresses[0]}`}`
      const known = listings.get(key)
      if (known) known.push({slice, endpoint})
      else listings.set(key, [{slice, endpoint}])
    }
  }
  return listings
}

/** While an endpoint moves from one slice to another it is in both: the one that is right counts. */
function compare(expected: GroupedEndpoint, ports: readonly SlicePort[], listings: readonly Listing[]): readonly EndpointDifference[] {
  const name = expected.target?.name ?? ''
  if (listings.length === 0) return [{kind: 'missing', name}]
  const differences = listings.map((listing) => compareOne(name, expected, ports, listing)).filter((difference) => difference !== undefined)
  return differences.length < listings.length ? [] : differences.slice(0, 1)
}

function compareOne(
  name: string,
  expected: GroupedEndpoint,
  ports: readonly SlicePort[],
  {slice, endpoint}: Listing,
): EndpointDifference | undefined {
  const addresses = expected.addresses ?? []
  if (endpoint.addresses.toSorted().join() !== addresses.toSorted().join())
    return {kind: 'address', name, listed: endpoint.addresses, expected: addresses}
  if (portSetKey(slice.ports) !== portSetKey(ports)) return {kind: 'port', name, listed: slice.ports, expected: ports}
  const [is, should] = [stateOf(endpoint), stateOf(expected)]
  return is === should ? undefined : {kind: 'state', name, listed: is, expected: should}
}

function stateOf({ready, serving, terminating}: Pick<GroupedEndpoint, 'ready' | 'serving' | 'terminating'>): EndpointState {
  if (terminating) return serving ? 'terminating' : 'terminating and not serving'
  return ready ? 'ready' : 'not ready'
}

/** What is wrong with an endpoint that nobody expects; nothing where it is only forgotten. */
function explain(cluster: Cluster, service: Service, {endpoint}: Listing): readonly EndpointDifference[] {
  const {target, addresses} = endpoint
  if (target?.kind !== 'Pod') return [{kind: 'stranger', address: addresses[0] ?? ''}]
  const reason = whyGone(cluster, service, podsByName(cluster, service.namespace).get(target.name))
  return isForgotten(endpoint, reason) ? [] : [{kind: 'gone', name: target.name, reason}]
}

/**
 * A pod that was not ready when it finished stays listed as it was: of its phase alone the controller takes no notice (podEndpointsChanged). No
 * traffic goes there.
 */
function isForgotten({ready, serving}: SliceEndpoint, reason: Reason): boolean {
  return reason === 'finished' && !ready && !serving
}

function whyGone(cluster: Cluster, service: Service, pod: Pod | undefined): Reason {
  if (!pod) return 'not-there'
  if (!selectPods(cluster, service).includes(pod)) return 'not-selected'
  return reasonUnlisted(cluster, service, pod) ?? 'other-family'
}
