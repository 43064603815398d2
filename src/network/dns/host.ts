import type {AddressFamily} from '../../cluster/address.ts'
import type {ObjectReference} from '../../cluster/object.ts'
import type {Absence, Doubt} from './reason.ts'

/** An address that a name stands for, with a port where it has one. CoreDNS makes the records of every type from such entries. */
export interface AddressHost {
  readonly kind: 'address'
  /** Null where the input does not state it. */
  readonly address: string | null
  /** Null where the input leaves open of which family it will be. */
  readonly family: AddressFamily | null
  /** Null where there is none: a headless Service without ports, or pods without any of them. */
  readonly port: number | null
  /** The name that an SRV record points at; null where it is made of an address that the input does not state. */
  readonly target: string | null
  readonly object: ObjectReference | null
  readonly replicas: number | null
}

/** Another name that a name stands for. */
interface NameHost {
  readonly kind: 'name'
  readonly target: string
}

export type Host = AddressHost | NameHost

/** What stands behind a name; an existing name may have nothing behind it. */
export type Found =
  | {readonly kind: 'hosts'; readonly hosts: readonly Host[]; readonly why: Absence}
  | {readonly kind: 'absent'; readonly why: Absence}
  | {readonly kind: 'unknown'; readonly why: Doubt}

/** A name that has names below it, and nothing of its own. */
export const EMPTY: Found = {kind: 'hosts', hosts: [], why: {kind: 'empty'}}
