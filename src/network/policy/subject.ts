import type {NamespaceLabels} from './namespace-labels.ts'
import type {PodGroup} from './pod-group.ts'
import {includesGroup} from './pod-set.ts'
import type {Policy} from './policy.ts'
import type {Truth} from './truth.ts'

/** Whether a policy is for pods, in whatever direction. */
export function isSubject({subject}: Pick<Policy, 'subject'>, group: PodGroup, labelsOf: NamespaceLabels): Truth {
  return includesGroup(subject, group, labelsOf, group)
}

/** Whether a policy is for any of these pods, or may be. */
export function mayBeForAny(policy: Pick<Policy, 'subject'>, groups: readonly PodGroup[], labelsOf: NamespaceLabels): boolean {
  return groups.some((group) => isSubject(policy, group, labelsOf) !== false)
}
