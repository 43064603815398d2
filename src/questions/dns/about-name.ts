import type {Cluster} from '../../cluster/cluster.ts'
import type {Service} from '../../cluster/service.ts'
import type {ClusterDns} from '../../network/dns/cluster-dns.ts'
import {type Lookup, lookUp} from '../../network/dns/lookup.ts'
import type {Report} from '../../report.ts'
import {type Asker, describeAsker, toAskerData} from './asker.ts'
import {type DnsAnswerData, type NameData, toAnswerData, toServiceData} from './dns-answer.ts'
import {findingsAbout} from './finding.ts'
import {headlineOf, partOfName} from './headline.ts'
import {answerOf, type Judged, judgeAbsence, judgeAnswers, judgeDoubt} from './judged.ts'
import {adviceNotes, notesOn, unreadyNotes} from './notes.ts'
import type {Question} from './question.ts'
import {recordTable, triesTable} from './record-table.ts'
import {suggestFor} from './suggestion.ts'
import {toVariablesData, variableNotes, variablesOf, variableTable} from './variables.ts'

type NameQuestion = Exclude<Question, {kind: 'service'}>

/** What somebody gets who asks for a name, or for the name of an address. */
export function aboutName(cluster: Cluster, dns: ClusterDns, asker: Asker, question: NameQuestion): Report {
  const lookup = lookUp(dns, asker.resolver, question.name, question.types)
  const text = question.kind === 'address' ? question.address.text : question.word
  const judged = judgeLookup(cluster, dns, lookup, question)
  const suggestion = judged.why && suggestFor(dns, judged.why, question.name.labels)
  const names = lookup.tries.map(
    ({name, answers}): NameData => ({
      name,
      tried: answers !== undefined,
      answers: (answers ?? []).map((answer) => toAnswerData(cluster, answer)),
    }),
  )
  const records = names.flatMap(({answers}) => answers.flatMap((answer) => answer.records))
  const services = servicesBehind(dns, lookup)
  const variables = variablesOf(cluster, asker)
  const variablesShown = variables && variableTable(variables, asker, services)
  const findings = findingsAbout(cluster, judged.why, asker)
  const data: DnsAnswerData = {
    question: {text, kind: question.kind, types: question.types},
    verdict: judged.verdict,
    message: judged.message ?? null,
    advice: suggestion ?? judged.advice ?? null,
    services: services.map(toServiceData),
    clusterDomain: dns.settings.domain,
    from: toAskerData(asker),
    names,
    variables: variables ? toVariablesData(variables) : null,
  }
  return {
    kind: 'DnsAnswer',
    data,
    headline: headlineOf(judged.verdict, text, suggestion ? `${judged.rest} (${suggestion})` : judged.rest),
    tables: [
      ...(names.filter(({tried}) => tried).length > 1 ? [triesTable(names, describeAsker(asker))] : []),
      ...(records.length > 0 ? [recordTable(records)] : []),
      ...(variablesShown ? [variablesShown] : []),
    ],
    findings,
    notes: [
      ...(suggestion ? [] : adviceNotes(judged, findings)),
      ...(lookup.outcome.kind === 'answered' && question.kind === 'name' ? unreadyNotes(cluster, dns, services) : []),
      ...notesOn(dns, lookup, asker.resolver),
      ...(variables ? variableNotes(variables, services) : []),
    ],
    mends: true,
    names: services.map(({name}) => `service/${name}`),
    answer: answerOf(judged.verdict),
  }
}

function judgeLookup(cluster: Cluster, dns: ClusterDns, {outcome}: Lookup, {kind, types}: NameQuestion): Judged {
  switch (outcome.kind) {
    case 'answered':
      return judgeAnswers(cluster, dns, outcome.answered.name, outcome.answered.answers ?? [])
    case 'unresolved':
      return judgeAbsence(cluster, outcome.why, types, kind === 'address' ? 'has no name' : undefined)
    case 'unknown':
      return kind === 'address' && outcome.why.kind === 'forwarded' ? FOREIGN_ADDRESS : judgeDoubt(outcome.why)
  }
}

const FOREIGN_ADDRESS: Judged = {
  verdict: 'unknown',
  rest: "can't be told from this input: nothing in the cluster has this address, and its DNS asks other servers",
  message: 'nothing in the cluster has this address, and its DNS asks other servers',
  advice: 'ask where it is asked: kubectl exec POD -- getent hosts ADDRESS',
}

/** The Services to which the name that answered belongs, or that the reason names. */
function servicesBehind(dns: ClusterDns, {outcome}: Lookup): readonly Service[] {
  if (outcome.kind !== 'answered') return 'service' in outcome.why && outcome.why.service ? [outcome.why.service] : []
  const {name, answers} = outcome.answered
  const records = (answers ?? []).flatMap(({answer}) => (answer.status === 'NOERROR' ? answer.records : []))
  const targets = records.flatMap((record) => (record.type === 'PTR' ? record.target : []))
  return [...new Set([name, ...targets].flatMap((one) => partOfName(dns, one)?.service ?? []))]
}
