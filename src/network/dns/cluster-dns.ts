import type {Address} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {type AnswerContext, answerFrom, type DnsAnswer} from './answer.ts'
import {createDirectory, type Directory} from './directory.ts'
import {isWithin, labelsBelow} from './domain-name.ts'
import {CLUSTERSET_DOMAIN, doubtAboutForeign, findServiceEntry} from './foreign-name.ts'
import {EMPTY} from './host.ts'
import {createNameFinder} from './name-finder.ts'
import type {Doubts} from './reason.ts'
import type {RecordType} from './record.ts'
import {parseRequest} from './request.ts'
import {createReverseIndex, type ReverseIndex} from './reverse-index.ts'
import {addressOfReverseName, reverseZoneOf} from './reverse-name.ts'
import {hostsOfImport} from './service-import.ts'
import {type DnsSettings, fallsThrough, readDnsSettings} from './settings.ts'

/** The cluster's DNS server, as far as the input tells. */
export interface ClusterDns {
  readonly cluster: Cluster
  readonly settings: DnsSettings
  readonly directory: Directory
  /** What it answers for a fully qualified name, in lower case and without final dot. */
  readonly answer: (name: string, type: RecordType) => DnsAnswer
}

/** The version of the specification, and how long CoreDNS lets it be kept (plugin/kubernetes Services). */
const [SCHEMA_VERSION, VERSION_TTL] = ['1.1.0', 28_800]

/**
 * The answers of the cluster's DNS (Kubernetes DNS-Based Service Discovery 1.1.0, as CoreDNS 1.15 implements it in plugin/kubernetes): those about
 * its own domain and about addresses. What it leaves to other servers is unknown.
 */
export function createClusterDns(cluster: Cluster, settings: DnsSettings = readDnsSettings(cluster), doubts: Doubts = {}): ClusterDns {
  const {domain, ttl} = settings
  const directory = createDirectory(cluster)
  const find = createNameFinder(cluster, directory, settings, doubts)
  const context: AnswerContext = {domain, ttl, find}
  let index: ReverseIndex | undefined
  const reverseIndex = () => (index ??= createReverseIndex(cluster, directory, settings, doubts))

  const answerOwn = (name: string, type: RecordType): DnsAnswer => {
    if (name === `dns-version.${domain}` && type === 'TXT')
      return {status: 'NOERROR', records: [{type, name, ttl: VERSION_TTL, text: SCHEMA_VERSION}], forwarded: false}
    if (name === `ns.dns.${domain}` && type !== 'TXT' && type !== 'PTR') return answerForServer(name, type)
    const answer = answerFrom(context, name, type, find(name))
    const entry = answer.status === 'NXDOMAIN' ? findServiceEntry(cluster, name) : undefined
    return entry ? {status: 'unknown', why: entry} : answer
  }

  /** The name of the DNS server itself stands for the Services that it is an endpoint of, which by convention is one. */
  const answerForServer = (name: string, type: RecordType): DnsAnswer => {
    if (type !== 'A' && type !== 'AAAA') return {status: 'NODATA', why: {kind: 'other-types', service: undefined}}
    const server = directory.service('kube-system', 'kube-dns')
    if (!server) return {status: 'unknown', why: {kind: 'dns-server'}}
    return answerFrom(context, name, type, find(`kube-dns.kube-system.svc.${domain}`))
  }

  const answerReverse = (name: string, zone: string, type: RecordType): DnsAnswer => {
    const address = addressOfReverseName(name)
    if (address) return type === 'PTR' ? answerForAddress(name, address) : {status: 'NXDOMAIN', why: {kind: 'reverse-name'}}
    const request = parseRequest(labelsBelow(name, zone))
    if (request.kind === 'node') return answerFrom(context, name, type, EMPTY)
    return {status: 'NXDOMAIN', why: {kind: 'malformed', reason: 'no-reverse-name'}}
  }

  const answerForAddress = (name: string, address: Address): DnsAnswer => {
    const {namesOf, doubt, whyWithout} = reverseIndex()
    const names = namesOf(address.text)
    if (names.length > 0) return {status: 'NOERROR', records: names.map((target) => ({type: 'PTR', name, ttl, target})), forwarded: false}
    const why = whyWithout(address.text)
    const unseen = why.kind === 'unused-address' ? doubt() : undefined
    if (unseen) return {status: 'unknown', why: unseen}
    if (fallsThrough(settings, name) && !isPrivate(address)) return {status: 'unknown', why: {kind: 'forwarded'}}
    return {status: 'NXDOMAIN', why}
  }

  return {
    cluster,
    settings,
    directory,
    answer: (name, type) => {
      if (isWithin(name, domain)) return answerOwn(name, type)
      const zone = reverseZoneOf(name)
      if (zone !== undefined) return answerReverse(name, zone, type)
      const imported = isWithin(name, CLUSTERSET_DOMAIN) ? hostsOfImport(cluster, name) : undefined
      if (imported) return answerFrom({...context, domain: CLUSTERSET_DOMAIN}, name, type, imported)
      return {status: 'unknown', why: doubtAboutForeign(cluster, name)}
    },
  }
}

/** Addresses of which no public server knows anything (RFC 6303, RFC 6598, RFC 4193). */
function isPrivate({family, text}: Address): boolean {
  return family === 'IPv4'
    ? /^(10|127|192\.168|169\.254|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(text)
    : /^(f[cd]|fe[89ab])/.test(text) || text === '::1'
}
