import type {Doubt, LocatedDoubt} from './doubt.ts'
import type {Because, PolicyConnection} from './judgement.ts'
import {isPeer, type Surroundings} from './peer.ts'
import type {PodGroup} from './pod-group.ts'
import type {Direction, Policy, PolicyKind, Rule} from './policy.ts'
import {coversPort} from './policy-port.ts'
import type {PolicySet} from './policy-set.ts'
import {isSubject} from './subject.ts'
import {and, anyOf, isDoubt, type Truth} from './truth.ts'

/** What the policies that are for one end are asked. */
export interface Question {
  readonly direction: Direction
  readonly subject: PodGroup
  readonly connection: PolicyConnection
  readonly around: Surroundings
  /** NetworkPolicies cannot forbid the connection: those that select the pod let it pass. Policies of the cluster can. */
  readonly isExempt: boolean
}

/** What may come of a connection. With a doubt it is only possible; without, it is what comes of it where no doubt comes true. */
export type Outcome =
  | {readonly kind: 'decided'; readonly allowed: boolean; readonly because: Because; readonly doubt: LocatedDoubt | undefined}
  /** The next tier is asked: `passedBy` says so, or nobody says anything. */
  | {readonly kind: 'next'; readonly passedBy: Policy | undefined; readonly doubt: LocatedDoubt | undefined}

/** Everything that may come of it: the tier of administrators, that of namespaces, and the baseline are asked in this order. */
export function possibleOutcomes(set: PolicySet, asked: Omit<Question, 'around'>): readonly Outcome[] {
  const question: Question = {...asked, around: set}
  const {admin, baseline, forPodsOf} = set
  const askOwn = () => (question.isExempt ? askExempt : askNamespaces)(forPodsOf(question.subject), question)
  // A tier without policies says nothing, and most clusters have only the one of namespaces.
  if (admin.length === 0 && baseline.length === 0) return askOwn()
  const tiers = [() => askTier(admin, question), askOwn, () => askTier(baseline, question)]
  let outcomes: readonly Outcome[] = [NOTHING_SAID]
  for (const ask of tiers) {
    const waiting = outcomes.filter(({kind}) => kind === 'next')
    if (waiting.length === 0) break
    const doubt = waiting.every((one) => one.doubt) ? waiting[0]?.doubt : undefined
    outcomes = [...outcomes.filter(({kind}) => kind === 'decided'), ...ask().map((one) => ({...one, doubt: one.doubt ?? doubt}))]
  }
  return outcomes
}

const NOTHING_SAID: Outcome = {kind: 'next', passedBy: undefined, doubt: undefined}

/** NetworkPolicies add up: whom none selects is not held up, and whom some select passes only by a rule of one of them. */
function askNamespaces(policies: readonly Policy[], question: Question): readonly Outcome[] {
  const selecting: Policy[] = []
  const outcomes: Outcome[] = []
  let isIsolated = false
  for (const policy of policies) {
    const rules = policy[question.direction]
    const isFor = rules ? isSubject(policy, question.subject, question.around.namespaceLabels) : false
    if (!rules || isFor === false) continue
    const {rule, truth} = findAllowing(rules, question)
    if (isFor === true && truth === true && rule) return [decided(policy, rule)]
    selecting.push(policy)
    if (isFor === true) isIsolated = true
    const doubt = isDoubt(isFor) ? isFor : truth
    if (!isDoubt(doubt)) continue
    if (rule) outcomes.push({...decided(policy, rule), doubt: located(doubt, policy, rule)})
    if (truth !== true) outcomes.push({...isolated([policy]), doubt: located(doubt, policy, rule)})
  }
  return [...outcomes, isIsolated ? isolated(selecting) : NOTHING_SAID]
}

/** Where NetworkPolicies can forbid nothing: those that select the pod decide all the same, so that the baseline is not asked. */
function askExempt(policies: readonly Policy[], question: Question): readonly Outcome[] {
  const outcomes: Outcome[] = []
  for (const policy of policies) {
    const isFor = policy[question.direction] ? isSubject(policy, question.subject, question.around.namespaceLabels) : false
    if (isFor === false) continue
    const doubt = isDoubt(isFor) ? located(isFor, policy, undefined) : undefined
    outcomes.push({kind: 'decided', allowed: true, because: {kind: 'default'}, doubt})
    if (!doubt) return outcomes
  }
  return [...outcomes, NOTHING_SAID]
}

function isolated(policies: readonly Policy[]): Outcome {
  return {kind: 'decided', allowed: false, because: {kind: 'isolated', policies}, doubt: undefined}
}

/** The first rule that matches, else the first that may. */
function findAllowing(rules: readonly Rule[], question: Question): {readonly rule: Rule | undefined; readonly truth: Truth} {
  let open: {readonly rule: Rule; readonly truth: Truth} | undefined
  for (const rule of rules) {
    const truth = matchesRule(rule, question)
    if (truth === true) return {rule, truth}
    if (truth !== false) open ??= {rule, truth}
  }
  return open ?? {rule: undefined, truth: false}
}

