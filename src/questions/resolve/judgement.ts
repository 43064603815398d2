import type {Cluster} from '../../cluster/cluster.ts'
import {labelOf} from '../../cluster/fields.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service} from '../../cluster/service.ts'
import {type Backends, findBackends, usableEndpoints} from '../../network/endpoints/backends.ts'
import {compareWithPods, type EndpointDifference} from '../../network/endpoints/difference.ts'
import {resemblance} from '../resemblance.ts'
import type {Cause} from './cause.ts'
import {answers, causeInPods, causeInSlices} from './cause-in-backends.ts'
import {findAutoscaler, findCommonNamespace, findCustomController, findHiddenPods, findUnseenSources, podsWithRest} from './hidden-pods.ts'
import {findNearMisses, type NearMiss} from './near-miss.ts'

export type Verdict = 'resolved' | 'partial' | 'empty' | 'external' | 'unknown'

/** A Service with what stands behind it and what is to be said of that. */
export interface Judgement {
  readonly service: Service
  readonly backends: Backends
  readonly verdict: Verdict
  /** Why it is not `resolved`. */
  readonly cause: Cause | undefined
  readonly nearMisses: readonly NearMiss[]
  /** What its EndpointSlices say otherwise than its pods. */
  readonly differences: readonly EndpointDifference[]
}

/** Decides which pods a Service reaches, and if not all that it should, the one reason why. */
export function judge(cluster: Cluster, service: Service): Judgement {
  const backends = findBackends(cluster, service)
  const differences = backends.observed ? compareWithPods(cluster, service) : []
  const settle = (verdict: Verdict, cause?: Cause, nearMisses: readonly NearMiss[] = []): Judgement => ({
    service,
    backends,
    verdict,
    cause,
    nearMisses,
    differences,
  })
  if (service.type === 'ExternalName') return settle('external')
  if (backends.pods.length === 0 && backends.endpoints.length === 0) {
    if (service.selector) return explainNothingSelected(cluster, service, backends, settle)
    return withoutEndpoints(cluster, service, backends, settle)
  }
  const {verdict, cause} = weigh(cluster, service, backends, differences)
  return settle(verdict, cause)
}

type Settle = (verdict: Verdict, cause?: Cause, nearMisses?: readonly NearMiss[]) => Judgement

/** Pods are selected, or slices written: do they answer on every port? */
function weigh(
  cluster: Cluster,
  service: Service,
  backends: Backends,
  differences: readonly EndpointDifference[],
): {verdict: Verdict; cause: Cause | undefined} {
  const usable = usableEndpoints(service, backends.endpoints)
  const silent = service.ports.filter((port) => !usable.some((endpoint) => answers(endpoint, port.name, port.protocol)))
  const cause =
    causeInPods(cluster, service, backends, usable) ??
    (differences.length > 0 ? {kind: 'endpoints-differ' as const, differences} : causeInSlices(service, backends, usable))
  const asleep = cause?.kind === 'scaled-to-zero' ? findAutoscaler(cluster, cause.pods) : undefined
  if (asleep) return {verdict: 'unknown', cause: {kind: 'hidden', hidden: asleep}}
  // Who asks DNS for a headless Service gets addresses, whatever its ports say.
  const unanswered = service.ports.length > 0 && silent.length === service.ports.length && !service.headless
  if (usable.length === 0 || unanswered) return {verdict: 'empty', cause}
  return {verdict: cause ? 'partial' : 'resolved', cause}
}

/** No pod bears the labels. That the controller's slices are empty is a fact; why they are may be beyond the input. */
function explainNothingSelected(cluster: Cluster, service: Service, backends: Backends, settle: Settle): Judgement {
  const explained = decideNothingSelected(cluster, service, settle)
  return backends.observed && explained.verdict === 'unknown' ? settle('empty', causeInSlices(service, backends, [])) : explained
}

