import type {Cluster} from '../../cluster/cluster.ts'
import {type EndpointSlice, isWrittenBySelector} from '../../cluster/endpoint-slice.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service, ServicePort} from '../../cluster/service.ts'
import {addressesOn, addressTypesOf} from '../../network/endpoints/address-types.ts'
import type {Backends, Gap} from '../../network/endpoints/backends.ts'
import type {Endpoint} from '../../network/endpoints/endpoint.ts'
import {type ReasonUnlisted, reasonUnlisted} from '../../network/endpoints/listing.ts'
import type {Cause} from './cause.ts'
import {countReplicas} from './reach.ts'

/** What the pods themselves show. Where slices were read, a pod is as ready as they say. */
export function causeInPods(cluster: Cluster, service: Service, backends: Backends, usable: readonly Endpoint[]): Cause | undefined {
  const {pods, listed} = backends
  if (pods.length === 0) return undefined
  if (listed.length === 0) return backends.endpoints.length > 0 ? undefined : causeUnlisted(whyUnlisted(cluster, service, pods), pods)
  const {unready, ending} = sortUnready(service, backends)
  const gaps = gapsThatCount(backends, usable)
  // What alone keeps everything from being reached comes first: mending anything else would change nothing.
  if (unready.length === listed.length) return {kind: 'not-ready', pods: unready, of: countReplicas(listed)}
  if (gaps.length > 0) return {kind: 'target-port', gaps, of: listed.length}
  if (unready.length > 0) return {kind: 'not-ready', pods: unready, of: countReplicas(listed)}
  if (ending.length > 0) return {kind: 'terminating', pods: ending, of: countReplicas(listed)}
  const unlisted = listed.length === pods.length ? undefined : causeOfUnlisted(cluster, service, pods, listed)
  if (unlisted) return unlisted
  const types = addressTypesOf(service)
  const isOfOtherFamily = (pod: Pod) => addressesOn(pod, types)?.length === 0
  const ofOtherFamily = listed.some(isOfOtherFamily) ? listed.filter(isOfOtherFamily) : []
  return ofOtherFamily.length > 0 ? {kind: 'ip-family', pods: ofOtherFamily, families: types ?? []} : undefined
}

function causeOfUnlisted(cluster: Cluster, service: Service, pods: readonly Pod[], listed: readonly Pod[]): Cause | undefined {
  const isListed = new Set(listed)
  const unlisted = pods.filter((pod) => !isListed.has(pod))
  const becauseOf = (reason: 'no-address' | 'no-node') => unlisted.filter((pod) => reasonUnlisted(cluster, service, pod) === reason)
  const [unaddressed, homeless] = [becauseOf('no-address'), becauseOf('no-node')]
  if (unaddressed.length > 0) return {kind: 'no-address', pods: unaddressed}
  return homeless.length > 0 ? {kind: 'no-node', pods: homeless, isCertain: true} : undefined
}

function sortUnready(
  service: Service,
  {listed, endpoints, observed}: Backends,
): {readonly unready: readonly Pod[]; readonly ending: readonly Pod[]} {
  const isFine = !observed && listed.every(({ready, terminating}) => ready !== false && terminating !== true)
  if (isFine || service.publishNotReadyAddresses) return NONE_UNREADY
  const read = observed ? new Map<unknown, Endpoint>(endpoints.map((endpoint) => [endpoint.target, endpoint])) : undefined
  const unknown = {ready: null, terminating: null}
  const stateOf = (pod: Pod) => read?.get(pod.target) ?? (observed && pod.source === 'template' ? unknown : pod)
  // A Ready pod that slices call unready is mended there, not at the pod.
  const isUnready = (pod: Pod) => stateOf(pod).ready === false && !(observed && pod.ready === true)
  return {
    unready: listed.filter((pod) => isUnready(pod) && stateOf(pod).terminating !== true),
    ending: listed.filter((pod) => stateOf(pod).terminating === true),
  }
}

const NONE_UNREADY = {unready: [], ending: []}

/** A template may be newer than the pods in the slices: where they have the port, it is there. */
function gapsThatCount({gaps, observed}: Backends, usable: readonly Endpoint[]): readonly Gap[] {
  const isThere = ({name, protocol}: ServicePort) => usable.some((endpoint) => answers(endpoint, name, protocol))
  return observed ? gaps.filter(({pod, servicePort}) => pod.source === 'object' || !isThere(servicePort)) : gaps
}

function causeUnlisted(reason: ReasonUnlisted, pods: readonly Pod[]): Cause {
  return reason === 'no-node' ? {kind: reason, pods, isCertain: true} : {kind: reason, pods}
}

/** Of several reasons the one that mends most. */
function whyUnlisted(cluster: Cluster, service: Service, pods: readonly Pod[]): ReasonUnlisted {
  const reasons = new Set(pods.map((pod) => reasonUnlisted(cluster, service, pod)))
  const order = ['not-created', 'no-address', 'no-node', 'finished'] as const
  return order.find((reason) => reasons.has(reason)) ?? 'scaled-to-zero'
}

/** Of slices alone: of a Service without selector, or of one whose pods the input does not have. */
export function causeInSlices(
  service: Service,
  {slices, endpoints, pods, observed}: Backends,
  usable: readonly Endpoint[],
): Cause | undefined {
  if (slices.length === 0 || (pods.length > 0 && !observed)) return undefined
  const isEmpty = slices.every((slice) => slice.endpoints.length === 0)
  if (isEmpty || usable.length < endpoints.length) return {kind: 'no-endpoints', slices}
  const unmet = service.ports.filter(({name, protocol}) =>
    observed ? isLacking(slices, name, protocol) : !usable.some((endpoint) => answers(endpoint, name, protocol)),
  )
  const names = unmet.map((port) => port.name ?? String(port.port))
  return unmet.length > 0 ? {kind: 'slice-port', slices, ports: names} : undefined
}

/** The controller puts the pods that have not every port into slices of their own. */
function isLacking(slices: readonly EndpointSlice[], name: string | null, protocol: string): boolean {
  return slices.some(
    (slice) =>
      isWrittenBySelector(slice) &&
      slice.endpoints.length > 0 &&
      !slice.ports.some((port) => port.name === name && port.protocol === protocol),
  )
}

/** kube-proxy joins a Service port to endpoints by port name and protocol (ServicePortName). */
export function answers(endpoint: Endpoint, portName: string | null, protocol: string): boolean {
  return endpoint.portName === portName && endpoint.protocol === protocol
}
