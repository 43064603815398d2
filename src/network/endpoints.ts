import type {Cluster} from '../cluster/cluster.ts'
import {type EndpointHints, type EndpointSlice, isWrittenBySelector, type SliceEndpoint, type SlicePort} from '../cluster/endpoint-slice.ts'
import type {ObjectReference} from '../cluster/object.ts'
import type {Pod, WorkloadReference} from '../cluster/pod.ts'
import type {Service, ServicePort} from '../cluster/service.ts'
import {findTargetPort, type TargetPort} from './target-port.ts'

/** One address and port behind a Service. What the input does not state is null. */
export interface Endpoint {
  readonly address: string | null
  readonly port: number | null
  readonly portName: string | null
  readonly protocol: string | null
  readonly ready: boolean | null
  readonly serving: boolean | null
  readonly terminating: boolean | null
  readonly target: ObjectReference | null
  readonly workload: WorkloadReference | null
  readonly replicas: number | null
  readonly nodeName: string | null
  readonly zone: string | null
  /** The name under which DNS answers with this endpoint alone. */
  readonly hostname: string | null
  readonly hints: EndpointHints | null
}

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
  readonly endpoints: readonly Endpoint[]
  readonly gaps: readonly Gap[]
  /** Slices that say something: of a Service without selector, or written by hand beside one. */
  readonly slices: readonly EndpointSlice[]
}

const ZONE_LABEL = 'topology.kubernetes.io/zone'

/** Finds the pods and endpoints of a Service as the EndpointSlice controller and the mirroring controller would. */
export function findBackends(cluster: Cluster, service: Service): Backends {
  if (service.type === 'ExternalName') return {pods: [], endpoints: [], gaps: [], slices: []}
  const slices = slicesThatCount(cluster, service)
  const written = slices.flatMap((slice) => endpointsOfSlice(slice))
  if (!service.selector) return {pods: [], endpoints: written, gaps: [], slices}
  const pods = selectPods(cluster, service)
  const gaps: Gap[] = []
  const endpoints: Endpoint[] = []
  for (const pod of pods) if (isListed(pod)) addEndpoints(cluster, service, pod, endpoints, gaps)
  endpoints.push(...written)
  return {pods, endpoints, gaps, slices}
}

/** The pods that a Service's selector selects, one definition of each. */
export function selectPods(cluster: Cluster, service: Service): readonly Pod[] {
  if (!service.selector) return []
  const selected = cluster.pods.select(service.selector, service.namespace)
  return cluster.redefined === 0 ? selected : selected.filter((pod) => cluster.counts(pod, service))
}

/**
 * The slices that traffic really uses beside those of the selector. The EndpointSlice controller replaces its own, so they are answered from
 * the pods; slices that somebody else wrote stay and are used, with or without selector. Endpoints are mirrored only for a Service without
 * selector, and not twice where the mirrors themselves are in the input.
 */
function slicesThatCount(cluster: Cluster, service: Service): readonly EndpointSlice[] {
  const all = cluster.slicesOf(service).filter((slice) => slice.addressType !== 'FQDN' && !(isWrittenBySelector(slice) && service.selector))
  if (service.selector) return all.filter((slice) => !slice.mirrored)
  const hasMirrors = all.some((slice) => slice.mirrored && slice.kind === 'EndpointSlice')
  return hasMirrors ? all.filter((slice) => slice.kind === 'EndpointSlice') : all
}

/** Whether the controller lists a pod at all: it has finished never, and in a running cluster only with an address (ShouldPodBeInEndpoints). */
export function isListed(pod: Pod): boolean {
  return !pod.finished && pod.replicas !== 0 && !pod.missing && (pod.addresses === undefined || pod.addresses.length > 0)
}

