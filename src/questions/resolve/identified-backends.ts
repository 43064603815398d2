import type {Cluster} from '../../cluster/cluster.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service} from '../../cluster/service.ts'
import type {Backends} from '../../network/endpoints/backends.ts'
import type {Endpoint} from '../../network/endpoints/endpoint.ts'
import {podsByName} from '../../network/endpoints/pods-by-name.ts'

/** Backends whose endpoints are each joined to the pod that they are, and stand there once. */
export interface IdentifiedBackends extends Backends {
  /** Those that the controller's slices should list no longer, as surely as the input tells. */
  readonly stale: ReadonlySet<Endpoint>
  /** Those that are no pods of the Service: stale ones, and addresses that somebody else wrote. */
  readonly others: ReadonlySet<Endpoint>
}

const NONE: ReadonlySet<Endpoint> = new Set()

/** Joins the endpoints of slices to the pods of the input: by name, or, where they name none, by the address of a selected pod. */
export function identifyBackends(cluster: Cluster, service: Service, backends: Backends): IdentifiedBackends {
  const {slices} = backends
  if (slices.length === 0) {
    const {pods, listed, endpoints, foreign, gaps, observed} = backends
    // Named one by one: an object that begins as a copy of another takes V8 several times as long, and there may be ten thousand.
    return {pods, listed, endpoints, foreign, gaps, slices, observed, stale: NONE, others: NONE}
  }
  const identify = service.selector ? joinerOf(cluster, service, backends) : (endpoint: Endpoint) => endpoint
  const byForeign = new Set(backends.foreign)
  const foreign: Endpoint[] = []
  const stale = new Set<Endpoint>()
  const others = new Set<Endpoint>()
  const isStale = stalenessIn(cluster, service, backends)
  const endpoints = once(backends.endpoints, identify, (endpoint, original) => {
    if (byForeign.has(original)) {
      foreign.push(endpoint)
      if (endpoint.target?.kind !== 'Pod') others.add(endpoint)
    } else if (isStale(endpoint)) {
      stale.add(endpoint)
      others.add(endpoint)
    }
  })
  return {...backends, endpoints, foreign, stale, others}
}

/** All endpoints of a pod refer to it by one reference, so that they can be told to be one. */
function joinerOf(cluster: Cluster, service: Service, {listed}: Backends): (endpoint: Endpoint) => Endpoint {
  const pods = podsByName(cluster, service.namespace)
  const byAddress = new Map(listed.flatMap((pod) => (pod.addresses ?? []).map((address): [string, Pod] => [address, pod])))
  return (endpoint) => {
    const {target, address} = endpoint
    const pod = target === null ? byAddress.get(address ?? '') : target.kind === 'Pod' ? pods.get(target.name) : undefined
    return pod && pod.target !== target ? {...endpoint, target: pod.target, workload: pod.workload} : endpoint
  }
}

/** While an endpoint moves from one slice to another it is in both: it stands where it stood first. */
function once(
  endpoints: readonly Endpoint[],
  identify: (endpoint: Endpoint) => Endpoint,
  keep: (endpoint: Endpoint, original: Endpoint) => void,
): readonly Endpoint[] {
  const kept = new Map<string, {readonly endpoint: Endpoint; readonly original: Endpoint}>()
  for (const original of endpoints) {
    const endpoint = identify(original)
    const {address, port, portName, protocol, target} = endpoint
    const key = JSON.stringify([address, port, portName, protocol, target?.kind, target?.name])
    const known = kept.get(key)
    if (!known) kept.set(key, {endpoint, original})
    else if (outweighs(endpoint, known.endpoint)) kept.set(key, {endpoint, original: known.original})
  }
  for (const {endpoint, original} of kept.values()) keep(endpoint, original)
  return [...kept.values()].map(({endpoint}) => endpoint)
}

/** Ready outweighs, then a hostname, whatever the order of the slices: their names end in chance. */
function outweighs(one: Endpoint, other: Endpoint): boolean {
  if (one.ready !== other.ready) return one.ready === true
  return one.hostname !== null && (other.hostname === null || one.hostname < other.hostname)
}

/**
 * Which endpoints of the controller's slices should not be there. A pod that the input lacks may be missing there only, unless the selector selects
 * none of those that it lists.
 */
function stalenessIn(
  cluster: Cluster,
  service: Service,
  {observed, pods, listed}: Backends,
): (endpoint: Pick<Endpoint, 'target'>) => boolean {
  if (!observed || !cluster.listedNamespaces.has(service.namespace)) return () => false
  const byName = podsByName(cluster, service.namespace)
  const right = new Set(listed)
  return ({target}) => {
    if (target?.kind !== 'Pod') return true
    const pod = byName.get(target.name)
    return pod ? !right.has(pod) : pods.length === 0
  }
}
