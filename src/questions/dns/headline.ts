import type {Service} from '../../cluster/service.ts'
import type {ClusterDns} from '../../network/dns/cluster-dns.ts'
import {isWithin} from '../../network/dns/domain-name.ts'
import type {AddressRecord, DnsRecord, NameRecord, ServiceRecord} from '../../network/dns/record.ts'
import {type Part, parseRequest} from '../../network/dns/request.ts'
import type {Line} from '../../report.ts'
import {enumerate, nameWithReplicas} from '../naming.ts'
import type {Verdict} from './dns-answer.ts'

const MARKS = {
  resolved: {text: '✓', tone: 'good'},
  external: {text: '✓', tone: 'good'},
  unresolved: {text: '✗', tone: 'bad'},
  unknown: {text: '?', tone: 'unsure'},
} as const

/** The first line: the sign, what was asked, and what became of it. */
export function headlineOf(verdict: Verdict, text: string, rest: string): Line {
  return [MARKS[verdict], ' ', {text, tone: 'name'}, ` ${rest}`]
}

/** The Service that a name of the cluster's domain belongs to, and which part of it. */
export function partOfName({settings, directory}: ClusterDns, name: string): {readonly service: Service; readonly part: Part} | undefined {
  if (!isWithin(name, settings.domain) || name === settings.domain) return undefined
  const request = parseRequest(name.slice(0, -settings.domain.length - 1).split('.'))
  const service = request.kind === 'service' ? directory.service(request.namespace, request.service) : undefined
  return service && request.kind === 'service' ? {service, part: request.part} : undefined
}

/** What records come to, in one sentence. `own` is the name that has them. */
export function describeRecords(dns: ClusterDns, own: string, records: readonly DnsRecord[]): string {
  const addresses = records.filter((record): record is AddressRecord => record.type === 'A' || record.type === 'AAAA')
  const aliases = records.filter((record): record is NameRecord => record.type === 'CNAME')
  const services = records.filter((record): record is ServiceRecord => record.type === 'SRV')
  const pointers = records.filter((record): record is NameRecord => record.type === 'PTR')
  const texts = records.flatMap((record) => (record.type === 'TXT' ? `"${record.text}"` : []))
  const last = aliases.at(-1)
  if (addresses.length > 0)
    return `${last ? `is another name for ${last.target}, and ` : ''}${describeAddresses(dns, last?.target ?? own, addresses)}`
  if (last) return `is another name for ${last.target}`
  if (services.length > 0)
    return `has ${services.length === 1 ? 'one target' : `${services.length} targets`}: ${enumerate(services.map(targetOf))}`
  if (pointers.length > 0) return `is ${enumerate(pointers.map(({target}) => target))}`
  return `says ${texts.join(' ')}`
}

function targetOf({target, port, object, replicas}: ServiceRecord): string {
  return `${target ?? (object ? nameWithReplicas(object, replicas) : '?')}:${port}`
}

function describeAddresses(dns: ClusterDns, name: string, records: readonly AddressRecord[]): string {
  const belongs = partOfName(dns, name)
  const known = records.flatMap(({address}) => address ?? [])
  if (known.length === records.length) {
    const list = known.length <= 3 ? known.join(' and ') : `${known.length} addresses`
    return `resolves to ${list}${belongs ? `: ${describePart(belongs, known.length)}` : ''}`
  }
  const isVirtual = belongs && !belongs.service.headless && belongs.part.kind !== 'endpoint'
  const owners = [...new Set(records.flatMap(({object, replicas}) => (object ? nameWithReplicas(object, replicas) : [])))]
  const what = isVirtual ? describePart(belongs, records.length) : `the addresses of ${enumerate(owners)}`
  return `resolves to ${what}, which the input does not state`
}

function describePart({service, part}: {readonly service: Service; readonly part: Part}, number: number): string {
  const name = `${service.namespace}/${service.name}`
  if (part.kind === 'endpoint') return `an endpoint of ${name}`
  if (service.headless)
    return `${service.selector ? (number === 1 ? 'a pod' : 'the pods') : number === 1 ? 'an endpoint' : 'the endpoints'} of ${name}, which is headless`
  return `the cluster ${service.clusterIPs.length > 1 ? 'IPs' : 'IP'} of ${name}`
}
