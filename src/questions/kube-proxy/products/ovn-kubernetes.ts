import type {Cluster} from '../../../cluster/cluster.ts'
import {findRunningDaemonSet, nameOfDaemonSet} from '../daemon-set.ts'
import type {Claim, ProxyProduct} from './product.ts'

/** Upstream's, and OpenShift's. */
const NAMESPACES = ['ovn-kubernetes', 'openshift-ovn-kubernetes']

/**
 * OVN-Kubernetes makes each Service load balancers of OVN: on the switch of a node for what its pods send, on its gateway router for what comes from
 * outside. OpenShift's network operator installs no kube-proxy beside it.
 * Source: ovn-kubernetes.io/design/service-traffic-policy; defaultDeployKubeProxy in openshift/cluster-network-operator
 */
export const OVN_KUBERNETES: ProxyProduct = {means: 'load balancers of OVN', claim: claimOfOvn, differences: () => []}

function claimOfOvn(cluster: Cluster): Claim | undefined {
  const agent = findRunningDaemonSet(cluster, NAMESPACES, 'ovnkube-node')
  return agent && {name: 'OVN-Kubernetes', podsToClusterIPs: true, others: true, evidence: `${nameOfDaemonSet(agent)} runs`}
}
