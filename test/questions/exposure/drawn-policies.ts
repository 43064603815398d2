import fc from 'fast-check'

const selector = fc.constantFrom(
  {},
  {matchLabels: {app: 'x'}},
  {matchLabels: {app: 'y'}},
  {matchExpressions: [{key: 'app', operator: 'NotIn', values: ['x']}]},
)
const namespaceSelector = fc.constantFrom(
  {},
  {matchLabels: {'kubernetes.io/metadata.name': 'b'}},
  {matchLabels: {'kubernetes.io/metadata.name': 'edge'}},
  {matchLabels: {team: 't'}},
  {matchExpressions: [{key: 'team', operator: 'DoesNotExist'}]},
)
const block = fc.constantFrom(
  {cidr: '0.0.0.0/0'},
  {cidr: '::/0'},
  {cidr: '0.0.0.0/0', except: ['10.0.0.0/8']},
  {cidr: '203.0.113.0/24', except: ['203.0.113.128/25']},
  {cidr: '10.0.0.0/8', except: ['10.99.0.0/16']},
  {cidr: '2001:db8::/32', except: ['2001:db8:1::/48']},
  {cidr: '8.8.8.8/32'},
)
const peer = fc.oneof(
  {weight: 2, arbitrary: fc.record({podSelector: selector})},
  {weight: 2, arbitrary: fc.record({podSelector: selector, namespaceSelector})},
  {weight: 3, arbitrary: block.map((ipBlock) => ({ipBlock}))},
)
const rule = fc.record(
  {from: fc.array(peer, {maxLength: 2}), ports: fc.constantFrom([{port: 8080}], [{port: 'http'}], [{port: 9090}])},
  {requiredKeys: []},
)
const networkPolicy = fc.record({
  namespace: fc.constantFrom('a', 'a', 'b', 'b', 'edge'),
  podSelector: selector,
  policyTypes: fc.constant(['Ingress']),
  ingress: fc.array(rule, {maxLength: 2}),
})
/** Pods as policies of the cluster name them, as subject or peer. */
const pods = fc.oneof(
  namespaceSelector.map((namespaces) => ({namespaces})),
  fc.record({pods: fc.record({namespaceSelector, podSelector: selector})}),
)
const clusterPolicy = fc.record({
  kind: fc.constantFrom('AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'),
  tier: fc.constantFrom('Admin', 'Baseline'),
  subject: pods,
  rules: fc.array(
    fc.record({action: fc.constantFrom('Allow', 'Deny', 'Deny', 'Pass'), from: fc.array(pods, {minLength: 1, maxLength: 2})}),
    {
      minLength: 1,
      maxLength: 2,
    },
  ),
})

export const drawnPolicies = fc.record({
  own: fc.array(networkPolicy, {maxLength: 3}),
  ofCluster: fc.option(clusterPolicy, {nil: undefined, freq: 2}),
  /** Namespaces whose pods may open no connection. */
  mute: fc.subarray(['d', 'edge'], {maxLength: 1}),
})
export type DrawnPolicies = typeof drawnPolicies extends fc.Arbitrary<infer T> ? T : never
type DrawnClusterPolicy = NonNullable<DrawnPolicies['ofCluster']>

export function objectsOfPolicies({own, ofCluster, mute}: DrawnPolicies): readonly object[] {
  return [
    ...own.map(({namespace, ...spec}, index) => networkPolicyOf(`p${index}`, namespace, spec)),
    ...mute.map((namespace) => networkPolicyOf('mute', namespace, {podSelector: {}, policyTypes: ['Egress']})),
    ...(ofCluster ? [clusterPolicyOf(ofCluster)] : []),
  ]
}

function networkPolicyOf(name: string, namespace: string, spec: object): object {
  return {apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: {name, namespace}, spec}
}

/** The three kinds say the same in words of their own; a baseline knows no Pass. */
function clusterPolicyOf({kind, tier, subject, rules}: DrawnClusterPolicy): object {
  switch (kind) {
    case 'ClusterNetworkPolicy': {
      const ingress = rules.map(({action, from}) => ({action: action === 'Allow' ? 'Accept' : action, from}))
      return {apiVersion: 'policy.networking.k8s.io/v1alpha2', kind, metadata: {name: 'all'}, spec: {tier, priority: 1, subject, ingress}}
    }
    case 'AdminNetworkPolicy':
      return {apiVersion: 'policy.networking.k8s.io/v1alpha1', kind, metadata: {name: 'all'}, spec: {priority: 1, subject, ingress: rules}}
    default: {
      const ingress = rules.map(({action, from}) => ({action: action === 'Pass' ? 'Deny' : action, from}))
      return {apiVersion: 'policy.networking.k8s.io/v1alpha1', kind, metadata: {name: 'default'}, spec: {subject, ingress}}
    }
  }
}
