import type {Cluster} from '../../cluster/cluster.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {PartialLabels} from './partial-labels.ts'

/** All pods of a namespace with the same labels: no policy tells them apart, but by their addresses. */
export interface PodGroup {
  /** Its place among the groups of the cluster. */
  readonly index: number
  readonly namespace: string
  readonly namespaceStated: boolean
  readonly labels: PartialLabels
  readonly pods: readonly Pod[]
}

export interface PodGroups {
  readonly all: readonly PodGroup[]
  /** The group of a pod of the same cluster. */
  readonly of: (pod: Pod) => PodGroup
}

const GROUPS = new WeakMap<Cluster, PodGroups>()

/** The groups of a cluster's pods, worked out once. */
export function podGroupsOf(cluster: Cluster): PodGroups {
  const known = GROUPS.get(cluster)
  if (known) return known
  // Of policies that are defined more than once the nearest counts, which is another for pods of other files.
  const groups = groupPods(cluster.pods.all, cluster.redefined > 0 ? fileOf : () => undefined)
  GROUPS.set(cluster, groups)
  return groups
}

function groupPods(pods: readonly Pod[], apartBy: (pod: Pod) => string | undefined): PodGroups {
  const keyOf = (pod: Pod) => keyBy(pod, apartBy(pod))
  const byKey = new Map<string, PodGroup & {readonly pods: Pod[]}>()
  const byPod = new Map<Pod, PodGroup>()
  for (const pod of pods) {
    const key = keyOf(pod)
    const group = byKey.get(key) ?? newGroup(byKey.size, pod)
    byKey.set(key, group)
    group.pods.push(pod)
    byPod.set(pod, group)
  }
  // A pod that is changed for the sake of a question stands in no index.
  return {all: [...byKey.values()], of: (pod) => byPod.get(pod) ?? byKey.get(keyOf(pod)) ?? {...newGroup(-1, pod), pods: [pod]}}
}

function newGroup(index: number, {namespace, namespaceStated, labels, runtimeLabels, opaque}: Pod): PodGroup & {readonly pods: Pod[]} {
  return {index, namespace, namespaceStated, labels: {known: labels, unknownValues: runtimeLabels, isOpen: opaque}, pods: []}
}

function fileOf({origin}: Pod): string | undefined {
  return origin?.file
}

function keyBy({namespace, namespaceStated, labels, runtimeLabels, opaque}: Pod, apart: string | undefined): string {
  const keys = Object.keys(labels).sort()
  const values = keys.map((key) => labels[key])
  const unknown = runtimeLabels.size > 1 ? [...runtimeLabels].sort() : [...runtimeLabels]
  return JSON.stringify([namespace, namespaceStated, opaque, apart, keys, values, unknown])
}

/** Whether it is that of a pod which the input does not have: what it is labelled with is not known. */
export function isUnseen({index}: PodGroup): boolean {
  return index < 0
}
