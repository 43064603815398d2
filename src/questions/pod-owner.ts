import type {ObjectReference} from '../cluster/object.ts'
import type {Pod} from '../cluster/pod.ts'

/** The workload that a pod belongs to, or the pod itself. */
export function ownerOf({workload, target, namespace}: Pod): ObjectReference {
  return workload ? {kind: workload.kind, namespace, name: workload.name} : target
}
