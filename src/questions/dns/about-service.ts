import type {Cluster} from '../../cluster/cluster.ts'
import type {Service} from '../../cluster/service.ts'
import type {ClusterDns} from '../../network/dns/cluster-dns.ts'
import {asSeenFrom} from '../../network/dns/directory.ts'
import {isWithin} from '../../network/dns/domain-name.ts'
import {answerThrough, type TypedAnswer} from '../../network/dns/lookup.ts'
import type {DnsRecord, RecordType} from '../../network/dns/record.ts'
import {nameOf} from '../../network/dns/service-host.ts'
import {namesOfService, type ServiceName} from '../../network/dns/service-names.ts'
import type {DnsSettings} from '../../network/dns/settings.ts'
import type {Report} from '../../report.ts'
import {type Asker, toAskerData} from './asker.ts'
import {type DnsAnswerData, toAnswerData, toServiceData} from './dns-answer.ts'
import {findingsAbout} from './finding.ts'
import {headlineOf} from './headline.ts'
import {answerOf, type Judged, judgeAnswers} from './judged.ts'
import {adviceNotes, endpointNotes, findingNotes, settingNotes} from './notes.ts'
import {recordTable} from './record-table.ts'
import {toVariablesData, variableNotes, variablesOf, variableTable} from './variables.ts'

interface ServiceQuestion {
  /** As it was typed. */
  readonly text: string
  readonly services: readonly Service[]
  /** Undefined is all that a name can have. */
  readonly types: readonly RecordType[] | undefined
  /** Only the names of these ports, where ports were asked for. */
  readonly onlyPorts: boolean
}

/** A Service with all its names and what they are answered with. */
interface NamedService {
  readonly service: Service
  /** As the cluster is where this definition of the Service counts. */
  readonly cluster: Cluster
  readonly own: string
  readonly names: readonly {readonly name: string; readonly answers: readonly TypedAnswer[]}[]
  readonly judged: Judged
}

const BY_GRAVITY = ['unresolved', 'unknown', 'external', 'resolved'] as const

/**
 * All names that Services have, with their records, each definition of a Service by itself: `dnsOf` is the DNS of a cluster. `asker` is undefined
 * where nobody in particular asks.
 */
export function aboutServices(
  cluster: Cluster,
  dnsOf: (cluster: Cluster) => ClusterDns,
  asker: Asker | undefined,
  question: ServiceQuestion,
): Report {
  const {services, types, text} = question
  const dns = dnsOf(cluster)
  const named = services.map((service) => {
    const seen = asSeenFrom(cluster, service)
    return nameService(seen, seen === cluster ? dns : dnsOf(seen), asker, service, question)
  })
  const verdict = BY_GRAVITY.find((verdict) => named.some(({judged}) => judged.verdict === verdict)) ?? 'unknown'
  const telling = named.find(({judged}) => judged.verdict === verdict)?.judged
  const variables = asker && variablesOf(cluster, asker)
  const variablesShown = variables && variableTable(variables, asker, services)
  const findings = named.map(({cluster, judged}, index) => findingsAbout(cluster, judged.why, index === 0 ? asker : undefined))
  const data: DnsAnswerData = {
    question: {text, kind: 'service', types: types ?? null},
    verdict,
    message: telling?.message ?? null,
    advice: telling?.advice ?? null,
    services: services.map(toServiceData),
    clusterDomain: dns.settings.domain,
    from: asker ? toAskerData(asker) : null,
    names: named.flatMap(({cluster, service, names}) =>
      names.map(({name, answers}) => ({
        name,
        file: service.origin?.file ?? null,
        tried: true,
        answers: answers.map((answer) => toAnswerData(cluster, answer)),
      })),
    ),
    variables: variables ? toVariablesData(variables) : null,
  }
  const headlines = named.map(({service, own, judged}) => {
    const isAgain = named.some((other) => other.service !== service && other.own === own)
    return headlineOf(judged.verdict, own, `${judged.rest}${isAgain && service.origin ? ` (${service.origin.file})` : ''}`)
  })
  const [only] = headlines
  const records = named.flatMap((one) => ownRecords(one, dns.settings))
  return {
    kind: 'DnsAnswer',
    data,
    ...(headlines.length === 1 && only && {headline: only}),
    tables: [
      ...(headlines.length > 1 ? [{rows: headlines.map((line) => [line])}] : []),
      ...(records.length > 0 ? [recordTable(records)] : []),
      ...(variablesShown ? [variablesShown] : []),
    ],
    findings: findings.flat(),
    notes: [
      ...new Set([
        ...named.flatMap(({judged}) => adviceNotes(judged, findings.flat())),
        ...findings.flatMap(findingNotes),
        ...named.flatMap(({cluster, service}) => endpointNotes(cluster, dns, [service])),
      ]),
      ...settingNotes(dns),
      ...(variables && asker ? variableNotes(variables, asker, services) : []),
    ],
    mends: true,
    names: services.map(({name}) => `service/${name}`),
    answer: answerOf(verdict),
  }
}

function nameService(
  cluster: Cluster,
  dns: ClusterDns,
  asker: Asker | undefined,
  service: Service,
  question: ServiceQuestion,
): NamedService {
  const own = nameOf(service, dns.settings)
  const names = namesAsked(namesOfService(cluster, service, dns.settings), own, service, question).map(({name, types}) => ({
    name,
    answers: types.map(
      (type): TypedAnswer => ({type, answer: asker ? answerThrough(dns, asker.resolver, name, type) : dns.answer(name, type)}),
    ),
  }))
  const [first] = names
  return {service, cluster, own: first?.name ?? own, names, judged: judgeAnswers(cluster, dns, first?.name ?? own, first?.answers ?? [])}
}

/** The names that can have the types that were asked for; its own name where none can. */
function namesAsked(
  all: readonly ServiceName[],
  own: string,
  service: Service,
  {types, onlyPorts}: ServiceQuestion,
): readonly ServiceName[] {
  const isOfPort = (name: string) => name.startsWith('_') || (name === own && service.ports.some((port) => port.name === null))
  const names = onlyPorts ? all.filter(({name}) => isOfPort(name)) : all
  if (!types) return names
  const fitting = names
    .map((name) => ({...name, types: name.types.filter((type) => types.includes(type))}))
    .filter((name) => name.types.length > 0)
  return fitting.length > 0 ? fitting : [{name: own, types}]
}

/** An address may belong to several Services: their names are not this one's. */
function ownRecords({service, names}: NamedService, settings: DnsSettings): readonly DnsRecord[] {
  const records = names.flatMap(({answers}) => answers.flatMap(({answer}) => (answer.status === 'NOERROR' ? answer.records : [])))
  return records.filter((record) => record.type !== 'PTR' || isWithin(record.target, nameOf(service, settings)))
}
