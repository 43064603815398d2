import type {Cluster} from '../../cluster/cluster.ts'
import {labelOf} from '../../cluster/fields.ts'
import type {Pod} from '../../cluster/pod.ts'
import {findUnread} from '../../cluster/read.ts'
import type {Service} from '../../cluster/service.ts'
import {findCommonNamespace, findCustomController, findHiddenPods, findUnseenSources, podsWithRest} from './hidden-pods.ts'
import type {Judgement, Settle} from './judgement.ts'
import {findNearMisses, type NearMiss} from './near-miss.ts'

/** Decides between a mistake and pods that are not in the input. The strongest evidence speaks first. */
export function decideNothingSelected(cluster: Cluster, service: Service, settle: Settle): Judgement {
  // In a listing of a running cluster there is nothing that cannot be seen.
  const unread = findUnread(cluster.coverage, 'Pod', {namespace: service.namespace})
  if (unread) return settle('unknown', {kind: 'hidden', hidden: {kind: 'unread-pods', unread}})
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
