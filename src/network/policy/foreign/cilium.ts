import type {OtherObject} from '../../../cluster/cluster.ts'
import {type Fields, fieldsOf, itemsOf} from '../../../cluster/fields.ts'
import type {ForbiddenPart, ForeignEffect, ForeignPolicy} from '../foreign-policy.ts'
import type {Direction} from '../policy.ts'
import {readEndpointSelector} from './cilium-selector.ts'
import {named, namedOfCluster, podsAnywhere, podsBeside} from './subjects.ts'

/**
 * CiliumNetworkPolicy and CiliumClusterwideNetworkPolicy. Cilium adds up what all policies of a pod allow, NetworkPolicies among them: one of these may let
 * pass what those forbid, and isolates only from what none of them allows. "Deny policies take precedence over allow policies, regardless of whether they
 * are a Cilium Network Policy, a Clusterwide Cilium Network Policy or even a Kubernetes Network Policy".
 * Source: docs.cilium.io/en/stable/security/policy/intro, …/security/policy/deny, …/network/kubernetes/policy
 */
export function readCiliumPolicy(object: OtherObject): ForeignPolicy | undefined {
  const isOfCluster = object.kind === 'CiliumClusterwideNetworkPolicy'
  if (!isOfCluster && object.kind !== 'CiliumNetworkPolicy') return undefined
  const {spec, specs} = object.object
  const rules = [...(spec === undefined || spec === null ? [] : [spec]), ...itemsOf(specs)].map(fieldsOf)
  const forNodes = rules.filter(isForNodes)
  return {
    ...(isOfCluster ? namedOfCluster('Cilium', object) : named('Cilium', object)),
    subjects: rules
      .filter((rule) => !isForNodes(rule))
      .map(({endpointSelector}) => {
        const {pods, namespaces} = readEndpointSelector(endpointSelector)
        return isOfCluster ? podsAnywhere(pods, namespaces) : podsBeside(object, pods)
      }),
    nodes: forNodes.map(({nodeSelector}) => readEndpointSelector(nodeSelector).pods),
    ingress: effectOf(rules, 'ingress'),
    egress: effectOf(rules, 'egress'),
  }
}

function isForNodes({endpointSelector, nodeSelector}: Fields): boolean {
  return endpointSelector === undefined && nodeSelector !== undefined
}

/** "If omitted or empty, this rule does not apply" in that direction; an empty rule in a list allows nothing. */
function effectOf(specs: readonly Fields[], direction: Direction): ForeignEffect | undefined {
  const parts: ForbiddenPart[] = []
  let mayAllow = false
  for (const spec of specs) {
    const rules = itemsOf(spec[direction]).map(fieldsOf)
    const denials = itemsOf(spec[`${direction}Deny`])
    if (rules.length === 0 && denials.length === 0) continue
    if (rules.some((rule) => Object.keys(rule).length > 0)) mayAllow = true
    const isolates = fieldsOf(spec['enableDefaultDeny'])[direction] !== false
    parts.push(denials.length > 0 || rules.some(mayForbidMore) ? 'anything' : isolates ? 'what-no-rule-allows' : 'nothing')
  }
  if (parts.length === 0) return undefined
  const mayForbid = (['anything', 'what-no-rule-allows'] as const).find((part) => parts.includes(part)) ?? 'nothing'
  return {mayAllow, mayForbid}
}

/** A rule that asks for more of what it matches: authentication, labels of all peers, the content of requests. */
function mayForbidMore(rule: Fields): boolean {
  const {authentication, fromRequires, toRequires, toPorts} = rule
  return (
    [authentication, fromRequires, toRequires].some((part) => part !== undefined) ||
    itemsOf(toPorts).some((port) => fieldsOf(port)['rules'] !== undefined)
  )
}
