import type {AddressFamily} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import type {EndpointSlice} from '../../cluster/endpoint-slice.ts'
import {obtain} from '../../cluster/obtain.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service, ServicePort} from '../../cluster/service.ts'
import {findTargetPort, type TargetPort} from '../target-port.ts'
import {addressesOn, addressTypesOf} from './address-types.ts'
import type {Endpoint} from './endpoint.ts'
import {isNodeInDoubt, reasonUnlisted} from './listing.ts'
import {endpointOfPod, type PodEndpoint} from './pod-endpoint.ts'
import {endpointsOfObserved, endpointsOfSlice, observedSlices, otherSlices} from './slice-endpoints.ts'

/** A selected pod on which a Service port leads nowhere. */
export interface Gap {
  readonly pod: Pod
  readonly servicePort: ServicePort
  readonly reason: Exclude<TargetPort, {kind: 'found'}>
}

/** What stands behind a Service. */
export interface Backends {
  /** The pods that its selector selects, those that no slice would list included. */
  readonly pods: readonly Pod[]
  /** Those of them that slices list, or should. */
  readonly listed: readonly Pod[]
  readonly endpoints: readonly Endpoint[]
  /** Those of them that slices of somebody else add to the selector's. */
  readonly foreign: readonly Endpoint[]
  readonly gaps: readonly Gap[]
  /** Slices that say something: of a Service without selector, written by hand beside one, or the controller's own. */
  readonly slices: readonly EndpointSlice[]
  /** Whether the endpoints of its selector were read from the controller's slices; else they follow from the pods. */
  readonly observed: boolean
}

const NONE: readonly Endpoint[] = []
const NOTHING: Backends = {pods: [], listed: [], endpoints: [], foreign: [], gaps: [], slices: [], observed: false}

/**
 * Finds the pods and endpoints of a Service. Traffic goes by slices, so those of the input count; where it has none for the selector, the
 * endpoints are those that the EndpointSlice controller would make of the pods. Their hints are not worked out here.
 */
export function findBackends(cluster: Cluster, service: Service): Backends {
  let known = FOUND.get(cluster)
  if (!known) {
    known = new Map()
    FOUND.set(cluster, known)
  }
  return obtain(known, service, () => readBackends(cluster, service))
}

/** Several parts of one question ask about the same Service. */
const FOUND = new WeakMap<Cluster, Map<Service, Backends>>()

function readBackends(cluster: Cluster, service: Service): Backends {
  if (service.type === 'ExternalName') return NOTHING
  const others = otherSlices(cluster, service)
  if (!service.selector) return {...NOTHING, endpoints: others.flatMap((slice) => endpointsOfSlice(slice)), slices: others}
  const observed = observedSlices(cluster, service)
  const pods = selectPods(cluster, service)
  const inSlices =
    observed.length > 0
      ? new Set(observed.flatMap((slice) => slice.endpoints.flatMap(({target}) => (target?.kind === 'Pod' ? target.name : []))))
      : undefined
  const isListed = (pod: Pod) =>
    reasonUnlisted(cluster, service, pod) === undefined || (inSlices?.has(pod.target.name) === true && isNodeInDoubt(cluster, service, pod))
  const listed = pods.every(isListed) ? pods : pods.filter(isListed)
  const gaps: Gap[] = []
  const fromPods: Endpoint[] = []
  const types = addressTypesOf(service)
  for (const pod of listed) addEndpoints(cluster, service, pod, types, fromPods, gaps)
  const own = observed.length > 0 ? endpointsOfObserved(cluster, service, observed) : fromPods
  if (others.length === 0) return {pods, listed, endpoints: own, foreign: NONE, gaps, slices: observed, observed: observed.length > 0}
  const foreign = others.flatMap((slice) => endpointsOfSlice(slice))
  return {pods, listed, endpoints: [...own, ...foreign], foreign, gaps, slices: [...observed, ...others], observed: observed.length > 0}
}

/** The pods that a Service's selector selects, one definition of each. */
export function selectPods(cluster: Cluster, service: Service): readonly Pod[] {
  if (!service.selector) return []
  const selected = cluster.pods.select(service.selector, service.namespace)
  return cluster.redefined === 0 ? selected : selected.filter((pod) => cluster.counts(pod, service))
}

/** One endpoint for each address and port of a pod. */
function addEndpoints(
  cluster: Cluster,
  service: Service,
  pod: Pod,
  types: readonly AddressFamily[] | undefined,
  endpoints: Endpoint[],
  gaps: Gap[],
): void {
  const about = endpointOfPod(cluster, service, pod)
  const addresses = addressesOn(pod, types) ?? UNKNOWN
  const before = endpoints.length
  for (const servicePort of service.ports) {
    const found = findTargetPort(pod, servicePort)
    if (found.kind !== 'found') gaps.push({pod, servicePort, reason: found})
    else for (const address of addresses) endpoints.push(endpointAt(address, about, found.port, servicePort))
  }
  // A headless Service may have no ports, and a pod none of them: DNS answers with its address all the same.
  if (endpoints.length === before && service.headless)
    for (const address of addresses) endpoints.push(endpointAt(address, about, null, {name: null, protocol: null}))
}

const UNKNOWN: readonly null[] = [null]

function endpointAt(
  address: string | null,
  {ready, serving, terminating, target, workload, replicas, nodeName, zone, hostname}: PodEndpoint,
  port: number | null,
  {name: portName, protocol}: Pick<Endpoint, 'protocol'> & {readonly name: string | null},
): Endpoint {
  // Written out: a spread here doubles the time that resolve takes.
  return {
    address,
    port,
    portName,
    protocol,
    ready,
    serving,
    terminating,
    target,
    workload,
    replicas,
    nodeName,
    zone,
    hostname,
    hints: null,
  }
}

/**
 * The endpoints that traffic can go to: those that are not known to be unready. For a port where none is ready, kube-proxy falls back to those
 * that still serve while they terminate; DNS, which answers for a headless Service, does not.
 */
export function usableEndpoints(service: Service, endpoints: readonly Endpoint[]): readonly Endpoint[] {
  if (endpoints.every((endpoint) => endpoint.ready !== false)) return endpoints
  const ready = endpoints.filter((endpoint) => endpoint.ready !== false)
  if (service.headless) return ready
  const answered = new Set(ready.map((endpoint) => `${endpoint.portName}/${endpoint.protocol}`))
  return endpoints.filter(
    (endpoint) =>
      endpoint.ready !== false ||
      (endpoint.serving === true && endpoint.terminating === true && !answered.has(`${endpoint.portName}/${endpoint.protocol}`)),
  )
}

/**
 * The endpoints that traffic with policy Local can go to: each node by itself falls back to its own that still serve while they terminate, where it has
 * none that is ready (CategorizeEndpoints of kube-proxy).
 */
export function usableLocalEndpoints(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const ready = endpoints.filter((endpoint) => endpoint.ready !== false)
  if (ready.length === endpoints.length) return ready
  const placeOf = ({portName, protocol, nodeName}: Endpoint) => `${portName}/${protocol}/${nodeName}`
  const answered = new Set(ready.map(placeOf))
  const isLeaving = (endpoint: Endpoint) => endpoint.serving === true && endpoint.terminating === true && endpoint.nodeName !== null
  return endpoints.filter((endpoint) => endpoint.ready !== false || (isLeaving(endpoint) && !answered.has(placeOf(endpoint))))
}
