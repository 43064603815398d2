import type {Cluster} from '../../../cluster/cluster.ts'
import type {Pod} from '../../../cluster/pod.ts'
import {findUnread, type ReadableKindName} from '../../../cluster/read.ts'
import {partyOfPod} from '../../../network/policy/parties.ts'
import type {Party} from '../../../network/policy/party.ts'
import type {PodGroup} from '../../../network/policy/pod-group.ts'
import type {PolicySet} from '../../../network/policy/policy-set.ts'
import {CLUSTER_POLICY_KINDS, NAMESPACED_POLICY_KINDS} from '../../reads/policy-reads.ts'
import type {SelectedPod} from '../selected-pod.ts'
import {findIsolation, type Isolation} from './isolation.ts'

/** Pods of one name that no policy tells apart: those of a workload, as a rule. */
export interface PolicedPods {
  /** What the question called them: `deploy/web`. */
  readonly name: string
  readonly namespace: string
  readonly pods: readonly Pod[]
  /** Such pods are the node to everybody else, and no policy is for them. */
  readonly isOnHostNetwork: boolean
  readonly ingress: Isolation
  readonly egress: Isolation
}

/** Which policies are for pods that were asked about; worked out once for all pods with the same labels. */
export function findPolicedPods(cluster: Cluster, set: PolicySet, asked: readonly SelectedPod[]): readonly PolicedPods[] {
  const byGroup = new Map<PodGroup, Isolations>()
  const found = new Map<string, PolicedPods & {readonly pods: Pod[]}>()
  for (const {pod, name} of asked) {
    const {namespace} = pod
    const party = partyOfPod(cluster, pod)
    const group = party.kind === 'pod' ? party.group : undefined
    const isolations = (group && byGroup.get(group)) ?? findIsolations(cluster, set, party, namespace)
    if (group) byGroup.set(group, isolations)
    const key = JSON.stringify([namespace, name, group === undefined, ...policiesIn(isolations)])
    const known = found.get(key)
    if (known) known.pods.push(pod)
    else found.set(key, {name, namespace, pods: [pod], isOnHostNetwork: group === undefined, ...isolations})
  }
  return [...found.values()]
}

/** Those of administrators deny and isolate nobody. */
const OF_ADMINISTRATORS: readonly ReadableKindName[] = ['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy']
/** The kinds that may close a direction. */
const ISOLATING = [...NAMESPACED_POLICY_KINDS, ...CLUSTER_POLICY_KINDS].filter((kind) => !OF_ADMINISTRATORS.includes(kind))

type Isolations = Pick<PolicedPods, 'ingress' | 'egress'>

function findIsolations(cluster: Cluster, set: PolicySet, party: Party, namespace: string): Isolations {
  const isComplete = ISOLATING.every((kind) => findUnread(cluster.coverage, kind, {namespace}) === undefined)
  return {ingress: findIsolation(set, party, 'ingress', isComplete), egress: findIsolation(set, party, 'egress', isComplete)}
}

/** Which policies they are, and whether for certain. */
function policiesIn({ingress, egress}: Isolations): readonly string[][] {
  return [ingress, egress].map(({policies, foreign}) => [
    ...policies.map(({policy, doubt}) => [policy.kind, policy.namespace, policy.name, doubt?.kind].join('/')),
    ...foreign.map(({product, reference}) => [product, reference.kind, reference.namespace, reference.name].join('/')),
  ])
}
