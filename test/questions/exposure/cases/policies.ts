import {namespace, policy, workload} from '../asking.ts'
import type {ExposureCase} from './exposure-case.ts'
import {balanced, type Fields, node, ONLY_ITSELF, PODS, web} from './objects.ts'

const AZURE = {flags: {cloud: 'azure', nodes: 'private'}} as const
const INSIDE = 'ClusterIP:80 cluster'
const OPEN = [PODS, balanced(ONLY_ITSELF), namespace('shop')]

const block = (cidr: string, except?: readonly string[]) => ({ipBlock: {cidr, ...(except && {except})}})
const from = (...peers: readonly Fields[]) => [{from: peers}]
const named = (name: string) => ({namespaceSelector: {matchLabels: {'kubernetes.io/metadata.name': name}}})

const NOT_X = {namespaceSelector: {}, podSelector: {matchExpressions: [{key: 'app', operator: 'NotIn', values: ['x']}]}}
const NO_TEAM = {matchExpressions: [{key: 'team', operator: 'DoesNotExist'}]}
const SHOP = {matchLabels: {'kubernetes.io/metadata.name': 'shop'}}

const ofCluster = (kind: string, name: string, spec: Fields) => ({
  apiVersion: 'policy.networking.k8s.io/v1alpha1',
  kind,
  metadata: {name},
  spec: {...(kind === 'AdminNetworkPolicy' && {priority: 10}), subject: {namespaces: {}}, ...spec},
})

/**
 * Policies before a load balancer on Azure that keeps the client's address (externalTrafficPolicy Local), without node ports; what they mean is written in
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/.
 */
const FROM_OUTSIDE: readonly ExposureCase[] = [
  {
    name: 'a policy for one block',
    why: 'ipBlock "selects particular IP CIDR ranges to allow as ingress sources", and no pod has an address of it',
    input: [...OPEN, policy('partner', 'web', from(block('203.0.113.0/24')))],
    ...AZURE,
    reach: 'internet',
    ways: ['LoadBalancer:80 internet 203.0.113.0/24', 'ClusterIP:80 none'],
  },
  {
    name: 'a policy for a private block',
    why: 'nobody on the internet has an address of RFC 1918, though the load balancer is public; pods may have one',
    input: [...OPEN, policy('vpn', 'web', from(block('10.0.0.0/8')))],
    ...AZURE,
    reach: 'network',
  },
  {
    name: 'a policy for everybody but a block',
    why: 'except is "a slice of CIDRs that should not be included within an IPBlock"',
    input: [...OPEN, policy('world', 'web', from(block('0.0.0.0/0', ['10.0.0.0/8'])))],
    ...AZURE,
    reach: 'internet',
  },
  {
    name: 'a policy that lets nobody in',
    why: 'a pod that a policy selects for ingress is isolated, and what no rule allows is not let in; here is no rule',
    input: [...OPEN, policy('deny', 'web', undefined)],
    ...AZURE,
    reach: 'none',
    ways: ['LoadBalancer:80 none', 'ClusterIP:80 none'],
  },
  {
    name: 'a policy for pods of the namespace only',
    why: 'podSelector {} selects all pods of the namespace of the policy, and no address outside',
    input: [...OPEN, policy('own', 'web', from({podSelector: {}}))],
    ...AZURE,
    reach: 'namespace',
    ways: ['LoadBalancer:80 none', 'ClusterIP:80 namespace'],
  },
  {
    name: 'a policy for another port',
    why: 'ports are those of the pods, after the Service: 8080 is not named',
    input: [...OPEN, policy('metrics', 'web', [{ports: [{port: 9090}]}])],
    ...AZURE,
    reach: 'none',
    ways: ['LoadBalancer:80 none', 'ClusterIP:80 none'],
  },
  {
    name: 'a policy for the port of the pods',
    why: 'a rule without from "matches all sources"',
    input: [...OPEN, policy('http', 'web', [{ports: [{port: 8080}]}])],
    ...AZURE,
    reach: 'internet',
    ways: ['LoadBalancer:80 internet', INSIDE],
  },
  {
    name: 'a policy about what the pods connect to',
    why: 'a pod is isolated for ingress only by a policy with "Ingress" in its policyTypes',
    input: [
      ...OPEN,
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: {name: 'out', namespace: 'shop'},
        spec: {podSelector: {}, policyTypes: ['Egress'], egress: []},
      },
    ],
    ...AZURE,
    reach: 'internet',
    ways: ['LoadBalancer:80 internet', INSIDE],
  },
  {
    name: 'a policy of another namespace',
    why: 'a NetworkPolicy selects pods of its own namespace',
    input: [...OPEN, policy('deny', 'web', undefined, 'other')],
    ...AZURE,
    reach: 'internet',
    ways: ['LoadBalancer:80 internet', INSIDE],
  },
  {
    name: 'two policies, of which one lets a block in',
    why: '"Network policies do not conflict; they are additive"',
    input: [...OPEN, policy('deny', 'web', undefined), policy('partner', 'web', from(block('203.0.113.0/24')))],
    ...AZURE,
    reach: 'internet',
    ways: ['LoadBalancer:80 internet 203.0.113.0/24', 'ClusterIP:80 none'],
  },
  {
    name: 'a policy and source ranges that have nothing in common',
    why: 'a packet must pass both: the load balancer lets 203.0.113.0/24 in and the pods 198.51.100.0/24',
    input: [
      PODS,
      namespace('shop'),
      balanced({...ONLY_ITSELF, loadBalancerSourceRanges: ['203.0.113.0/24']}),
      policy('partner', 'web', from(block('198.51.100.0/24'))),
    ],
    ...AZURE,
    reach: 'none',
    ways: ['LoadBalancer:80 none', 'ClusterIP:80 none'],
  },
  {
    name: 'a policy and a load balancer that hides the client',
    why: 'with externalTrafficPolicy Cluster the source may be a node’s address (kubernetes.io, Source IP), and whether a policy sees it "is not defined"',
    input: [PODS, namespace('shop'), balanced({allocateLoadBalancerNodePorts: false}), policy('deny', 'web', undefined)],
    ...AZURE,
    reach: 'unknown',
    ways: ['LoadBalancer:80 unknown', 'ClusterIP:80 none'],
    asks: 'does shop/deny keep clients out?',
  },
  {
    name: 'an AdminNetworkPolicy that denies everybody outside',
    why: 'peers of its ingress are pods and namespaces only (policy.networking.k8s.io, AdminNetworkPolicyIngressPeer): nobody outside is any, nor is a node',
    input: [...OPEN, ofCluster('AdminNetworkPolicy', 'strict', {ingress: [{action: 'Deny', from: [{namespaces: {}}]}]})],
    ...AZURE,
    reach: 'internet',
    ways: ['LoadBalancer:80 internet', 'ClusterIP:80 cluster nodes'],
  },
  {
    name: 'a BaselineAdminNetworkPolicy under a NetworkPolicy',
    why: 'a baseline is asked only for pods that no NetworkPolicy selects (policy.networking.k8s.io, BaselineAdminNetworkPolicy), and one selects these',
    input: [
      ...OPEN,
      ofCluster('BaselineAdminNetworkPolicy', 'default', {ingress: [{action: 'Deny', from: [{namespaces: {}}]}]}),
      policy('all', 'web', [{}]),
    ],
    ...AZURE,
    reach: 'internet',
    ways: ['LoadBalancer:80 internet', INSIDE],
  },
]

