import {matchesLabels} from '../../cluster/label-selector.ts'
import type {ForeignEffect, ForeignPolicy} from './foreign-policy.ts'
import type {PolicyConnection, SideVerdict} from './judgement.ts'
import type {NamespaceLabels} from './namespace-labels.ts'
import type {Party} from './party.ts'
import type {PodGroup} from './pod-group.ts'
import {includesGroup} from './pod-set.ts'
import type {Direction} from './policy.ts'
import type {PolicySet} from './policy-set.ts'

/** The verdict of one end, unless a policy of another API may be for it and could make something else of it. */
export function withForeign(verdict: SideVerdict, set: PolicySet, direction: Direction, connection: PolicyConnection): SideVerdict {
  if (set.foreign.length === 0 || verdict.allowed === null) return verdict
  // A pod and itself, or its node. Nodes are subjects of some.
  if (verdict.because.kind === 'exempt' && verdict.because.why !== 'no-pod') return verdict
  const {source, destination} = connection
  const [subject, other] = direction === 'ingress' ? [destination, source] : [source, destination]
  const policy = set.foreignFor(subject).find((one) => couldChange(one[direction], verdict, other))
  if (!policy) return verdict
  const doubt = {kind: 'foreign', policy} as const
  return {allowed: null, because: {kind: 'open', doubt, policy: undefined, rule: undefined, object: policy.reference}}
}

function couldChange(effect: ForeignEffect | undefined, {allowed, because}: SideVerdict, other: Party): boolean {
  if (!effect) return false
  if (allowed === false) return effect.mayAllow
  switch (effect.mayForbid) {
    case 'anything':
      return true
    case 'what-leaves-the-cluster':
      return other.kind !== 'pod'
    case 'what-no-rule-allows':
      // What the baseline allows is asked last of all.
      return because.kind !== 'rule' || because.policy.tier === 'baseline'
    case 'nothing':
      return false
  }
}

/** The policies that may be for one end of a connection; worked out once for each group of pods. */
export function createForeignIndex(
  policies: readonly ForeignPolicy[],
  namespaceLabels: NamespaceLabels,
): (subject: Party) => readonly ForeignPolicy[] {
  const byGroup = new WeakMap<PodGroup, readonly ForeignPolicy[]>()
  const forGroup = (group: PodGroup) => {
    const known = byGroup.get(group)
    if (known) return known
    const found = policies.filter(({subjects}) => subjects.some((pods) => includesGroup(pods, group, namespaceLabels, group) !== false))
    byGroup.set(group, found)
    return found
  }
  return (subject) => {
    switch (subject.kind) {
      case 'pod':
        return forGroup(subject.group)
      case 'node': {
        const {labels} = subject
        return policies.filter(({nodes}) => nodes.some((selector) => labels === undefined || matchesLabels(selector, labels)))
      }
      case 'outside':
        return []
    }
  }
}
