import {parseAddress} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import type {Service} from '../../cluster/service.ts'
import {type ClusterDns, createClusterDns} from '../../network/dns/cluster-dns.ts'
import {normalizeName} from '../../network/dns/domain-name.ts'
import {type Lookup, lookUp} from '../../network/dns/lookup.ts'
import {resolverOfNamespace} from '../../network/dns/resolver.ts'
import {addressOfReverseName} from '../../network/dns/reverse-name.ts'
import {readDnsSettings} from '../../network/dns/settings.ts'
import {doubtsIn} from '../dns/doubts.ts'
import {partOfName} from '../dns/headline.ts'
import {suggestFor} from '../dns/suggestion.ts'
import {describeAbsence, describeDoubt} from '../dns/wording.ts'
import {servicesBalancedAs} from '../services-at.ts'
import {ownersOfAddress, ownersOfService} from './address-owners.ts'
import {ownersOfWord} from './chain-owners.ts'
import {ownersByIngress} from './ingress-owners.ts'
import {nodeAddresses} from './node-owners.ts'
import {type Owner, serviceName} from './owner.ts'
import type {Question} from './question.ts'

type NameQuestion = Extract<Question, {kind: 'name'}>
type Answered = Extract<Lookup['outcome'], {kind: 'answered'}>['answered']

/** Who has a name, or why nobody has, or why that cannot be told. */
export interface NameOwners {
  readonly owners: readonly Owner[]
  readonly why?: string
  readonly hint?: string
  readonly isUnknown?: boolean
}

/** Looks a name up among load balancers, nodes, Ingresses and aliases, and else as a pod of the namespace would ask for it. */
export function ownersOfName(cluster: Cluster, question: NameQuestion, namespace: string | undefined): NameOwners {
  const {name, labels} = question.name
  const outside = ownersOutside(cluster, question)
  const bare =
    labels.length === 1 && !question.name.absolute ? cluster.services.filter((service) => isCalled(service, name, namespace)) : []
  const named = bare.flatMap((service) =>
    ownersOfService(service, 'service', `${describeType(service)} ${serviceName(service)}`, question.port),
  )
  const own = labels.length === 1 ? ownersOfWord(name) : []
  if (named.length + outside.length + own.length > 0) return {owners: [...named, ...outside, ...own]}
  const reverse = addressOfReverseName(name)
  if (reverse) return {owners: ownersOfAddress(cluster, reverse, question.port), why: 'nothing in the input has that address'}
  const dns = createClusterDns(cluster, readDnsSettings(cluster), doubtsIn(cluster))
  const types = labels[0]?.startsWith('_') ? (['SRV'] as const) : (['A', 'AAAA'] as const)
  return judge(cluster, dns, question, lookUp(dns, resolverOfNamespace(namespace ?? 'default', dns.settings.domain), question.name, types))
}

function isCalled(service: Service, name: string, namespace: string | undefined): boolean {
  return service.name === name && (namespace === undefined || service.namespace === namespace)
}

function describeType({type, headless}: Service): string {
  return headless ? 'headless Service' : `${type === 'ClusterIP' ? '' : `${type} `}Service`
}

/** Names that others than the cluster's DNS give. */
function ownersOutside(cluster: Cluster, question: NameQuestion): readonly Owner[] {
  const {name} = question.name
  const balanced = servicesBalancedAs(cluster, name).flatMap((service) =>
    ownersOfService(service, 'load-balancer', `the load balancer's name of ${serviceName(service)}`, question.port),
  )
  const nodes = [...cluster.nodes.values()].filter(
    (node) => node.name === name || nodeAddresses(node.object).some(({text}) => normalizeName(text) === name),
  )
  const aliases = cluster.services.filter(({type, externalName}) => type === 'ExternalName' && normalizeName(externalName ?? '') === name)
  return [
    ...balanced,
    ...nodes.flatMap((node) => nodeOwners(cluster, node.name, question)),
    ...ownersByIngress(cluster, name, question.path),
    ...aliases.map((service): Owner => ({kind: 'alias', sentence: `what ExternalName ${serviceName(service)} stands for`, service})),
  ]
}

function nodeOwners(cluster: Cluster, node: string, {name, port}: NameQuestion): readonly Owner[] {
  if (!port) return [{kind: 'node', sentence: name.name === node ? 'a node' : `node ${node}`, node}]
  const [address] = nodeAddresses(cluster.nodes.get(node)?.object).flatMap(({text}) => parseAddress(text) ?? [])
  return address ? ownersOfAddress(cluster, address, port) : [{kind: 'node', sentence: `node ${node}`, node}]
}

function judge(cluster: Cluster, dns: ClusterDns, question: NameQuestion, {outcome}: Lookup): NameOwners {
  switch (outcome.kind) {
    case 'answered':
      return {owners: answeredOwners(cluster, dns, question, outcome.answered), why: 'no object of the input has that name'}
    case 'unresolved': {
      const suggestion = suggestFor(dns, outcome.why, question.name.labels)
      const {sentence, advice} = describeAbsence(cluster, outcome.why, ['A', 'AAAA'])
      const hint = suggestion ?? advice
      return {owners: [], why: sentence, ...(hint !== undefined && {hint})}
    }
    case 'unknown': {
      if (outcome.why.kind === 'forwarded') {
        return {
          owners: [],
          why: 'it is not a name of the cluster, nor of a load balancer, an Ingress or a node of the input',
          hint: `svcscope dns ${question.name.name} says who is asked for it`,
        }
      }
      const {sentence, advice} = describeDoubt(outcome.why)
      return {owners: [], why: sentence, hint: advice, isUnknown: true}
    }
  }
}

/** The Service that a name belongs to, and the part of it; the names of pods by address belong to whoever has the address. */
function answeredOwners(cluster: Cluster, dns: ClusterDns, {name, port}: NameQuestion, answered: Answered): readonly Owner[] {
  const belongs = partOfName(dns, answered.name)
  const records = (answered.answers ?? []).flatMap(({answer}) => (answer.status === 'NOERROR' ? answer.records : []))
  const addresses = records.flatMap((record) =>
    record.type === 'A' || record.type === 'AAAA' ? (parseAddress(record.address ?? '') ?? []) : [],
  )
  if (!belongs) return addresses.flatMap((address) => ownersOfAddress(cluster, address, port))
  const {service, part} = belongs
  const shown = `${describeType(service)} ${serviceName(service)}`
  switch (part.kind) {
    case 'whole':
      return ownersOfService(service, service.type === 'ExternalName' ? 'alias' : 'service', shown, port)
    case 'port':
      return ownersOfService(service, 'service-port', shown, {
        text: part.port,
        number: undefined,
        protocol: part.protocol.toUpperCase() || undefined,
      })
    case 'endpoint': {
      const pods = addresses.flatMap((address) => ownersOfAddress(cluster, address, port).filter(({kind}) => kind === 'pod'))
      const unique = [...new Map(pods.map((owner) => [owner.sentence, owner])).values()]
      return unique.length > 0 ? unique : [{kind: 'endpoint', sentence: `endpoint ${name.labels[0]} of ${shown}`, service}]
    }
  }
}
