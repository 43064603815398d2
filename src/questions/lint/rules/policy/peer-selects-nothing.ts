import type {Cluster} from '../../../../cluster/cluster.ts'
import {fieldsOf, itemsOf, valueAt} from '../../../../cluster/fields.ts'
import type {LabelSelector} from '../../../../cluster/label-selector.ts'
import type {Path} from '../../../../cluster/object.ts'
import {NAME_LABEL} from '../../../../network/policy/namespace-labels.ts'
import type {Direction, PodSet, Policy} from '../../../../network/policy/policy.ts'
import {enumerate, listOwners} from '../../../naming.ts'
import {type Change, fixWith, targetOf} from '../../../resolve/change.ts'
import type {NearMiss} from '../../../resolve/near-miss.ts'
import {describeMissed, explainMissed, isMisspelt, isSlip} from '../../missed-pods.ts'
import {placeIn, specOf} from '../../policy-manifest.ts'
import type {Found, Rule} from '../../rule.ts'
import {statedNamespacesOf} from '../../stated-namespaces.ts'

export const peerSelectsNothing: Rule = {
  id: 'policy/peer-selects-nothing',
  severity: 'error',
  title: 'a peer of a policy that is nobody',
  why: "A peer is found by the labels of pods and of their namespaces. A podSelector alone is for pods of the policy's own namespace, and a namespaceSelector looks at the labels of Namespaces, of which only kubernetes.io/metadata.name is there by itself. A peer that matches nobody lets nobody pass.",
  fix: 'Let the selectors say what the pods and their Namespace bear; for pods of another namespace, write a namespaceSelector beside the podSelector, in the same peer.',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors',
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/#targeting-a-namespace-by-its-name',
  ],
  bad: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  ingress:
    - from:
        - podSelector:
            matchLabels:
              app: chekout
---
apiVersion: v1
kind: Pod
metadata: {name: checkout, namespace: shop, labels: {app: checkout}}
spec: {containers: [{name: app, image: "checkout:1"}]}
`,
  good: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  ingress:
    - from:
        - podSelector:
            matchLabels:
              app: checkout
---
apiVersion: v1
kind: Pod
metadata: {name: checkout, namespace: shop, labels: {app: checkout}}
spec: {containers: [{name: app, image: "checkout:1"}]}
`,
  check: ({cluster, policies}) =>
    policies.flatMap((policy) =>
      policy.kind === 'NetworkPolicy' ? [...findNobody(cluster, policy, 'ingress'), ...findNobody(cluster, policy, 'egress')] : [],
    ),
}

function findNobody(cluster: Cluster, policy: Policy, direction: Direction): readonly Found[] {
  const key = direction === 'ingress' ? 'from' : 'to'
  return (policy[direction] ?? []).flatMap(({peers, path}) => {
    if (peers === 'anyone') return []
    return peers.flatMap((peer, index): readonly Found[] => {
      if (peer.kind !== 'pods') return []
      const at = [...path, key, index]
      const {namespaces, pods} = peer.pods
      if (namespaces.kind === 'named') return pods ? findInNamespace(cluster, policy, at, pods, namespaces.namespace, true) : []
      return findInSelected(cluster, policy, at, peer.pods)
    })
  })
}

