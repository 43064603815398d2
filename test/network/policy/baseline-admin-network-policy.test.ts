import {describe, expect, test} from 'vitest'
import {type Case, decidesByHand, EVERY_POD, isolating, pods, podsOf, type Refusal, refuses} from './hand-decided.ts'

// The sentences are those of the types of policy.networking.k8s.io/v1alpha1 as of v0.1.7 and of the project's overview of them.

type Fields = Readonly<Record<string, unknown>>

const RED = {team: 'red'}
const BLUE = {team: 'blue'}

function banp(spec: Fields, name = 'default'): Fields {
  return {
    apiVersion: 'policy.networking.k8s.io/v1alpha1',
    kind: 'BaselineAdminNetworkPolicy',
    metadata: {name},
    spec: {subject: EVERY_POD, ...spec},
  }
}

function anp(spec: Fields): Fields {
  return {
    apiVersion: 'policy.networking.k8s.io/v1alpha1',
    kind: 'AdminNetworkPolicy',
    metadata: {name: 'admin'},
    spec: {priority: 10, subject: EVERY_POD, ...spec},
  }
}

const rule =
  (action: string, key: 'from' | 'to') =>
  (peers: readonly Fields[] | Fields, rest: Fields = {}) => ({
    action,
    [key]: Array.isArray(peers) ? peers : [peers],
    ...rest,
  })
const allowFrom = rule('Allow', 'from')
const denyFrom = rule('Deny', 'from')
const passFrom = rule('Pass', 'from')
const allowTo = rule('Allow', 'to')
const denyTo = rule('Deny', 'to')
const passTo = rule('Pass', 'to')
const number = (port: number, protocol?: string) => ({ports: [{portNumber: {port, ...(protocol ? {protocol} : {})}}]})
const range = (start: number, end: number, protocol = 'TCP') => ({ports: [{portRange: {start, end, protocol}}]})
const named = (namedPort: string) => ({ports: [{namedPort}]})

const UNMATCHED_IN =
  'Ingress is the list of Ingress rules to be applied to the selected pods if they are not matched by any AdminNetworkPolicy or NetworkPolicy rules.'
const UNMATCHED_OUT =
  'Egress is the list of Egress rules to be applied to the selected pods if they are not matched by any AdminNetworkPolicy or NetworkPolicy rules.'
const OVERRIDDEN = 'which CAN be overridden by developer NetworkPolicies if needed'
const ALLOW = 'Allow: allows the selected traffic'
const DENY = 'Deny: denies the selected traffic'
const TOP = 'a rule that appears at the top of the ingress rules would take the highest precedence'
const TOP_OUT = 'a rule that appears at the top of the egress rules would take the highest precedence'
const SAME = 'BANP Rules are defined and behave the same (Except for the `Pass` action) as ANP rules'
const ABOVE =
  'Regardless of priority value all ANPs have higher precedence than any defined NetworkPolicy or BaselineAdminNetworkPolicy objects.'
const PASS_ON =
  'If the pod is not selected by any NetworkPolicies then execution is passed to any BaselineAdminNetworkPolicies that select the pod.'
const HOST_SUBJECT = 'Note that host-networked pods are not included in subject selection.'
const HOST_PEER = 'Note that host-networked pods are not included in this type of peer.'
const ANY_ELEMENT = 'If any element matches the source of incoming traffic then the specified action is applied.'
const TO_ANY_ELEMENT = 'If any element matches the destination of outgoing traffic then the specified action is applied.'
const NAMESPACES = 'Namespaces defines a way to select all pods within a set of Namespaces.'
const PODS = 'Pods is used to select pods via namespace AND pod selectors.'
const NODE_IPS = 'It selects the nodeIPs as the peer type by matching on the IPs present in the node.Status.Addresses field of the node.'
const ALL_NODES = 'if present but empty, it selects all Nodes'
const INTERNAL = 'that will allow or deny all IPv4 pod-to-pod traffic as well'
const NETWORKS = 'Networks defines a way to select peers via CIDR blocks.'
const DESTINATION_PORT = 'So it matches on the destination port for the ingress traffic.'
const DESTINATION_PORTS = 'This field is a list of destination ports for the outgoing egress traffic.'
const NO_FILTER = 'If Ports is not set then the rule does not filter traffic via port.'
const TCP = 'If not specified, this field defaults to TCP.'
const INCLUSIVE = 'PortRange defines an inclusive range of ports from the the assigned Start value to End value.'
const NAMED = 'NamedPort selects a port on a pod(s) based on name.'
const CLOSED_ALLOW = 'For "Allow" rules, "fail closed" means: "treat the rule as matching no traffic".'
const CLOSED_DENY = `For "Deny" and "Pass" rules, "fail closed" means: "treat the rule as a 'Deny all' rule".`
const EXACTLY_ONE = 'Exactly one of the fields must be set for a given peer and this is enforced by the validation rules on the CRD.'
const ONE_FIELD = 'Exactly one field must be set.'
const ACTIONS = 'Currently the following actions are supported:'
const ONLY_DEFAULT = 'Only one baseline admin network policy with metadata.name="default" can be created in the cluster'

