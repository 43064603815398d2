import type {Cluster} from '../../../../cluster/cluster.ts'
import type {Direction, Policy, Rule as PolicyRule} from '../../../../network/policy/policy.ts'
import {enumerate} from '../../../naming.ts'
import {placeIn} from '../../policy-manifest.ts'
import type {Found, Rule} from '../../rule.ts'
import {areNear, policiesFor, subjectsOf} from '../../selected-pods.ts'

export const allowsEverything: Rule = {
  id: 'policy/allows-everything',
  severity: 'info',
  title: 'a NetworkPolicy that lets everything pass',
  why: 'A rule without peers and without ports matches every connection: an empty list of peers means everybody, not nobody. Policies add up, so it takes their effect from all others that are for the same pods in the same direction.',
  fix: 'Say who may pass and to which ports; to let nobody pass, leave the rules out and list the direction in policyTypes. Where everything is meant to pass, skip this rule.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/#allow-all-ingress-traffic'],
  bad: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress:
    - {}
`,
  good: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress:
    - ports: [{port: 8080}]
`,
  check: ({cluster, policies}) =>
    policies.flatMap((policy) =>
      policy.kind === 'NetworkPolicy' ? [...findOpen(cluster, policy, 'ingress'), ...findOpen(cluster, policy, 'egress')] : [],
    ),
}

function findOpen(cluster: Cluster, policy: Policy, direction: Direction): readonly Found[] {
  const rule = policy[direction]?.find(isOpen)
  if (!rule) return []
  const idle = findIdle(cluster, policy, direction).map(({name}) => name)
  // That pods may connect to everybody is what most of them may.
  if (direction === 'egress' && idle.length === 0) return []
  const what = direction === 'ingress' ? 'everybody come to its pods, at every port' : 'its pods connect to everybody, at every port'
  const others = idle.length > 0 ? `: the ${direction} rules of ${enumerate(idle)} are without effect` : ''
  return [
    {
      message: `rule ${rule.index + 1} of ${direction} lets ${what}${others}`,
      object: policy.reference,
      place: placeIn(policy, rule.path),
      aside: 'matches everything',
      ...(idle.length > 0 && {severity: 'warning' as const}),
      fix: {description: direction === 'ingress' ? 'say from whom and to which ports' : 'say to whom and at which ports'},
    },
  ]
}

function isOpen({peers, ports, refused}: PolicyRule): boolean {
  return peers === 'anyone' && ports === 'any' && refused === undefined
}

/** Policies that say who may pass, all of whose pods this one opens to everybody. One without rules is what such a policy makes exceptions from. */
function findIdle(cluster: Cluster, policy: Policy, direction: Direction): readonly Policy[] {
  const pods = subjectsOf(cluster, policy)
  const others = new Set(pods.flatMap((pod) => policiesFor(cluster, pod)))
  return [...others].filter((other) => {
    const rules = other[direction] ?? []
    if (other === policy || rules.length === 0 || rules.some(isOpen) || !areNear(policy.origin, other.origin)) return false
    return subjectsOf(cluster, other).every((pod) => policiesFor(cluster, pod).includes(policy))
  })
}
