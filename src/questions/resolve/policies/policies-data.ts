import type {ObjectReference} from '../../../cluster/object.ts'
import type {ForeignPolicy} from '../../../network/policy/foreign-policy.ts'
import type {Direction} from '../../../network/policy/policy.ts'
import {type Location, locatedObject, type Places} from '../../places.ts'
import {placeOfPolicy} from '../../policy-data.ts'
import {describeDoubt, describeScope} from '../../policy-wording.ts'
import {hasPriority, type Isolation, type SelectingPolicy} from './isolation.ts'
import type {PolicedPods} from './policed-pods.ts'

/** What `-o json` prints of the policies that are for a pod. */
export interface PodPolicies {
  /** On the network of its node no policy is for it. */
  readonly hostNetwork: boolean
  readonly ingress: IsolationData
  readonly egress: IsolationData
}

export interface IsolationData {
  /** Whether NetworkPolicies isolate it for the direction; null where it cannot be told. */
  readonly isolated: boolean | null
  readonly policies: readonly SelectingPolicyData[]
  /** Those of other APIs that are for it, or may be: what they say is not judged. */
  readonly foreign: readonly ForeignPolicyData[]
}

export interface SelectingPolicyData extends Location {
  readonly kind: string
  /** Null for what is for the whole cluster. */
  readonly namespace: string | null
  readonly name: string
  readonly tier: 'admin' | 'namespace' | 'baseline'
  /** Null where the kind has none. */
  readonly priority: number | null
  /** Null where it cannot be told. */
  readonly selects: true | null
  /** Why not. */
  readonly reason: string | null
  /** None of a NetworkPolicy lets nobody pass. */
  readonly rules: readonly {readonly action: string; readonly name: string | null; readonly description: string}[]
}

export interface ForeignPolicyData extends ObjectReference, Location {
  readonly product: string
}

/** The policies of pods as JSON has them; where they stand goes into `places`. */
export function toPodPolicies({isOnHostNetwork, ingress, egress}: PolicedPods, places: Places): PodPolicies {
  return {
    hostNetwork: isOnHostNetwork,
    ingress: toIsolationData(ingress, 'ingress', places),
    egress: toIsolationData(egress, 'egress', places),
  }
}

function toIsolationData({isolated, policies, foreign}: Isolation, direction: Direction, places: Places): IsolationData {
  return {
    isolated,
    policies: policies.map((one) => toSelectingPolicy(one, direction, places)),
    foreign: foreign.map((one) => toForeignPolicy(one, places)),
  }
}

function toForeignPolicy({reference, product, origin}: ForeignPolicy, places: Places): ForeignPolicyData {
  const {kind, namespace, name} = reference
  return locatedObject({kind, namespace, name, product}, origin && {origin, path: ['metadata', 'name']}, places)
}

function toSelectingPolicy({policy, rules, doubt}: SelectingPolicy, direction: Direction, places: Places): SelectingPolicyData {
  const {kind, namespace, name, tier, priority} = policy
  const data = {
    kind,
    namespace,
    name,
    tier,
    priority: hasPriority(policy) ? priority : null,
    selects: doubt ? null : (true as const),
    reason: doubt ? describeDoubt(doubt) : null,
    rules: rules.map((rule) => ({action: rule.action, name: rule.name ?? null, description: describeScope(rule, direction)})),
  }
  return locatedObject(data, placeOfPolicy(policy, undefined), places)
}
