import type {Cluster} from '../cluster/cluster.ts'
import {type PolicySet, policiesOf} from '../network/policy/policy-set.ts'
import {CILIUM} from './kube-proxy/products/cilium.ts'

const SETS = new WeakMap<Cluster, PolicySet>()

/**
 * The policies of a cluster, and what the input shows of who enforces them. "By default, CIDR-based selectors do not match in-cluster entities (pods or
 * nodes)" where that is Cilium (docs.cilium.io/en/stable/security/policy/language), in NetworkPolicies too: "ipBlock set with a pod IP" is among the
 * features that it lacks (docs.cilium.io/en/stable/network/kubernetes/policy).
 */
export function policiesAsEnforced(cluster: Cluster): PolicySet {
  const known = SETS.get(cluster)
  if (known) return known
  const set = {...policiesOf(cluster), blocksMissCluster: ciliumOf(cluster)}
  SETS.set(cluster, set)
  return set
}

/** Its agent or its configuration shows it, and so does a policy that nobody else would read. */
function ciliumOf(cluster: Cluster): string | undefined {
  const claim = CILIUM.claim(cluster, false)
  return claim?.name ?? policiesOf(cluster).foreign.find(({product}) => product === 'Cilium')?.product
}