/** Policies before the cluster IP. */
const INSIDE_ONLY: readonly ExposureCase[] = [
  {
    name: 'a policy for a namespace',
    why: 'namespaceSelector "selects particular namespaces for which all Pods should be allowed as ingress sources"',
    input: [PODS, web(), namespace('shop'), namespace('ops'), policy('ops', 'web', from(named('ops')))],
    reach: 'cluster',
    ways: ['ClusterIP:80 cluster any pod of namespace ops'],
  },
  {
    name: 'a policy for pods of the namespace by their label',
    why: 'podSelector "selects particular Pods in the same namespace as the NetworkPolicy"',
    input: [PODS, web(), namespace('shop'), policy('api', 'web', from({podSelector: {matchLabels: {app: 'api'}}}))],
    reach: 'namespace',
    ways: ['ClusterIP:80 namespace app=api of namespace shop'],
  },
  {
    name: 'a policy for all namespaces',
    why: 'an empty namespaceSelector selects all namespaces',
    input: [PODS, web(), namespace('shop'), policy('all', 'web', from({namespaceSelector: {}}))],
    reach: 'cluster',
    ways: [INSIDE],
  },
  {
    name: 'an AdminNetworkPolicy before a NetworkPolicy',
    why: 'an AdminNetworkPolicy is asked before NetworkPolicies, and its Deny is final (policy.networking.k8s.io): no pod gets what the NetworkPolicy allows; nodes are no pods, and are not denied',
    input: [
      PODS,
      web(),
      namespace('shop'),
      policy('all', 'web', [{}]),
      ofCluster('AdminNetworkPolicy', 'strict', {ingress: [{action: 'Deny', from: [{namespaces: {}}]}]}),
    ],
    reach: 'cluster',
    ways: ['ClusterIP:80 cluster nodes'],
  },
  {
    name: 'an AdminNetworkPolicy that allows what a NetworkPolicy does not',
    why: '"Allow: allows the selected traffic (even if it would otherwise have been denied by NetworkPolicy)" (AdminNetworkPolicyRuleAction)',
    input: [
      PODS,
      web(),
      namespace('shop'),
      policy('deny', 'web', undefined),
      ofCluster('AdminNetworkPolicy', 'open', {ingress: [{action: 'Allow', from: [{namespaces: {}}]}]}),
    ],
    reach: 'cluster',
  },
  {
    name: 'an AdminNetworkPolicy that turns away pods without a label, before it allows a namespace',
    why: 'rules are asked in their order: who has app=x is not among those that the first denies, and the second allows the namespace, NetworkPolicy or not',
    input: [
      PODS,
      web(),
      namespace('shop'),
      policy('deny', 'web', undefined),
      ofCluster('AdminNetworkPolicy', 'all', {
        ingress: [
          {action: 'Deny', from: [{pods: NOT_X}]},
          {action: 'Allow', from: [{namespaces: SHOP}]},
        ],
      }),
    ],
    reach: 'namespace',
    ways: ['ClusterIP:80 namespace any pod of namespace shop with app=x'],
  },
  {
    name: 'an AdminNetworkPolicy that turns away namespaces without a label',
    why: 'a namespace that has the label is not among those that are denied, and no other policy is there',
    input: [
      PODS,
      web(),
      namespace('shop'),
      ofCluster('AdminNetworkPolicy', 'all', {ingress: [{action: 'Deny', from: [{namespaces: NO_TEAM}]}]}),
    ],
    reach: 'cluster',
    ways: ['ClusterIP:80 cluster pods in a namespace with the label team, nodes'],
  },
  {
    name: 'an AdminNetworkPolicy that turns away some pods of a namespace that is let in',
    why: 'admin policies are asked first: of the namespace, which the NetworkPolicy lets in, pods with app=y are turned away',
    input: [
      PODS,
      web(),
      namespace('shop'),
      policy('own', 'web', from({podSelector: {}})),
      ofCluster('AdminNetworkPolicy', 'all', {
        ingress: [{action: 'Deny', from: [{pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: 'y'}}}}]}],
      }),
    ],
    reach: 'namespace',
    ways: ['ClusterIP:80 namespace'],
    says: 'AdminNetworkPolicy all may keep some pods out',
  },
  {
    name: 'a BaselineAdminNetworkPolicy alone',
    why: 'a baseline counts for pods that no NetworkPolicy selects: it denies pods, and nodes are none',
    input: [
      PODS,
      web(),
      namespace('shop'),
      ofCluster('BaselineAdminNetworkPolicy', 'default', {ingress: [{action: 'Deny', from: [{namespaces: {}}]}]}),
    ],
    reach: 'cluster',
    ways: ['ClusterIP:80 cluster nodes'],
  },
]

