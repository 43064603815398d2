import type {ObjectReference, Origin} from '../../cluster/object.ts'

/** A policy of a network plugin or a mesh: its kind is known, what it says is not judged. */
export interface ForeignPolicy {
  readonly reference: ObjectReference
  /** `Cilium`, `Calico`, `Istio`. */
  readonly product: string
  readonly origin: Origin | undefined
}
