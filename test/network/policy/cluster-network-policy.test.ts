import {describe, expect, test} from 'vitest'
import {judgeArrival} from '../../../src/network/policy/arrival.ts'
import {endPortOf} from '../../../src/network/policy/parties.ts'
import {policiesOf} from '../../../src/network/policy/policy-set.ts'
import {partyNamed} from './asked.ts'
import {type Case, decidesByHand, EVERY_POD, isolating, pods, podsOf, type Refusal, refuses, wordOf, worldWith} from './hand-decided.ts'

// The sentences are those of the types of policy.networking.k8s.io/v1beta1 (v1alpha2 where that is said) and of the project's overview of them.

type Fields = Readonly<Record<string, unknown>>

const RED = {team: 'red'}
const BLUE = {team: 'blue'}

function cnp(name: string, tier: unknown, priority: unknown, spec: Fields, version = 'v1beta1'): Fields {
  return {
    apiVersion: `policy.networking.k8s.io/${version}`,
    kind: 'ClusterNetworkPolicy',
    metadata: {name},
    spec: {tier, priority, subject: EVERY_POD, ...spec},
  }
}

const admin = (name: string, priority: number, spec: Fields) => cnp(name, 'Admin', priority, spec)
const baseline = (name: string, priority: number, spec: Fields) => cnp(name, 'Baseline', priority, spec)

function anp(name: string, priority: number, spec: Fields): Fields {
  return {
    apiVersion: 'policy.networking.k8s.io/v1alpha1',
    kind: 'AdminNetworkPolicy',
    metadata: {name},
    spec: {priority, subject: EVERY_POD, ...spec},
  }
}

const rule =
  (action: string, key: 'from' | 'to') =>
  (peers: readonly Fields[] | Fields, rest: Fields = {}) => ({
    action,
    [key]: Array.isArray(peers) ? peers : [peers],
    ...rest,
  })
const acceptFrom = rule('Accept', 'from')
const denyFrom = rule('Deny', 'from')
const passFrom = rule('Pass', 'from')
const acceptTo = rule('Accept', 'to')
const denyTo = rule('Deny', 'to')
const passTo = rule('Pass', 'to')
const number = (port: number, protocol = 'tcp') => ({protocols: [{[protocol]: {destinationPort: {number: port}}}]})
const range = (start: number, end: number, protocol = 'tcp') => ({protocols: [{[protocol]: {destinationPort: {range: {start, end}}}}]})
const named = (destinationNamedPort: string) => ({protocols: [{destinationNamedPort}]})

const ACCEPT = 'No further ingress ClusterNetworkPolicy or NetworkPolicy rules will be processed.'
const ACCEPT_OUT =
  'No further egress ClusterNetworkPolicy or NetworkPolicy rules will be processed but any ingress rules at the destination do apply.'
const DENY = 'Deny: Drops the selected traffic. No further ClusterNetworkPolicy or NetworkPolicy rules will be processed.'
const PASS =
  'Pass: Skips all further ClusterNetworkPolicy rules in the current tier for the selected traffic, and passes evaluation to the next tier.'
const ADMIN = 'The Admin tier takes precedence over all other policies.'
const FINAL =
  'v1.NetworkPolicy always makes a final decision for selected pods. Further evaluation only happens for Pods not selected by a v1.NetworkPolicy.'
const BASELINE = 'Baseline tier is a cluster-wide policy that can be overridden by the v1.NetworkPolicy.'
const DEFAULT =
  "If a given connection wasn't allowed or denied by any of the tiers, the default kubernetes policy is applied, which says that all pods can communicate with each other."
const PRIORITY =
  'Policies with lower priority values have higher precedence, and are checked before policies with higher priority values in the same tier.'
const WITHIN = 'Priority is a value from 0 to 1000 indicating the precedence of the policy within its tier.'
const TIE =
  'If two (or more) policies in the same tier with the same priority could match a connection, then the implementation can apply any of the matching policies to the connection'
