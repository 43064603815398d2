import type {Cluster} from '../../cluster/cluster.ts'
import type {ObjectReference} from '../../cluster/object.ts'
import type {Service} from '../../cluster/service.ts'
import type {TypedAnswer} from '../../network/dns/lookup.ts'
import type {DnsRecord, RecordType} from '../../network/dns/record.ts'
import {describeAbsence, describeDoubt} from './wording.ts'

/** `external`: another name for something outside of the cluster. `unresolved`: NXDOMAIN or NODATA. */
export type Verdict = 'resolved' | 'external' | 'unresolved' | 'unknown'

/** What `-o json` prints. The keys are fixed: scripts depend on them. */
export interface DnsAnswerData {
  readonly question: {
    /** As it was typed. */
    readonly text: string
    readonly kind: 'name' | 'address' | 'service'
    readonly types: readonly RecordType[] | null
  }
  readonly verdict: Verdict
  /** Why it is not `resolved`, in a sentence. */
  readonly message: string | null
  readonly advice: string | null
  /** The Services whose names were asked for, or to which the name that answered belongs. */
  readonly services: readonly ServiceData[]
  readonly clusterDomain: string
  /** Null where no one asks: a Service with all its names. */
  readonly from: AskerData | null
  /** In the order in which they are tried; of a Service all that it has. */
  readonly names: readonly NameData[]
  /** Null where no pod asks. */
  readonly variables: VariablesData | null
}

export interface ServiceData {
  readonly namespace: string
  readonly name: string
  readonly type: string
  readonly headless: boolean
  /** Where it is defined; null for what comes from the API, and for what every cluster has. */
  readonly file: string | null
}

export interface AskerData {
  /** Null for any pod of the namespace. */
  readonly object: ObjectReference | null
  readonly namespace: string | null
  readonly server: 'cluster' | 'node' | 'own'
  readonly dnsPolicy: string | null
  /** Those that the pod states itself. */
  readonly nameservers: readonly string[]
  /** Those of the node itself are not in the input. */
  readonly searches: readonly string[]
  readonly ndots: number
}

export interface NameData {
  readonly name: string
  /** The file of the definition that the answers are of, where a Service was asked for. */
  readonly file: string | null
  /** False where an earlier name answered. */
  readonly tried: boolean
  readonly answers: readonly AnswerData[]
}

export interface AnswerData {
  readonly type: RecordType
  readonly status: 'NOERROR' | 'NODATA' | 'NXDOMAIN' | 'unknown'
  /** One word for why there are no records; null where there are. */
  readonly reason: string | null
  readonly message: string | null
  /** Whether other servers add to the answer: the address of a CNAME's target. */
  readonly forwarded: boolean
  readonly records: readonly DnsRecord[]
}

export interface VariablesData {
  readonly values: readonly {
    readonly name: string
    readonly value: string | null
    readonly service: {readonly namespace: string; readonly name: string}
  }[]
  /** Services that are younger than these containers, which lack their variables. */
  readonly later: readonly {readonly service: {readonly namespace: string; readonly name: string}; readonly containers: readonly string[]}[]
  /** False where the input does not say when the pod started: all Services are taken to be older. */
  readonly startKnown: boolean
  /** enableServiceLinks: without, only the API server's Service gives variables. */
  readonly serviceLinks: boolean
}

export function toServiceData({namespace, name, type, headless, origin}: Service): ServiceData {
  return {namespace, name, type, headless, file: origin?.file ?? null}
}

export function toAnswerData(cluster: Cluster, {type, answer}: TypedAnswer): AnswerData {
  const {status} = answer
  if (status === 'NOERROR') return {type, status, reason: null, message: null, forwarded: answer.forwarded, records: answer.records}
  const {sentence} = status === 'unknown' ? describeDoubt(answer.why) : describeAbsence(cluster, answer.why, [type])
  return {type, status, reason: answer.why.kind, message: sentence, forwarded: false, records: []}
}
