import type {Place} from '../cluster/object.ts'
import type {Because, PolicyVerdict, SideVerdict} from '../network/policy/judgement.ts'
import type {Direction, Policy, Rule} from '../network/policy/policy.ts'
import {type Location, locatedObject, type Places} from './places.ts'
import {describeBecause} from './policy-wording.ts'

/** What policies say of one connection. */
export interface PolicyData {
  /** Null where it cannot be told. */
  readonly allowed: boolean | null
  /** By the policies that are for who connects. */
  readonly egress: PolicySideData
  /** By those that are for the pod at the end. */
  readonly ingress: PolicySideData
}

export interface PolicySideData {
  readonly allowed: boolean | null
  readonly message: string
  /** Those that decide it, or leave it open. */
  readonly policies: readonly DecidingPolicyData[]
}

export interface DecidingPolicyData extends Location {
  readonly kind: string
  /** Null for what is for the whole cluster. */
  readonly namespace: string | null
  readonly name: string
  /** Its number among the rules of its direction, from 1; null where none of them decides. */
  readonly rule: number | null
}

/** A verdict as JSON has it; where its policies stand goes into `places`. */
export function toPolicyData({allowed, egress, ingress}: PolicyVerdict, places: Places): PolicyData {
  return {allowed, egress: toSideData(egress, 'egress', places), ingress: toSideData(ingress, 'ingress', places)}
}

export function toSideData({allowed, because}: SideVerdict, direction: Direction, places: Places): PolicySideData {
  return {
    allowed,
    message: describeBecause(because, direction),
    policies: decidersOf(because).map(({policy, rule}) => toDecider(policy, rule, places)),
  }
}

/** The policies that a verdict comes from, each with the rule where one decides. */
export function decidersOf(because: Because): readonly {readonly policy: Policy; readonly rule: Rule | undefined}[] {
  switch (because.kind) {
    case 'rule':
      return [because]
    case 'isolated':
      return because.policies.map((policy) => ({policy, rule: undefined}))
    case 'open':
      return because.policy ? [{policy: because.policy, rule: because.rule}] : []
    case 'exempt':
    case 'default':
      return []
  }
}

/** Where a policy says what decides: at its rule, else at its name. */
export function placeOfPolicy({origin}: Policy, rule: Rule | undefined): Place | undefined {
  return origin && {origin, path: rule?.path ?? ['metadata', 'name']}
}

function toDecider(policy: Policy, rule: Rule | undefined, places: Places): DecidingPolicyData {
  const {kind, namespace, name} = policy
  return locatedObject({kind, namespace, name, rule: rule ? rule.index + 1 : null}, placeOfPolicy(policy, rule), places)
}
