import {describe, expect, test} from 'vitest'
import {type Case, decidesByHand, EVERY_POD, isolating, pods, podsOf, type Refusal, refuses} from './hand-decided.ts'

// The sentences are those of the types of policy.networking.k8s.io/v1alpha1 as of v0.1.7, where nothing else is said.

type Fields = Readonly<Record<string, unknown>>

const RED = {team: 'red'}
const BLUE = {team: 'blue'}

function anp(name: string, priority: unknown, spec: Fields): Fields {
  return {
    apiVersion: 'policy.networking.k8s.io/v1alpha1',
    kind: 'AdminNetworkPolicy',
    metadata: {name},
    spec: {priority, subject: EVERY_POD, ...spec},
  }
}

function banp(spec: Fields): Fields {
  return {
    apiVersion: 'policy.networking.k8s.io/v1alpha1',
    kind: 'BaselineAdminNetworkPolicy',
    metadata: {name: 'default'},
    spec: {subject: EVERY_POD, ...spec},
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
const range = (start: number, end: number) => ({ports: [{portRange: {start, end}}]})
const named = (namedPort: string) => ({ports: [{namedPort}]})

const ALLOW = 'Allow: allows the selected traffic (even if it would otherwise have been denied by NetworkPolicy)'
const DENY = 'Deny: denies the selected traffic'
const PASS =
  'Pass: instructs the selected traffic to skip any remaining ANP rules, and then pass execution to any NetworkPolicies that select the pod.'
const PASS_ON =
  'If the pod is not selected by any NetworkPolicies then execution is passed to any BaselineAdminNetworkPolicies that select the pod.'
const PRIORITY = 'Policies with lower priority values have higher precedence, and are checked before policies with higher priority values.'
const ABOVE = 'All AdminNetworkPolicy rules have higher precedence than NetworkPolicy or BaselineAdminNetworkPolicy rules.'
const TIE = 'there is no way for the user to reliably determine which one it will choose'
const COULD_MATCH = 'If two (or more) policies with the same priority could both match a connection'
const TOP = 'a rule that appears at the top of the ingress rules would take the highest precedence'
const NO_ISOLATION = 'there will not be any implicit isolation effects for the Pods selected by the AdminNetworkPolicy'
const ANY_ELEMENT = 'If any element matches the source of incoming traffic then the specified action is applied.'
const HOST_SUBJECT = 'Note that host-networked pods are not included in subject selection.'
const HOST_PEER = 'Note that host-networked pods are not included in this type of peer.'
const DESTINATION_PORT = 'So it matches on the destination port for the ingress traffic.'
const TCP = 'If not specified, this field defaults to TCP.'
const INCLUSIVE = 'PortRange defines an inclusive range of ports from the the assigned Start value to End value.'
const NAMED = 'NamedPort selects a port on a pod(s) based on name.'
const PODS = 'Pods is used to select pods via namespace AND pod selectors.'
const NODE_IPS = 'It selects the nodeIPs as the peer type by matching on the IPs present in the node.Status.Addresses field of the node.'
const ALL_NODES = 'if present but empty, it selects all Nodes'
const INTERNAL = 'that will allow or deny all IPv4 pod-to-pod traffic as well'
const NETWORKS = 'Networks defines a way to select peers via CIDR blocks.'
const CLOSED_ALLOW = 'For "Allow" rules, "fail closed" means: "treat the rule as matching no traffic".'
const CLOSED_DENY = `For "Deny" and "Pass" rules, "fail closed" means: "treat the rule as a 'Deny all' rule".`
const EXACTLY_ONE = 'Exactly one of the fields must be set for a given peer and this is enforced by the validation rules on the CRD.'
const TO_ANY_ELEMENT = 'If any element matches the destination of outgoing traffic then the specified action is applied.'

const DENIES_ALL_IN = anp('strict', 10, {ingress: [denyFrom(EVERY_POD)]})

const cases: readonly Case[] = [
  // What rules do
  {
    what: 'a Deny rule denies',
    policies: [DENIES_ALL_IN],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress strict 0',
    because: DENY,
  },
  {
    what: 'a Deny rule for egress denies at the source',
    policies: [anp('strict', 10, {egress: [denyTo(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'egress strict 0',
    because: DENY,
  },
  {
    what: 'an Allow rule wins over an isolating NetworkPolicy',
    policies: [anp('open', 10, {ingress: [allowFrom(EVERY_POD)]}), isolating('web', 'Ingress')],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress open 0',
    because: ALLOW,
  },
  {
    what: 'an Allow rule for egress wins over an isolating NetworkPolicy',
    policies: [anp('open', 10, {egress: [allowTo(EVERY_POD)]}), isolating('web', 'Egress')],
    asked: 'shop/web > lab/probe',
    allowed: true,
    by: 'egress open 0',
    because: ALLOW,
  },
  {
    what: 'an Allow rule at one end opens nothing at the other',
    policies: [anp('open', 10, {egress: [allowTo(EVERY_POD)]}), isolating('web', 'Ingress')],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress isolated',
    because:
      "AdminNetworkPolicyEgressRule describes an action to take on a particular set of traffic originating from pods selected by a AdminNetworkPolicy's Subject field.",
  },
  {
    what: 'a Deny rule wins over a NetworkPolicy that allows',
    policies: [DENIES_ALL_IN, isolating('web', 'Ingress', {})],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress strict 0',
    because: ABOVE,
  },
  {
    what: 'an Allow rule wins over a baseline that denies',
    policies: [anp('open', 1000, {ingress: [allowFrom(EVERY_POD)]}), banp({ingress: [denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress open 0',
    because: ABOVE,
  },
  {
    what: 'a Pass rule leaves it to a NetworkPolicy that isolates',
    policies: [anp('pass', 10, {ingress: [passFrom(EVERY_POD)]}), isolating('web', 'Ingress')],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress isolated',
    because: PASS,
  },
  {
    what: 'a Pass rule leaves it to a NetworkPolicy that allows',
    policies: [anp('pass', 10, {ingress: [passFrom(EVERY_POD)]}), isolating('web', 'Ingress', {}), banp({ingress: [denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress isolate 0',
    because: PASS,
  },
  {
    what: 'a Pass rule skips a later rule of its policy',
    policies: [anp('pass', 10, {ingress: [passFrom(EVERY_POD), denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress default',
    because: PASS,
  },
  {
    what: 'a Pass rule skips another policy',
    policies: [anp('pass', 10, {ingress: [passFrom(EVERY_POD)]}), anp('strict', 20, {ingress: [denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress default',
    because: PASS,
  },
  {
    what: 'a Pass rule leads on to the baseline where no NetworkPolicy selects the pod',
    policies: [anp('pass', 10, {ingress: [passFrom(EVERY_POD)]}), isolating('api', 'Ingress'), banp({ingress: [denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress default 0',
    because: PASS_ON,
  },
  {
    what: 'a policy with an Allow rule for some keeps nobody else out',
    policies: [anp('open', 10, {ingress: [allowFrom(pods(RED))]})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress default',
    because: NO_ISOLATION,
  },
  {
    what: 'a policy without ingress rules says nothing of ingress',
    policies: [anp('out', 10, {egress: [denyTo(podsOf('nobody'))]})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress default',
    because: 'ANPs with no ingress rules do not affect ingress traffic.',
  },
  {
    what: 'a policy with empty egress rules says nothing of egress',
    policies: [anp('out', 10, {egress: []})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'egress default',
    because: 'ANPs with no egress rules do not affect egress traffic.',
  },
  // Precedence
  {
    what: 'the rule at the top decides',
    policies: [anp('both', 10, {ingress: [allowFrom(pods(BLUE)), denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress both 0',
    because: TOP,
  },
  {
    what: 'the next rule decides for whom the one at the top does not match',
    policies: [anp('both', 10, {ingress: [allowFrom(pods(BLUE)), denyFrom(EVERY_POD)]})],
    asked: 'pay/bank > shop/web',
    allowed: false,
    by: 'ingress both 1',
    because: TOP,
  },
  {
    what: 'the lower value is asked first, though it comes last in the input',
    policies: [anp('late', 20, {ingress: [denyFrom(EVERY_POD)]}), anp('early', 0, {ingress: [allowFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress early 0',
    because: PRIORITY,
  },
  {
    what: 'what the lower value does not match the higher decides',
    policies: [anp('early', 0, {ingress: [allowFrom(pods(RED))]}), anp('late', 20, {ingress: [denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress late 0',
    because: PRIORITY,
  },
  {
    what: 'of two with one priority that disagree nobody knows which is applied',
    policies: [anp('one', 10, {ingress: [allowFrom(EVERY_POD)]}), anp('two', 10, {ingress: [denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: null,
    by: 'ingress open order',
    because: TIE,
  },
  {
    what: 'two with one priority that agree decide',
    policies: [anp('one', 10, {ingress: [denyFrom(EVERY_POD)]}), anp('two', 10, {ingress: [denyFrom(pods(BLUE))]})],
    asked: 'lab/probe > shop/web',
    allowed: false,
    because: TIE,
  },
  {
    what: 'of two with one priority of which one matches, that one decides',
    policies: [anp('one', 10, {ingress: [allowFrom(pods(RED))]}), anp('two', 10, {ingress: [denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress two 0',
    because: COULD_MATCH,
  },
  // Whom they are for
  {
    what: 'a subject by namespaces takes in all their pods',
    policies: [anp('strict', 10, {subject: pods({env: 'prod'}), ingress: [denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/api',
    allowed: false,
    by: 'ingress strict 0',
    because: 'Namespaces is used to select pods via namespace selectors.',
  },
  {
    what: 'a subject by namespaces leaves out those of others',
    policies: [anp('strict', 10, {subject: pods({env: 'prod'}), ingress: [denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > pay/bank',
    allowed: true,
    by: 'ingress default',
    because: 'Namespaces is used to select pods via namespace selectors.',
  },
  {
    what: 'a subject by pods needs both selectors: the pod has another label',
    policies: [anp('strict', 10, {subject: podsOf('web', RED), ingress: [denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/api',
    allowed: true,
    by: 'ingress default',
    because: PODS,
  },
  {
    what: 'a subject by pods needs both selectors: the namespace has another label',
    policies: [anp('strict', 10, {subject: podsOf('web', BLUE), ingress: [denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress default',
    because: PODS,
  },
  {
    what: "a pod on the network of its node is nobody's subject",
    policies: [anp('strict', 10, {egress: [denyTo(EVERY_POD)]})],
    asked: 'shop/agent > shop/api',
    allowed: true,
    by: 'egress exempt',
    because: HOST_SUBJECT,
  },
  {
    what: 'a pod on the network of its node is no peer by namespaces',
    policies: [DENIES_ALL_IN],
    asked: 'shop/agent > shop/api',
    allowed: true,
    by: 'ingress default',
    because: HOST_PEER,
  },
  {
    what: 'a pod on the network of its node is no peer by pods',
    policies: [anp('strict', 10, {egress: [denyTo(podsOf('agent'))]})],
    asked: 'shop/api > shop/agent',
    allowed: true,
    by: 'egress default',
    because: HOST_PEER,
  },
  {
    what: 'whether labels of a namespace that nobody has seen are selected is not told',
    policies: [anp('strict', 10, {ingress: [denyFrom(pods(BLUE))]})],
    asked: 'dark/mole > shop/web',
    allowed: null,
    by: 'ingress open namespace-labels',
    because: 'Namespaces defines a way to select all pods within a set of Namespaces.',
  },
  {
    what: 'the name of a namespace is known without its labels',
    policies: [anp('strict', 10, {ingress: [denyFrom(pods({'kubernetes.io/metadata.name': 'dark'}))]})],
    asked: 'dark/mole > shop/web',
    allowed: false,
    by: 'ingress strict 0',
    because: 'Namespaces defines a way to select all pods within a set of Namespaces.',
  },
  {
    what: 'somebody outside is none of all pods',
    policies: [DENIES_ALL_IN],
    asked: '203.0.113.9 > shop/web',
    allowed: true,
    by: 'ingress default',
    because: 'Namespaces defines a way to select all pods within a set of Namespaces.',
  },
  {
    what: 'a rule that lets everybody pass settles it, whether the policy is for the pod or not',
    policies: [anp('both', 10, {subject: pods(BLUE), ingress: [allowFrom(EVERY_POD), denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > dark/mole',
    allowed: true,
    because: TOP,
  },
  // Peers
  {
    what: 'any of several peers will do',
    policies: [anp('strict', 10, {ingress: [denyFrom([podsOf('nobody'), podsOf('probe', BLUE)])]})],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress strict 0',
    because: ANY_ELEMENT,
  },
  {
    what: 'none of several peers matches',
    policies: [anp('strict', 10, {ingress: [denyFrom([podsOf('nobody'), podsOf('probe', RED)])]})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress default',
    because: ANY_ELEMENT,
  },
  {
    what: 'any of several destinations will do',
    policies: [anp('strict', 10, {egress: [denyTo([podsOf('nobody'), pods({env: 'prod'})])]})],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'egress strict 0',
    because: TO_ANY_ELEMENT,
  },
  {
    what: 'an empty pod selector selects all pods',
    policies: [anp('strict', 10, {ingress: [denyFrom({pods: {namespaceSelector: {matchLabels: BLUE}, podSelector: {}}})]})],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress strict 0',
    because: 'PodSelector is used to explicitly select pods within a namespace; if empty, it selects all Pods.',
  },
  {
    what: 'nodes are peers of egress by their labels',
    policies: [anp('strict', 10, {egress: [denyTo({nodes: {matchLabels: {role: 'control'}}})]})],
    asked: 'shop/web > node/b',
    allowed: false,
    by: 'egress strict 0',
    because: NODE_IPS,
  },
  {
    what: 'nodes with other labels are not those peers',
    policies: [anp('strict', 10, {egress: [denyTo({nodes: {matchLabels: {role: 'worker'}}})]})],
    asked: 'shop/web > node/b',
    allowed: true,
    by: 'egress default',
    because: NODE_IPS,
  },
  {
    what: "a pod on the network of a node is there under the node's address",
    policies: [anp('strict', 10, {egress: [denyTo({nodes: {}})]})],
    asked: 'shop/api > shop/agent',
    allowed: false,
    by: 'egress strict 0',
    because: NODE_IPS,
  },
  {
    what: "all nodes are all nodes: the pod's own is one of them",
    policies: [anp('strict', 10, {egress: [denyTo({nodes: {}})]})],
    asked: 'shop/web > node/a',
    allowed: false,
    by: 'egress strict 0',
    because: ALL_NODES,
  },
  {
    what: 'a node that is not in the input is one of all nodes',
    policies: [anp('strict', 10, {egress: [denyTo({nodes: {}})]})],
    asked: 'shop/web > node/c',
    allowed: false,
    by: 'egress strict 0',
    because: ALL_NODES,
  },
  {
    what: 'a pod is no node',
    policies: [anp('strict', 10, {egress: [denyTo({nodes: {}})]})],
    asked: 'shop/web > shop/api',
    allowed: true,
    by: 'egress default',
    because: NODE_IPS,
  },
  {
    what: 'a network of everything is every pod too',
    policies: [anp('strict', 10, {egress: [denyTo({networks: ['0.0.0.0/0']})]})],
    asked: 'shop/web > shop/api',
    allowed: false,
    by: 'egress strict 0',
    because: INTERNAL,
  },
  {
    what: 'a network is somebody outside',
    policies: [anp('strict', 10, {egress: [denyTo({networks: ['203.0.113.0/24']})]})],
    asked: 'shop/web > 203.0.113.9',
    allowed: false,
    by: 'egress strict 0',
    because: NETWORKS,
  },
  {
    what: 'a network is nobody beyond it',
    policies: [anp('strict', 10, {egress: [denyTo({networks: ['203.0.113.0/24']})]})],
    asked: 'shop/web > 198.51.100.9',
    allowed: true,
    by: 'egress default',
    because: NETWORKS,
  },
  {
    what: 'a network is pods whose addresses are in it',
    policies: [anp('strict', 10, {egress: [denyTo({networks: ['10.2.0.0/16', '10.3.0.0/16']})]})],
    asked: 'shop/web > lab/probe',
    allowed: false,
    by: 'egress strict 0',
    because: 'cluster-internal traffic will be checked against the rule as well',
  },
  {
    what: 'pods are passed on before a network of everything',
    policies: [anp('strict', 10, {egress: [passTo(EVERY_POD), denyTo({networks: ['0.0.0.0/0']})]})],
    asked: 'shop/web > shop/api',
    allowed: true,
    by: 'egress default',
    because: "If you don't want that, add a rule that Passes all pod traffic before the Networks rule.",
  },
  {
    what: 'a network of IPv4 is nobody of IPv6',
    policies: [anp('strict', 10, {egress: [denyTo({networks: ['0.0.0.0/0']})]})],
    asked: 'shop/web > [2001:db8::9]:443',
    allowed: true,
    by: 'egress default',
    because: INTERNAL,
  },
  {
    what: 'whether an address outside has a name is not told',
    policies: [anp('list', 10, {egress: [allowTo({domainNames: ['*.example.com']}), denyTo({networks: ['0.0.0.0/0']})]})],
    asked: 'shop/web > 203.0.113.9',
    allowed: null,
    by: 'egress open domain-names',
    because: 'DomainNames provides a way to specify domain names as peers.',
  },
  {
    what: 'a name that lets pass denies nobody where nothing else does',
    policies: [anp('list', 10, {egress: [allowTo({domainNames: ['example.com']})]})],
    asked: 'shop/web > 203.0.113.9',
    allowed: true,
    by: 'egress default',
    because: 'DomainNames Allow rules should be used with a lower priority egress deny',
  },
  {
    what: 'a pod has none of the names of others',
    policies: [anp('list', 10, {egress: [allowTo({domainNames: ['example.com']}), denyTo({networks: ['0.0.0.0/0']})]})],
    asked: 'shop/web > shop/api',
    allowed: false,
    by: 'egress list 1',
    because: '`kubernetes.io` matches only `kubernetes.io`.',
  },
  // Ports
  {
    what: 'a port is the one at which the connection ends',
    policies: [anp('strict', 10, {ingress: [denyFrom(EVERY_POD, number(8080))]})],
    asked: 'lab/probe > shop/web:8080',
    allowed: false,
    by: 'ingress strict 0',
    because: DESTINATION_PORT,
  },
  {
    what: 'another port is not meant',
    policies: [anp('strict', 10, {ingress: [denyFrom(EVERY_POD, number(8080))]})],
    asked: 'lab/probe > shop/web:8081',
    allowed: true,
    by: 'ingress default',
    because: DESTINATION_PORT,
  },
  {
    what: 'without ports every protocol is meant',
    policies: [DENIES_ALL_IN],
    asked: 'lab/probe > shop/web:9/SCTP',
    allowed: false,
    by: 'ingress strict 0',
    because: 'If Ports is not set then the rule does not filter traffic via port.',
  },
  {
    what: 'a port without protocol is TCP, and not UDP',
    policies: [anp('strict', 10, {ingress: [denyFrom(EVERY_POD, number(53))]})],
    asked: 'lab/probe > shop/web:53/UDP',
    allowed: true,
    by: 'ingress default',
    because: TCP,
  },
  {
    what: 'a port with a protocol is of that one',
    policies: [anp('strict', 10, {ingress: [denyFrom(EVERY_POD, number(53, 'UDP'))]})],
    asked: 'lab/probe > shop/web:53/UDP',
    allowed: false,
    by: 'ingress strict 0',
    because: 'Protocol is the network protocol (TCP, UDP, or SCTP) which traffic must match.',
  },
  {
    what: 'the end of a range is in it',
    policies: [anp('strict', 10, {ingress: [denyFrom(EVERY_POD, range(8000, 8080))]})],
    asked: 'lab/probe > shop/web:8080',
    allowed: false,
    by: 'ingress strict 0',
    because: INCLUSIVE,
  },
  {
    what: 'what lies below a range is not in it',
    policies: [anp('strict', 10, {ingress: [denyFrom(EVERY_POD, range(8000, 8080))]})],
    asked: 'lab/probe > shop/web:7999',
    allowed: true,
    by: 'ingress default',
    because: INCLUSIVE,
  },
  {
    what: 'a named port is the one that a container calls so, of any protocol',
    policies: [anp('strict', 10, {ingress: [denyFrom(EVERY_POD, named('dns'))]})],
    asked: 'lab/probe > shop/web:53/UDP',
    allowed: false,
    by: 'ingress strict 0',
    because: NAMED,
  },
  {
    what: 'a port of that number and another protocol does not have the name',
    policies: [anp('strict', 10, {ingress: [denyFrom(EVERY_POD, named('dns'))]})],
    asked: 'lab/probe > shop/web:53/TCP',
    allowed: true,
    by: 'ingress default',
    because: NAMED,
  },
  {
    what: "a named port for egress is a name of the destination's",
    policies: [anp('strict', 10, {egress: [denyTo(EVERY_POD, named('http'))]})],
    asked: 'lab/probe > shop/web:8080',
    allowed: false,
    by: 'egress strict 0',
    because: NAMED,
  },
  // Failing closed
  {
    what: 'an Allow rule with a peer that is not known matches nothing, its other peers included',
    policies: [anp('open', 10, {ingress: [allowFrom([EVERY_POD, {services: {}}])]}), isolating('web', 'Ingress')],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress isolated',
    because: CLOSED_ALLOW,
  },
  {
    what: 'a Deny rule with a peer that is not known denies everything',
    policies: [anp('strict', 10, {ingress: [denyFrom([podsOf('nobody'), {services: {}}], number(1))]})],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress strict 0',
    because: CLOSED_DENY,
  },
  {
    what: 'a Pass rule with a peer that is not known denies everything',
    policies: [anp('strict', 10, {ingress: [passFrom({})]})],
    asked: '203.0.113.9 > shop/web',
    allowed: false,
    by: 'ingress strict 0',
    because: CLOSED_DENY,
  },
  {
    what: 'networks are no peers of ingress',
    policies: [anp('strict', 10, {ingress: [denyFrom({networks: ['203.0.113.0/24']})]})],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress strict 0',
    because:
      'If an implementation sees no fields are set then it can infer that the deployed CRD is of an incompatible version with an unknown field.',
  },
  // What no API server takes
  {
    what: 'a peer with two fields may be either',
    policies: [anp('strict', 10, {ingress: [denyFrom({...EVERY_POD, ...podsOf('probe')})]})],
    asked: 'lab/probe > shop/web',
    allowed: null,
    by: 'ingress open not-understood',
    because: EXACTLY_ONE,
  },
  {
    what: 'an unknown action may let pass or deny',
    policies: [anp('odd', 10, {ingress: [rule('Reject', 'from')(EVERY_POD)]}), isolating('web', 'Ingress')],
    asked: 'lab/probe > shop/web',
    allowed: null,
    by: 'ingress open not-understood',
    because: 'Currently the following actions are supported:',
  },
  {
    what: 'an unknown action for others does not matter',
    policies: [anp('odd', 10, {ingress: [rule('Reject', 'from')(pods(RED))]})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress default',
    because: 'Currently the following actions are supported:',
  },
  {
    what: 'a policy with a priority beyond the last may come first, or not at all',
    policies: [anp('late', 1001, {ingress: [denyFrom(EVERY_POD)]}), anp('early', 0, {ingress: [allowFrom(pods(RED))]})],
    asked: 'pay/bank > shop/web',
    allowed: null,
    by: 'ingress open not-understood',
    because: 'Priority is a value from 0 to 1000.',
  },
]

const refusals: readonly Refusal[] = [
  {
    what: 'nothing is wrong with a good policy',
    policy: anp('good', 0, {egress: [allowTo([{nodes: {}}, {networks: ['fd00::/8']}, {domainNames: ['*.example.com']}], range(1, 2))]}),
    problems: [],
    because: EXACTLY_ONE,
  },
  {
    what: 'a priority above 1000',
    policy: anp('p', 1001, {}),
    problems: ['priority spec.priority'],
    because: 'Priority is a value from 0 to 1000.',
  },
  {
    what: 'a priority below 0',
    policy: anp('p', -1, {}),
    problems: ['priority spec.priority'],
    because: 'Priority is a value from 0 to 1000.',
  },
  {
    what: 'no priority',
    policy: anp('p', undefined, {}),
    problems: ['priority spec.priority'],
    because: 'Priority is a value from 0 to 1000.',
  },
  {what: 'no subject', policy: anp('p', 1, {subject: {}}), problems: ['subject spec.subject'], because: 'Exactly one field must be set.'},
  {
    what: 'two subjects',
    policy: anp('p', 1, {subject: {...EVERY_POD, ...podsOf('web')}}),
    problems: ['subject spec.subject'],
    because: 'Exactly one field must be set.',
  },
  {
    what: 'pods of no namespaces',
    policy: anp('p', 1, {subject: {pods: {podSelector: {}}}}),
    problems: ['selector spec.subject.pods'],
    because: 'NamespaceSelector follows standard label selector semantics; if empty, it selects all Namespaces.',
  },
  {
    what: 'the word of another kind for an action',
    policy: anp('p', 1, {ingress: [rule('Accept', 'from')(EVERY_POD)]}),
    problems: ['action spec.ingress.0.action'],
    because: 'Currently the following actions are supported:',
  },
  {
    what: 'no peers',
    policy: anp('p', 1, {egress: [allowTo([]), {action: 'Deny'}]}),
    problems: ['peer spec.egress.0.to', 'peer spec.egress.1.to'],
    because: 'This field must be defined and contain at least one item.',
  },
  {
    what: 'an empty peer',
    policy: anp('p', 1, {ingress: [denyFrom([EVERY_POD, {}])]}),
    problems: ['peer spec.ingress.0.from.1'],
    because: EXACTLY_ONE,
  },
  {
    what: 'a port of two fields',
    policy: anp('p', 1, {ingress: [denyFrom(EVERY_POD, {ports: [{namedPort: 'http', portNumber: {port: 80}}]})]}),
    problems: ['port spec.ingress.0.ports.0'],
    because: 'Exactly one field must be set.',
  },
  {
    what: 'no ports at all',
    policy: anp('p', 1, {ingress: [denyFrom(EVERY_POD, {ports: []})]}),
    problems: ['port spec.ingress.0.ports'],
    because: 'If Ports is not set then the rule does not filter traffic via port.',
  },
  {
    what: 'the word of another kind for ports',
    policy: anp('p', 1, {ingress: [denyFrom(EVERY_POD, {protocols: [{tcp: {destinationPort: {number: 80}}}]})]}),
    problems: ['field spec.ingress.0.protocols'],
    because: 'Ports allows for matching traffic based on port and protocols.',
  },
  {
    what: 'a port beyond the last',
    policy: anp('p', 1, {ingress: [denyFrom(EVERY_POD, number(65_536))]}),
    problems: ['port spec.ingress.0.ports.0.portNumber.port'],
    because: 'Number defines a network port value.',
  },
  {
    what: 'a range that ends before it starts',
    policy: anp('p', 1, {ingress: [denyFrom(EVERY_POD, range(90, 80))]}),
    problems: ['port-range spec.ingress.0.ports.0.portRange'],
    because: 'the Start value must be less than End',
  },
  {
    what: 'a protocol that is none',
    policy: anp('p', 1, {ingress: [denyFrom(EVERY_POD, number(80, 'tcp'))]}),
    problems: ['protocol spec.ingress.0.ports.0.portNumber.protocol'],
    because: 'Protocol is the network protocol (TCP, UDP, or SCTP) which traffic must match.',
  },
  {
    what: 'a network that is none',
    policy: anp('p', 1, {egress: [denyTo({networks: ['10.0.0.0/8', '10.0.0.0/33', '10.0.0.1']})]}),
    problems: ['cidr spec.egress.0.to.0.networks.1', 'cidr spec.egress.0.to.0.networks.2'],
    because: 'Each item in Networks should be provided in the CIDR format and should be IPv4 or IPv6',
  },
  {
    what: 'a network with more than its prefix is taken',
    policy: anp('p', 1, {egress: [denyTo({networks: ['10.1.2.3/8']})]}),
    problems: [],
    because: 'CIDR is an IP address range in CIDR notation',
  },
  {
    what: 'names that are denied',
    policy: anp('p', 1, {egress: [denyTo({domainNames: ['example.com']})]}),
    problems: ['domain-name spec.egress.0.to.0.domainNames'],
    because: 'DomainNames is only supported for ALLOW rules.',
  },
  {
    what: 'a star within a name',
    policy: anp('p', 1, {egress: [allowTo({domainNames: ['www.*.com']})]}),
    problems: ['domain-name spec.egress.0.to.0.domainNames.0'],
    because: "'*' may only be specified as a prefix.",
  },
  {
    what: 'a named port of a network',
    policy: anp('p', 1, {egress: [denyTo({networks: ['10.0.0.0/8']}, named('http'))]}),
    problems: ['named-port spec.egress.0.ports'],
    because: 'networks/nodes/domainNames peer cannot be set with namedPorts since there are no namedPorts for networks/nodes/domainNames',
  },
  {
    what: 'more than 100 rules',
    policy: anp('p', 1, {ingress: Array.from({length: 101}, () => denyFrom(EVERY_POD))}),
    problems: ['limit spec.ingress'],
    because: 'A total of 100 rules will be allowed in each ANP instance.',
  },
  {
    what: 'more than 25 networks',
    policy: anp('p', 1, {egress: [denyTo({networks: Array.from({length: 26}, (_, index) => `10.${index}.0.0/16`)})]}),
    problems: ['limit spec.egress.0.to.0.networks'],
    because: 'Networks can have upto 25 CIDRs specified.',
  },
  {
    what: 'a name of 101 characters',
    policy: anp('p', 1, {ingress: [denyFrom(EVERY_POD, {name: 'x'.repeat(101)})]}),
    problems: ['limit spec.ingress.0.name'],
    because: 'Name is an identifier for this rule, that may be no more than 100 characters in length.',
  },
]

// Before v0.1.2 `namespaces` of a peer had a field more; the sentences are those of v0.1.1.
const early: readonly Case[] = [
  {
    what: 'namespaces with the same values are selected',
    policies: [
      anp('tenant', 10, {ingress: [passFrom({namespaces: {sameLabels: ['team']}}), denyFrom({namespaces: {namespaceSelector: {}}})]}),
    ],
    asked: 'pay/bank > shop/web',
    allowed: true,
    by: 'ingress default',
    because: 'AND they must all have the same value as the subject of this policy',
  },
  {
    what: 'namespaces with other values are not',
    policies: [
      anp('tenant', 10, {ingress: [passFrom({namespaces: {sameLabels: ['team']}}), denyFrom({namespaces: {namespaceSelector: {}}})]}),
    ],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress tenant 1',
    because: 'AND they must all have the same value as the subject of this policy',
  },
  {
    what: 'all of the labels must be there',
    policies: [anp('tenant', 10, {ingress: [denyFrom({namespaces: {sameLabels: ['team', 'env']}})]})],
    asked: 'pay/bank > shop/web',
    allowed: true,
    by: 'ingress default',
    because: 'To be selected a Namespace must have all of the labels defined in SameLabels',
  },
  {
    what: 'the pods of a namespace with another value',
    policies: [
      anp('tenant', 10, {ingress: [denyFrom({pods: {namespaces: {notSameLabels: ['team']}, podSelector: {matchLabels: {app: 'probe'}}}})]}),
    ],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress tenant 0',
    because: 'AND at least one of them must have different values than the subject of this policy.',
  },
  {
    what: 'no labels select nothing',
    policies: [anp('tenant', 10, {ingress: [denyFrom({namespaces: {sameLabels: []}})]})],
    asked: 'pay/bank > shop/web',
    allowed: true,
    by: 'ingress default',
    because: 'If Samelabels is Empty then nothing is selected.',
  },
  {
    what: 'labels of a namespace that nobody has seen',
    policies: [anp('tenant', 10, {ingress: [denyFrom({namespaces: {notSameLabels: ['team']}})]})],
    asked: 'dark/mole > shop/web',
    allowed: null,
    by: 'ingress open namespace-labels',
    because: 'To be selected a Namespace must have all of the labels defined in NotSameLabels',
  },
]

describe('an AdminNetworkPolicy', () => {
  decidesByHand(cases)
  test('is decided in at least 40 cases', () => expect(cases.length).toBeGreaterThanOrEqual(40))
})

describe('an AdminNetworkPolicy of before v0.1.2', () => decidesByHand(early))

describe('what no API server takes of an AdminNetworkPolicy', () => refuses(refusals))
