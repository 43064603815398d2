import type {DnsAnswer} from './answer.ts'
import type {ClusterDns} from './cluster-dns.ts'
import {type DomainName, isWithin, labelsBelow} from './domain-name.ts'
import {type Absence, type Doubt, serviceIn} from './reason.ts'
import type {RecordType} from './record.ts'
import {parseRequest} from './request.ts'
import {namesTried, type Resolver} from './resolver.ts'
import {reverseZoneOf} from './reverse-name.ts'

export interface TypedAnswer {
  readonly type: RecordType
  readonly answer: DnsAnswer
}

/** One name that a resolver may ask for. `answers` is undefined where an earlier name answered, so that it is not asked. */
interface Try {
  readonly name: string
  readonly answers: readonly TypedAnswer[] | undefined
}

export interface Lookup {
  readonly tries: readonly Try[]
  readonly outcome:
    | {readonly kind: 'answered'; readonly answered: Try}
    /** The most telling of the reasons, and the name that it is about. */
    | {readonly kind: 'unresolved'; readonly name: string; readonly why: Absence}
    | {readonly kind: 'unknown'; readonly name: string; readonly why: Doubt}
}

const ASKED_OF_NODE: Absence = {kind: 'asked-of-node'}

/** Asks for the names of a search path, all types of one at a time, until one has records (glibc getaddrinfo). */
export function lookUp(dns: ClusterDns, resolver: Resolver, asked: DomainName, types: readonly RecordType[]): Lookup {
  const tries: Try[] = []
  let answered: Try | undefined
  let unknown: {name: string; why: Doubt} | undefined
  for (const name of namesTried(asked, resolver)) {
    // glibc goes on where other servers deny a name, which they will where it was meant for the cluster.
    if (answered || (unknown && !(unknown.why.kind === 'forwarded' && isMeantForCluster(dns, asked)))) {
      tries.push({name, answers: undefined})
      continue
    }
    const answers = types.map((type) => ({type, answer: answerThrough(dns, resolver, name, type)}))
    const made: Try = {name, answers}
    tries.push(made)
    if (answers.some(({answer}) => answer.status === 'NOERROR')) answered = made
    else unknown ??= firstDoubt(name, answers)
  }
  if (answered) return {tries, outcome: {kind: 'answered', answered}}
  const negative =
    mostTelling(dns, tries, asked) ??
    (isMeantForCluster(dns, asked) && resolver.server === 'node' ? {name: asked.name, why: ASKED_OF_NODE} : undefined)
  // Whoever writes web.shop means the Service, though the last thing that is asked is a name of the whole internet.
  const isMeant = isMeantForCluster(dns, asked) || (negative !== undefined && serviceIn(negative.why) !== undefined)
  if (unknown && (unknown.why.kind !== 'forwarded' || !negative || !isMeant)) return {tries, outcome: {kind: 'unknown', ...unknown}}
  return {tries, outcome: {kind: 'unresolved', ...(negative ?? {name: asked.name, why: {kind: 'empty'}})}}
}

/** What a server answers: only the cluster's own knows the cluster's names. */
export function answerThrough(dns: ClusterDns, {server, nameservers}: Resolver, name: string, type: RecordType): DnsAnswer {
  const isOurs = isWithin(name, dns.settings.domain) || reverseZoneOf(name) !== undefined
  if (server === 'cluster') return dns.answer(name, type)
  if (server === 'own') return {status: 'unknown', why: {kind: 'other-server', nameservers}}
  return isOurs ? {status: 'NXDOMAIN', why: ASKED_OF_NODE} : {status: 'unknown', why: {kind: 'forwarded'}}
}

function firstDoubt(name: string, answers: readonly TypedAnswer[]): {name: string; why: Doubt} | undefined {
  for (const {answer} of answers) if (answer.status === 'unknown') return {name, why: answer.why}
  return undefined
}

/** Of all names that failed, the one that reads most like what was meant: a Service rather than the endpoint or the port of one. */
function mostTelling(dns: ClusterDns, tries: readonly Try[], {labels}: DomainName): {name: string; why: Absence} | undefined {
  const failed = tries.flatMap(({name, answers}) => {
    const [first] = answers ?? []
    const answer = first?.answer
    return answer && (answer.status === 'NXDOMAIN' || answer.status === 'NODATA') ? [{name, why: answer.why}] : []
  })
  const rank = ({name, why}: {name: string; why: Absence}) => {
    // A lone word that is a namespace too was not meant to be one.
    if (why.kind === 'empty') return labels.length > 1 ? 0 : 9
    return serviceIn(why) ? 0 : 1 + strangeness(dns, name)
  }
  return failed.toSorted((a, b) => rank(a) - rank(b))[0]
}

function strangeness({settings}: ClusterDns, name: string): number {
  if (!isWithin(name, settings.domain)) return reverseZoneOf(name) ? 0 : 9
  const labels = labelsBelow(name, settings.domain)
  const request = parseRequest(labels)
  if (request.kind !== 'service') return request.kind === 'pod' ? 1 : request.kind === 'malformed' ? 8 : 5
  if (request.part.kind === 'port') return labels[0]?.startsWith('_') ? 0 : 4
  return request.part.kind === 'whole' ? 0 : 2
}

/** Whether a name that no search domain completes was surely meant for the cluster. */
export function isMeantForCluster({cluster, directory}: ClusterDns, {labels, absolute}: DomainName): boolean {
  if (absolute) return false
  const last = labels.at(-1) ?? ''
  if (labels.length === 1 || last === 'svc' || last === 'pod' || directory.hasNamespace(last)) return true
  const [first = ''] = labels
  if (labels.length !== 2) return false
  // web.shop, and db-0.db of a StatefulSet db whose pods go by another name.
  return (
    directory.services.some(({name}) => name === first) ||
    cluster.workloads.some(({kind, name}) => kind === 'StatefulSet' && name === last && first.startsWith(`${name}-`))
  )
}
