import type {ObjectReference} from '../../cluster/object.ts'

export const RECORD_TYPES = ['A', 'AAAA', 'SRV', 'PTR', 'CNAME', 'TXT'] as const
export type RecordType = (typeof RECORD_TYPES)[number]

interface Common {
  /** The name that it answers for, without final dot. */
  readonly name: string
  /** Seconds for which it may be kept. */
  readonly ttl: number
}

/** What an address or a port belongs to. */
interface Behind {
  /** A Service, a pod, or the workload whose template stands for its pods; null where a slice names none. */
  readonly object: ObjectReference | null
  /** How many pods one entry stands for; null where that is not known. */
  readonly replicas: number | null
}

export interface AddressRecord extends Common, Behind {
  readonly type: 'A' | 'AAAA'
  /** Null where the input does not state it: the API server or the network will. */
  readonly address: string | null
}

export interface ServiceRecord extends Common, Behind {
  readonly type: 'SRV'
  readonly priority: number
  /** Null where the number of records is not known. */
  readonly weight: number | null
  readonly port: number
  /** Null where it is made of an address that the input does not state. */
  readonly target: string | null
}

export interface NameRecord extends Common {
  readonly type: 'CNAME' | 'PTR'
  readonly target: string
}

interface TextRecord extends Common {
  readonly type: 'TXT'
  readonly text: string
}

export type DnsRecord = AddressRecord | ServiceRecord | NameRecord | TextRecord
