import type {Pod, WorkloadReference} from './pod.ts'
import {podsOfTemplates, type Workload} from './workload.ts'

/**
 * Every pod that selectors can select: the Pods of the input, each with the workload at the top of its owners, and for the workloads whose
 * pods are not there, the pods that their templates stand for.
 */
export function podsThatStand(pods: readonly Pod[], workloads: readonly Workload[], listsPods: boolean): readonly Pod[] {
  const byName = new Map(workloads.map((workload) => [key(workload.namespace, workload), workload]))
  const withPods = new Set<string>()
  const owned = pods.map((pod) => {
    const workload = topOwner(pod, byName, withPods)
    return workload === pod.workload ? pod : {...pod, workload}
  })
  const standing = workloads.filter(
    (workload) =>
      !withPods.has(key(workload.namespace, workload)) &&
      // A ReplicaSet of a Deployment, a Job of a CronJob: the owner's template stands for them.
      !(workload.owner && byName.has(key(workload.namespace, workload.owner))) &&
      // In a listing of a running cluster a workload without pods has none.
      !(listsPods && workload.uid !== undefined),
  )
  return [...owned, ...standing.flatMap(podsOfTemplates)]
}

function topOwner(pod: Pod, byName: ReadonlyMap<string, Workload>, withPods: Set<string>): WorkloadReference | null {
  let owner = pod.workload
  for (let steps = 0; owner && steps < 5; steps++) {
    withPods.add(key(pod.namespace, owner))
    const above: WorkloadReference | null | undefined = byName.get(key(pod.namespace, owner))?.owner ?? deploymentOf(pod, owner)
    if (!above) return owner
    owner = above
  }
  return owner
}

/** A ReplicaSet that the input lacks: a Deployment names it after itself and the hash that it puts on the pods. */
function deploymentOf(pod: Pod, owner: WorkloadReference): WorkloadReference | null {
  const hash = pod.labels['pod-template-hash']
  if (owner.kind !== 'ReplicaSet' || !hash || !owner.name.endsWith(`-${hash}`)) return null
  return {kind: 'Deployment', name: owner.name.slice(0, -hash.length - 1)}
}

function key(namespace: string, workload: WorkloadReference): string {
  return `${namespace}/${workload.kind}/${workload.name}`
}
