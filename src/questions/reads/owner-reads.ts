import type {Pod} from '../../cluster/pod.ts'
import type {Read} from '../../cluster/read.ts'

/** Owners between a pod and its workload. A Deployment's ReplicaSets need no look: their pods bear the hash that is in their names. */
type Between = 'ReplicaSet' | 'Job'

/** The owners of these kinds that have to be read to know the workload at the top of each pod, each once. */
export function ownerReads(pods: readonly Pod[], kinds: readonly Between[]): readonly Read[] {
  const owners = new Map<string, Read>()
  for (const {workload, namespace} of pods) {
    const kind = kinds.find((one) => one === workload?.kind)
    if (kind && workload) owners.set(`${kind}/${namespace}/${workload.name}`, {kind, namespace, name: workload.name})
  }
  return [...owners.values()]
}
