import type {Cluster} from '../../cluster/cluster.ts'
import type {ClusterDns} from '../../network/dns/cluster-dns.ts'
import type {TypedAnswer} from '../../network/dns/lookup.ts'
import type {Absence, Doubt} from '../../network/dns/reason.ts'
import type {RecordType} from '../../network/dns/record.ts'
import type {Answer} from '../../report.ts'
import type {Verdict} from './dns-answer.ts'
import {describeRecords} from './headline.ts'
import {describeAbsence, describeDoubt} from './wording.ts'

/** What answers come to. */
export interface Judged {
  readonly verdict: Verdict
  /** What the headline says after the name. */
  readonly rest: string
  /** Why it is not resolved. */
  readonly message?: string
  readonly advice?: string | undefined
  readonly why?: Absence
}

/** Judges all answers for one name. Where addresses were asked for they count: an alias without any resolves to nothing. */
export function judgeAnswers(cluster: Cluster, dns: ClusterDns, name: string, all: readonly TypedAnswer[]): Judged {
  const addresses = all.filter(({type}) => type === 'A' || type === 'AAAA')
  const counted = addresses.length > 0 ? addresses : all
  const answers = counted.map(({answer}) => answer)
  const records = answers.flatMap((answer) => (answer.status === 'NOERROR' ? answer.records : []))
  if (records.length > 0) {
    const isForwarded = answers.some((answer) => answer.status === 'NOERROR' && answer.forwarded)
    return {verdict: isForwarded ? 'external' : 'resolved', rest: describeRecords(dns, name, records)}
  }
  const types = counted.map(({type}) => type)
  for (const answer of answers) if (answer.status === 'unknown') return judgeDoubt(answer.why)
  for (const answer of answers)
    if (answer.status !== 'unknown' && answer.status !== 'NOERROR') return judgeAbsence(cluster, answer.why, types)
  return judgeAbsence(cluster, {kind: 'other-types', service: undefined}, types)
}

export function judgeAbsence(cluster: Cluster, why: Absence, types: readonly RecordType[], verb = 'does not resolve'): Judged {
  const {sentence, advice} = describeAbsence(cluster, why, types)
  return {verdict: 'unresolved', rest: `${verb}: ${sentence}`, message: sentence, advice, why}
}

export function judgeDoubt(why: Doubt): Judged {
  const {sentence, advice} = describeDoubt(why)
  return {verdict: 'unknown', rest: `can't be told from this input: ${sentence}`, message: sentence, advice}
}

export function answerOf(verdict: Verdict): Answer {
  return verdict === 'unresolved' ? 'negative' : verdict === 'unknown' ? 'undecided' : 'positive'
}
