import type {ObjectReference} from '../../cluster/object.ts'
import type {Service} from '../../cluster/service.ts'
import {isWithin, normalizeName} from './domain-name.ts'
import type {AddressHost, Found} from './host.ts'
import {type Absence, type Doubt, serviceIn} from './reason.ts'
import type {AddressRecord, DnsRecord, NameRecord, RecordType, ServiceRecord} from './record.ts'

/** The answer to one question. `forwarded` says that the cluster's DNS asks other servers for the rest: the address of a CNAME's target. */
export type DnsAnswer =
  | {readonly status: 'NOERROR'; readonly records: readonly DnsRecord[]; readonly forwarded: boolean}
  /** The name exists, and has no record of this type. */
  | {readonly status: 'NODATA'; readonly why: Absence}
  | {readonly status: 'NXDOMAIN'; readonly why: Absence}
  | {readonly status: 'unknown'; readonly why: Doubt}

/** What turning hosts into records takes. */
export interface AnswerContext {
  readonly domain: string
  readonly ttl: number
  readonly find: (name: string) => Found
}

/** CoreDNS follows no longer chain of aliases (plugin/backend_lookup.go). */
const MAX_ALIASES = 10

/** Makes the records of one type from what stands behind a name (plugin/backend_lookup.go). */
export function answerFrom(context: AnswerContext, name: string, type: RecordType, found: Found): DnsAnswer {
  if (found.kind === 'absent') return {status: 'NXDOMAIN', why: found.why}
  if (found.kind === 'unknown') return {status: 'unknown', why: found.why}
  switch (type) {
    case 'A':
    case 'AAAA':
      return answerWithAddresses(context, name, type, found, [])
    case 'SRV':
      return answerWithServices(context, name, found)
    case 'CNAME': {
      const [first] = found.hosts
      return first?.kind === 'name' ? answered([alias(context, name, first.target)]) : {status: 'NODATA', why: found.why}
    }
    case 'TXT':
      // CoreDNS says of names without records of their own that they do not exist, to this type only.
      return {status: found.hosts.length > 0 ? 'NODATA' : 'NXDOMAIN', why: found.why}
    case 'PTR':
      return {status: 'NODATA', why: found.why}
  }
}

function answered(records: readonly DnsRecord[], forwarded = false): DnsAnswer {
  return {status: 'NOERROR', records, forwarded}
}

function alias({ttl}: AnswerContext, name: string, target: string): NameRecord {
  return {type: 'CNAME', name, ttl, target: normalizeName(target)}
}

type Hosts = Extract<Found, {kind: 'hosts'}>

function answerWithAddresses(
  context: AnswerContext,
  name: string,
  type: 'A' | 'AAAA',
  {hosts, why}: Hosts,
  before: readonly NameRecord[],
): DnsAnswer {
  const aliases = hosts.filter((host) => host.kind === 'name').map(({target}) => alias(context, name, target))
  const followed = aliases.map((record) => followAlias(context, record, type, why, before))
  const doubtful = followed.find(({status}) => status === 'unknown')
  if (doubtful) return doubtful
  const addresses = hosts.filter((host) => host.kind === 'address')
  const family = type === 'A' ? 'IPv4' : 'IPv6'
  const ofFamily = addresses.filter((host) => host.family === family)
  // A manifest that says nothing of families gets those of the cluster: nearly always IPv4, so that only AAAA is in doubt.
  const open = addresses.filter((host) => host.family === null)
  const service = serviceIn(why)
  if (ofFamily.length === 0 && open.length > 0 && type === 'AAAA' && service) {
    return {status: 'unknown', why: {kind: 'family-not-stated', service}}
  }
  const counted = type === 'A' ? [...ofFamily, ...open] : ofFamily
  const own = distinct(counted, keyOfAddress).map(
    ({address, object, replicas}): AddressRecord => ({type, name, ttl: context.ttl, address, object, replicas}),
  )
  const records = [...followed.flatMap((answer) => (answer.status === 'NOERROR' ? answer.records : [])), ...own]
  if (records.length > 0)
    return answered(
      records,
      followed.some((answer) => answer.status === 'NOERROR' && answer.forwarded),
    )
  const [nowhere] = followed
  return nowhere ?? {status: 'NODATA', why}
}

/** Each address once; addresses that nobody knows once for each pod or template. */
function keyOfAddress({address, object}: AddressHost): string {
  return address ?? ` ${keyOfObject(object)}`
}

function keyOfObject(object: ObjectReference | null): string {
  return object ? `${object.kind}/${object.namespace}/${object.name}` : ''
}

/** An alias of a name of the cluster is followed, and worth nothing where that has no address; others are left to other servers. */
function followAlias(
  context: AnswerContext,
  record: NameRecord,
  type: 'A' | 'AAAA',
  why: Absence,
  before: readonly NameRecord[],
): DnsAnswer {
  const {name, target} = record
  const service = serviceIn(why)
  const lost = (service: Service): Absence =>
    target === name ? {kind: 'alias-of-itself', service} : {kind: 'alias-leads-nowhere', service, target}
  const nowhere: DnsAnswer = {status: 'NODATA', why: service ? lost(service) : why}
  // A name below the own one counts as the own one.
  const isLoop = isWithin(target, name) || before.some((previous) => previous.name === name && previous.target === target)
  if (isLoop || before.length > MAX_ALIASES) return nowhere
  if (!isWithin(target, context.domain)) return answered([record], true)
  const next = context.find(target)
  if (next.kind === 'unknown') return {status: 'unknown', why: next.why}
  const answer = next.kind === 'hosts' ? answerWithAddresses(context, target, type, next, [...before, record]) : nowhere
  if (answer.status === 'unknown') return answer
  return answer.status === 'NOERROR' ? {...answer, records: [record, ...answer.records]} : nowhere
}

/** One record for each name and port; the weight is divided among all entries before equal ones are dropped. */
function answerWithServices(context: AnswerContext, name: string, {hosts, why}: Hosts): DnsAnswer {
  const addresses = hosts.filter((host) => host.kind === 'address')
  // A family that is left open may turn out to be two.
  const mayDouble = serviceIn(why)?.ipFamilyPolicy === 'PreferDualStack'
  const isCounted = addresses.every(({replicas, family}) => replicas !== null && !(mayDouble && family === null))
  const number = addresses.reduce((sum, {replicas}) => sum + (replicas ?? 1), 0)
  const withPort = addresses.filter((host): host is AddressHost & {port: number} => host.port !== null)
  const records = distinct(withPort, ({target, object, port}) => `${target ?? keyOfObject(object)} ${port}`).map(
    ({target, object, replicas, port}): ServiceRecord => ({
      type: 'SRV',
      name,
      ttl: context.ttl,
      priority: 0,
      weight: isCounted ? weightAmong(number) : null,
      port,
      target,
      object,
      replicas,
    }),
  )
  return records.length > 0 ? answered(records) : {status: 'NODATA', why}
}

/** In floating point as CoreDNS does it, and at least 1. */
function weightAmong(number: number): number {
  return Math.max(1, Math.floor((100 / (100 * number)) * 100))
}

function distinct<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  const seen = new Set<string>()
  return items.filter((item) => !seen.has(keyOf(item)) && seen.add(keyOf(item)))
}
