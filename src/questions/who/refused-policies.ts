import type {Cluster} from '../../cluster/cluster.ts'
import type {Policy} from '../../network/policy/policy.ts'
import {policiesOf} from '../../network/policy/policy-set.ts'
import {mayBeForAny} from '../../network/policy/subject.ts'
import type {Finding} from '../../report.ts'
import {findPolicyProblems} from '../policy-findings.ts'
import type {ServiceAnswer} from './service-answer.ts'

/** What no API server takes in policies that are, or would be, for the pods behind Services, or for what leaves anybody who may be a client. */
export function findRefusedPolicies(cluster: Cluster, answers: readonly ServiceAnswer[]): readonly Finding[] {
  const {all, namespaceLabels} = policiesOf(cluster)
  const broken = all.filter(({problems}) => problems.length > 0)
  if (broken.length === 0) return []
  const ends = answers.flatMap(({ports}) => ports.flatMap(({destinations}) => destinations.map(({party}) => party)))
  const groups = [...new Set(ends.flatMap((party) => (party.kind === 'pod' ? party.group : [])))]
  const isForClients = ({egress, problems}: Policy) => egress !== undefined && problems.some(({path}) => path[1] !== 'ingress')
  return findPolicyProblems(broken.filter((policy) => isForClients(policy) || mayBeForAny(policy, groups, namespaceLabels)))
}