const TOP = 'a rule that appears at the top of the ingress rules would take the highest precedence'
const HOST_SUBJECT = 'Note that host-networked pods are not included in subject selection.'
const HOST_PEER = 'Note that host-networked pods are not included in this type of peer.'
const NAMESPACES = 'Namespaces defines a way to select all pods within a set of Namespaces.'
const SUBJECT = 'Namespaces is used to select pods via namespace selectors.'
const PODS = 'Pods is used to select pods via namespace AND pod selectors.'
const ANY_ELEMENT = 'If any element matches the source of incoming traffic then the specified action is applied.'
const NODE_IPS = 'It selects the nodeIPs as the peer type by matching on the IPs present in the node.Status.Addresses field of the node.'
const ALL_NODES = 'if present but empty, it selects all Nodes'
const INTERNAL = 'that will allow or deny all IPv4 pod-to-pod traffic as well'
const NETWORKS = 'Networks defines a way to select peers via CIDR blocks.'
const DOMAIN_NAMES = 'DomainNames provides a way to specify domain names as peers.'
const NO_FILTER = 'If unspecified, protocol-specific attributes will not be used to match traffic.'
const TCP = 'TCP specific protocol matches.'
const UDP = 'UDP specific protocol matches.'
const PORT = 'Port matches on port number.'
const INCLUSIVE = 'PortRange defines an inclusive range of ports from the assigned Start value to End value.'
const NAMED = 'DestinationNamedPort selects a destination port on a pod based on the ContainerPort name.'
const CLOSED_ACCEPT = 'For "Accept" rules, "fail closed" means: "treat the rule as matching no traffic".'
const CLOSED_DENY = `For "Deny" and "Pass" rules, "fail closed" means: "treat the rule as a 'Deny all' rule".`
const EXACTLY_ONE = 'Exactly one of the fields must be set for a given peer and this is enforced by the validation rules on the CRD.'
const ONE_FIELD = 'Exactly one field must be set.'
const ACTIONS = 'Currently, the following actions are supported:'
const TWO_TIERS = 'ClusterNetworkPolicy can use 2 of these tiers: Admin and Baseline.'
const ITSELF = 'A Pod connecting to its own Pod IP is not subject to CNP.'
const HAIRPIN =
  'A Pod connecting to a Service IP that the service proxy load-balances back to the same Pod is subject to ClusterNetworkPolicy.'

