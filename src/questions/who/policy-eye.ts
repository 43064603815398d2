import type {Cluster} from '../../cluster/cluster.ts'
import type {EndPort, Party} from '../../network/policy/party.ts'
import {type PodGroup, podGroupsOf} from '../../network/policy/pod-group.ts'
import type {Direction, PodSet, Policy} from '../../network/policy/policy.ts'
import {coversPort} from '../../network/policy/policy-port.ts'
import type {PolicySet} from '../../network/policy/policy-set.ts'
import {isDoubt} from '../../network/policy/truth.ts'
import {describeDoubt} from '../policy-wording.ts'
import {createMembership, formatSets, homeOf, type Membership, type Sets} from './membership.ts'
import {type RulePeers, readRulePeers} from './rule-peers.ts'

/** Whom the policies of one direction are for. The same object for parties whom the same policies are for, as far as is known. */
export interface Subject {
  readonly index: number
  readonly policies: readonly Policy[]
  /** Whether a policy of a network plugin may be for them. */
  readonly hasForeign: boolean
}

/** What the policies of one direction see in whoever is at the other end. The same object where that is the same. */
export interface PeerView {
  readonly index: number
  /** What sort of party it is, which every policy sees. */
  readonly kind: string
  /** By the number of each set of pods that some rule names. */
  readonly sets: Sets
  /** Its address, its node and its namespace, as far as any rule looks at them. */
  readonly rest: string
}

/** Tells parties apart as policies do: whoever is alike to them fares alike. */
export interface PolicyEye {
  /** The policies as they are, but of a group only those are asked that are for it. */
  readonly set: PolicySet
  readonly peers: Readonly<Record<Direction, RulePeers>>
  readonly subject: (party: Party, direction: Direction) => Subject
  /** As the source that ingress rules look at, or the destination of egress rules; `called` is how a Service was called. */
  readonly view: (party: Party, direction: Direction, called?: readonly string[]) => PeerView
  /** Which of the ports that rules name a port is. */
  readonly portKey: (port: EndPort) => string
}

export function openEye(cluster: Cluster, set: PolicySet): PolicyEye {
  const membership = createMembership(podGroupsOf(cluster).all, set)
  const peers = {ingress: readRulePeers(set, 'ingress', membership), egress: readRulePeers(set, 'egress', membership)}
  const comparesNamespaces = peers.ingress.comparesNamespaces || peers.egress.comparesNamespaces
  const placeOf = (group: PodGroup) => (comparesNamespaces ? homeOf(group) : '')
  const subject = createSubjects(set, membership, placeOf)
  return {
    set: narrow(set, subject),
    peers,
    subject,
    view: createViews(peers, membership, placeOf),
    portKey: portKeys(peers),
  }
}

function createSubjects(set: PolicySet, membership: Membership, placeOf: (group: PodGroup) => string): PolicyEye['subject'] {
  const bySet = {ingress: subjectSets(set, 'ingress', membership), egress: subjectSets(set, 'egress', membership)}
  const places = new Map(set.all.map((policy, index) => [policy, index]))
  const inOrder = (policies: readonly Policy[]) => [...new Set(policies)].sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0))
  const byKey = new Map<string, Subject>()
  const intern = (key: string, policies: () => readonly Policy[], hasForeign: boolean): Subject => {
    const known = byKey.get(key)
    if (known) return known
    const created = {index: byKey.size, policies: policies(), hasForeign}
    byKey.set(key, created)
    return created
  }
  const restrict = restrictSets((direction, number) => bySet[direction].has(number))
  return (party, direction) => {
    if (party.kind !== 'pod') return intern(`${direction} ${party.kind} ${foreignNodeKey(set, party)}`, () => [], set.foreign.length > 0)
    const {group} = party
    if (isUnseen(group)) return intern(`${direction} unseen ${homeOf(group)}`, () => set.all, set.foreign.length > 0)
    const own = restrict(direction, membership.setsOf(group))
    const numbers = () => [...own.sets.keys()]
    const isForeign = set.foreign.length > 0 && numbers().some((number) => bySet[direction].get(number)?.hasForeign)
    return intern(
      `${direction} ${placeOf(group)} ${own.key}`,
      () => inOrder(numbers().flatMap((number) => bySet[direction].get(number)?.policies ?? [])),
      isForeign,
    )
  }
}

