import type {AddressFamily} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import type {Service} from '../../cluster/service.ts'
import type {ClusterDns} from '../../network/dns/cluster-dns.ts'
import {type DomainName, isWithin} from '../../network/dns/domain-name.ts'
import {isMeantForCluster, type Lookup, lookUp} from '../../network/dns/lookup.ts'
import type {AddressRecord} from '../../network/dns/record.ts'
import {resolverOfNamespace} from '../../network/dns/resolver.ts'
import {addressTypesOf} from '../../network/endpoints/address-types.ts'
import type {Asker} from '../dns/asker.ts'
import {findingsAbout} from '../dns/finding.ts'
import {partOfName} from '../dns/headline.ts'
import {suggestFor} from '../dns/suggestion.ts'
import {describeAbsence, describeDoubt} from '../dns/wording.ts'
import {enumerate, nameWithReplicas} from '../naming.ts'
import {servicesBalancedAs} from '../services-at.ts'
import type {Judged} from './explanation.ts'
import type {StepData} from './trace-data.ts'

/** What a name stands for, for somebody who wants to connect. */
export type Named =
  /** The cluster IP of a Service, null where the input does not state it. */
  | {readonly kind: 'virtual'; readonly service: Service; readonly address: string | null; readonly step: StepData}
  /** Addresses to which clients connect as they are: of the pods of a headless Service, or of one. */
  | {readonly kind: 'direct'; readonly service: Service | undefined; readonly records: readonly AddressRecord[]; readonly step: StepData}
  /** A load balancer goes by this name. */
  | {readonly kind: 'balanced'; readonly services: readonly Service[]; readonly step: StepData}
  /** There the way ends. */
  | {readonly kind: 'end'; readonly judged: Judged; readonly step: StepData}

/** Asks DNS as the caller would. `asker` is undefined outside of the cluster. */
export function lookUpTarget(
  cluster: Cluster,
  dns: ClusterDns,
  asker: Asker | undefined,
  name: DomainName,
  family: AddressFamily | undefined,
): Named {
  const services = servicesBalancedAs(cluster, name.name)
  if (services.length > 0) {
    const names = enumerate(services.map(nameOf))
    return {kind: 'balanced', services, step: step(true, `${name.name} is the load balancer of ${names}`)}
  }
  if (!asker) return askedFromOutside(dns, name)
  const types = family === undefined ? (['A', 'AAAA'] as const) : ([family === 'IPv4' ? 'A' : 'AAAA'] as const)
  const lookup = lookUp(dns, asker.resolver, name, types)
  const {outcome} = lookup
  switch (outcome.kind) {
    case 'answered':
      return answered(dns, name, lookup, family)
    case 'unresolved': {
      const {sentence, advice} = describeAbsence(cluster, outcome.why, types)
      const suggestion = suggestFor(dns, outcome.why, name.labels)
      const message = suggestion ? `${sentence} (${suggestion})` : sentence
      const findings = findingsAbout(cluster, outcome.why, asker)
      return {
        kind: 'end',
        judged: {verdict: 'unresolved', why: {reason: outcome.why.kind, message, advice: suggestion ? undefined : advice, findings}},
        step: step(false, triedWords(name, lookup)),
      }
    }
    case 'unknown': {
      const {sentence, advice} = describeDoubt(outcome.why)
      const judged: Judged = {verdict: 'unknown', why: {reason: outcome.why.kind, message: sentence, advice}}
      return {kind: 'end', judged, step: step(null, `${name.name}: ${sentence}`)}
    }
  }
}

/** `wbe.shop.default.svc.cluster.local and wbe.shop.svc.cluster.local were tried, and have no answer`. */
function triedWords({name}: DomainName, {tries}: Lookup): string {
  const tried = tries.filter(({answers}) => answers !== undefined).map((one) => one.name)
  return tried.length < 2 ? `${name} has no answer` : `${enumerate(tried, 5)} were tried, and have no answer`
}

function nameOf({namespace, name}: Service): string {
  return `${namespace}/${name}`
}

function step(ok: boolean | null, message: string): StepData {
  return {step: 'name', ok, message}
}

