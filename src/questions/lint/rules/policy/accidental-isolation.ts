import type {Cluster} from '../../../../cluster/cluster.ts'
import {itemsOf} from '../../../../cluster/fields.ts'
import type {Direction, Policy} from '../../../../network/policy/policy.ts'
import {enumerate} from '../../../naming.ts'
import {placeIn, specOf} from '../../policy-manifest.ts'
import type {Found, Rule} from '../../rule.ts'
import {policiesFor, servicesFor, subjectsOf} from '../../selected-pods.ts'

export const accidentalIsolation: Rule = {
  id: 'policy/accidental-isolation',
  severity: 'warning',
  title: 'policyTypes that do not say what the rules are for',
  why: 'The list policyTypes alone says for which directions a policy is. Rules of a direction that it does not list have no effect, and the pods stay open. Where it is not stated, it is Ingress, and Egress beside it where there are egress rules: a policy that only has egress rules lets nobody come to its pods.',
  fix: 'State policyTypes, with each direction that the policy is for and no other.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource'],
  bad: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  egress:
    - to: [{podSelector: {matchLabels: {app: db}}}]
`,
  good: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  policyTypes: [Egress]
  egress:
    - to: [{podSelector: {matchLabels: {app: db}}}]
`,
  check: ({cluster, policies}) =>
    policies.flatMap((policy): readonly Found[] => {
      if (policy.kind !== 'NetworkPolicy' || policy.problems.length > 0) return []
      return [...withoutEffect(cluster, policy, 'ingress'), ...withoutEffect(cluster, policy, 'egress'), ...isolatedToo(cluster, policy)]
    }),
}

const TYPES: Readonly<Record<Direction, string>> = {ingress: 'Ingress', egress: 'Egress'}

/** Rules of a direction that policyTypes does not list. */
function withoutEffect(cluster: Cluster, policy: Policy, direction: Direction): readonly Found[] {
  const rules = itemsOf(specOf(cluster, policy)[direction])
  if (policy[direction] !== undefined || rules.length === 0) return []
  const listed = enumerate((['ingress', 'egress'] as const).flatMap((one) => (policy[one] ? TYPES[one] : [])))
  return [
    {
      severity: 'error',
      message: `its ${direction} rules have no effect: policyTypes lists ${listed} only`,
      object: policy.reference,
      place: placeIn(policy, ['spec', direction]),
      aside: 'without effect',
      fix: {description: `add ${TYPES[direction]} to policyTypes, or delete the rules`},
    },
  ]
}

/** Only egress rules, and nothing said of ingress or types. Where another policy is for ingress of the same pods, that one says who comes in. */
function isolatedToo(cluster: Cluster, policy: Policy): readonly Found[] {
  const {policyTypes, ingress, egress} = specOf(cluster, policy)
  if (itemsOf(policyTypes).length > 0 || (ingress !== undefined && ingress !== null) || itemsOf(egress).length === 0) return []
  const pods = subjectsOf(cluster, policy)
  const isOpenOtherwise = pods.filter((pod) => policiesFor(cluster, pod).every((one) => one === policy || one.ingress === undefined))
  if (pods.length > 0 && isOpenOtherwise.length === 0) return []
  const services = new Set(isOpenOtherwise.flatMap((pod) => servicesFor(cluster, pod).map(({name}) => name)))
  const whose = services.size > 0 ? `, through Service ${enumerate([...services])} neither` : ''
  return [
    {
      message: `it only has egress rules, but lets nobody come to its pods${whose}: without policyTypes it is for ingress too`,
      object: policy.reference,
      place: placeIn(policy, ['spec', 'egress']),
      aside: 'policyTypes is not stated',
      ...(pods.length > 0 && services.size === 0 && {severity: 'info' as const}),
      fix: {description: 'state policyTypes: [Egress], or ingress: [] where nobody is to come in'},
    },
  ]
}
