import type {Cluster} from '../../cluster/cluster.ts'
import type {ClusterDns} from '../../network/dns/cluster-dns.ts'
import type {TypedAnswer} from '../../network/dns/lookup.ts'
import type {Absence, Doubt} from '../../network/dns/reason.ts'
import type {DnsRecord, NameRecord, RecordType} from '../../network/dns/record.ts'
import {nameOf} from '../../network/dns/service-host.ts'
import type {Answer} from '../../report.ts'
import type {Verdict} from './dns-answer.ts'
import {describeRecords, partOfName} from './headline.ts'
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
    const short = shortAlias(dns, records)
    if (short) return judgeAbsence(cluster, short, ['A'])
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

/**
 * An alias for what only a search domain would complete: the target of a CNAME is asked for as it stands. A lone word can be nothing else (but
 * `localhost`, which resolvers know); a name with dots is one where a Service is called so.
 */
function shortAlias(dns: ClusterDns, records: readonly DnsRecord[]): Absence | undefined {
  const alias = records.findLast((record): record is NameRecord => record.type === 'CNAME')
  const owner = alias && partOfName(dns, alias.name)
  if (!alias || owner?.service.type !== 'ExternalName' || alias.target === 'localhost') return undefined
  const {service} = owner
  const [name = '', namespace = service.namespace, branch, ...more] = alias.target.split('.')
  if (more.length > 0 || (branch !== undefined && branch !== 'svc')) return undefined
  const meant = dns.directory.service(namespace, name)
  if (!meant && alias.target.includes('.')) return undefined
  return {kind: 'alias-is-short', service, target: alias.target, meant: meant && nameOf(meant, dns.settings)}
}

/** Why nobody can tell; `lookup` is the command that would settle it. */
export function judgeDoubt(why: Doubt, lookup?: string): Judged {
  const {sentence, advice} = describeDoubt(why, lookup)
  return {verdict: 'unknown', rest: `can't be told from this input: ${sentence}`, message: sentence, advice}
}

export function answerOf(verdict: Verdict): Answer {
  return verdict === 'unresolved' ? 'negative' : verdict === 'unknown' ? 'undecided' : 'positive'
}