/** The names of the cluster are known inside only. */
function askedFromOutside(dns: ClusterDns, name: DomainName): Named {
  const inside = lookUp(dns, resolverOfNamespace('default', dns.settings.domain), name, ['A'])
  const isOurs = inside.outcome.kind === 'answered' || isWithin(name.name, dns.settings.domain) || isMeantForCluster(dns, name)
  const message = isOurs
    ? `${name.name} is a name of the cluster, which nobody outside can look up`
    : `${name.name} is no name of the cluster`
  const advice = isOurs
    ? 'from outside, name the address of its load balancer, a node port or an Ingress'
    : 'ask DNS, and trace the address that it answers with'
  const reason = isOurs ? 'asked-from-outside' : 'forwarded'
  return {
    kind: 'end',
    judged: {verdict: isOurs ? 'unresolved' : 'unknown', why: {reason, message, advice}},
    step: step(isOurs ? false : null, message),
  }
}

function answered(dns: ClusterDns, asked: DomainName, lookup: Lookup, family: AddressFamily | undefined): Named {
  const made = lookup.outcome.kind === 'answered' ? lookup.outcome.answered : undefined
  const records = (made?.answers ?? []).flatMap(({answer}) => (answer.status === 'NOERROR' ? answer.records : []))
  // The answers for A and for AAAA both have them.
  const aliases = [...new Set(records.flatMap((record) => (record.type === 'CNAME' ? record.target : [])))]
  const addresses = records.filter((record): record is AddressRecord => record.type === 'A' || record.type === 'AAAA')
  const own = aliases.at(-1) ?? made?.name ?? asked.name
  const answering = `${made?.name}${positionOf(lookup)}`
  const path = [...(made?.name === asked.name ? [] : [asked.name]), answering, ...aliases].join(' → ')
  if (addresses.length === 0) {
    const message = `it is another name for ${own}`
    return {
      kind: 'end',
      judged: {verdict: 'external', why: {reason: 'external-name', message}},
      step: step(true, path),
    }
  }
  const belongs = partOfName(dns, own)
  const chosen = preferredFamily(addresses, belongs?.service, family)
  const isVirtual = belongs && !belongs.service.headless && belongs.part.kind !== 'endpoint'
  const shown = step(true, `${path} → ${describeAddresses(chosen)}`)
  if (isVirtual) return {kind: 'virtual', service: belongs.service, address: chosen[0]?.address ?? null, step: shown}
  return {kind: 'direct', service: belongs?.service, records: chosen, step: shown}
}

/** ` (2nd of 4 tried)`; nothing where only one name is tried. */
function positionOf({tries, outcome}: Lookup): string {
  if (outcome.kind !== 'answered' || tries.length < 2) return ''
  return ` (${ordinal(tries.indexOf(outcome.answered) + 1)} of ${tries.length} tried)`
}

function ordinal(number: number): string {
  const tens = number % 100
  if (tens >= 11 && tens <= 13) return `${number}th`
  return `${number}${{1: 'st', 2: 'nd', 3: 'rd'}[number % 10] ?? 'th'}`
}

/** Of two families the Service's first, as clients that try one after the other mostly do. */
function preferredFamily(
  records: readonly AddressRecord[],
  service: Service | undefined,
  stated: AddressFamily | undefined,
): readonly AddressRecord[] {
  const first = stated ?? (service && addressTypesOf(service)?.[0]) ?? 'IPv4'
  const type = first === 'IPv4' ? 'A' : 'AAAA'
  const ofFirst = records.filter((record) => record.type === type)
  return ofFirst.length > 0 ? ofFirst : records.filter((record) => record.type !== type)
}

function describeAddresses(records: readonly AddressRecord[]): string {
  const known = records.flatMap(({address}) => address ?? [])
  if (known.length === records.length) return enumerate(known, 4)
  const [first] = records
  if (records.length === 1 && first?.object?.kind === 'Service') return 'its cluster IP, which the input does not state'
  const owners = [...new Set(records.flatMap(({object, replicas}) => (object ? nameWithReplicas(object, replicas) : [])))]
  return `the addresses of ${enumerate(owners)}, which the input does not state`
}