function createViews(
  peers: Readonly<Record<Direction, RulePeers>>,
  membership: Membership,
  placeOf: (group: PodGroup) => string,
): PolicyEye['view'] {
  const byKey = new Map<string, PeerView>()
  const named = {ingress: new Set(peers.ingress.sets), egress: new Set(peers.egress.sets)}
  const restrict = restrictSets((direction, number) => named[direction].has(number))
  return (party, direction, called = []) => {
    const {intervalOf, hasNodes} = peers[direction]
    const addresses = party.kind === 'outside' ? (party.address === null ? undefined : [party.address]) : party.addresses
    const place = intervalOf ? `${placesOf(addresses, intervalOf)}|${placesOf(called, intervalOf)}` : ''
    const node = hasNodes && party.kind === 'node' ? JSON.stringify([party.name, party.labels]) : ''
    const rest = `${place} ${node} ${party.kind === 'pod' ? placeOf(party.group) : ''}`
    const kind = party.kind === 'pod' && isUnseen(party.group) ? `unseen ${homeOf(party.group)}` : party.kind
    const own = party.kind === 'pod' ? restrict(direction, membership.setsOf(party.group)) : NOTHING
    const key = `${direction} ${kind} ${rest} ${own.key}`
    const view = byKey.get(key) ?? {index: byKey.size, kind, sets: own.sets, rest}
    byKey.set(key, view)
    return view
  }
}

interface RestrictedSets {
  readonly sets: Sets
  readonly key: string
}

const NOTHING: RestrictedSets = {sets: new Map(), key: ''}

/** Those of the sets that count in a direction; worked out once for all groups that share theirs. */
function restrictSets(counts: (direction: Direction, number: number) => boolean): (direction: Direction, sets: Sets) => RestrictedSets {
  const known = {ingress: new Map<Sets, RestrictedSets>(), egress: new Map<Sets, RestrictedSets>()}
  return (direction, sets) => {
    const already = known[direction].get(sets)
    if (already) return already
    const own = new Map([...sets].filter(([number]) => counts(direction, number)))
    const restricted = {sets: own, key: formatSets(own)}
    known[direction].set(sets, restricted)
    return restricted
  }
}

/** Asks of a group only the policies that are for it, in one direction or the other. */
function narrow(set: PolicySet, subject: PolicyEye['subject']): PolicySet {
  const known = new Map<object, readonly Policy[]>()
  const places = new Map(set.all.map((policy, index) => [policy, index]))
  const policiesFor = (group: PodGroup): readonly Policy[] => {
    const party: Party = {kind: 'pod', group, addresses: undefined, node: null, self: undefined}
    const all = new Set((['ingress', 'egress'] as const).flatMap((direction) => subject(party, direction).policies))
    return [...all].filter(({tier}) => tier === 'namespace').sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0))
  }
  return {
    ...set,
    forNamespaceOf: (group) => {
      if (!isWhole(group) || isUnseen(group)) return set.forNamespaceOf(group)
      const policies = known.get(group) ?? policiesFor(group)
      known.set(group, policies)
      return policies
    },
  }
}

/** Whoever asks about pods hands their group over. */
function isWhole(group: Pick<PodGroup, 'namespace' | 'namespaceStated'>): group is PodGroup {
  return 'index' in group && 'labels' in group
}

interface SubjectSet {
  readonly policies: Policy[]
  hasForeign: boolean
}

/** The policies of a direction by the number of the set of pods that they are for; foreign ones are counted, and not judged. */
function subjectSets(set: PolicySet, direction: Direction, {numberOf}: Membership): ReadonlyMap<number, SubjectSet> {
  const byNumber = new Map<number, SubjectSet>()
  const setFor = (subject: PodSet): SubjectSet => {
    const number = numberOf(subject) ?? -1
    const known = byNumber.get(number) ?? {policies: [], hasForeign: false}
    byNumber.set(number, known)
    return known
  }
  for (const policy of set.all) if (policy[direction]) setFor(policy.subject).policies.push(policy)
  for (const foreign of set.foreign) if (foreign[direction]) for (const subject of foreign.subjects) setFor(subject).hasForeign = true
  return byNumber
}

/** Policies of network plugins may be for nodes, by their labels. */
function foreignNodeKey({foreign}: PolicySet, party: Party): string {
  return party.kind === 'node' && foreign.some(({nodes}) => nodes.length > 0) ? JSON.stringify([party.name, party.labels]) : ''
}

function placesOf(addresses: readonly string[] | undefined, intervalOf: (address: string) => number): string {
  return addresses === undefined ? '?' : [...new Set(addresses.map(intervalOf))].sort((a, b) => a - b).join(' ')
}

function portKeys({ingress, egress}: Readonly<Record<Direction, RulePeers>>): (port: EndPort) => string {
  const all = [...ingress.ports, ...egress.ports]
  const keys = new Map<string, string>()
  return (port) => {
    const {number, protocol, names} = port
    const written = `${number} ${protocol} ${names.join(' ')}`
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

/** That of a pod which the input does not have: what it is labelled with is not known. */
function isUnseen({index}: PodGroup): boolean {
  return index < 0
}
