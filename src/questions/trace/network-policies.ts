import type {Cluster} from '../../cluster/cluster.ts'
import type {Pod} from '../../cluster/pod.ts'
import {podGroupsOf} from '../../network/policy/pod-group.ts'
import {policiesOf} from '../../network/policy/policy-set.ts'
import {mayBeForAny} from '../../network/policy/subject.ts'
import {enumerate} from '../naming.ts'
import {nameOfPolicy} from '../policy-wording.ts'

/** Where nobody in particular connects: which NetworkPolicies are for the pods that a connection goes to, and what to ask to hear whom they let in. */
export function policyNotes(cluster: Cluster, pods: readonly Pod[]): readonly string[] {
  const {all, namespaceLabels} = policiesOf(cluster)
  if (pods.length === 0 || all.length === 0) return []
  const groups = [...new Set(pods.map((pod) => podGroupsOf(cluster).of(pod)))]
  const selecting = all.filter((policy) => policy.tier === 'namespace' && policy.ingress && mayBeForAny(policy, groups, namespaceLabels))
  if (selecting.length === 0) return []
  return [`policies decide who reaches its pods (${enumerate(selecting.map(nameOfPolicy))}): ask with --from, or with --who`]
}
