import type {OtherObject} from '../../../cluster/cluster.ts'
import {type Fields, fieldsOf, itemsOf, textOf, valueAt} from '../../../cluster/fields.ts'
import type {LabelSelector} from '../../../cluster/label-selector.ts'
import type {ForeignEffect, ForeignPolicy} from '../foreign-policy.ts'
import {NAME_LABEL} from '../namespace-labels.ts'
import type {Direction, PodSet, Selector} from '../policy.ts'
import {readCalicoSelector} from './calico-selector.ts'
import {EVERYTHING, named, namedOfCluster, podsAnywhere} from './subjects.ts'

const KINDS = ['NetworkPolicy', 'GlobalNetworkPolicy', 'StagedNetworkPolicy', 'StagedGlobalNetworkPolicy', 'StagedKubernetesNetworkPolicy']
/** No label that a pod has by itself. */
const FOREIGN_KEY = /^(projectcalico\.org\/|pcns\.|pcsa\.)/
/** The order that Calico gives every NetworkPolicy of Kubernetes (K8sNetworkPolicyToCalico in libcalico-go), in the tier `default`. */
const KUBERNETES_ORDER = 1000

/**
 * NetworkPolicy and GlobalNetworkPolicy of Calico. Policies are asked tier by tier and by their order, and the first rule that allows or denies decides: one
 * may allow or deny before a NetworkPolicy of Kubernetes is asked. One of the tier `default` with a higher order, or with none, is asked after it. Staged
 * ones change nothing.
 * Source: docs.tigera.io/calico/latest/reference/resources/globalnetworkpolicy, …/resources/tier, …/network-policy/staged-network-policies
 */
export function readCalicoPolicy(object: OtherObject, others: readonly OtherObject[]): ForeignPolicy | undefined {
  if (!KINDS.includes(object.kind)) return undefined
  const isOfCluster = object.kind.includes('Global')
  const spec = fieldsOf(object.object['spec'])
  const names = isOfCluster ? namedOfCluster('Calico', object) : named('Calico', object)
  if (object.kind.startsWith('Staged')) return {...names, subjects: [], nodes: [], ingress: undefined, egress: undefined}
  return {
    ...names,
    subjects: subjectsOf(object, spec, isOfCluster),
    nodes: isOfCluster && spec['namespaceSelector'] === undefined && hasHostEndpoints(others) ? [EVERYTHING] : [],
    ingress: effectOf(spec, 'ingress'),
    egress: effectOf(spec, 'egress'),
  }
}

function subjectsOf({namespace, namespaceStated}: OtherObject, spec: Fields, isOfCluster: boolean): readonly PodSet[] {
  // Both are for host endpoints alone.
  if (spec['doNotTrack'] === true || spec['preDNAT'] === true) return []
  const selector = readCalicoSelector(textOf(spec['selector']) ?? '')
  const {pods, namespaces} = selector ? divide(selector, 'namespace') : {pods: undefined, namespaces: EVERYTHING}
  if (!isOfCluster) return [{namespaces: {kind: 'named', namespace, isStated: namespaceStated}, pods}]
  const given = readCalicoSelector(textOf(spec['namespaceSelector']) ?? '')
  const selected = given && divide(given, 'name')
  const ofNamespaces: Selector = selected && [...namespaces, ...selected.namespaces, ...selected.pods]
  return [podsAnywhere(pods, ofNamespaces)]
}

/**
 * Calico knows the namespace of a pod and the name of a namespace as labels, which become the one that a namespace has anyway, and the labels of a pod's
 * namespace and of its service account with a prefix.
 */
function divide(
  selector: LabelSelector,
  nameKey: 'namespace' | 'name',
): {readonly pods: LabelSelector; readonly namespaces: LabelSelector} {
  return {
    pods: selector.filter(({key}) => !FOREIGN_KEY.test(key)),
    namespaces: selector.flatMap((one) => {
      if (one.key === `projectcalico.org/${nameKey}`) return [{...one, key: NAME_LABEL}]
      return one.key.startsWith('pcns.') ? [{...one, key: one.key.slice('pcns.'.length)}] : []
    }),
  }
}

/** Nodes are subjects as host endpoints only, which somebody must have made, or told Calico to make. */
function hasHostEndpoints(others: readonly OtherObject[]): boolean {
  return others.some(
    ({group, kind, object}) =>
      group.endsWith('projectcalico.org') &&
      (kind === 'HostEndpoint' ||
        (kind === 'KubeControllersConfiguration' &&
          valueAt(object, 'spec', 'controllers', 'node', 'hostEndpoint', 'autoCreate') === 'Enabled')),
  )
}

function effectOf(spec: Fields, direction: Direction): ForeignEffect | undefined {
  if (!typesOf(spec).includes(direction)) return undefined
  const actions = itemsOf(spec[direction]).map((rule) => fieldsOf(rule)['action'])
  const tier = textOf(spec['tier']) ?? 'default'
  const order = typeof spec['order'] === 'number' ? spec['order'] : Number.POSITIVE_INFINITY
  return {
    // What is passed goes on to the next tier, and NetworkPolicies are not asked.
    mayAllow: actions.some((action) => action !== 'Deny' && action !== 'Log'),
    // Whom a policy of a tier selects is denied what none of the tier allows.
    mayForbid: tier === 'default' && order > KUBERNETES_ORDER ? 'what-no-rule-allows' : 'anything',
  }
}

/** Ingress where there are no egress rules, egress where there are. */
function typesOf(spec: Fields): readonly Direction[] {
  const stated = itemsOf(spec['types'])
  const directions: readonly Direction[] = ['ingress', 'egress']
  if (stated.length > 0) return directions.filter((direction) => stated.some((type) => String(type).toLowerCase() === direction))
  const hasEgress = itemsOf(spec['egress']).length > 0
  const hasIngress = itemsOf(spec['ingress']).length > 0
  return directions.filter((direction) => (direction === 'egress' ? hasEgress : hasIngress || !hasEgress))
}
