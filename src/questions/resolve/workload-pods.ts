import type {Cluster} from '../../cluster/cluster.ts'
import {labelOf, valueAt} from '../../cluster/fields.ts'
import {type Labels, matchesLabels, selectorFromLabelSelector} from '../../cluster/label-selector.ts'
import type {Pod, WorkloadReference} from '../../cluster/pod.ts'
import {podsOfTemplates, type Workload} from '../../cluster/workload.ts'

/** A workload that can be asked about, with its pods. */
export interface WorkloadPods {
  readonly namespace: string
  readonly name: string
  /** Undefined where the input knows it only as the owner of pods. */
  readonly labels: Labels | undefined
  readonly pods: readonly Pod[]
}

/**
 * Every workload of a kind: the objects of the input, and those that only pods name as their owner. A workload in the middle of a chain (the
 * ReplicaSet of a Deployment, the Job of a CronJob) has the pods of the one above that its own selector selects. One without pods is answered
 * with its template.
 */
export function findWorkloadPods(cluster: Cluster, kind: string): readonly WorkloadPods[] {
  const owned = groupByOwner(cluster.pods.all)
  const found = cluster.workloads.filter((workload) => workload.kind === kind)
  const known = new Set(found.map((workload) => keyOf(workload.namespace, workload)))
  const declared = found.map((workload): WorkloadPods => {
    const pods = podsOf(cluster, workload, owned)
    return {...workload, pods: pods.length > 0 ? pods : templatesOf(cluster, workload)}
  })
  const named = [...owned].flatMap(([key, {owner, pods}]): WorkloadPods[] =>
    owner.kind === kind && !known.has(key) ? [{namespace: pods[0]?.namespace ?? '', name: owner.name, labels: undefined, pods}] : [],
  )
  return [...declared, ...named]
}

interface OwnedPods {
  readonly owner: WorkloadReference
  readonly pods: Pod[]
}

/** By the workload at the top, and by the ReplicaSet between a Deployment and its pods, which bears the hash that they bear. */
function groupByOwner(pods: readonly Pod[]): ReadonlyMap<string, OwnedPods> {
  const groups = new Map<string, OwnedPods>()
  const add = (owner: WorkloadReference, pod: Pod) => {
    const key = keyOf(pod.namespace, owner)
    const group = groups.get(key)
    if (group) group.pods.push(pod)
    else groups.set(key, {owner, pods: [pod]})
  }
  for (const pod of pods) {
    if (!pod.workload) continue
    add(pod.workload, pod)
    const hash = pod.source === 'object' ? labelOf(pod.labels, 'pod-template-hash') : undefined
    if (hash && pod.workload.kind === 'Deployment') add({kind: 'ReplicaSet', name: `${pod.workload.name}-${hash}`}, pod)
  }
  return groups
}

function podsOf(cluster: Cluster, workload: Workload, owned: ReadonlyMap<string, OwnedPods>): readonly Pod[] {
  const own = owned.get(keyOf(workload.namespace, workload))
  if (own) return own.pods
  const above = owned.get(keyOf(workload.namespace, topOwner(cluster, workload)))
  const selector = selectorFromLabelSelector(valueAt(workload.object, 'spec', 'selector'))
  if (!above || selector.kind === 'error') return []
  return above.pods.filter((pod) => pod.source === 'object' && matchesLabels(selector.selector, pod.labels))
}

function topOwner(cluster: Cluster, workload: Workload): WorkloadReference {
  let top: Workload = workload
  for (let steps = 0; top.owner && steps < 5; steps++) {
    const {kind, name} = top.owner
    const above = cluster.workloads.find((other) => other.namespace === top.namespace && other.kind === kind && other.name === name)
    if (!above) return top.owner
    top = above
  }
  return top
}

/** Where the Pods of a running cluster are listed, a workload without pods has none, whatever it asks for. */
function templatesOf(cluster: Cluster, workload: Workload): readonly Pod[] {
  const hasNone = cluster.listedNamespaces.has(workload.namespace) && workload.uid !== undefined
  return podsOfTemplates(hasNone ? {...workload, replicas: workload.templates.map(() => 0)} : workload)
}

function keyOf(namespace: string, {kind, name}: WorkloadReference): string {
  return `${namespace}/${kind}/${name}`
}
