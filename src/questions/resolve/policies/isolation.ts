import type {ObjectReference} from '../../../cluster/object.ts'
import type {Doubt} from '../../../network/policy/doubt.ts'
import type {ForeignPolicy} from '../../../network/policy/foreign-policy.ts'
import type {Party} from '../../../network/policy/party.ts'
import type {PodGroup} from '../../../network/policy/pod-group.ts'
import type {Direction, Policy, Rule} from '../../../network/policy/policy.ts'
import type {PolicySet} from '../../../network/policy/policy-set.ts'
import {isSubject} from '../../../network/policy/subject.ts'
import {isDoubt} from '../../../network/policy/truth.ts'
import {compareText} from '../../order.ts'

/** A policy that is for pods in a direction, or may be. */
export interface SelectingPolicy {
  readonly policy: Policy
  /** Those of the direction, in the order written. */
  readonly rules: readonly Rule[]
  /** Why it cannot be told whether it selects the pods; undefined where it does for certain. */
  readonly doubt: Doubt | undefined
}

/** What is for pods in one direction. */
export interface Isolation {
  /**
   * Whether NetworkPolicies isolate the pods: then only what a rule allows passes. Policies of the cluster isolate nobody, whatever they deny. Null
   * where it cannot be told, or where those of another API may do what NetworkPolicies do not.
   */
  readonly isolated: boolean | null
  /** In the order in which they are asked: administrators' by priority, those of the namespace, the baseline; what is asked at once, by name. */
  readonly policies: readonly SelectingPolicy[]
  /** Those of other APIs that are for them, or may be. */
  readonly foreign: readonly ForeignPolicy[]
}

/**
 * Which policies are for pods in a direction. "By default, a pod is non-isolated", and it is isolated for ingress "if there is any NetworkPolicy that
 * both selects the pod and has 'Ingress' in its policyTypes" (https://kubernetes.io/docs/concepts/services-networking/network-policies/).
 * @param isComplete whether all policies that may isolate pods of the namespace were read
 */
export function findIsolation(set: PolicySet, party: Party, direction: Direction, isComplete: boolean): Isolation {
  const foreign = set
    .foreignFor(party)
    .filter((one) => one[direction] !== undefined)
    .toSorted((a, b) => compareReferences(a.reference, b.reference))
  // On the network of a node they are the node, which no policy of these APIs is for.
  if (party.kind !== 'pod') return {isolated: false, policies: [], foreign}
  const {group} = party
  const all = [set.admin, set.forPodsOf(group), set.baseline].flatMap((tier) =>
    tier.toSorted((a, b) => a.priority - b.priority || compareReferences(a.reference, b.reference)),
  )
  const policies = all.flatMap((policy) => selectingPolicy(set, policy, group, direction))
  const isolating = policies.filter(({policy}) => policy.tier === 'namespace')
  const isCertain = isolating.some(({doubt}) => doubt === undefined)
  const isOpen = isolating.length === 0 && isComplete && foreign.every((one) => one[direction]?.mayForbid === 'nothing')
  return {isolated: isCertain ? true : isOpen ? false : null, policies, foreign}
}

/** A running cluster lists its kinds in another order than a file may. */
function compareReferences(one: ObjectReference, other: ObjectReference): number {
  return compareText(one.kind, other.kind) || compareText(one.namespace ?? '', other.namespace ?? '') || compareText(one.name, other.name)
}

function selectingPolicy(set: PolicySet, policy: Policy, group: PodGroup, direction: Direction): readonly SelectingPolicy[] {
  const rules = policy[direction]
  // One of the cluster without rules for a direction says nothing about it; an empty list of a NetworkPolicy forbids everything.
  if (rules === undefined || (rules.length === 0 && policy.tier !== 'namespace')) return []
  const truth = isSubject(policy, group, set.namespaceLabels)
  return truth === false ? [] : [{policy, rules, doubt: isDoubt(truth) ? truth : undefined}]
}

/** Of one baseline there is no need. */
export function hasPriority({kind}: Policy): boolean {
  return kind === 'AdminNetworkPolicy' || kind === 'ClusterNetworkPolicy'
}
