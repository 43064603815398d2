import type {Cluster} from '../../../../cluster/cluster.ts'
import {valueAt} from '../../../../cluster/fields.ts'
import type {Path} from '../../../../cluster/object.ts'
import type {Pod} from '../../../../cluster/pod.ts'
import type {Policy} from '../../../../network/policy/policy.ts'
import type {Fix} from '../../../../report.ts'
import {enumerate, listOwners, shortName} from '../../../naming.ts'
import type {Cause} from '../../../resolve/cause.ts'
import {type Change, fixWith, targetOf, whole} from '../../../resolve/change.ts'
import {describeHidden} from '../../../resolve/hidden-wording.ts'
import type {NearMiss} from '../../../resolve/near-miss.ts'
import {describeMissed, explainMissed, isMisspelt} from '../../missed-pods.ts'
import {placeIn, specOf} from '../../policy-manifest.ts'
import type {Found, Rule} from '../../rule.ts'
import {areNear, isOnHostNetwork, policiesFor, subjectsOf} from '../../selected-pods.ts'

export const selectsNothing: Rule = {
  id: 'policy/selects-nothing',
  severity: 'error',
  title: 'a NetworkPolicy that selects no pod',
  why: 'A NetworkPolicy is for the pods of its own namespace whose labels its podSelector matches. Where it matches none, the policy protects nothing: pods that no other policy is for stay open to everybody.',
  fix: 'Let podSelector say what the pod template bears, and put the policy into the namespace of the pods.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource'],
  bad: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector:
    matchLabels:
      app: postgers
  ingress: [{from: [{podSelector: {matchLabels: {app: api}}}]}]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec:
  serviceName: db
  selector: {matchLabels: {app: postgres}}
  template:
    metadata: {labels: {app: postgres}}
    spec: {containers: [{name: db, image: "postgres:17"}]}
`,
  good: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector:
    matchLabels:
      app: postgres
  ingress: [{from: [{podSelector: {matchLabels: {app: api}}}]}]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec:
  serviceName: db
  selector: {matchLabels: {app: postgres}}
  template:
    metadata: {labels: {app: postgres}}
    spec: {containers: [{name: db, image: "postgres:17"}]}
`,
  check: ({cluster, policies}) =>
    policies.flatMap((policy) => {
      const selector = policy.tier === 'namespace' ? policy.subject.pods : undefined
      if (!selector || policy.namespace === null) return []
      const pods = subjectsOf(cluster, policy)
      if (pods.length > 0) return selector.length > 0 && pods.every(isOnHostNetwork) ? [onlyNodes(policy, pods)] : []
      const {identity, namespace, origin} = policy
      const cause = explainMissed(cluster, selector, {identity, namespace, origin})
      return cause ? foundOf(cluster, policy, cause) : []
    }),
}

/** Pods of which the input shows nothing may be made elsewhere: that nothing is like the selector is no fault. */
function foundOf(cluster: Cluster, policy: Policy, cause: Cause): readonly Found[] {
  const base = {object: policy.reference, place: placeIn(policy, ['spec', 'podSelector'])}
  switch (cause.kind) {
    case 'labels': {
      const {miss} = cause
      // Another policy is for those pods, so that this one may be for others; and what lies apart need not belong together.
      const isOthers = policiesFor(cluster, miss.pod).some(({subject}) => subject.pods && subject.pods.length > 0)
      if (isOthers || (!isMisspelt(miss) && !areNear(miss.pod.origin, policy.origin))) return []
      const at = labelPath(cluster, policy, miss.differences[0]?.key ?? '')
      return [
        {
          ...base,
          place: placeIn(policy, at ?? ['spec', 'podSelector']),
          message: `selects no pod: ${describeMissed(miss)}`,
          ...(isMisspelt(miss) ? {} : {severity: 'warning' as const}),
          fix: fixOf(cluster, policy, miss),
        },
      ]
    }
    case 'labels-not-on-template': {
      const name = shortName(cause.workload)
      const message = `selects no pod: the labels are on ${name} itself, not on its pod template`
      return [{...base, message, fix: {description: `add the labels to the pod template of ${name}, or select by those that it has`}}]
    }
    case 'other-namespace': {
      const namespaces = enumerate([...new Set(cause.pods.map(({namespace}) => namespace))])
      const message = `selects no pod: ${listOwners(cause.pods)} has the labels, but in namespace ${namespaces}; a policy is for pods of its own`
      const place = placeIn(policy, ['metadata', 'namespace'])
      return [{...base, place, severity: 'warning', message, fix: {description: `put the policy into namespace ${namespaces}`}}]
    }
    case 'hidden': {
      const {kind} = cause.hidden
      if (kind !== 'custom-controller' && kind !== 'unstated-namespace' && kind !== 'unread-pods') return []
      const {sentence, advice} = describeHidden(cause.hidden, undefined)
      return [{...base, message: `it may select no pod: ${sentence}`, settledBy: advice}]
    }
    case 'nothing-like-it': {
      // Of a running cluster all pods are known.
      if (policy.identity.uid === undefined) return []
      const description = 'delete it, unless such pods are still to come'
      return [{...base, message: 'selects no pod of its namespace', severity: 'info', fix: {description}}]
    }
    default:
      return []
  }
}

/** "The behaviour of NetworkPolicy for hostNetwork pods is undefined", and mostly they are treated as the node is. */
function onlyNodes(policy: Policy, pods: readonly Pod[]): Found {
  return {
    severity: 'warning',
    message: `selects only ${listOwners(pods)}, on the network of the node: most network plugins apply no policy to such pods`,
    object: policy.reference,
    place: placeIn(policy, ['spec', 'podSelector']),
    aside: 'hostNetwork: true',
    fix: {description: 'take hostNetwork from the pods, or guard the node with what guards nodes'},
  }
}

/** Undefined where the label is asked for by an expression. */
function labelPath(cluster: Cluster, policy: Policy, key: string): Path | undefined {
  const isStated = valueAt(specOf(cluster, policy), 'podSelector', 'matchLabels', key) !== undefined
  return isStated ? ['spec', 'podSelector', 'matchLabels', key] : undefined
}

function fixOf(cluster: Cluster, policy: Policy, miss: NearMiss): Fix {
  const target = targetOf(policy.identity, policy.origin)
  const changes = miss.differences.map(({key, expected, actual, actualKey}): Change | undefined => {
    const path = isMisspelt(miss) ? labelPath(cluster, policy, key) : undefined
    if (!path) return undefined
    if (actual !== null) return {kind: 'set', target, path, from: expected, to: actual}
    return actualKey === undefined ? undefined : {kind: 'rename', target, path, to: actualKey, value: expected}
  })
  return fixWith('let podSelector say what the pods bear', whole(changes))
}
