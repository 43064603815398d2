import type {Cluster} from '../../cluster/cluster.ts'
import type {LabelSelector} from '../../cluster/label-selector.ts'
import {createClusterDns} from '../../network/dns/cluster-dns.ts'
import {asSeenFrom, withApiServer} from '../../network/dns/directory.ts'
import {parseDomainName} from '../../network/dns/domain-name.ts'
import type {RecordType} from '../../network/dns/record.ts'
import {readDnsSettings} from '../../network/dns/settings.ts'
import type {Report} from '../../report.ts'
import {UserError} from '../../user-error.ts'
import {findServices} from '../resolve/asked-service.ts'
import {aboutName} from './about-name.ts'
import {aboutServices} from './about-service.ts'
import {findAsker} from './asker.ts'
import {doubtsIn} from './doubts.ts'
import {parseQuestion} from './question.ts'

export {RECORD_TYPES, type RecordType} from '../../network/dns/record.ts'

export interface DnsParameters {
  /** As typed: a name, an address, `svc/web` or `svc web`. */
  readonly words: readonly string[]
  /** Who asks: `pod/x`, `deploy/x`, `node/x`; undefined is a pod of the namespace. */
  readonly from: string | undefined
  /** Undefined is what makes sense for the name. */
  readonly types: readonly RecordType[] | undefined
  /** Undefined is what the input says, else cluster.local. */
  readonly clusterDomain: string | undefined
  /** Where a pod asks that nobody named, and where Services are looked for; undefined is `default`, and everywhere. */
  readonly namespace: string | undefined
  readonly selector: LabelSelector | undefined
}

/** What does the cluster's DNS answer? Throws a UserError for what is no name, and for a Service or a pod that is not there. */
export function askDns(input: Cluster, parameters: DnsParameters): Report {
  const {words, from, namespace, selector} = parameters
  const question = parseQuestion(words, parameters.types && [...new Set(parameters.types)])
  if (question.kind !== 'service' && selector)
    throw new UserError('-l picks among Services, and a name is asked as it stands', 'leave -l out, or ask for a Service: svc/web')
  const cluster = withApiServer(input)
  const settings = readDnsSettings(cluster, readDomain(parameters.clusterDomain))
  const dnsOf = (cluster: Cluster) => createClusterDns(cluster, settings, doubtsIn(cluster))
  const dns = dnsOf(cluster)
  if (question.kind !== 'service') {
    const asker = findAsker(cluster, dns, from, namespace)
    const seen = asker.pod ? asSeenFrom(cluster, asker.pod) : cluster
    return aboutName(seen, seen === cluster ? dns : dnsOf(seen), asker, question)
  }
  const {target, types} = question
  const services = findServices(cluster, [target], {namespace, selector}).map(({service}) => service)
  const asker = from === undefined ? undefined : findAsker(cluster, dns, from, namespace)
  return aboutServices(cluster, dnsOf, asker, {text: target.word, services, types, onlyPorts: target.port !== undefined})
}

function readDomain(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const domain = parseDomainName(text)
  if ('name' in domain) return domain.name
  throw new UserError(`--cluster-domain ${text} is no domain`, 'write it as in --cluster-domain cluster.local')
}
