import type {Cluster} from '../../cluster/cluster.ts'
import {isWrittenBySelector} from '../../cluster/endpoint-slice.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service} from '../../cluster/service.ts'
import {type Backends, findBackends, usableEndpoints} from '../../network/endpoints/backends.ts'
import {compareWithPods, type EndpointDifference} from '../../network/endpoints/difference.ts'
import type {Endpoint} from '../../network/endpoints/endpoint.ts'
import {assumeNodes, isNodeInDoubt} from '../../network/endpoints/listing.ts'
import {resemblance} from '../resemblance.ts'
import type {Cause} from './cause.ts'
import {answers, causeInPods, causeInSlices} from './cause-in-backends.ts'
import {findAutoscaler, findHiddenPods} from './hidden-pods.ts'
import {type IdentifiedBackends, identifyBackends} from './identified-backends.ts'
import type {NearMiss} from './near-miss.ts'
import {decideNothingSelected} from './nothing-selected.ts'

export type Verdict = 'resolved' | 'partial' | 'empty' | 'external' | 'unknown'

/** A Service with what stands behind it and what is to be said of that. */
export interface Judgement {
  readonly service: Service
  readonly backends: IdentifiedBackends
  readonly verdict: Verdict
  /** Why it is not `resolved`. */
  readonly cause: Cause | undefined
  readonly nearMisses: readonly NearMiss[]
  /** What its EndpointSlices say otherwise than its pods. */
  readonly differences: readonly EndpointDifference[]
}

/** Decides which pods a Service reaches, and if not all that it should, the one reason why. */
export function judge(cluster: Cluster, service: Service): Judgement {
  const found = findBackends(cluster, service)
  if (isServedAsDeclared(cluster, service, found)) {
    const backends = identifyBackends(cluster, service, found)
    return {service, backends, verdict: 'resolved', cause: undefined, nearMisses: NONE, differences: NONE}
  }
  const judgement = judgeAsRead(cluster, service)
  const {pods, listed, observed} = judgement.backends
  if (observed || listed.length === pods.length) return judgement
  const inDoubt = pods.filter((pod) => isNodeInDoubt(cluster, service, pod))
  return inDoubt.length > 0 ? settleNodes(judgement, judgeAsRead(assumeNodes(cluster, inDoubt), service), inDoubt) : judgement
}

const NONE: readonly never[] = []

/**
 * Whether manifests, of which nobody has seen anything run, have a pod behind every port: nothing can be the matter then, and there need be no weighing.
 * So it is with nearly all Services of a repository.
 */
function isServedAsDeclared({slices}: Cluster, {selector, ports}: Service, {pods, gaps}: Backends): boolean {
  return slices.length === 0 && selector !== undefined && ports.length > 0 && gaps.length === 0 && pods.length > 0 && pods.every(isUnseen)
}

function isUnseen({addresses, ready, terminating, replicas, missing, finished}: Pod): boolean {
  return addresses === undefined && ready === null && terminating !== true && replicas !== 0 && !missing && !finished
}

/** The input may not have every node: only what holds with and without those that it lacks is certain. */
function settleNodes(without: Judgement, assumed: Judgement, pods: readonly Pod[]): Judgement {
  if (without.verdict !== assumed.verdict) return {...without, verdict: 'unknown', cause: {kind: 'no-node', pods, isCertain: false}}
  return without.cause?.kind === 'no-node' ? {...without, cause: assumed.cause} : without
}

function judgeAsRead(cluster: Cluster, service: Service): Judgement {
  const backends = identifyBackends(cluster, service, findBackends(cluster, service))
  const differences = compareWithPods(cluster, service)
  const settle = (verdict: Verdict, cause?: Cause, nearMisses: readonly NearMiss[] = []): Judgement => ({
    service,
    backends,
    verdict,
    cause,
    nearMisses,
    differences,
  })
  if (service.type === 'ExternalName') return settle('external')
  if (!service.selector && backends.endpoints.length === 0) return withoutEndpoints(cluster, service, backends, settle)
  const explained = service.selector && backends.pods.length === 0 ? explainNothingSelected(cluster, service, backends, settle) : undefined
  if (explained) return explained
  const {verdict, cause} = weigh(cluster, service, backends, differences)
  return settle(verdict, cause)
}

/** Puts a verdict, its cause and what came near together. */
export type Settle = (verdict: Verdict, cause?: Cause, nearMisses?: readonly NearMiss[]) => Judgement

