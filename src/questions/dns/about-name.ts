import type {Cluster} from '../../cluster/cluster.ts'
import type {Service} from '../../cluster/service.ts'
import type {ClusterDns} from '../../network/dns/cluster-dns.ts'
import {type Lookup, lookUp} from '../../network/dns/lookup.ts'
import type {Report} from '../../report.ts'
import {type Asker, describeAsker, lookupCommand, toAskerData} from './asker.ts'
import {type DnsAnswerData, type NameData, toAnswerData, toServiceData} from './dns-answer.ts'
import {findingsAbout} from './finding.ts'
import {headlineOf, partOfName} from './headline.ts'
import {answerOf, type Judged, judgeAbsence, judgeAnswers, judgeDoubt} from './judged.ts'
import {adviceNotes, endpointNotes, findingNotes, notesOn} from './notes.ts'
import type {Question} from './question.ts'
import {recordTable, triesTable} from './record-table.ts'
import {suggestFor} from './suggestion.ts'
import {toVariablesData, variableNotes, variablesOf, variableTable} from './variables.ts'

type NameQuestion = Exclude<Question, {kind: 'service'}>

/** What somebody gets who asks for a name, or for the name of an address. */
export function aboutName(cluster: Cluster, dns: ClusterDns, asker: Asker, question: NameQuestion): Report {
  const lookup = lookUp(dns, asker.resolver, question.name, question.types)
  const text = question.kind === 'address' ? question.address.text : question.word
  const judged = judgeLookup(cluster, dns, asker, lookup, question)
  const suggestion = judged.why && suggestFor(dns, judged.why, question.name.labels, asker.namespace ?? undefined)
  const names = lookup.tries.map(
    ({name, answers}): NameData => ({
      name,
      file: null,
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
      ...(lookup.outcome.kind === 'answered' && question.kind === 'name' ? endpointNotes(cluster, dns, services) : []),
      ...findingNotes(findings),
      ...notesOn(dns, lookup, asker.resolver, judged.verdict),
      ...(variables ? variableNotes(variables, asker, services) : []),
    ],
    mends: true,
    names: services.map(({name}) => `service/${name}`),
    answer: answerOf(judged.verdict),
  }
}

function judgeLookup(cluster: Cluster, dns: ClusterDns, asker: Asker, {outcome}: Lookup, question: NameQuestion): Judged {
  switch (outcome.kind) {
    case 'answered':
      return judgeAnswers(cluster, dns, outcome.answered.name, outcome.answered.answers ?? [])
    case 'unresolved':
      return judgeAbsence(cluster, outcome.why, question.types, question.kind === 'address' ? 'has no name' : undefined)
    case 'unknown': {
      const asked = question.kind === 'address' ? question.address.text : question.word
      const judged = judgeDoubt(outcome.why, lookupCommand(asker, asked))
      if (outcome.why.kind !== 'forwarded') return judged
      if (question.kind === 'address') return {...judged, ...foreignAddress(asker)}
      return {...judged, advice: otherSpelling(dns, asker, question) ?? judged.advice}
    }
  }
}

function foreignAddress({resolver}: Asker): Pick<Judged, 'rest' | 'message'> {
  const message = `nothing in the cluster has this address, and ${resolver.server === 'node' ? 'the node' : 'its DNS'} asks other servers`
  return {rest: `can't be told from this input: ${message}`, message}
}

/** Names that others are asked for only because of how they were written: with a final dot, or in another domain than the cluster's. */
function otherSpelling(dns: ClusterDns, {resolver}: Asker, {name: asked, types}: NameQuestion): string | undefined {
  const {absolute, labels, name} = asked
  if (absolute && lookUp(dns, resolver, {...asked, absolute: false}, types).outcome.kind === 'answered')
    return `its final dot keeps it from the search domains: ask for ${name}`
  const branch = labels.indexOf('svc')
  const domain = labels.slice(branch + 1).join('.')
  if (branch < 2 || domain === '' || !dns.directory.hasNamespace(labels[branch - 1] ?? '')) return undefined
  return `the cluster's domain is ${dns.settings.domain} here; where it is ${domain}, say --cluster-domain ${domain}`
}

/** The Services to which the name that answered belongs, or that the reason names. */
function servicesBehind(dns: ClusterDns, {outcome}: Lookup): readonly Service[] {
  if (outcome.kind !== 'answered') return 'service' in outcome.why && outcome.why.service ? [outcome.why.service] : []
  const {name, answers} = outcome.answered
  const records = (answers ?? []).flatMap(({answer}) => (answer.status === 'NOERROR' ? answer.records : []))
  const targets = records.flatMap((record) => (record.type === 'PTR' ? record.target : []))
  return [...new Set([name, ...targets].flatMap((one) => partOfName(dns, one)?.service ?? []))]
}