const DENIES_ALL_IN = banp({ingress: [denyFrom(EVERY_POD)]})
const DENIES_ALL_OUT = banp({egress: [denyTo(EVERY_POD)]})

const cases: readonly Case[] = [
  // Where it stands
  {
    what: 'denies where nothing else says a word',
    policies: [DENIES_ALL_IN],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress default 0',
    because: DENY,
  },
  {
    what: 'denies at the source too',
    policies: [DENIES_ALL_OUT],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'egress default 0',
    because: DENY,
  },
  {
    what: 'allows',
    policies: [banp({ingress: [allowFrom(pods(BLUE)), denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress default 0',
    because: ALLOW,
  },
  {
    what: 'is not asked where a NetworkPolicy lets pass',
    policies: [DENIES_ALL_IN, isolating('web', 'Ingress', {})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress isolate 0',
    because: OVERRIDDEN,
  },
  {
    what: 'is not asked where a NetworkPolicy isolates',
    policies: [banp({ingress: [allowFrom(EVERY_POD)]}), isolating('web', 'Ingress')],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress isolated',
    because: UNMATCHED_IN,
  },
  {
    what: 'is not asked for egress where a NetworkPolicy lets out',
    policies: [DENIES_ALL_OUT, isolating('web', 'Egress', {})],
    asked: 'shop/web > lab/probe',
    allowed: true,
    by: 'egress isolate 0',
    because: UNMATCHED_OUT,
  },
  {
    what: 'is asked for a pod that the NetworkPolicy of its neighbour does not select',
    policies: [DENIES_ALL_IN, isolating('api', 'Ingress', {})],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress default 0',
    because: UNMATCHED_IN,
  },
  {
    what: 'is asked for egress where a NetworkPolicy is for ingress alone',
    policies: [DENIES_ALL_OUT, isolating('web', 'Ingress', {})],
    asked: 'shop/web > lab/probe',
    allowed: false,
    by: 'egress default 0',
    because: UNMATCHED_OUT,
  },
  {
    what: 'is not asked where an AdminNetworkPolicy allows',
    policies: [DENIES_ALL_IN, anp({ingress: [allowFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress admin 0',
    because: ABOVE,
  },
  {
    what: 'cannot allow what an AdminNetworkPolicy denies',
    policies: [banp({ingress: [allowFrom(EVERY_POD)]}), anp({ingress: [denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress admin 0',
    because: ABOVE,
  },
  {
    what: 'is asked where an AdminNetworkPolicy passes',
    policies: [DENIES_ALL_IN, anp({ingress: [passFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress default 0',
    because: PASS_ON,
  },
  {
    what: 'is not asked where an AdminNetworkPolicy passes to a NetworkPolicy',
    policies: [DENIES_ALL_IN, anp({ingress: [passFrom(EVERY_POD)]}), isolating('web', 'Ingress', {})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress isolate 0',
    because: PASS_ON,
  },
  {
    what: 'is asked for what an AdminNetworkPolicy does not match',
    policies: [DENIES_ALL_IN, anp({ingress: [allowFrom(pods(RED))]})],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress default 0',
    because: UNMATCHED_IN,
  },
  {
    what: 'lets everybody else pass',
    policies: [banp({ingress: [denyFrom(pods(RED))]})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress default',
    because: 'there will not be any implicit isolation effects for the Pods selected by the AdminNetworkPolicy',
  },
  {
    what: 'says nothing of ingress without rules for it',
    policies: [banp({egress: [denyTo(pods(RED))]})],
    asked: 'shop/web > lab/probe',
    allowed: true,
    by: 'ingress default',
    because: 'BANPs with no ingress rules do not affect ingress traffic.',
  },
  {
    what: 'says nothing of egress with no rules for it',
    policies: [banp({ingress: [denyFrom(pods(RED))], egress: []})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'egress default',
    because: 'BANPs with no egress rules do not affect egress traffic.',
  },
  // The order of its rules
  {
    what: 'the first rule decides',
    policies: [banp({ingress: [denyFrom(podsOf('probe')), allowFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress default 0',
    because: TOP,
  },
  {
    what: 'the second rule decides for whom the first does not match',
    policies: [banp({ingress: [denyFrom(podsOf('probe')), allowFrom(EVERY_POD)]})],
    asked: 'pay/bank > shop/web',
    allowed: true,
    by: 'ingress default 1',
    because: TOP,
  },
  {
    what: 'the first rule for egress decides',
    policies: [banp({egress: [allowTo(pods(RED)), denyTo(EVERY_POD)]})],
    asked: 'shop/web > pay/bank',
    allowed: true,
    by: 'egress default 0',
    because: TOP_OUT,
  },
  {
    what: 'the second rule for egress decides',
    policies: [banp({egress: [allowTo(pods(RED)), denyTo(EVERY_POD)]})],
    asked: 'shop/web > lab/probe',
    allowed: false,
    by: 'egress default 1',
    because: TOP_OUT,
  },
  // Whom it is for
  {
    what: 'is for the pods of the namespaces of its subject',
    policies: [banp({subject: pods({env: 'prod'}), ingress: [denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/api',
    allowed: false,
    by: 'ingress default 0',
    because: 'Namespaces is used to select pods via namespace selectors.',
  },
  {
    what: 'is not for the pods of other namespaces',
    policies: [banp({subject: pods({env: 'prod'}), ingress: [denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > pay/bank',
    allowed: true,
    by: 'ingress default',
    because: 'Namespaces is used to select pods via namespace selectors.',
  },
  {
    what: 'is for pods that both selectors select',
    policies: [banp({subject: podsOf('web', RED), ingress: [denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress default 0',
    because: PODS,
  },
  {
    what: 'is not for pods that one selector selects',
    policies: [banp({subject: podsOf('web', RED), ingress: [denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/api',
    allowed: true,
    by: 'ingress default',
    because: PODS,
  },
  {
    what: 'is not for a pod on the network of its node',
    policies: [DENIES_ALL_OUT],
    asked: 'shop/agent > shop/api',
    allowed: true,
    by: 'egress exempt',
    because: HOST_SUBJECT,
  },
  {
    what: 'denies nothing to a pod on the network of its node, which is no peer',
    policies: [DENIES_ALL_IN],
    asked: 'shop/agent > shop/api',
    allowed: true,
    by: 'ingress default',
    because: HOST_PEER,
  },
  {
    what: 'denies nothing to somebody outside, who is in no namespace',
    policies: [DENIES_ALL_IN],
    asked: '203.0.113.9 > shop/web',
    allowed: true,
    by: 'ingress default',
    because: NAMESPACES,
  },
  {
    what: "may be for a pod whose namespace's labels nobody has seen",
    policies: [banp({subject: pods(BLUE), ingress: [denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > dark/mole',
    allowed: null,
    by: 'ingress open namespace-labels',
    because: 'Namespaces is used to select pods via namespace selectors.',
  },
  {
    what: 'does not matter where a NetworkPolicy decides, whoever it is for',
    policies: [banp({ingress: [denyFrom(pods(BLUE))]}), isolating('web', 'Ingress', {})],
    asked: 'dark/mole > shop/web',
    allowed: true,
    by: 'ingress isolate 0',
    because: UNMATCHED_IN,
  },
  // Peers
  {
    what: 'any of several peers will do',
    policies: [banp({ingress: [denyFrom([pods(RED), pods(BLUE)])]})],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress default 0',
    because: ANY_ELEMENT,
  },
  {
    what: 'none of several destinations matches',
    policies: [banp({egress: [denyTo([podsOf('web', BLUE), {nodes: {}}])]})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'egress default',
    because: TO_ANY_ELEMENT,
  },
  {
    what: 'nodes by their labels',
    policies: [banp({egress: [denyTo({nodes: {matchExpressions: [{key: 'role', operator: 'NotIn', values: ['worker']}]}})]})],
    asked: 'shop/web > node/b',
    allowed: false,
    by: 'egress default 0',
    because: NODE_IPS,
  },
  {
    what: 'nodes with other labels',
    policies: [banp({egress: [denyTo({nodes: {matchExpressions: [{key: 'role', operator: 'NotIn', values: ['control']}]}})]})],
    asked: 'shop/web > node/b',
    allowed: true,
    by: 'egress default',
    because: NODE_IPS,
  },
  {
    what: 'labels of a node that is not in the input are not known',
    policies: [banp({egress: [denyTo({nodes: {matchLabels: {role: 'control'}}})]})],
    asked: 'shop/web > node/c',
    allowed: null,
    by: 'egress open not-understood',
    because: NODE_IPS,
  },
  {
    what: "all nodes, the pod's own too",
    policies: [banp({egress: [denyTo({nodes: {}})]})],
    asked: 'shop/web > node/a',
    allowed: false,
    by: 'egress default 0',
    because: ALL_NODES,
  },
  {
    what: 'its own node is reached where a NetworkPolicy, which cannot forbid that, has the word',
    policies: [banp({egress: [denyTo({nodes: {}})]}), isolating('web', 'Egress')],
    asked: 'shop/web > node/a',
    allowed: true,
    by: 'egress exempt',
    because: UNMATCHED_OUT,
  },
  {
    what: 'another node is not reached where a NetworkPolicy isolates',
    policies: [banp({egress: [allowTo({nodes: {}})]}), isolating('web', 'Egress')],
    asked: 'shop/web > node/b',
    allowed: false,
    by: 'egress isolated',
    because: UNMATCHED_OUT,
  },
  {
    what: 'a network of everything is every pod too',
    policies: [banp({egress: [denyTo({networks: ['0.0.0.0/0']})]})],
    asked: 'shop/web > lab/probe',
    allowed: false,
    by: 'egress default 0',
    because: INTERNAL,
  },
  {
    what: 'a network is whoever is outside in it',
    policies: [banp({egress: [denyTo({networks: ['198.51.100.0/24', '203.0.113.0/24']})]})],
    asked: 'shop/web > 203.0.113.9',
    allowed: false,
    by: 'egress default 0',
    because: NETWORKS,
  },
  {
    what: 'a network is nobody beyond it',
    policies: [banp({egress: [denyTo({networks: ['198.51.100.0/24', '203.0.113.0/25']})]})],
    asked: 'shop/web > 203.0.113.129',
    allowed: true,
    by: 'egress default',
    because: NETWORKS,
  },
  {
    what: 'of everybody outside a network is a part',
    policies: [banp({egress: [denyTo({networks: ['203.0.113.0/24']})]})],
    asked: 'shop/web > outside',
    allowed: null,
    by: 'egress open part',
    because: NETWORKS,
  },
  {
    what: 'nodes have the addresses of networks',
    policies: [banp({egress: [denyTo({networks: ['192.0.2.2/32']})]})],
    asked: 'shop/web > node/b',
    allowed: false,
    by: 'egress default 0',
    because: 'cluster-internal traffic will be checked against the rule as well',
  },
  // Ports
  {
    what: 'the port of the pod',
    policies: [banp({ingress: [denyFrom(EVERY_POD, number(8080))]})],
    asked: 'lab/probe > shop/web:8080',
    allowed: false,
    by: 'ingress default 0',
    because: DESTINATION_PORT,
  },
  {
    what: 'another port of the pod',
    policies: [banp({ingress: [denyFrom(EVERY_POD, number(8080))]})],
    asked: 'lab/probe > shop/web:80',
    allowed: true,
    by: 'ingress default',
    because: DESTINATION_PORT,
  },
  {
    what: 'the port of the destination',
    policies: [banp({egress: [denyTo({networks: ['0.0.0.0/0']}, number(443))]})],
    asked: 'shop/web > 203.0.113.9:443',
    allowed: false,
    by: 'egress default 0',
    because: DESTINATION_PORTS,
  },
  {
    what: 'without ports any port',
    policies: [DENIES_ALL_IN],
    asked: 'lab/probe > shop/web:53/UDP',
    allowed: false,
    by: 'ingress default 0',
    because: NO_FILTER,
  },
  {
    what: 'TCP where no protocol is stated',
    policies: [banp({ingress: [denyFrom(EVERY_POD, number(8080))]})],
    asked: 'lab/probe > shop/web:8080/SCTP',
    allowed: true,
    by: 'ingress default',
    because: TCP,
  },
  {
    what: 'the start of a range',
    policies: [banp({ingress: [denyFrom(EVERY_POD, range(53, 60, 'UDP'))]})],
    asked: 'lab/probe > shop/web:53/UDP',
    allowed: false,
    by: 'ingress default 0',
    because: INCLUSIVE,
  },
  {
    what: 'what lies above a range',
    policies: [banp({ingress: [denyFrom(EVERY_POD, range(53, 60, 'UDP'))]})],
    asked: 'lab/probe > shop/web:61/UDP',
    allowed: true,
    by: 'ingress default',
    because: INCLUSIVE,
  },
  {
    what: "a name of the pod's port",
    policies: [banp({ingress: [denyFrom(EVERY_POD, named('http'))]})],
    asked: 'lab/probe > shop/web:8080',
    allowed: false,
    by: 'ingress default 0',
    because: NAMED,
  },
  {
    what: 'a name that no container has',
    policies: [banp({ingress: [denyFrom(EVERY_POD, named('web'))]})],
    asked: 'lab/probe > shop/web:8080',
    allowed: true,
    by: 'ingress default',
    because: NAMED,
  },
  // Failing closed, and what no API server takes
  {
    what: 'an Allow rule with an unknown peer matches nothing',
    policies: [banp({ingress: [allowFrom([EVERY_POD, {services: {}}]), denyFrom(pods(BLUE))]})],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress default 1',
    because: CLOSED_ALLOW,
  },
  {
    what: 'a Deny rule with an unknown peer denies everything',
    policies: [banp({egress: [denyTo({services: {}}, number(1))]})],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'egress default 0',
    because: CLOSED_DENY,
  },
  {
    what: 'a Deny rule with an unknown peer denies only where it is asked',
    policies: [banp({ingress: [denyFrom({services: {}})]}), isolating('web', 'Ingress', {})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress isolate 0',
    because: OVERRIDDEN,
  },
  {
    what: 'domainNames are no peers of it',
    policies: [banp({egress: [allowTo({domainNames: ['example.com']}), denyTo({networks: ['0.0.0.0/0']})]})],
    asked: 'shop/web > 203.0.113.9',
    allowed: false,
    by: 'egress default 1',
    because: 'Currently only AdminNetworkPolicy is the intended scope for this proposal.',
  },
  {
    what: 'Pass is no action of it',
    policies: [banp({ingress: [passFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: null,
    by: 'ingress open not-understood',
    because: SAME,
  },
  {
    what: 'one of another name may not be there',
    policies: [banp({ingress: [denyFrom(EVERY_POD)]}, 'strict')],
    asked: 'lab/probe > shop/web',
    allowed: null,
    by: 'ingress open not-understood',
    because: ONLY_DEFAULT,
  },
  {
    what: 'one of another name does not matter where it denies nothing',
    policies: [banp({ingress: [allowFrom(EVERY_POD)]}, 'strict')],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress default',
    because: ONLY_DEFAULT,
  },
  {
    what: 'a peer with two fields may be either',
    policies: [banp({egress: [denyTo({...pods(RED), nodes: {}})]})],
    asked: 'lab/probe > shop/web',
    allowed: null,
    by: 'egress open not-understood',
    because: EXACTLY_ONE,
  },
]

const refusals: readonly Refusal[] = [
  {
    what: 'nothing is wrong with a good policy',
    policy: banp({ingress: [denyFrom(EVERY_POD)], egress: [allowTo({nodes: {}}, range(1, 1))]}),
    problems: [],
    because: EXACTLY_ONE,
  },
  {what: 'another name', policy: banp({}, 'baseline'), problems: ['name metadata.name'], because: ONLY_DEFAULT},
  {what: 'no subject', policy: banp({subject: undefined}), problems: ['subject spec.subject'], because: ONE_FIELD},
  {
    what: 'a selector that is none',
    policy: banp({subject: {namespaces: {matchExpressions: [{key: 'a', operator: 'Is'}]}}}),
    problems: ['selector spec.subject.namespaces.matchExpressions.0.operator'],
    because: 'Namespaces is used to select pods via namespace selectors.',
  },
  {
    what: 'Pass for both directions',
    policy: banp({ingress: [passFrom(EVERY_POD)], egress: [passTo(EVERY_POD)]}),
    problems: ['action spec.ingress.0.action', 'action spec.egress.0.action'],
    because: ACTIONS,
  },
  {
    what: 'an action in small letters',
    policy: banp({ingress: [rule('deny', 'from')(EVERY_POD)]}),
    problems: ['action spec.ingress.0.action'],
    because: ACTIONS,
  },
  {what: 'no action', policy: banp({ingress: [{from: [EVERY_POD]}]}), problems: ['action spec.ingress.0.action'], because: ACTIONS},
  {
    what: 'the peers of the other direction',
    policy: banp({egress: [denyFrom(EVERY_POD)]}),
    problems: ['peer spec.egress.0.to'],
    because: 'This field must be defined and contain at least one item.',
  },
  {
    what: 'networks for ingress',
    policy: banp({ingress: [denyFrom([EVERY_POD, {networks: ['10.0.0.0/8']}])]}),
    problems: ['peer spec.ingress.0.from.1'],
    because: EXACTLY_ONE,
  },
  {
    what: 'domainNames',
    policy: banp({egress: [allowTo({domainNames: ['example.com']})]}),
    problems: ['peer spec.egress.0.to.0'],
    because: EXACTLY_ONE,
  },
  {
    what: 'no networks',
    policy: banp({egress: [denyTo({networks: []})]}),
    problems: ['peer spec.egress.0.to.0.networks'],
    because: NETWORKS,
  },
  {
    what: 'a network twice',
    policy: banp({egress: [denyTo({networks: ['10.0.0.0/8', '10.0.0.0/8']})]}),
    problems: ['duplicate spec.egress.0.to.0.networks.1'],
    because: NETWORKS,
  },
  {
    what: 'a network with leading zeros',
    policy: banp({egress: [denyTo({networks: ['010.0.0.0/8']})]}),
    problems: ['cidr spec.egress.0.to.0.networks.0'],
    because: 'Each item in Networks should be provided in the CIDR format and should be IPv4 or IPv6',
  },
  {
    what: 'no number',
    policy: banp({ingress: [denyFrom(EVERY_POD, {ports: [{portNumber: {protocol: 'UDP'}}]})]}),
    problems: ['port spec.ingress.0.ports.0.portNumber.port'],
    because: 'Number defines a network port value.',
  },
  {
    what: 'no end',
    policy: banp({ingress: [denyFrom(EVERY_POD, {ports: [{portRange: {start: 80}}]})]}),
    problems: ['port spec.ingress.0.ports.0.portRange.end'],
    because: INCLUSIVE,
  },
  {
    what: 'a named port of nodes',
    policy: banp({egress: [denyTo({nodes: {}}, named('http'))]}),
    problems: ['named-port spec.egress.0.ports'],
    because: 'networks/nodes peer cannot be set with namedPorts since there are no namedPorts for networks/nodes',
  },
  {
    what: 'more than 100 rules',
    policy: banp({egress: Array.from({length: 101}, () => allowTo(EVERY_POD))}),
    problems: ['limit spec.egress'],
    because: 'A total of 100 Egress rules will be allowed in each BANP instance.',
  },
]

describe('the BaselineAdminNetworkPolicy', () => {
  decidesByHand(cases)
  test('is decided in at least 40 cases', () => expect(cases.length).toBeGreaterThanOrEqual(40))
})

describe('what no API server takes of a BaselineAdminNetworkPolicy', () => refuses(refusals))