/** Pods are selected, or slices written: do they answer on every port? What should be listed no longer is no answer. */
function weigh(
  cluster: Cluster,
  service: Service,
  backends: IdentifiedBackends,
  differences: readonly EndpointDifference[],
): {verdict: Verdict; cause: Cause | undefined} {
  const right = withoutStale(backends)
  const usable = usableEndpoints(service, right.endpoints)
  const cause =
    causeInPods(cluster, service, right, usable) ??
    (differences.some(isLack) ? {kind: 'endpoints-differ' as const, differences} : causeInSlices(service, right, usable))
  const asleep = cause?.kind === 'scaled-to-zero' ? findAutoscaler(cluster, cause.pods) : undefined
  if (asleep) return {verdict: 'unknown', cause: {kind: 'hidden', hidden: asleep}}
  if (!isAnswered(service, usable)) return {verdict: 'empty', cause}
  return {verdict: cause ? 'partial' : 'resolved', cause}
}

/** Whether any port leads somewhere. Who asks DNS for a headless Service gets addresses, whatever its ports say. */
function isAnswered({ports, headless}: Service, usable: readonly Endpoint[]): boolean {
  if (usable.length === 0 || ports.length === 0 || headless) return usable.length > 0
  return ports.some((port) => usable.some((endpoint) => answers(endpoint, port.name, port.protocol)))
}

/** Whether a selected pod is not reached as it should be; what is listed beyond those takes nothing away from them. */
function isLack({kind}: EndpointDifference): boolean {
  return kind !== 'gone' && kind !== 'stranger' && kind !== 'unwritten'
}

function withoutStale(backends: IdentifiedBackends): IdentifiedBackends {
  const {endpoints, slices, stale} = backends
  if (stale.size === 0) return backends
  const names = new Set([...stale].map(({target, address}) => target?.name ?? address))
  return {
    ...backends,
    endpoints: endpoints.filter((endpoint) => !stale.has(endpoint)),
    slices: slices.map((slice) =>
      isWrittenBySelector(slice)
        ? {...slice, endpoints: slice.endpoints.filter(({target, addresses}) => !names.has(target?.name ?? addresses[0] ?? null))}
        : slice,
    ),
  }
}

/**
 * No pod bears the labels. Where the input does not list the pods, the controller's slices know better: undefined. That they are empty is a fact;
 * why they are may be beyond the input. Addresses that somebody else wrote are reached all the same.
 */
function explainNothingSelected(cluster: Cluster, service: Service, backends: IdentifiedBackends, settle: Settle): Judgement | undefined {
  const {endpoints, foreign, stale, observed} = backends
  if (endpoints.length > foreign.length + stale.size) return undefined
  const explained = decideNothingSelected(cluster, service, settle)
  if (explained.verdict === 'unknown' && !observed) return explained
  const empty = explained.verdict === 'unknown' ? settle('empty', causeInSlices(service, {...backends, endpoints: []}, [])) : explained
  return isAnswered(service, usableEndpoints(service, foreign)) ? {...empty, verdict: 'partial'} : empty
}

/** Without selector and without endpoints. Where the slices of a running cluster are listed that is a fact, else it is only not written down. */
function withoutEndpoints(cluster: Cluster, service: Service, backends: IdentifiedBackends, settle: Settle): Judgement {
  const hidden = findHiddenPods(cluster, service)
  if (hidden) return settle('unknown', {kind: 'hidden', hidden})
  const stray = findStraySlice(cluster, service)
  if (stray) return settle('empty', stray)
  // Slices of names are none that kube-proxy uses, but they say what was meant.
  const slices = backends.slices.length > 0 ? backends.slices : cluster.slicesOf(service)
  const isListed = service.uid !== undefined && cluster.listedEndpoints.has(service.namespace)
  if (slices.length > 0 || isListed) return settle('empty', {kind: 'no-endpoints', slices})
  return settle('unknown', {kind: 'hidden', hidden: {kind: 'endpoints-written-elsewhere'}})
}

/** A slice or Endpoints object of the input that belongs to no Service, and was surely meant for this one. */
function findStraySlice(cluster: Cluster, service: Service): Cause | undefined {
  for (const slice of cluster.slices) {
    const own = slice.namespace === service.namespace
    const called = slice.name === service.name || slice.name.startsWith(`${service.name}-`)
    if (own && slice.serviceName === undefined && called) return {kind: 'stray-slice', slice, fault: 'label'}
    if (!own && slice.serviceName === service.name && !isService(cluster, slice.namespace, service.name))
      return {kind: 'stray-slice', slice, fault: 'namespace'}
    const misspelt = own && slice.serviceName !== undefined && resemblance(service.name, slice.serviceName) !== undefined
    if (misspelt && !isService(cluster, slice.namespace, slice.serviceName)) return {kind: 'stray-slice', slice, fault: 'name'}
  }
  return undefined
}

function isService(cluster: Cluster, namespace: string, name: string | undefined): boolean {
  return cluster.services.some((service) => service.namespace === namespace && service.name === name)
}
