import type {OtherObject} from '../../../cluster/cluster.ts'
import {type Fields, fieldsOf, itemsOf, textOf} from '../../../cluster/fields.ts'
import type {LabelSelector} from '../../../cluster/label-selector.ts'
import type {ForeignEffect, ForeignPolicy} from '../foreign-policy.ts'
import type {Direction, PodSet, Selector} from '../policy.ts'
import {EVERYTHING, named, namedOfCluster, podsAnywhere, podsBeside, selectorOf} from './subjects.ts'

/**
 * NetworkPolicy and ClusterNetworkPolicy of Antrea. Their tiers are asked before the NetworkPolicies of Kubernetes, and the tier `baseline` after them: it
 * "cannot counteract the isolated Pod behavior provided by K8s NetworkPolicies". They isolate nobody: what none of their rules is about is left alone.
 * Source: antrea.io/docs/main/docs/antrea-network-policy
 */
export function readAntreaPolicy(object: OtherObject): ForeignPolicy | undefined {
  const isOfCluster = object.kind === 'ClusterNetworkPolicy'
  if (!isOfCluster && object.kind !== 'NetworkPolicy') return undefined
  const spec = fieldsOf(object.object['spec'])
  const targets = [spec, ...itemsOf(spec['ingress']), ...itemsOf(spec['egress'])]
    .flatMap((part) => itemsOf(fieldsOf(part)['appliedTo']))
    .map(fieldsOf)
  return {
    ...(isOfCluster ? namedOfCluster('Antrea', object) : named('Antrea', object)),
    subjects: targets.flatMap((target) => podsOf(target, object, isOfCluster)),
    nodes: isOfCluster ? targets.flatMap(nodesOf) : [],
    ingress: effectOf(spec, 'ingress'),
    egress: effectOf(spec, 'egress'),
  }
}

/** Pods by their labels; those of a group, a Service or a service account are not worked out: any may be meant. */
function podsOf(target: Fields, object: OtherObject, isOfCluster: boolean): readonly PodSet[] {
  const {podSelector, namespaceSelector, nodeSelector, externalEntitySelector} = target
  if (nodeSelector !== undefined || externalEntitySelector !== undefined) return []
  const pods: Selector = podSelector === undefined ? EVERYTHING : selectorOf(podSelector)
  return [
    isOfCluster
      ? podsAnywhere(pods, namespaceSelector === undefined ? EVERYTHING : selectorOf(namespaceSelector))
      : podsBeside(object, pods),
  ]
}

function nodesOf({nodeSelector}: Fields): readonly LabelSelector[] {
  return nodeSelector === undefined ? [] : [selectorOf(nodeSelector) ?? EVERYTHING]
}

function effectOf(spec: Fields, direction: Direction): ForeignEffect | undefined {
  const rules = itemsOf(spec[direction]).map(fieldsOf)
  if (rules.length === 0) return undefined
  const isBaseline = textOf(spec['tier'])?.toLowerCase() === 'baseline'
  const allows = rules.some(({action}) => action === 'Allow')
  // Whoever is let in for some requests only is refused others.
  const forbids = rules.some(({action, l7Protocols}) => (action !== 'Allow' && action !== 'Pass') || l7Protocols !== undefined)
  return {mayAllow: allows && !isBaseline, mayForbid: !forbids ? 'nothing' : isBaseline ? 'what-no-rule-allows' : 'anything'}
}
