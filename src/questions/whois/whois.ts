import type {Cluster} from '../../cluster/cluster.ts'
import type {LabelSelector} from '../../cluster/label-selector.ts'
import type {Report} from '../../report.ts'
import {count} from '../naming.ts'
import {servicesInScope} from '../resolve/asked-service.ts'
import {ownersOfAddress} from './address-owners.ts'
import {hintAboutChain, ownersOfChain} from './chain-owners.ts'
import {ALL, hintAboutAddress, hintAboutNodePort} from './hints.ts'
import {type IdentityData, toOwnerData, type Verdict} from './identity.ts'
import {headlineOf, tablesOf} from './layout.ts'
import {type NameOwners, ownersOfName} from './name-owners.ts'
import type {Owner} from './owner.ts'
import {healthCheckOwners, nodePortOwners} from './port-owners.ts'
import {parseQuestion, type Question} from './question.ts'
import {podsWithoutAddress, whatIsUnstated} from './unstated.ts'

export interface WhoisParameters {
  /** As typed: one address, address:port, node port, chain, name or URL. */
  readonly words: readonly string[]
  /** Where names are asked for; Services of others are not looked at. Undefined is `default`, and all. */
  readonly namespace: string | undefined
  readonly selector: LabelSelector | undefined
}

/** What is it, and whose? Throws a UserError for what can have no owner. */
export function whois(cluster: Cluster, parameters: WhoisParameters): Report {
  const question = parseQuestion(parameters.words)
  const scoped = {...cluster, services: servicesInScope(cluster, parameters)}
  const found = withUnread(cluster, findOwners(scoped, question, parameters.namespace))
  const whole = found.owners.filter(({lacks}) => lacks === undefined)
  // Who has the address but not the port is told only where nobody has both.
  const owners = whole.length > 0 ? whole : found.owners
  const verdict: Verdict = whole.length > 0 ? 'found' : found.isUnknown && owners.length === 0 ? 'unknown' : 'none'
  const lacking = whole.length === 0 ? owners[0] : undefined
  const message = verdict === 'found' ? undefined : lacking ? `it is ${lacking.sentence}` : (found.why ?? 'nothing in the input has it')
  const hint = lacking?.lacks ?? found.hint
  const data: IdentityData = {
    question: {text: question.word, kind: question.kind},
    verdict,
    message: message ?? null,
    hint: verdict === 'found' ? null : (hint ?? null),
    owners: owners.map((owner) => toOwnerData(scoped, owner)),
  }
  return {
    kind: 'Identity',
    data,
    headline: headlineOf(data),
    tables: verdict === 'found' ? tablesOf(data, owners) : [],
    findings: [],
    notes: verdict !== 'found' && hint !== undefined ? [hint] : [],
    names: [...new Set(owners.flatMap(({service}) => (service ? [`service/${service.name}`] : [])))],
    answer: verdict === 'found' ? 'positive' : verdict === 'none' ? 'negative' : 'undecided',
  }
}

/** Nobody has it only where everybody could be looked at. */
function withUnread({coverage}: Cluster, found: NameOwners): NameOwners {
  const isWhole = !coverage || (coverage.has({kind: 'Service'}) && coverage.unread.every(({reason}) => reason === 'not-served'))
  if (isWhole || found.owners.length > 0) return found
  return {...found, why: `${found.why ?? 'nothing that could be read has it'}, and not everything could be read`, isUnknown: true}
}

/** Whoever may own what was asked. */
export function findOwners(cluster: Cluster, question: Question, namespace: string | undefined): NameOwners {
  switch (question.kind) {
    case 'address':
      return orUnstated(
        cluster,
        question,
        ownersOfAddress(cluster, question.address, question.port),
        'nothing in the input has this address',
        hintAboutAddress(cluster, question.address),
      )
    case 'node-port':
      return orUnstated(
        cluster,
        question,
        [...nodePortOwners(cluster, question.port), ...healthCheckOwners(cluster, question.port)],
        `no Service has node port ${question.port.text}${question.port.protocol === undefined ? '' : `/${question.port.protocol}`}`,
        hintAboutNodePort(cluster, question.port.number),
      )
    case 'chain': {
      const isOfEndpoint = /^(KUBE-SEP|endpoint|affinity)-/.test(question.chain)
      const owners = ownersOfChain(cluster, question.chain)
      const pods = owners.length === 0 && isOfEndpoint ? podsWithoutAddress(cluster) : 0
      const why = 'no Service port and no endpoint of the input has this chain'
      return pods > 0
        ? {owners, why: `its name is made of an address, and the input does not state those of ${count(pods, 'pod')}`, isUnknown: true}
        : {owners, why, hint: hintAboutChain(cluster, question.chain)}
    }
    case 'name':
      return ownersOfName(cluster, question, namespace)
  }
}

function orUnstated(cluster: Cluster, {kind}: Question, owners: readonly Owner[], why: string, hint: string | undefined): NameOwners {
  if (owners.length > 0) return {owners}
  const unstated = whatIsUnstated(cluster, kind)
  if (unstated !== undefined) {
    return {
      owners,
      why: `${why}, and ${unstated}`,
      hint: `ask with the objects as they run: ${ALL}`,
      isUnknown: true,
    }
  }
  return {owners, why, ...(hint !== undefined && {hint})}
}