function addEndpoints(cluster: Cluster, service: Service, pod: Pod, endpoints: Endpoint[], gaps: Gap[]): void {
  const zone = zoneOf(cluster, pod)
  const addresses = addressesFor(service, pod)
  const add = (port: number | null, portName: string | null, protocol: string | null) => {
    for (const address of addresses) endpoints.push(endpointOfPod(service, pod, {address, zone, port, portName, protocol}))
  }
  let ports = 0
  for (const servicePort of service.ports) {
    const found = findTargetPort(pod, servicePort)
    if (found.kind === 'found') {
      ports++
      add(found.port, servicePort.name, servicePort.protocol)
    } else gaps.push({pod, servicePort, reason: found})
  }
  // A headless Service may have no ports, and a pod none of them: DNS answers with its address all the same.
  if (ports === 0 && service.headless) add(null, null, null)
}

/** One address of each family that the Service has; of the pod's primary family where the manifest leaves that open. Null where no status is known. */
export function addressesFor(service: Service, pod: Pod): readonly (string | null)[] {
  if (pod.addresses === undefined) return [null]
  if (service.ipFamilies.length === 0) return pod.addresses.slice(0, 1)
  return service.ipFamilies.flatMap((family) => pod.addresses?.find((address) => address.includes(':') === (family === 'IPv6')) ?? [])
}

type Reached = Pick<Endpoint, 'address' | 'zone' | 'port' | 'portName' | 'protocol'>

/**
 * The conditions are those that the EndpointSlice controller writes (k8s.io/endpointslice podToEndpoint): serving is the pod's readiness, ready
 * is serving and not terminating, and `publishNotReadyAddresses` makes every endpoint ready.
 */
function endpointOfPod(service: Service, pod: Pod, {address, zone, port, portName, protocol}: Reached): Endpoint {
  const serving = pod.ready
  return {
    address,
    port,
    portName,
    protocol,
    ready: serving === null ? null : service.publishNotReadyAddresses || (serving && pod.terminating !== true),
    serving,
    terminating: pod.terminating,
    target: pod.target,
    workload: pod.workload,
    replicas: pod.replicas,
    nodeName: pod.nodeName,
    zone,
    hostname: null,
    hints: null,
  }
}

function zoneOf(cluster: Cluster, pod: Pod): string | null {
  return (pod.nodeName !== null && cluster.nodes.get(pod.nodeName)?.labels[ZONE_LABEL]) || null
}

function endpointsOfSlice(slice: EndpointSlice): Endpoint[] {
  return slice.endpoints.flatMap((endpoint) => {
    const ports: readonly (SlicePort | undefined)[] = slice.ports.length > 0 ? slice.ports : [undefined]
    return endpoint.addresses.flatMap((address) => ports.map((port) => endpointOfSlice(endpoint, address, port)))
  })
}

function endpointOfSlice(endpoint: SliceEndpoint, address: string, port: SlicePort | undefined): Endpoint {
  return {
    address,
    port: port?.port ?? null,
    portName: port?.name ?? null,
    protocol: port?.protocol ?? null,
    ready: endpoint.ready,
    serving: endpoint.serving,
    terminating: endpoint.terminating,
    target: endpoint.target,
    workload: null,
    replicas: 1,
    nodeName: endpoint.nodeName,
    zone: endpoint.zone,
    hostname: endpoint.hostname,
    hints: endpoint.hints,
  }
}

/**
 * The endpoints that traffic can go to: those that are not known to be unready. For a port where none is ready, kube-proxy falls back to those
 * that still serve while they terminate; DNS, which answers for a headless Service, does not.
 */
export function usableEndpoints(service: Service, endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const ready = endpoints.filter((endpoint) => endpoint.ready !== false)
  if (ready.length === endpoints.length || service.headless) return ready
  const answered = new Set(ready.map((endpoint) => `${endpoint.portName}/${endpoint.protocol}`))
  return endpoints.filter(
    (endpoint) =>
      endpoint.ready !== false ||
      (endpoint.serving === true && endpoint.terminating === true && !answered.has(`${endpoint.portName}/${endpoint.protocol}`)),
  )
}
