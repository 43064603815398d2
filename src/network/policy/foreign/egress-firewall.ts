import type {OtherObject} from '../../../cluster/cluster.ts'
import {fieldsOf, itemsOf, valueAt} from '../../../cluster/fields.ts'
import type {ForeignPolicy} from '../foreign-policy.ts'
import {EVERYTHING, named, podsBeside} from './subjects.ts'

/**
 * EgressFirewall of OVN-Kubernetes and EgressNetworkPolicy of OpenShift SDN: "traffic from a pod to an IP address outside the cluster will be checked
 * against each EgressFirewallRule in the pod's namespace's EgressFirewall, in order. If no rule matches … the traffic will be allowed by default."
 * Nodes count as outside of it: rules may select them.
 * Source: docs.redhat.com/en/documentation/openshift_container_platform/4.20/html/network_apis/egressfirewall-k8s-ovn-org-v1,
 * docs.okd.io/4.7/rest_api/network_apis/egressnetworkpolicy-network-openshift-io-v1
 */
export function readEgressFirewall(object: OtherObject): ForeignPolicy | undefined {
  const product = PRODUCTS[object.kind]
  if (product === undefined) return undefined
  const denies = itemsOf(valueAt(object.object, 'spec', 'egress')).some((rule) => fieldsOf(rule)['type'] !== 'Allow')
  return {
    ...named(product, object),
    subjects: [podsBeside(object, EVERYTHING)],
    nodes: [],
    ingress: undefined,
    egress: denies ? {mayAllow: false, mayForbid: 'what-leaves-the-cluster'} : undefined,
  }
}

const PRODUCTS: Readonly<Record<string, string>> = {EgressFirewall: 'OVN-Kubernetes', EgressNetworkPolicy: 'OpenShift SDN'}