/** Decides between a mistake and pods that are not in the input. The strongest evidence speaks first. */
function decideNothingSelected(cluster: Cluster, service: Service, settle: Settle): Judgement {
  // In a listing of a running cluster there is nothing that cannot be seen.
  const live = cluster.listedNamespaces.has(service.namespace) && service.uid !== undefined
  const unlessLive = (find: typeof findHiddenPods) => (live ? undefined : find(cluster, service))
  const hidden = unlessLive(findHiddenPods)
  if (hidden) return settle('unknown', {kind: 'hidden', hidden})
  const siblings = podsOfOtherOrdinal(cluster, service)
  if (siblings.length > 0) return settle('empty', {kind: 'no-such-ordinal', pods: siblings})
  const nearMisses = findNearMisses(cluster, service)
  const [nearest] = nearMisses
  if (nearest?.differences.every((difference) => difference.likeness)) return settle('empty', {kind: 'labels', miss: nearest}, nearMisses)
  const controller = unlessLive(findCustomController)
  if (controller) return settle('unknown', {kind: 'hidden', hidden: controller})
  const [workload] = cluster.workloadIndex.select(service.selector ?? [], service.namespace)
  if (workload) return settle('empty', {kind: 'labels-not-on-template', workload}, nearMisses)
  const elsewhere = selectedElsewhere(cluster, service)
  if (elsewhere.length > 0) return inOtherNamespace(cluster, service, elsewhere, nearMisses, settle)
  if (nearest) return settle('empty', {kind: 'labels', miss: nearest}, nearMisses)
  const unseen = unlessLive(findUnseenSources)
  return unseen ? settle('unknown', {kind: 'hidden', hidden: unseen}) : settle('empty', {kind: 'nothing-like-it'})
}

/** The pods of a StatefulSet that bear all of the selector but the number of one pod. */
function podsOfOtherOrdinal(cluster: Cluster, service: Service): readonly Pod[] {
  const numbered = ['statefulset.kubernetes.io/pod-name', 'apps.kubernetes.io/pod-index'].filter((key) =>
    Object.hasOwn(service.selectorLabels, key),
  )
  if (numbered.length === 0) return []
  return podsWithRest(cluster, service, numbered).filter((pod) => numbered.some((key) => labelOf(pod.labels, key) !== undefined))
}

function selectedElsewhere(cluster: Cluster, service: Service): readonly Pod[] {
  if (!service.selector) return []
  return cluster.pods.select(service.selector).filter((pod) => pod.namespace !== service.namespace && cluster.counts(pod, service))
}

/** Pods in another namespace are a mistake only where both sides say which one they are in. */
function inOtherNamespace(
  cluster: Cluster,
  service: Service,
  pods: readonly Pod[],
  nearMisses: readonly NearMiss[],
  settle: Settle,
): Judgement {
  const together = findCommonNamespace(cluster, service, pods)
  if (together) return settle('unknown', {kind: 'hidden', hidden: together})
  const open = pods.filter((pod) => !pod.namespaceStated || !service.namespaceStated)
  const [first] = open
  if (!first) return settle('empty', {kind: 'other-namespace', pods}, nearMisses)
  const namespace = service.namespaceStated ? service.namespace : first.namespace
  return settle('unknown', {kind: 'hidden', hidden: {kind: 'unstated-namespace', pods: open, namespace}})
}

/** Without selector and without endpoints. In a running cluster that is a fact, in manifests it is only not written down. */
function withoutEndpoints(cluster: Cluster, service: Service, backends: Backends, settle: Settle): Judgement {
  const hidden = findHiddenPods(cluster, service)
  if (hidden) return settle('unknown', {kind: 'hidden', hidden})
  const stray = findStraySlice(cluster, service)
  if (stray) return settle('empty', stray)
  if (backends.slices.length > 0 || service.uid !== undefined) return settle('empty', {kind: 'no-endpoints', slices: backends.slices})
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
