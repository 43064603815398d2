import type {LocatedDoubt} from './doubt.ts'
import {withForeign} from './foreign-effect.ts'
import {type Outcome, possibleOutcomes, type Question} from './outcome.ts'
import type {CalledAddress, EndPort, Party} from './party.ts'
import type {Direction, Policy, Rule} from './policy.ts'
import type {PolicySet} from './policy-set.ts'

/** A connection as it arrives: its destination and port after the Service was translated, its source as the destination sees it. */
export interface PolicyConnection {
  readonly source: Party
  readonly destination: Party
  readonly port: EndPort
  readonly called: readonly CalledAddress[]
}

/** Why one end lets a connection pass, or not. */
export type Because =
  /** No policy can forbid it: a pod reaches itself, its node reaches it, and nodes and the outside are nobody's subjects. */
  | {readonly kind: 'exempt'; readonly why: 'self' | 'own-node' | 'no-pod'}
  /** A rule allows or denies it. */
  | {readonly kind: 'rule'; readonly policy: Policy; readonly rule: Rule}
  /** NetworkPolicies select the pod for this direction, and no rule of them lets it pass. */
  | {readonly kind: 'isolated'; readonly policies: readonly Policy[]}
  /** Nothing selects the pod, or nothing that does says a word about it. */
  | {readonly kind: 'default'}
  | ({readonly kind: 'open'} & LocatedDoubt)

export interface SideVerdict {
  /** Null where it cannot be told. */
  readonly allowed: boolean | null
  readonly because: Because
}

interface Exemption {
  readonly allowed: true
  readonly because: Extract<Because, {readonly kind: 'exempt'}>
}

export interface PolicyVerdict {
  readonly allowed: boolean | null
  /** What the policies of the source say. */
  readonly egress: SideVerdict
  /** What those of the destination say. */
  readonly ingress: SideVerdict
}

/** Whether policies let a connection pass: both ends must. */
export function judgeConnection(set: PolicySet, connection: PolicyConnection): PolicyVerdict {
  return unlessExempt(set, connection, () => ({
    egress: judgeSide(set, 'egress', connection),
    ingress: judgeSide(set, 'ingress', connection),
  }))
}

/** The verdict of both sides, unless no policy can forbid the connection. */
export function unlessExempt(
  {admin, baseline}: PolicySet,
  connection: PolicyConnection,
  judge: () => Pick<PolicyVerdict, 'egress' | 'ingress'>,
): PolicyVerdict {
  const exempt = exemptionOf(connection)
  if (exempt && admin.length === 0 && baseline.length === 0) return {allowed: true, egress: exempt, ingress: exempt}
  const {egress, ingress} = judge()
  const allowed = egress.allowed === false || ingress.allowed === false ? false : egress.allowed === null ? null : ingress.allowed
  return {allowed, egress, ingress}
}

/**
 * "A Pod cannot block access to itself", and "traffic to and from the node where a Pod is running is always allowed, regardless of the IP address of the
 * Pod or the node" (https://kubernetes.io/docs/concepts/services-networking/network-policies/). That is said of NetworkPolicies.
 */
function exemptionOf({source, destination}: PolicyConnection): Exemption | undefined {
  if (source.kind === 'pod' && destination.kind === 'pod' && source.self !== undefined && source.self === destination.self)
    return {allowed: true, because: {kind: 'exempt', why: 'self'}}
  return isOwnNode(source, destination) || isOwnNode(destination, source)
    ? {allowed: true, because: {kind: 'exempt', why: 'own-node'}}
    : undefined
}

function isOwnNode(one: Party, other: Party): boolean {
  return one.kind === 'node' && other.kind === 'pod' && one.name !== null && one.name === other.node
}

/** What the policies that are for one end say. */
export function judgeSide(set: PolicySet, direction: Direction, connection: PolicyConnection): SideVerdict {
  return withForeign(judgeKnown(set, direction, connection), set, direction, connection)
}

function judgeKnown(set: PolicySet, direction: Direction, connection: PolicyConnection): SideVerdict {
  const exempt = exemptionOf(connection)
  const subject = direction === 'ingress' ? connection.destination : connection.source
  if (subject.kind !== 'pod') return exempt ?? {allowed: true, because: {kind: 'exempt', why: 'no-pod'}}
  const question = {direction, subject: subject.group, connection}
  if (exempt) return unlessOverruled(set, question, exempt)
  const verdict = conclude(possibleOutcomes(set, {...question, isExempt: false}))
  if (verdict.allowed !== false || !mayBeOwnNode(connection)) return verdict
  // Where policies of the cluster deny it to its own node too, it does not matter which one it is.
  return conclude(possibleOutcomes(set, {...question, isExempt: true})).allowed === false ? verdict : unlessDenied(verdict)
}

/**
 * What no NetworkPolicy can forbid, policies of the cluster may: their `nodes` "if present but empty, selects all Nodes", and of itself only "a Pod
 * connecting to its own Pod IP is not subject to CNP", while one "connecting to a Service IP that the service proxy load-balances back to the same Pod
 * is" (https://network-policy-api.sigs.k8s.io/api-overview/). Of that the two kinds before ClusterNetworkPolicy say nothing.
 */
function unlessOverruled(set: PolicySet, question: Omit<Question, 'around' | 'isExempt'>, exempt: Exemption): SideVerdict {
  const isItself = exempt.because.why === 'self'
  if (isItself && question.connection.called.length === 0) return exempt
  const verdict = conclude(possibleOutcomes(set, {...question, isExempt: true}))
  if (verdict.allowed === true) return verdict.because.kind === 'default' ? exempt : verdict
  const {allowed, because} = verdict
  if (allowed === null || !isItself || because.kind !== 'rule' || because.policy.kind === 'ClusterNetworkPolicy') return verdict
  const {policy, rule} = because
  return {
    allowed: null,
    because: {kind: 'open', doubt: {kind: 'rewritten', address: null, what: 'source'}, policy, rule, object: policy.reference},
  }
}

/** A node of which nobody knows whether it is the pod's own. */
function mayBeOwnNode({source, destination}: PolicyConnection): boolean {
  const isOpen = (one: Party, other: Party) => one.kind === 'node' && other.kind === 'pod' && (one.name === null || other.node === null)
  return isOpen(source, destination) || isOpen(destination, source)
}

function unlessDenied(verdict: SideVerdict): SideVerdict {
  if (verdict.allowed !== false) return verdict
  const {because} = verdict
  const policy = because.kind === 'rule' ? because.policy : because.kind === 'isolated' ? because.policies[0] : undefined
  return {allowed: null, because: {kind: 'open', doubt: {kind: 'own-node'}, policy, rule: undefined, object: undefined}}
}

/** What all that may come agrees on. */
function conclude(outcomes: readonly Outcome[]): SideVerdict {
  const ends = outcomes.map(
    (one): Extract<Outcome, {kind: 'decided'}> =>
      one.kind === 'decided' ? one : {kind: 'decided', allowed: true, because: {kind: 'default'}, doubt: one.doubt},
  )
  const certain = ends.find(({doubt}) => doubt === undefined) ?? ends.at(-1)
  if (!certain) return {allowed: true, because: {kind: 'default'}}
  const apart = ends.find(({allowed}) => allowed !== certain.allowed)
  if (!apart) return {allowed: certain.allowed, because: certain.because}
  const doubt = apart.doubt ?? certain.doubt
  if (!doubt) return {allowed: certain.allowed, because: certain.because}
  return {allowed: null, because: {kind: 'open', ...doubt}}
}
