import {labelOf} from './fields.ts'
import {once} from './once.ts'
import type {Pod, WorkloadReference} from './pod.ts'
import {podsOfStatus, podsOfTemplates, type Workload} from './workload.ts'

/** The label by which a Deployment tells the pods of its ReplicaSets apart. */
const POD_TEMPLATE_HASH = 'pod-template-hash'

/**
 * Every pod that selectors can select: the Pods of the input, each with the workload at the top of its owners, and for the workloads whose
 * pods are not there, the pods that their templates stand for.
 */
export function podsThatStand(pods: readonly Pod[], workloads: readonly Workload[], listedNamespaces: ReadonlySet<string>): readonly Pod[] {
  const byName = once(() => new Map(workloads.map((workload) => [key(workload.namespace, workload), workload])))
  const withPods = new Set<string>()
  nameTopOwners(pods, byName, withPods)
  const standing = workloads.filter(
    (workload) =>
      !(withPods.size > 0 && withPods.has(key(workload.namespace, workload))) &&
      // A ReplicaSet of a Deployment, a Job of a CronJob: the owner's template stands for them.
      !(workload.owner && byName().has(key(workload.namespace, workload.owner))),
  )
  return [...pods, ...standing.flatMap((workload) => podsOf(workload, listedNamespaces.has(workload.namespace)))]
}

/** Puts the workload at the top in the place of the one that a pod names. The pods were just read: nobody else has seen them. */
function nameTopOwners(pods: readonly Building<Pod>[], byName: () => ReadonlyMap<string, Workload>, withPods: Set<string>): void {
  // Siblings share their owner, so its name is looked up, not made into a key again and again.
  const tops = new Map<string, {readonly namespace: string; readonly kind: string; readonly top: WorkloadReference | null}>()
  for (const pod of pods) {
    if (!pod.workload) continue
    const {kind, name} = pod.workload
    let known = tops.get(name)
    if (known?.namespace !== pod.namespace || known.kind !== kind) {
      known = {namespace: pod.namespace, kind, top: topOwner(pod, byName, withPods)}
      tops.set(name, known)
    }
    pod.workload = known.top
  }
}

/** In manifests the templates say it; of a running cluster the status, and where Pods are listed, their absence. */
function podsOf(workload: Workload, podsAreListed: boolean): readonly Pod[] {
  if (workload.uid === undefined) return podsOfTemplates(workload)
  return podsOfStatus(workload, podsAreListed) ?? (podsAreListed ? [] : podsOfTemplates(workload))
}

type Building<T> = {-readonly [Key in keyof T]: T[Key]}

function topOwner(pod: Pod, byName: () => ReadonlyMap<string, Workload>, withPods: Set<string>): WorkloadReference | null {
  let owner = pod.workload
  for (let steps = 0; owner && steps < 5; steps++) {
    withPods.add(key(pod.namespace, owner))
    const above: WorkloadReference | null | undefined = byName().get(key(pod.namespace, owner))?.owner ?? deploymentOf(pod, owner)
    if (!above) return owner
    owner = above
  }
  return owner
}

/** A ReplicaSet that the input lacks: a Deployment names it after itself and the hash that it puts on the pods. */
function deploymentOf(pod: Pod, owner: WorkloadReference): WorkloadReference | null {
  const hash = labelOf(pod.labels, POD_TEMPLATE_HASH)
  if (owner.kind !== 'ReplicaSet' || !hash || !owner.name.endsWith(`-${hash}`)) return null
  return {kind: 'Deployment', name: owner.name.slice(0, -hash.length - 1)}
}

function key(namespace: string, workload: WorkloadReference): string {
  return `${namespace}/${workload.kind}/${workload.name}`
}
