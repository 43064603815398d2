import type {Cluster, OtherObject} from '../../cluster/cluster.ts'
import {groupBy} from '../../cluster/group-by.ts'
import {obtain} from '../../cluster/obtain.ts'
import {readClusterPolicy} from './cluster-policy.ts'
import {createForeignIndex} from './foreign-effect.ts'
import {type ForeignPolicy, readForeignPolicy} from './foreign-policy.ts'
import {type NamespaceLabels, namespaceLabelsOf} from './namespace-labels.ts'
import {readNetworkPolicy} from './network-policy.ts'
import type {Party} from './party.ts'
import type {Surroundings} from './peer.ts'
import type {PodGroup} from './pod-group.ts'
import type {Policy} from './policy.ts'
import {indexPolicies, type PoliciesByLabel} from './policy-index.ts'

/** All policies of a cluster, and what they are judged by. */
export interface PolicySet extends Surroundings {
  /** In the order of the input. */
  readonly all: readonly Policy[]
  /** By priority, the lowest first. */
  readonly admin: readonly Policy[]
  readonly baseline: readonly Policy[]
  /** The NetworkPolicies that may select pods of a group by its namespace; one that is not stated may be meant to be any. */
  readonly forNamespaceOf: (group: Pick<PodGroup, 'namespace' | 'namespaceStated' | 'pods'>) => readonly Policy[]
  /** Those of them that may select the group by its labels too; they have yet to be asked. */
  readonly forPodsOf: (group: PodGroup) => readonly Policy[]
  /** Policies of other APIs, which are named and not judged. */
  readonly foreign: readonly ForeignPolicy[]
  /** Those of them that may be for one end of a connection. */
  readonly foreignFor: (subject: Party) => readonly ForeignPolicy[]
}

const SETS = new WeakMap<Cluster, PolicySet>()

/** The policies of a cluster, read once. */
export function policiesOf(cluster: Cluster): PolicySet {
  const known = SETS.get(cluster)
  if (known) return known
  const {others} = cluster
  const foreign = others.flatMap((object) => readForeignPolicy(object, others) ?? [])
  const all = createPolicySet(others.flatMap(readPolicy), namespaceLabelsOf(cluster), foreign)
  const set =
    cluster.redefined === 0
      ? all
      : {
          ...all,
          forNamespaceOf: nearestOf(cluster, all.forNamespaceOf),
          forPodsOf: nearestOf(cluster, all.forPodsOf),
        }
  SETS.set(cluster, set)
  return set
}

/** Where the input has several definitions of one policy, variants of manifests as a rule, that nearest to the pods counts. */
function nearestOf<Group extends Pick<PodGroup, 'pods'>>(
  {counts}: Cluster,
  all: (group: Group) => readonly Policy[],
): (group: Group) => readonly Policy[] {
  return (group) => {
    const [pod] = group.pods
    return all(group).filter((policy) => counts(policy, {origin: pod?.origin}))
  }
}

function readPolicy(object: OtherObject): readonly Policy[] {
  const policy = readNetworkPolicy(object) ?? readClusterPolicy(object)
  return policy ? [policy] : []
}

const NO_POLICIES: readonly Policy[] = []

export function createPolicySet(
  all: readonly Policy[],
  namespaceLabels: NamespaceLabels,
  foreign: readonly ForeignPolicy[] = [],
): PolicySet {
  const ofTier = (tier: Policy['tier']) => all.filter((policy) => policy.tier === tier)
  const byPriority = (tier: Policy['tier']) => ofTier(tier).toSorted((a, b) => a.priority - b.priority)
  const ofNamespaces = ofTier('namespace')
  const unstated = ofNamespaces.filter(({namespaceStated}) => !namespaceStated)
  const byNamespace: ReadonlyMap<string | null, readonly Policy[]> = groupBy(ofNamespaces, ({namespace}) => namespace)
  const byLabel = new Map<readonly Policy[], PoliciesByLabel>()
  const among = (some: readonly Policy[], {labels}: PodGroup) => obtain(byLabel, some, () => indexPolicies(some))(labels)
  const inNamespace = (namespace: string) => byNamespace.get(namespace) ?? NO_POLICIES
  const join = (own: readonly Policy[], others: readonly Policy[]) => (others.length === 0 ? own : [...new Set([...own, ...others])])
  return {
    all,
    admin: byPriority('admin'),
    baseline: byPriority('baseline'),
    forNamespaceOf: ({namespace, namespaceStated}) => (namespaceStated ? join(inNamespace(namespace), unstated) : ofNamespaces),
    forPodsOf: (group) =>
      group.namespaceStated ? join(among(inNamespace(group.namespace), group), among(unstated, group)) : among(ofNamespaces, group),
    foreign,
    foreignFor: createForeignIndex(foreign, namespaceLabels),
    namespaceLabels,
    blocksMissCluster: undefined,
  }
}
