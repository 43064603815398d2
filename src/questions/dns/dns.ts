import type {Cluster} from '../../cluster/cluster.ts'
import type {LabelSelector} from '../../cluster/label-selector.ts'
import {createClusterDns} from '../../network/dns/cluster-dns.ts'
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
export function askDns(cluster: Cluster, parameters: DnsParameters): Report {
  const {words, from, namespace, selector} = parameters
  const question = parseQuestion(words, parameters.types)
  const dns = createClusterDns(cluster, readDnsSettings(cluster, readDomain(parameters.clusterDomain)), doubtsIn(cluster))
  if (question.kind !== 'service') return aboutName(cluster, dns, findAsker(cluster, dns, from, namespace), question)
  const {target, types} = question
  const services = findServices(cluster, [target], {namespace, selector}).map(({service}) => service)
  const asker = from === undefined ? undefined : findAsker(cluster, dns, from, namespace)
  return aboutServices(cluster, dns, asker, {text: target.word, services, types, onlyPorts: target.port !== undefined})
}

function readDomain(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const domain = parseDomainName(text)
  if ('name' in domain) return domain.name
  throw new UserError(`--cluster-domain ${text} is no domain`, 'write it as in --cluster-domain cluster.local')
}
