import type {Cluster} from '../../cluster/cluster.ts'
import {podGroupsOf} from '../../network/policy/pod-group.ts'
import {policiesOf} from '../../network/policy/policy-set.ts'
import {mayBeForAny} from '../../network/policy/subject.ts'
import type {Finding} from '../../report.ts'
import {podOf} from '../pod-of-endpoint.ts'
import {findPolicyProblems} from '../policy-findings.ts'
import type {Caller} from './caller.ts'
import {podsOf} from './client-parties.ts'
import type {BackendData} from './trace-data.ts'

/** What no API server takes in policies that are, or would be, for either end of a connection. */
export function findRefusedPolicies(
  cluster: Cluster,
  {object, stated}: Caller,
  namespace: string,
  backends: readonly BackendData[],
): readonly Finding[] {
  const {all, namespaceLabels} = policiesOf(cluster)
  const broken = stated ? all.filter(({problems}) => problems.length > 0) : []
  if (broken.length === 0) return []
  const pods = [...(object ? podsOf(cluster, object) : []), ...backends.flatMap((backend) => podOf(cluster, namespace, backend) ?? [])]
  const groups = [...new Set(pods.map((pod) => podGroupsOf(cluster).of(pod)))]
  return findPolicyProblems(broken.filter((policy) => mayBeForAny(policy, groups, namespaceLabels)))
}
