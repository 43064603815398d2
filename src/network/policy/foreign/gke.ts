import type {OtherObject} from '../../../cluster/cluster.ts'
import {valueAt} from '../../../cluster/fields.ts'
import type {ForeignPolicy} from '../foreign-policy.ts'
import {named, podsBeside, selectorOf} from './subjects.ts'

/**
 * FQDNNetworkPolicy of GKE: egress to names in DNS. It isolates the pods that it selects, and adds to what NetworkPolicies allow.
 * Source: cloud.google.com/kubernetes-engine/docs/how-to/fqdn-network-policies
 */
export function readGKEPolicy(object: OtherObject): ForeignPolicy | undefined {
  if (object.kind !== 'FQDNNetworkPolicy') return undefined
  return {
    ...named('GKE', object),
    subjects: [podsBeside(object, selectorOf(valueAt(object.object, 'spec', 'podSelector')))],
    nodes: [],
    ingress: undefined,
    egress: {mayAllow: true, mayForbid: 'what-no-rule-allows'},
  }
}