const DENIES_ALL_IN = admin('strict', 10, {ingress: [denyFrom(EVERY_POD)]})

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
    what: 'a Deny rule denies what a NetworkPolicy would let pass',
    policies: [DENIES_ALL_IN, isolating('web', 'Ingress', {})],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress strict 0',
    because: DENY,
  },
  {
    what: 'an Accept rule lets pass what a NetworkPolicy would not',
    policies: [admin('open', 10, {ingress: [acceptFrom(EVERY_POD)]}), isolating('web', 'Ingress')],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress open 0',
    because: ACCEPT,
  },
  {
    what: 'an Accept rule lets pass what a later policy would not',
    policies: [admin('open', 10, {ingress: [acceptFrom(EVERY_POD)]}), admin('strict', 11, {ingress: [denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress open 0',
    because: ACCEPT,
  },
  {
    what: 'an Accept rule for egress lets out what a NetworkPolicy would not',
    policies: [admin('open', 10, {egress: [acceptTo(EVERY_POD)]}), isolating('web', 'Egress')],
    asked: 'shop/web > lab/probe',
    allowed: true,
    by: 'egress open 0',
    because: ACCEPT_OUT,
  },
  {
    what: 'an Accept rule for egress opens nothing at the destination',
    policies: [admin('open', 10, {egress: [acceptTo(EVERY_POD)]}), isolating('web', 'Ingress')],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress isolated',
    because: ACCEPT_OUT,
  },
  {
    what: 'a Pass rule of the Admin tier leaves it to NetworkPolicies',
    policies: [admin('pass', 10, {ingress: [passFrom(EVERY_POD), denyFrom(EVERY_POD)]}), isolating('web', 'Ingress', {})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress isolate 0',
    because: PASS,
  },
  {
    what: 'a Pass rule of the Admin tier leads on to the Baseline tier',
    policies: [admin('pass', 10, {ingress: [passFrom(EVERY_POD)]}), baseline('base', 10, {ingress: [denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress base 0',
    because: PASS,
  },
  {
    what: 'a Pass rule skips later policies of its tier',
    policies: [admin('pass', 10, {ingress: [passFrom(EVERY_POD)]}), admin('strict', 20, {ingress: [denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress default',
    because: PASS,
  },
  {
    what: 'a Pass rule of the Baseline tier leads to the default',
    policies: [
      baseline('pass', 10, {ingress: [passFrom(pods(BLUE)), denyFrom(EVERY_POD)]}),
      baseline('strict', 20, {ingress: [denyFrom(EVERY_POD)]}),
    ],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress default',
    because: PASS,
  },
  {
    what: 'a Pass rule of the Baseline tier is for those whom it matches',
    policies: [baseline('pass', 10, {ingress: [passFrom(pods(BLUE)), denyFrom(EVERY_POD)]})],
    asked: 'pay/bank > shop/web',
    allowed: false,
    by: 'ingress pass 1',
    because: PASS,
  },
  {
    what: 'whom no tier speaks of passes',
    policies: [admin('strict', 10, {ingress: [denyFrom(pods(RED))]}), baseline('base', 10, {ingress: [denyFrom(pods(RED))]})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress default',
    because: DEFAULT,
  },
  {
    what: 'a policy without ingress rules says nothing of ingress',
    policies: [admin('out', 10, {egress: [denyTo(pods(RED))]})],
    asked: 'shop/web > lab/probe',
    allowed: true,
    by: 'ingress default',
    because: 'CNPs with no ingress rules do not affect ingress traffic.',
  },
  {
    what: 'a policy with no egress rules says nothing of egress',
    policies: [admin('in', 10, {ingress: [denyFrom(pods(RED))], egress: []})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'egress default',
    because: 'CNPs with no egress rules do not affect egress traffic.',
  },
  // Tiers
  {
    what: 'the Admin tier wins over the Baseline tier, whatever their priorities',
    policies: [baseline('base', 0, {ingress: [denyFrom(EVERY_POD)]}), admin('open', 1000, {ingress: [acceptFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress open 0',
    because: ADMIN,
  },
  {
    what: 'a NetworkPolicy that lets pass wins over the Baseline tier',
    policies: [baseline('base', 0, {ingress: [denyFrom(EVERY_POD)]}), isolating('web', 'Ingress', {})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress isolate 0',
    because: BASELINE,
  },
  {
    what: 'a NetworkPolicy that isolates wins over the Baseline tier',
    policies: [baseline('base', 0, {ingress: [acceptFrom(EVERY_POD)]}), isolating('web', 'Ingress')],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress isolated',
    because: FINAL,
  },
  {
    what: 'the Baseline tier has the word for pods that no NetworkPolicy selects',
    policies: [baseline('base', 0, {ingress: [denyFrom(EVERY_POD)]}), isolating('api', 'Ingress', {})],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress base 0',
    because: FINAL,
  },
  {
    what: 'the Baseline tier has the word for egress where a NetworkPolicy is for ingress',
    policies: [baseline('base', 0, {egress: [denyTo(EVERY_POD)]}), isolating('web', 'Ingress', {})],
    asked: 'shop/web > lab/probe',
    allowed: false,
    by: 'egress base 0',
    because: FINAL,
  },
  {
    what: 'an Accept rule of the Baseline tier ends it',
    policies: [baseline('open', 1, {ingress: [acceptFrom(pods(BLUE))]}), baseline('strict', 2, {ingress: [denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress open 0',
    because: 'If Baseline tier has made a final decision (Accept or Deny) on a connection, then no further evaluation is done.',
  },
  // Precedence
  {
    what: 'the lower value is asked first',
    policies: [admin('late', 2, {ingress: [acceptFrom(EVERY_POD)]}), admin('early', 1, {ingress: [denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress early 0',
    because: PRIORITY,
  },
  {
    what: 'the lower value is asked first in the Baseline tier too',
    policies: [baseline('late', 2, {ingress: [acceptFrom(EVERY_POD)]}), baseline('early', 1, {ingress: [denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress early 0',
    because: PRIORITY,
  },
  {
    what: 'the rule at the top decides',
    policies: [admin('both', 1, {ingress: [acceptFrom(podsOf('probe')), denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress both 0',
    because: TOP,
  },
  {
    what: 'the rule below decides for others',
    policies: [admin('both', 1, {ingress: [acceptFrom(podsOf('probe')), denyFrom(EVERY_POD)]})],
    asked: 'pay/bank > shop/web',
    allowed: false,
    by: 'ingress both 1',
    because: TOP,
  },
  {
    what: 'of two with one priority that disagree nobody knows which is applied',
    policies: [baseline('one', 5, {ingress: [acceptFrom(EVERY_POD)]}), baseline('two', 5, {ingress: [denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: null,
    by: 'ingress open order',
    because: TIE,
  },
  {
    what: 'one priority in two tiers is no tie',
    policies: [admin('one', 5, {ingress: [acceptFrom(EVERY_POD)]}), baseline('two', 5, {ingress: [denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress one 0',
    because: WITHIN,
  },
  {
    what: 'a tie of Pass and Deny matters',
    policies: [admin('one', 5, {ingress: [passFrom(EVERY_POD)]}), admin('two', 5, {ingress: [denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: null,
    by: 'ingress open order',
    because: TIE,
  },
  {
    what: 'a tie of Pass and Deny does not matter where the next tier denies',
    policies: [
      admin('one', 5, {ingress: [passFrom(EVERY_POD)]}),
      admin('two', 5, {ingress: [denyFrom(EVERY_POD)]}),
      baseline('base', 5, {ingress: [denyFrom(EVERY_POD)]}),
    ],
    asked: 'lab/probe > shop/web',
    allowed: false,
    because: TIE,
  },
  {
    what: 'between a ClusterNetworkPolicy and an AdminNetworkPolicy nobody says which is asked first',
    policies: [admin('new', 1, {ingress: [acceptFrom(EVERY_POD)]}), anp('old', 2, {ingress: [denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: null,
    by: 'ingress open order',
    because: WITHIN,
  },
  {
    what: 'what an AdminNetworkPolicy does not match a ClusterNetworkPolicy decides',
    policies: [admin('new', 2, {ingress: [denyFrom(EVERY_POD)]}), anp('old', 1, {ingress: [rule('Allow', 'from')(pods(RED))]})],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress new 0',
    because: WITHIN,
  },
  // Whom they are for
  {
    what: 'pods of the namespaces of its subject',
    policies: [admin('strict', 1, {subject: pods({env: 'prod'}), egress: [denyTo(EVERY_POD)]})],
    asked: 'shop/api > lab/probe',
    allowed: false,
    by: 'egress strict 0',
    because: SUBJECT,
  },
  {
    what: 'pods of other namespaces',
    policies: [admin('strict', 1, {subject: pods({env: 'prod'}), egress: [denyTo(EVERY_POD)]})],
    asked: 'pay/bank > lab/probe',
    allowed: true,
    by: 'egress default',
    because: SUBJECT,
  },
  {
    what: 'pods that only one of both selectors selects',
    policies: [admin('strict', 1, {subject: podsOf('web', BLUE), ingress: [denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: true,
    by: 'ingress default',
    because: PODS,
  },
  {
    what: 'pods of all namespaces where none are selected',
    policies: [admin('strict', 1, {subject: {pods: {podSelector: {matchLabels: {app: 'web'}}}}, ingress: [denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress strict 0',
    because: 'NamespaceSelector follows standard label selector semantics; if empty, it selects all Namespaces.',
  },
  {
    what: 'a pod on the network of its node is no subject',
    policies: [admin('strict', 1, {egress: [denyTo(EVERY_POD)]})],
    asked: 'shop/agent > shop/api',
    allowed: true,
    by: 'egress exempt',
    because: HOST_SUBJECT,
  },
  {
    what: 'a pod on the network of its node is no peer',
    policies: [DENIES_ALL_IN],
    asked: 'shop/agent > shop/api',
    allowed: true,
    by: 'ingress default',
    because: HOST_PEER,
  },
  {
    what: 'a node is none of the pods',
    policies: [DENIES_ALL_IN],
    asked: 'node/a > shop/api',
    allowed: true,
    by: 'ingress default',
    because: NAMESPACES,
  },
  {
    what: 'whether a namespace that nobody has seen is selected is not told',
    policies: [admin('strict', 1, {ingress: [denyFrom(pods(BLUE))]})],
    asked: 'dark/mole > shop/web',
    allowed: null,
    by: 'ingress open namespace-labels',
    because: NAMESPACES,
  },
  {
    what: 'it does not matter where everybody else is denied too',
    policies: [admin('strict', 1, {ingress: [denyFrom(pods(BLUE)), denyFrom(EVERY_POD)]})],
    asked: 'dark/mole > shop/web',
    allowed: false,
    by: 'ingress strict 1',
    because: NAMESPACES,
  },
  {
    what: 'a pod reaches itself at its own address',
    policies: [DENIES_ALL_IN],
    asked: 'shop/web > shop/web',
    allowed: true,
    by: 'ingress exempt',
    because: ITSELF,
  },
  // Peers
  {
    what: 'any of several peers will do',
    policies: [admin('strict', 1, {ingress: [denyFrom([pods(RED), podsOf('probe')])]})],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress strict 0',
    because: ANY_ELEMENT,
  },
  {
    what: 'nodes by their labels',
    policies: [admin('strict', 1, {egress: [denyTo({nodes: {matchLabels: {role: 'worker'}}})]})],
    asked: 'shop/api > node/a',
    allowed: false,
    by: 'egress strict 0',
    because: NODE_IPS,
  },
  {
    what: "all nodes, the pod's own too",
    policies: [admin('strict', 1, {egress: [denyTo({nodes: {}})]})],
    asked: 'shop/web > node/a',
    allowed: false,
    by: 'egress strict 0',
    because: ALL_NODES,
  },
  {
    what: 'a network of everything is every pod too',
    policies: [admin('strict', 1, {egress: [denyTo({networks: ['0.0.0.0/0']})]})],
    asked: 'shop/web > lab/probe',
    allowed: false,
    by: 'egress strict 0',
    because: INTERNAL,
  },
  {
    what: 'pods are passed on before a network of everything',
    policies: [admin('strict', 1, {egress: [passTo(EVERY_POD), denyTo({networks: ['0.0.0.0/0']})]})],
    asked: 'shop/web > lab/probe',
    allowed: true,
    by: 'egress default',
    because: "If you don't want that, add a rule that Passes all pod traffic before the Networks rule.",
  },
  {
    what: 'a network of IPv6',
    policies: [admin('strict', 1, {egress: [denyTo({networks: ['2001:db8::/32']})]})],
    asked: 'shop/web > [2001:db8::9]:443',
    allowed: false,
    by: 'egress strict 0',
    because: NETWORKS,
  },
  {
    what: 'one of several networks',
    policies: [
      admin('strict', 1, {egress: [acceptTo({networks: ['198.51.100.0/24', '203.0.113.0/24']}), denyTo({networks: ['0.0.0.0/0']})]}),
    ],
    asked: 'shop/web > 203.0.113.9',
    allowed: true,
    by: 'egress strict 0',
    because: NETWORKS,
  },
  {
    what: 'names of domains that nobody knows here',
    policies: [baseline('list', 1, {egress: [acceptTo({domainNames: ['example.com']}), denyTo({networks: ['0.0.0.0/0']})]})],
    asked: 'shop/web > 203.0.113.9',
    allowed: null,
    by: 'egress open domain-names',
    because: DOMAIN_NAMES,
  },
  // Protocols
  {
    what: 'without protocols any',
    policies: [DENIES_ALL_IN],
    asked: 'lab/probe > shop/web:1/SCTP',
    allowed: false,
    by: 'ingress strict 0',
    because: NO_FILTER,
  },
  {
    what: 'a number of TCP',
    policies: [admin('strict', 1, {ingress: [denyFrom(EVERY_POD, number(8080))]})],
    asked: 'lab/probe > shop/web:8080',
    allowed: false,
    by: 'ingress strict 0',
    because: PORT,
  },
  {
    what: 'another number of TCP',
    policies: [admin('strict', 1, {ingress: [denyFrom(EVERY_POD, number(8081))]})],
    asked: 'lab/probe > shop/web:8080',
    allowed: true,
    by: 'ingress default',
    because: PORT,
  },
  {
    what: 'TCP is not UDP',
    policies: [admin('strict', 1, {ingress: [denyFrom(EVERY_POD, number(53))]})],
    asked: 'lab/probe > shop/web:53/UDP',
    allowed: true,
    by: 'ingress default',
    because: TCP,
  },
  {
    what: 'a range of UDP',
    policies: [admin('strict', 1, {ingress: [denyFrom(EVERY_POD, range(50, 53, 'udp'))]})],
    asked: 'lab/probe > shop/web:53/UDP',
    allowed: false,
    by: 'ingress strict 0',
    because: UDP,
  },
  {
    what: 'beyond a range',
    policies: [admin('strict', 1, {ingress: [denyFrom(EVERY_POD, range(50, 53, 'udp'))]})],
    asked: 'lab/probe > shop/web:54/UDP',
    allowed: true,
    by: 'ingress default',
    because: INCLUSIVE,
  },
  {
    what: 'SCTP',
    policies: [admin('strict', 1, {egress: [denyTo({networks: ['203.0.113.0/24']}, number(36412, 'sctp'))]})],
    asked: 'shop/web > 203.0.113.9:36412/SCTP',
    allowed: false,
    by: 'egress strict 0',
    because: 'SCTP specific protocol matches.',
  },
  {
    what: 'one of several protocols',
    policies: [
      admin('strict', 1, {
        ingress: [denyFrom(EVERY_POD, {protocols: [{tcp: {destinationPort: {number: 1}}}, {udp: {destinationPort: {number: 53}}}]})],
      }),
    ],
    asked: 'lab/probe > shop/web:53/UDP',
    allowed: false,
    by: 'ingress strict 0',
    because: UDP,
  },
  {
    what: 'the name of a port',
    policies: [admin('strict', 1, {ingress: [denyFrom(EVERY_POD, named('http'))]})],
    asked: 'lab/probe > shop/web:8080',
    allowed: false,
    by: 'ingress strict 0',
    because: NAMED,
  },
  {
    what: 'a port without the name',
    policies: [admin('strict', 1, {ingress: [denyFrom(EVERY_POD, named('http'))]})],
    asked: 'lab/probe > shop/web:80',
    allowed: true,
    by: 'ingress default',
    because: NAMED,
  },
  // Failing closed, and what no API server takes
  {
    what: 'an Accept rule with an unknown peer matches nothing',
    policies: [admin('open', 1, {ingress: [acceptFrom([EVERY_POD, {services: {}}])]}), isolating('web', 'Ingress')],
    asked: 'lab/probe > shop/web',
    allowed: false,
    by: 'ingress isolated',
    because: CLOSED_ACCEPT,
  },
  {
    what: 'a Deny rule with an unknown peer denies everybody',
    policies: [baseline('base', 1, {ingress: [denyFrom([pods(RED), {services: {}}], number(1))]})],
    asked: '203.0.113.9 > shop/web',
    allowed: false,
    by: 'ingress base 0',
    because: CLOSED_DENY,
  },
  {
    what: 'a Pass rule with an unknown peer denies everybody',
    policies: [admin('pass', 1, {egress: [passTo([pods(RED), {services: {}}])]}), isolating('web', 'Egress', {})],
    asked: 'shop/web > pay/bank',
    allowed: false,
    by: 'egress pass 0',
    because: CLOSED_DENY,
  },
  {
    what: 'a tier that is none',
    policies: [cnp('odd', 'Platform', 1, {ingress: [denyFrom(pods(BLUE))]})],
    asked: 'lab/probe > shop/web',
    allowed: null,
    by: 'ingress open not-understood',
    because: TWO_TIERS,
  },
  {
    what: 'a tier that is none does not matter to others',
    policies: [cnp('odd', 'Platform', 1, {ingress: [denyFrom(pods(BLUE))]})],
    asked: 'pay/bank > shop/web',
    allowed: true,
    by: 'ingress default',
    because: TWO_TIERS,
  },
  {
    what: 'to pass within a tier that is none may be to let pass',
    policies: [cnp('odd', 'platform', 1, {ingress: [passFrom(pods(BLUE))]}), baseline('base', 2, {ingress: [denyFrom(EVERY_POD)]})],
    asked: 'lab/probe > shop/web',
    allowed: null,
    by: 'ingress open not-understood',
    because: TWO_TIERS,
  },
  {
    what: 'the word of the kind before for an action',
    policies: [admin('old', 1, {ingress: [rule('Allow', 'from')(EVERY_POD)]}), isolating('web', 'Ingress')],
    asked: 'lab/probe > shop/web',
    allowed: null,
    by: 'ingress open not-understood',
    because: ACTIONS,
  },
  {
    what: 'ports in place of protocols',
    policies: [admin('old', 1, {ingress: [denyFrom(EVERY_POD, {ports: [{portNumber: {port: 80}}]})]})],
    asked: 'lab/probe > shop/web',
    allowed: null,
    by: 'ingress open not-understood',
    because: 'Protocols allows for more fine-grain matching of traffic on protocol-specific attributes such as the port.',
  },
]

const refusals: readonly Refusal[] = [
  {
    what: 'nothing is wrong with a good policy',
    policy: admin('p', 1000, {
      ingress: [denyFrom(EVERY_POD, range(1, 2))],
      egress: [acceptTo([{nodes: {}}, {networks: ['fd00::/8']}, {domainNames: ['example.com.']}])],
    }),
    problems: [],
    because: EXACTLY_ONE,
  },
  {what: 'no tier', policy: cnp('p', undefined, 1, {}), problems: ['tier spec.tier'], because: TWO_TIERS},
  {
    what: 'a tier in small letters, and no priority',
    policy: cnp('p', 'admin', undefined, {}),
    problems: ['tier spec.tier', 'priority spec.priority'],
    because: TWO_TIERS,
  },
  {what: 'a priority that is no whole number', policy: cnp('p', 'Admin', 1.5, {}), problems: ['priority spec.priority'], because: WITHIN},
  {
    what: 'two subjects',
    policy: admin('p', 1, {subject: {...EVERY_POD, ...podsOf('web')}}),
    problems: ['subject spec.subject'],
    because: ONE_FIELD,
  },
  {
    what: 'a subject without podSelector',
    policy: admin('p', 1, {subject: {pods: {namespaceSelector: {}}}}),
    problems: ['selector spec.subject.pods'],
    because: 'PodSelector is used to explicitly select pods within a namespace; if empty, it selects all Pods.',
  },
  {
    what: 'the word of the kind before for an action',
    policy: admin('p', 1, {egress: [rule('Allow', 'to')(EVERY_POD)]}),
    problems: ['action spec.egress.0.action'],
    because: ACTIONS,
  },
  {
    what: 'no peers',
    policy: admin('p', 1, {ingress: [acceptFrom([])]}),
    problems: ['peer spec.ingress.0.from'],
    because: 'This field must be defined and contain at least one item.',
  },
  {
    what: 'two fields of a peer',
    policy: admin('p', 1, {egress: [acceptTo({...EVERY_POD, networks: ['10.0.0.0/8']})]}),
    problems: ['peer spec.egress.0.to.0'],
    because: EXACTLY_ONE,
  },
  {
    what: 'two protocols in one',
    policy: admin('p', 1, {
      ingress: [denyFrom(EVERY_POD, {protocols: [{tcp: {destinationPort: {number: 1}}, udp: {destinationPort: {number: 1}}}]})],
    }),
    problems: ['protocol spec.ingress.0.protocols.0'],
    because: ONE_FIELD,
  },
  {
    what: 'a protocol without port',
    policy: admin('p', 1, {ingress: [denyFrom(EVERY_POD, {protocols: [{tcp: {}}]})]}),
    problems: ['port spec.ingress.0.protocols.0.tcp'],
    because: 'ClusterNetworkPolicyProtocolTCP are TCP attributes to be matched. +kubebuilder:validation:MinProperties=1',
  },
  {
    what: 'a number and a range',
    policy: admin('p', 1, {
      ingress: [denyFrom(EVERY_POD, {protocols: [{tcp: {destinationPort: {number: 1, range: {start: 1, end: 2}}}}]})],
    }),
    problems: ['port spec.ingress.0.protocols.0.tcp.destinationPort'],
    because: 'You must specify either Port or Range.',
  },
  {
    what: 'a number below the first',
    policy: admin('p', 1, {ingress: [denyFrom(EVERY_POD, number(0))]}),
    problems: ['port spec.ingress.0.protocols.0.tcp.destinationPort.number'],
    because: 'Number defines a network port value.',
  },
  {
    what: 'a range of one',
    policy: admin('p', 1, {ingress: [denyFrom(EVERY_POD, range(80, 80))]}),
    problems: ['port-range spec.ingress.0.protocols.0.tcp.destinationPort.range'],
    because: 'Start port must be less than End port',
  },
  {
    what: 'a range that ends before it starts',
    policy: admin('p', 1, {ingress: [denyFrom(EVERY_POD, range(81, 80))]}),
    problems: ['port-range spec.ingress.0.protocols.0.tcp.destinationPort.range'],
    because: 'Start port must be less than End port',
  },
  {
    what: 'no protocols',
    policy: admin('p', 1, {ingress: [denyFrom(EVERY_POD, {protocols: []})]}),
    problems: ['port spec.ingress.0.protocols'],
    because: NO_FILTER,
  },
  {
    what: 'a network with more than its prefix',
    policy: admin('p', 1, {egress: [denyTo({networks: ['10.1.2.3/8']})]}),
    problems: ['cidr spec.egress.0.to.0.networks.0'],
    because: 'isCIDR(self) && cidr(self) == cidr(self).masked()',
  },
  {
    what: 'the same network in v1alpha2',
    policy: cnp('p', 'Admin', 1, {egress: [denyTo({networks: ['10.1.2.3/8']})]}, 'v1alpha2'),
    problems: [],
    because: 'rule="isCIDR(self)"',
  },
  {
    what: 'names that are denied',
    policy: admin('p', 1, {egress: [denyTo({domainNames: ['example.com']})]}),
    problems: ['domain-name spec.egress.0.to.0.domainNames'],
    because: 'DomainNames is only supported for Accept rules.',
  },
  {
    what: 'a name of one label',
    policy: admin('p', 1, {egress: [acceptTo({domainNames: ['localhost']})]}),
    problems: ['domain-name spec.egress.0.to.0.domainNames.0'],
    because: "DomainName can be an exact match, or use the wildcard specifier '*' to match one or more labels.",
  },
  {
    what: 'a named port of names',
    policy: admin('p', 1, {egress: [acceptTo({domainNames: ['example.com']}, named('http'))]}),
    problems: ['named-port spec.egress.0.protocols'],
    because: 'networks/nodes/domainNames peer cannot be set with namedPorts since there are no namedPorts for networks/nodes/domainNames',
  },
  {
    what: 'more than 25 rules',
    policy: admin('p', 1, {ingress: Array.from({length: 26}, () => denyFrom(EVERY_POD))}),
    problems: ['limit spec.ingress'],
    because: 'A maximum of 25 rules is allowed in this block.',
  },
]

describe('a ClusterNetworkPolicy', () => {
  decidesByHand(cases)
  test('is decided in at least 40 cases', () => expect(cases.length).toBeGreaterThanOrEqual(40))
})

describe('what no API server takes of a ClusterNetworkPolicy', () => refuses(refusals))

/** What becomes of a pod that calls a Service and is itself chosen: its node gives the connection an address of its own. */
function hairpin(policies: readonly Fields[]) {
  const cluster = worldWith(policies)
  const web = partyNamed(cluster, 'shop/web')
  const verdict = judgeArrival(policiesOf(cluster), {
    client: web,
    seen: partyNamed(cluster, 'node/a'),
    isRewrittenBefore: false,
    destination: web,
    port: endPortOf(undefined, 8080, 'TCP'),
    called: [{address: '10.0.0.10', port: 80}],
  })
  return {allowed: verdict.allowed, egress: wordOf('egress', verdict.egress), ingress: wordOf('ingress', verdict.ingress)}
}

describe(`a pod that reaches itself through a Service: “${HAIRPIN}”`, () => {
  test('is denied by a ClusterNetworkPolicy', () => {
    expect(hairpin([admin('strict', 1, {egress: [denyTo(EVERY_POD)]})])).toMatchObject({allowed: false, egress: 'egress strict 0'})
  })

  test('is denied at its arrival only if its own address is what is seen', () => {
    expect(hairpin([DENIES_ALL_IN])).toMatchObject({allowed: null, ingress: 'ingress open rewritten'})
  })

  test('passes where other pods are denied', () => {
    expect(hairpin([admin('strict', 1, {egress: [denyTo(podsOf('api'))]})])).toEqual({
      allowed: true,
      egress: 'egress exempt',
      ingress: 'ingress exempt',
    })
  })

  test('passes whatever a NetworkPolicy says', () => {
    const policies = [admin('strict', 1, {egress: [denyTo(podsOf('api'))]}), isolating('web', 'Egress'), isolating('web', 'Ingress')]
    expect(hairpin(policies).allowed).toBe(true)
  })

  test('is not told of an AdminNetworkPolicy, whose text says nothing of it', () => {
    expect(hairpin([anp('strict', 1, {egress: [denyTo(EVERY_POD)]})])).toMatchObject({allowed: null, egress: 'egress open rewritten'})
  })
})