/** Clients may be made elsewhere: only what surely was meant otherwise is told. */
function findInNamespace(
  cluster: Cluster,
  policy: Policy,
  at: Path,
  pods: LabelSelector,
  namespace: string,
  isAlone: boolean,
): readonly Found[] {
  if (pods.length === 0 || cluster.pods.select(pods, namespace).length > 0) return []
  const {identity, origin, namespaceStated} = policy
  const cause = explainMissed(cluster, pods, {identity, namespace, origin})
  const object = policy.reference
  if (cause?.kind === 'labels' && isMisspelt(cause.miss)) {
    const {miss} = cause
    const path = [...at, 'podSelector', 'matchLabels', miss.differences[0]?.key ?? '']
    const isWritten = isStated(cluster, policy, path)
    return [
      {
        message: `the peer is nobody: ${describeMissed(miss)}`,
        object,
        place: placeIn(policy, isWritten ? path : [...at, 'podSelector']),
        aside: 'no pod has it',
        fix: fixWith('let podSelector say what the pods bear', isWritten ? changesOf(policy, at, miss) : []),
      },
    ]
  }
  if (cause?.kind !== 'other-namespace' || !isAlone || !namespaceStated) return []
  const namespaces = [...new Set(cause.pods.map((pod) => pod.namespace))]
  const [only = '', ...others] = namespaces
  return [
    {
      severity: 'warning',
      message: `the peer is nobody: ${listOwners(cause.pods)} is in namespace ${enumerate(namespaces)}, and a podSelector alone is for pods of the policy's own`,
      object,
      place: placeIn(policy, [...at, 'podSelector']),
      aside: `no pod of namespace ${namespace} has it`,
      fix: {
        description:
          others.length > 0
            ? 'write a namespaceSelector beside it, in the same peer'
            : `write beside it, in the same peer: namespaceSelector: {matchLabels: {${NAME_LABEL}: ${only}}}`,
      },
    },
  ]
}

function changesOf(policy: Policy, at: Path, {differences}: NearMiss): readonly Change[] {
  const target = targetOf(policy.identity, policy.origin)
  return differences.flatMap(({key, expected, actual, actualKey}): readonly Change[] => {
    const path = [...at, 'podSelector', 'matchLabels', key]
    if (actual !== null) return [{kind: 'set', target, path, from: expected, to: actual}]
    return actualKey === undefined ? [] : [{kind: 'rename', target, path, to: actualKey, value: expected}]
  })
}

/** Of the Namespaces that the input has; one that it does not have may have any label. */
function findInSelected(cluster: Cluster, policy: Policy, at: Path, {namespaces, pods}: PodSet): readonly Found[] {
  const [only, ...others] = namespaces.kind === 'selected' ? (namespaces.selector ?? []) : []
  const [value, ...values] = only?.values ?? []
  if (only?.operator !== 'In' || value === undefined || others.length > 0 || values.length > 0) return []
  const stated = statedNamespacesOf(cluster)
  const path = [...at, 'namespaceSelector', 'matchLabels', only.key]
  const place = placeIn(policy, isStated(cluster, policy, path) ? path : [...at, 'namespaceSelector'])
  if (only.key === NAME_LABEL) {
    if (stated.has(value)) return pods ? findInNamespace(cluster, policy, at, pods, value, false) : []
    const meant = [...stated.keys()].find((name) => isSlip(value, name))
    if (meant === undefined || cluster.pods.inNamespace(value).length > 0) return []
    const change: Change = {kind: 'set', target: targetOf(policy.identity, policy.origin), path, from: value, to: meant}
    return [
      {
        message: `the peer is nobody: there is no Namespace ${value} (did you mean ${meant}?)`,
        object: policy.reference,
        place,
        fix: fixWith(`write ${meant}`, isStated(cluster, policy, path) ? [change] : []),
      },
    ]
  }
  const labels = stated.get(value)
  if (!labels || [...stated.values()].some((one) => one[only.key] === value)) return []
  return [
    {
      severity: 'warning',
      message: `the peer is nobody: Namespace ${value} does not have the label ${only.key}=${value}, nor has another`,
      object: policy.reference,
      place,
      aside: 'no Namespace has it',
      fix: {description: `select it by ${NAME_LABEL}: ${value}, which every Namespace has by itself, or give it the label`},
    },
  ]
}

/** Whether a value stands at a path of the manifest of a policy. */
function isStated(cluster: Cluster, policy: Policy, [, ...path]: Path): boolean {
  let value: unknown = specOf(cluster, policy)
  for (const key of path) value = typeof key === 'number' ? itemsOf(value)[key] : valueAt(fieldsOf(value), key)
  return value !== undefined
}
