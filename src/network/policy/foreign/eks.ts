import type {OtherObject} from '../../../cluster/cluster.ts'
import {fieldsOf, itemsOf} from '../../../cluster/fields.ts'
import type {ForeignEffect, ForeignPolicy} from '../foreign-policy.ts'
import type {Direction} from '../policy.ts'
import {EVERYTHING, named, namedOfCluster, podsAnywhere, podsBeside, selectorOf} from './subjects.ts'

/**
 * ApplicationNetworkPolicy and ClusterNetworkPolicy of Amazon EKS. The first is a NetworkPolicy that knows names in DNS too, and adds up with those; the
 * second has a tier before them and one after.
 * Source: docs.aws.amazon.com/eks/latest/userguide/auto-net-pol, aws.amazon.com/blogs/containers/amazon-eks-introduces-enhanced-network-policy-capabilities
 */
export function readEKSPolicy(object: OtherObject): ForeignPolicy | undefined {
  const spec = fieldsOf(object.object['spec'])
  const hasRules = (direction: Direction) => itemsOf(spec[direction]).length > 0
  switch (object.kind) {
    case 'ApplicationNetworkPolicy': {
      const types = itemsOf(spec['policyTypes'])
      const effectOf = (direction: Direction, isMeant: boolean): ForeignEffect | undefined =>
        isMeant ? {mayAllow: hasRules(direction), mayForbid: 'what-no-rule-allows'} : undefined
      return {
        ...named('Amazon EKS', object),
        subjects: [podsBeside(object, selectorOf(spec['podSelector']))],
        nodes: [],
        ingress: effectOf('ingress', types.length === 0 || types.includes('Ingress')),
        egress: effectOf('egress', types.length === 0 ? hasRules('egress') : types.includes('Egress')),
      }
    }
    case 'ClusterNetworkPolicy': {
      const effectOf = (direction: Direction): ForeignEffect | undefined => {
        if (!hasRules(direction)) return undefined
        return spec['tier'] === 'Baseline' ? {mayAllow: false, mayForbid: 'what-no-rule-allows'} : {mayAllow: true, mayForbid: 'anything'}
      }
      return {
        ...namedOfCluster('Amazon EKS', object),
        subjects: [podsAnywhere(EVERYTHING)],
        nodes: [],
        ingress: effectOf('ingress'),
        egress: effectOf('egress'),
      }
    }
    default:
      return undefined
  }
}
