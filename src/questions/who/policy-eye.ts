import type {Cluster} from '../../cluster/cluster.ts'
import type {EndPort, Party} from '../../network/policy/party.ts'
import {isUnseen, type PodGroup, podGroupsOf} from '../../network/policy/pod-group.ts'
import type {Direction, Policy} from '../../network/policy/policy.ts'
import {coversPort} from '../../network/policy/policy-port.ts'
import type {PolicySet} from '../../network/policy/policy-set.ts'
import {isDoubt} from '../../network/policy/truth.ts'
import {describeDoubt} from '../policy-wording.ts'
import {createMembership, homeOf} from './membership.ts'
import {createViews, type ViewOf} from './peer-views.ts'
import {type RulePeers, readRulePeers} from './rule-peers.ts'
import {createSubjects, type SubjectOf} from './subjects.ts'

/** Tells parties apart as policies do: whoever is alike to them fares alike. */
export interface PolicyEye {
  /** The policies as they are, but of a group only those are asked that are for it. */
  readonly set: PolicySet
  readonly peers: Readonly<Record<Direction, RulePeers>>
  readonly subject: SubjectOf
  readonly view: ViewOf
  /** Which of the ports that rules name a port is. */
  readonly portKey: (port: EndPort) => string
}

export function openEye(cluster: Cluster, set: PolicySet): PolicyEye {
  const membership = createMembership(podGroupsOf(cluster).all, set)
  const peers = {ingress: readRulePeers(set, 'ingress', membership), egress: readRulePeers(set, 'egress', membership)}
  const comparesNamespaces = peers.ingress.comparesNamespaces || peers.egress.comparesNamespaces
  const placeOf = (group: PodGroup) => (comparesNamespaces ? homeOf(group) : '')
  // Of several definitions of a policy the nearest counts, which is another for pods of other files.
  const variantOf = (group: PodGroup) => (cluster.redefined > 0 ? group.pods[0]?.origin?.file : undefined)
  const subject = createSubjects(set, membership, placeOf, variantOf)
  return {
    set: narrow(set, subject),
    peers,
    subject,
    view: createViews(peers, membership, placeOf),
    portKey: portKeys(peers),
  }
}

/** Asks of a group only the policies that are for it, in one direction or the other. */
function narrow(set: PolicySet, subject: SubjectOf): PolicySet {
  const known = new Map<object, readonly Policy[]>()
  const places = new Map(set.all.map((policy, index) => [policy, index]))
  const policiesFor = (group: PodGroup): readonly Policy[] => {
    const party: Party = {kind: 'pod', group, addresses: undefined, node: null, self: undefined}
    const all = new Set((['ingress', 'egress'] as const).flatMap((direction) => subject(party, direction).policies))
    return [...all].filter(({tier}) => tier === 'namespace').sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0))
  }
  return {
    ...set,
    forPodsOf: (group) => {
      if (isUnseen(group)) return set.forPodsOf(group)
      const policies = known.get(group) ?? policiesFor(group)
      known.set(group, policies)
      return policies
    },
  }
}

function portKeys({ingress, egress}: Readonly<Record<Direction, RulePeers>>): (port: EndPort) => string {
  const all = [...ingress.ports, ...egress.ports]
  const keys = new Map<string, string>()
  return (port) => {
    const {number, protocol, names} = port
    const written = `${number} ${protocol} ${names?.join(' ') ?? '?'}`
    const known = keys.get(written)
    if (known !== undefined) return known
    const covered = all.flatMap((entry, index) => {
      const truth = coversPort(entry, port)
      return truth === false ? [] : [isDoubt(truth) ? `${index} ${describeDoubt(truth)}` : index]
    })
    const key = covered.join()
    keys.set(written, key)
    return key
  }
}
