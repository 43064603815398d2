import type {LocatedDoubt} from './doubt.ts'
import {type Outcome, possibleOutcomes} from './outcome.ts'
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

export interface PolicyVerdict {
  readonly allowed: boolean | null
  /** What the policies of the source say. */
  readonly egress: SideVerdict
  /** What those of the destination say. */
  readonly ingress: SideVerdict
}

/** Whether policies let a connection pass: both ends must. */
export function judgeConnection(set: PolicySet, connection: PolicyConnection): PolicyVerdict {
  return unlessExempt(connection, () => ({
    egress: judgeSide(set, 'egress', connection),
    ingress: judgeSide(set, 'ingress', connection),
  }))
}

/** The verdict of both sides, unless no policy can forbid the connection. */
export function unlessExempt(connection: PolicyConnection, judge: () => Pick<PolicyVerdict, 'egress' | 'ingress'>): PolicyVerdict {
  const exempt = exemptionOf(connection)
  if (exempt) return {allowed: true, egress: exempt, ingress: exempt}
  const {egress, ingress} = judge()
  const allowed = egress.allowed === false || ingress.allowed === false ? false : egress.allowed === null ? null : ingress.allowed
  return {allowed, egress, ingress}
}

/**
 * "A Pod cannot block access to itself", and "traffic to and from the node where a Pod is running is always allowed, regardless of the IP address of the
 * Pod or the node" (https://kubernetes.io/docs/concepts/services-networking/network-policies/).
 */
function exemptionOf({source, destination}: PolicyConnection): SideVerdict | undefined {
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
  const exempt = exemptionOf(connection)
  if (exempt) return exempt
  const subject = direction === 'ingress' ? connection.destination : connection.source
  if (subject.kind !== 'pod') return {allowed: true, because: {kind: 'exempt', why: 'no-pod'}}
  const outcomes = possibleOutcomes(set, {direction, subject: subject.group, connection})
  return mayBeOwnNode(connection) ? unlessDenied(conclude(outcomes)) : conclude(outcomes)
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
