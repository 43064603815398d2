import type {AddressFamily} from '../../cluster/address.ts'
import type {Labels} from '../../cluster/label-selector.ts'
import type {PodGroup} from './pod-group.ts'

/** Who is at one end of a connection, as policies see it. */
export type Party =
  | {
      readonly kind: 'pod'
      readonly group: PodGroup
      /** Of the family of the connection; undefined where the input does not state them. */
      readonly addresses: readonly string[] | undefined
      /** The family of the connection, where one is named. */
      readonly family?: AddressFamily | undefined
      readonly node: string | null
      /** Equal for two parties that are one and the same pod; undefined for any of several. */
      readonly self: string | undefined
    }
  /** A node, its programs, and pods on its network. Undefined labels: the input does not have it. */
  | {
      readonly kind: 'node'
      readonly name: string | null
      readonly labels: Labels | undefined
      readonly addresses: readonly string[] | undefined
      readonly family?: AddressFamily | undefined
    }
  /** Somebody outside of the cluster; null is anybody there, of the family where one is named, else of either. */
  | {readonly kind: 'outside'; readonly address: string | null; readonly family?: AddressFamily | undefined}

/** The port at which a connection ends. */
export interface EndPort {
  /** Null where it is not known. */
  readonly number: number | null
  /** TCP, UDP or SCTP. */
  readonly protocol: string
  /** The names that containers of the destination have for it; undefined for a pod that nobody has seen. */
  readonly names: readonly string[] | undefined
}

/** An address and port by which the destination was called, before it was rewritten: those of a Service. */
export interface CalledAddress {
  readonly address: string
  readonly port: number
}