/** Policies before ports of nodes. */
const ON_NODES: readonly ExposureCase[] = [
  {
    name: 'a policy for pods on the network of their node',
    why: 'the behaviour for hostNetwork pods is undefined, and most plugins ignore the selector there (network policies, hostNetwork pods): it keeps nobody out for sure',
    input: [
      workload('agent', {ports: [{containerPort: 9100}], pod: {hostNetwork: true}}),
      policy('deny', 'agent', undefined),
      node(undefined, '203.0.113.7'),
    ],
    of: 'Deployment agent',
    reach: 'internet',
    ways: ['HostNetwork:9100 internet'],
  },
  {
    name: 'a policy before a host port',
    why: 'portmap hands the packet on to the pod with its own source, where the policy denies it (the pod is isolated)',
    input: [
      workload('agent', {ports: [{containerPort: 9100, hostPort: 19_100}]}),
      policy('deny', 'agent', undefined),
      node(undefined, '203.0.113.7'),
    ],
    of: 'Deployment agent',
    reach: 'none',
    ways: ['HostPort:19100 none'],
  },
  {
    name: 'a policy before a node port that keeps the client',
    why: 'with externalTrafficPolicy Local the pods see the client (kubernetes.io, Source IP), who is in no block',
    input: [
      PODS,
      namespace('shop'),
      web({type: 'NodePort', externalTrafficPolicy: 'Local'}),
      policy('partner', 'web', from(block('203.0.113.0/24'))),
      node(undefined, '198.51.100.7'),
    ],
    reach: 'internet',
    ways: ['NodePort:? internet 203.0.113.0/24', 'ClusterIP:80 none'],
  },
]

/** Who is left where NetworkPolicies and those of the cluster have had their say. */
export const OF_POLICIES: readonly ExposureCase[] = [...FROM_OUTSIDE, ...INSIDE_ONLY, ...ON_NODES]