/** Policies of the cluster: the first rule that matches decides, by priority and then in the order written. Of two APIs nobody says which comes first. */
function askTier(policies: readonly Policy[], question: Question): readonly Outcome[] {
  const kinds = [...new Set(policies.map(({kind}) => kind))]
  const [one = [NOTHING_SAID], other] = kinds.map((kind) => askApi(policies, kind, question))
  return other ? inAnyOrder(one, other) : one
}

function askApi(policies: readonly Policy[], kind: PolicyKind, question: Question): readonly Outcome[] {
  const outcomes: Outcome[] = []
  const own = policies.filter((policy) => policy.kind === kind)
  for (const priority of new Set(own.map((policy) => policy.priority))) {
    const certain: Outcome[] = []
    for (const policy of own) {
      if (policy.priority !== priority) continue
      const {matched, possible} = firstMatch(policy, question)
      outcomes.push(...possible)
      if (matched) certain.push(matched)
    }
    if (certain.length > 0) return [...outcomes, ...unlessTied(certain)]
  }
  return [...outcomes, NOTHING_SAID]
}

function firstMatch(policy: Policy, question: Question): {readonly matched: Outcome | undefined; readonly possible: readonly Outcome[]} {
  const possible: Outcome[] = []
  const rules = policy[question.direction] ?? []
  const isFor = rules.length > 0 ? isSubject(policy, question.subject, question.around.namespaceLabels) : false
  if (isFor === false) return {matched: undefined, possible}
  for (const rule of rules) {
    const matches = matchesRule(rule, question)
    const truth = and(isFor, () => matches)
    if (truth === true) return {matched: decided(policy, rule), possible}
    if (truth !== false) possible.push({...decided(policy, rule), doubt: located(truth, policy, rule)})
    // Whoever the policy is for, no connection gets past this rule.
    if (matches === true) break
  }
  return {matched: undefined, possible}
}

/** Policies of one priority that do not agree: "there is no way for the user to reliably determine which one it will choose" (ClusterNetworkPolicySpec). */
function unlessTied(certain: readonly Outcome[]): readonly Outcome[] {
  const [first, ...others] = certain
  const rival = first && others.find((one) => effectOf(one) !== effectOf(first))
  if (!first || !rival) return certain
  const doubt = orderDoubt(first, rival)
  return certain.map((one) => ({...one, doubt}))
}

/** Two APIs of one tier. */
function inAnyOrder(one: readonly Outcome[], other: readonly Outcome[]): readonly Outcome[] {
  const [certain, rival] = [one.at(-1), other.at(-1)]
  const isSilent = (outcome: Outcome | undefined) => !outcome || effectOf(outcome) === 'silence'
  if (isSilent(certain)) return [...one.slice(0, -1), ...other]
  if (isSilent(rival)) return [...other.slice(0, -1), ...one]
  if (!certain || !rival || effectOf(certain) === effectOf(rival)) return [...one, ...other]
  const doubt = orderDoubt(certain, rival)
  return [...one, ...other].map((outcome) => ({...outcome, doubt: outcome.doubt ?? doubt}))
}

function effectOf(outcome: Outcome): 'allow' | 'deny' | 'pass' | 'silence' {
  if (outcome.kind === 'next') return outcome.passedBy ? 'pass' : 'silence'
  return outcome.allowed ? 'allow' : 'deny'
}

function orderDoubt(one: Outcome, other: Outcome): LocatedDoubt | undefined {
  const [first, second] = [policyOf(one), policyOf(other)]
  return first && second && {doubt: {kind: 'order', policies: [first, second]}, policy: first, rule: undefined, object: first.reference}
}

function policyOf(outcome: Outcome): Policy | undefined {
  if (outcome.kind === 'next') return outcome.passedBy
  return outcome.because.kind === 'rule' ? outcome.because.policy : undefined
}

function decided(policy: Policy, rule: Rule): Outcome {
  if (rule.action === 'pass') return {kind: 'next', passedBy: policy, doubt: undefined}
  return {kind: 'decided', allowed: rule.action === 'allow', because: {kind: 'rule', policy, rule}, doubt: undefined}
}

function located(doubt: Doubt, policy: Policy, rule: Rule | undefined): LocatedDoubt {
  return {doubt, policy, rule, object: policy.reference}
}

function matchesRule({peers, ports, refused}: Rule, {direction, subject, connection, around}: Question): Truth {
  const {source, destination, port, called} = connection
  const other = direction === 'ingress' ? source : destination
  const isCovered = ports === 'any' || anyOf(ports, (entry) => coversPort(entry, port))
  const isMatched = and(isCovered, () =>
    peers === 'anyone' ? true : anyOf(peers, (peer) => isPeer(peer, other, subject, around, direction === 'egress' ? called : [])),
  )
  return and(isMatched, () => (refused === undefined ? true : {kind: 'not-understood', message: refused}))
}
