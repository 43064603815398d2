import {describe} from 'vitest'
import {type Case, decidesByHand} from './hand-decided.ts'

// Sentences without a source are of https://kubernetes.io/docs/concepts/services-networking/network-policies/; "API" is the documentation of the fields
// in k8s.io/api/networking/v1/types.go, "labels" the code of k8s.io/apimachinery/pkg/labels, "defaults" that of pkg/apis/networking/v1/defaults.go.

type Fields = Readonly<Record<string, unknown>>

const labelled = (labels: Readonly<Record<string, string>>): Fields => ({matchLabels: labels})
const where = (key: string, operator: string, ...values: readonly string[]): Fields => ({
  matchExpressions: [{key, operator, ...(values.length > 0 && {values})}],
})
const WEB = labelled({app: 'web'})

function policy(spec: Fields, name = 'p', namespace = 'shop'): Fields {
  return {apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: {name, namespace}, spec}
}

/** Of shop/web, with these rules for who may come in. */
function ingress(...rules: readonly Fields[]): Fields {
  return policy({podSelector: WEB, policyTypes: ['Ingress'], ingress: rules})
}

function egress(...rules: readonly Fields[]): Fields {
  return policy({podSelector: WEB, policyTypes: ['Egress'], egress: rules})
}

/** One more pod of shop, on node b. */
function pod(name: string, labels: Readonly<Record<string, string>>, ports: readonly Fields[] = []): Fields {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {name, namespace: 'shop', labels, uid: name},
    spec: {nodeName: 'b', containers: [{name: 'app', image: 'app:1', ports}]},
    status: {phase: 'Running', podIP: '10.1.0.9', podIPs: [{ip: '10.1.0.9'}]},
  }
}

const namespace = (name: string, labels?: Readonly<Record<string, string>>): Fields => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {name, ...(labels && {labels})},
})

const deny = (what: string, policies: readonly Fields[], asked: string, because: string, by = 'ingress isolated'): Case => ({
  ...{what, policies, asked, because, by},
  allowed: false,
})
const allow = (what: string, policies: readonly Fields[], asked: string, because: string, by = 'ingress p 0'): Case => ({
  ...{what, policies, asked, because, by},
  allowed: true,
})

const LABELS_NOT_IN = 'labels: case selection.NotIn […] if !exists { return true }'
const LABELS_IN = 'labels: case selection.In […] if !exists { return false }'

describe('selectors, as Kubernetes’ own code has them', () => {
  decidesByHand([
    allow(
      'NotIn as a peer lets in a pod without the key',
      [ingress({from: [{podSelector: where('tier', 'NotIn', 'back')}]})],
      'shop/api > shop/web',
      LABELS_NOT_IN,
    ),
    deny(
      'NotIn as a peer keeps out a pod with the value',
      [ingress({from: [{podSelector: where('app', 'NotIn', 'api')}]})],
      'shop/api > shop/web',
      LABELS_NOT_IN,
    ),
    deny(
      'NotIn as a subject selects a pod without the key',
      [policy({podSelector: where('tier', 'NotIn', 'back')})],
      'shop/api > shop/web',
      LABELS_NOT_IN,
    ),
    allow(
      'NotIn as a subject leaves out a pod with the value',
      [policy({podSelector: where('app', 'NotIn', 'web')})],
      'shop/api > shop/web',
      LABELS_NOT_IN,
      'ingress default',
    ),
    allow(
      'NotIn of namespaces lets in one without the key',
      [ingress({from: [{namespaceSelector: where('env', 'NotIn', 'prod')}]})],
      'pay/bank > shop/web',
      LABELS_NOT_IN,
    ),
    deny(
      'NotIn of namespaces keeps out one with the value',
      [ingress({from: [{namespaceSelector: where('team', 'NotIn', 'red')}]})],
      'pay/bank > shop/web',
      LABELS_NOT_IN,
    ),
    deny(
      'matchLabels with no value asks for the key',
      [ingress({from: [{podSelector: labelled({tier: ''})}]})],
      'shop/api > shop/web',
      LABELS_IN,
    ),
    allow(
      'matchLabels with no value is met by a label with none',
      [ingress({from: [{podSelector: labelled({tier: ''})}]}), pod('job', {tier: ''})],
      'shop/job > shop/web',
      LABELS_IN,
    ),
    allow(
      'matchLabels with no value as a subject leaves out who lacks the key',
      [policy({podSelector: labelled({tier: ''})})],
      'shop/api > shop/web',
      LABELS_IN,
      'ingress default',
    ),
    deny(
      'matchLabels with no value asks a namespace for the key',
      [ingress({from: [{namespaceSelector: labelled({env: ''})}]})],
      'pay/bank > shop/web',
      LABELS_IN,
    ),
    allow(
      'Exists is met by a label with no value',
      [ingress({from: [{podSelector: where('tier', 'Exists')}]}), pod('job', {tier: ''})],
      'shop/job > shop/web',
      'labels: case selection.Exists: return ls.Has(r.key)',
    ),
    deny(
      'DoesNotExist is not met by a label with no value',
      [ingress({from: [{podSelector: where('tier', 'DoesNotExist')}]}), pod('job', {tier: ''})],
      'shop/job > shop/web',
      'labels: case selection.DoesNotExist: return !ls.Has(r.key)',
    ),
    deny(
      'all requirements of a selector must hold',
      [ingress({from: [{podSelector: {...labelled({app: 'api'}), ...where('tier', 'Exists')}}]})],
      'shop/api > shop/web',
      'The requirements are ANDed (metav1.LabelSelector)',
    ),
  ])
})

describe('nobody forbids', () => {
  const closed = policy({podSelector: {}, policyTypes: ['Ingress', 'Egress']})
  decidesByHand([
    allow('a pod to itself', [closed], 'shop/web > shop/web', 'a pod cannot block access to itself', 'ingress exempt'),
    allow('a pod to itself, out of it', [closed], 'shop/web > shop/web', 'a pod cannot block access to itself', 'egress exempt'),
    deny(
      'another pod of the same labels is not itself',
      [closed, pod('web-2', {app: 'web'})],
      'shop/web-2 > shop/web',
      'a pod cannot block access to itself',
    ),
    allow(
      'its node to a pod',
      [closed],
      'node/a > shop/web',
      'traffic to and from the node where a Pod is running is always allowed',
      'ingress exempt',
    ),
    allow(
      'a pod to its node',
      [closed],
      'shop/web > node/a',
      'traffic to and from the node where a Pod is running is always allowed',
      'egress exempt',
    ),
    allow(
      'a pod on the network of its node, to a pod',
      [closed],
      'shop/agent > shop/web',
      'their connections will be treated as node connections',
      'ingress exempt',
    ),
    deny(
      'another node to a pod',
      [closed],
      'node/b > shop/web',
      'the only allowed connections into the pod are those from the pod’s node and those allowed by the ingress list',
    ),
    deny(
      'a pod to another node',
      [closed],
      'shop/web > node/b',
      'the only allowed connections from the pod are those allowed by the egress list',
      'egress isolated',
    ),
    allow(
      'a pod on the network of its node, which a policy selects',
      [policy({podSelector: labelled({app: 'agent'})})],
      'shop/api > shop/agent',
      'it ignores hostNetwork pods when matching podSelector and namespaceSelector',
      'ingress exempt',
    ),
    allow(
      'somebody outside to somebody outside',
      [closed],
      '203.0.113.1 > 203.0.113.2',
      'NetworkPolicies apply to a connection with a pod on one or both ends',
      'ingress exempt',
    ),
  ])
})

describe('pods on the network of a node', () => {
  decidesByHand([
    deny(
      'are no pods to a podSelector',
      [policy({podSelector: labelled({app: 'api'}), ingress: [{from: [{podSelector: {}}]}]})],
      'shop/agent > shop/api',
      'it ignores hostNetwork pods when matching podSelector and namespaceSelector',
    ),
    deny(
      'nor to a namespaceSelector',
      [policy({podSelector: labelled({app: 'api'}), ingress: [{from: [{namespaceSelector: {}}]}]})],
      'shop/agent > shop/api',
      'it ignores hostNetwork pods when matching podSelector and namespaceSelector',
    ),
    allow(
      'but an ipBlock has the node’s address',
      [policy({podSelector: labelled({app: 'api'}), ingress: [{from: [{ipBlock: {cidr: '192.0.2.0/24'}}]}]})],
      'shop/agent > shop/api',
      'you can allow traffic from a hostNetwork Pod using an ipBlock rule',
    ),
    allow(
      'and a rule without peers is for everybody',
      [policy({podSelector: labelled({app: 'api'}), ingress: [{}]})],
      'shop/agent > shop/api',
      'API: If this field is empty or missing, this rule matches all sources',
    ),
  ])
})

describe('policyTypes', () => {
  const DEFAULT = 'Ingress will always be set and Egress will be set if the NetworkPolicy has any egress rules'
  decidesByHand([
    deny('absent: ingress is isolated', [policy({podSelector: WEB})], 'shop/api > shop/web', DEFAULT),
    allow('absent: egress is not', [policy({podSelector: WEB})], 'shop/web > shop/api', DEFAULT, 'egress default'),
    deny(
      'absent, with an egress rule: egress is isolated',
      [policy({podSelector: WEB, egress: [{to: [{podSelector: WEB}]}]})],
      'shop/web > shop/api',
      DEFAULT,
      'egress isolated',
    ),
    deny(
      'absent, with an egress rule: ingress is isolated too',
      [policy({podSelector: WEB, egress: [{}]})],
      'shop/api > shop/web',
      DEFAULT,
    ),
    allow(
      'absent, with empty egress: egress is not isolated',
      [policy({podSelector: WEB, egress: []})],
      'shop/web > shop/api',
      'defaults: if len(obj.Spec.Egress) != 0',
      'egress default',
    ),
    deny(
      'empty is as absent',
      [policy({podSelector: WEB, policyTypes: []})],
      'shop/api > shop/web',
      'defaults: if len(obj.Spec.PolicyTypes) == 0',
    ),
    allow(
      'Egress alone: ingress rules say nothing',
      [policy({podSelector: WEB, policyTypes: ['Egress'], ingress: []})],
      'shop/api > shop/web',
      'The policyTypes field indicates whether or not the given policy applies to ingress traffic to selected pod',
      'ingress default',
    ),
    allow(
      'Ingress alone: egress rules say nothing',
      [policy({podSelector: WEB, policyTypes: ['Ingress'], egress: [{to: [{podSelector: WEB}]}]})],
      'shop/web > shop/api',
      'The policyTypes field indicates whether or not the given policy applies to ingress traffic to selected pod',
      'egress default',
    ),
    deny(
      'Egress without egress: nothing goes out',
      [egress()],
      'shop/web > shop/api',
      'API: If this field is empty then this NetworkPolicy limits all outgoing traffic',
      'egress isolated',
    ),
  ])
})

describe('absent and empty', () => {
  decidesByHand([
    deny(
      'an absent podSelector selects every pod',
      [policy({ingress: []})],
      'shop/api > shop/web',
      'API: If it is not specified, it defaults to an empty selector',
    ),
    allow(
      'a policy selects pods of its own namespace only',
      [policy({podSelector: {}}, 'p', 'pay')],
      'shop/api > shop/web',
      'API: An empty selector matches all pods in the policy’s namespace',
      'ingress default',
    ),
    deny(
      'no ingress rules let nobody in',
      [ingress()],
      'shop/api > shop/web',
      'API: If this field is empty then this NetworkPolicy does not allow any traffic',
    ),
    allow(
      'an empty ingress rule lets everybody in',
      [ingress({})],
      '203.0.113.1 > shop/web',
      'API: If this field is empty or missing, this rule matches all sources',
    ),
    allow(
      'an empty from is everybody',
      [ingress({from: []})],
      'lab/probe > shop/web',
      'API: If this field is empty or missing, this rule matches all sources',
    ),
    allow(
      'an empty to is everybody',
      [egress({to: []})],
      'shop/web > 203.0.113.1:443',
      'API: If this field is empty or missing, this rule matches all destinations',
      'egress p 0',
    ),
    allow(
      'empty ports are all ports',
      [ingress({ports: []})],
      'shop/api > shop/web:9/SCTP',
      'API: If this field is empty or missing, this rule matches all ports',
    ),
    allow(
      'an empty podSelector of a peer is every pod of the policy’s namespace',
      [ingress({from: [{podSelector: {}}]})],
      'shop/api > shop/web',
      'API: if present but empty, it selects all pods',
    ),
    deny(
      'an empty podSelector of a peer is no pod of another namespace',
      [ingress({from: [{podSelector: {}}]})],
      'pay/bank > shop/web',
      'API: Otherwise it selects the pods matching podSelector in the policy’s own namespace',
    ),
    allow(
      'an empty namespaceSelector is every pod of every namespace',
      [ingress({from: [{namespaceSelector: {}}]})],
      'dark/mole > shop/web',
      'API: if present but empty, it selects all namespaces',
    ),
    deny(
      'an empty namespaceSelector is nobody outside',
      [ingress({from: [{namespaceSelector: {}}]})],
      '203.0.113.1 > shop/web',
      'API: it selects all pods in the namespaces selected by namespaceSelector',
    ),
  ])
})

describe('peers', () => {
  const inTeam = {namespaceSelector: labelled({team: 'red'})}
  const isBank = {podSelector: labelled({app: 'bank'})}
  const ONE = 'a single from element allowing connections from Pods with the label in namespaces with the label'
  const TWO = 'allows connections from Pods in the local Namespace with the label, or from any Pod in any namespace with the label'
  decidesByHand([
    allow('both selectors in one: the pod of the namespace', [ingress({from: [{...inTeam, ...isBank}]})], 'pay/bank > shop/web', ONE),
    deny('both selectors in one: another pod of the namespace', [ingress({from: [{...inTeam, ...isBank}]})], 'shop/api > shop/web', ONE),
    allow('in two: any pod of the namespace', [ingress({from: [inTeam, isBank]})], 'shop/api > shop/web', TWO),
    deny(
      'in two: the pod of another namespace',
      [ingress({from: [{namespaceSelector: labelled({team: 'blue'})}, isBank]})],
      'pay/bank > shop/web',
      TWO,
    ),
    allow(
      'a namespace by its name, though it has no labels',
      [namespace('dark'), ingress({from: [{namespaceSelector: labelled({'kubernetes.io/metadata.name': 'dark'})}]})],
      'dark/mole > shop/web',
      'The Kubernetes control plane sets an immutable label kubernetes.io/metadata.name on all namespaces',
    ),
    deny('a namespace that has no labels', [namespace('dark'), ingress({from: [inTeam]})], 'dark/mole > shop/web', LABELS_IN),
    allow(
      'an ipBlock has pods too',
      [ingress({from: [{ipBlock: {cidr: '10.2.0.0/24'}}]})],
      'pay/bank > shop/web',
      'ipBlock: This selects particular IP CIDR ranges to allow as ingress sources',
    ),
    deny(
      'what is excepted is not in the block',
      [ingress({from: [{ipBlock: {cidr: '10.0.0.0/8', except: ['10.2.0.0/24']}}]})],
      'pay/bank > shop/web',
      'API: The except entry describes CIDRs that should not be included within this rule',
    ),
    allow(
      'what is excepted by one peer another may have',
      [ingress({from: [{ipBlock: {cidr: '10.0.0.0/8', except: ['10.2.0.0/24']}}, {ipBlock: {cidr: '10.2.0.1/32'}}]})],
      'pay/bank > shop/web',
      'API: Items in this list are combined using a logical OR operation',
    ),
    deny(
      'a block of the other family',
      [egress({to: [{ipBlock: {cidr: '0.0.0.0/0'}}]})],
      'shop/web > [2001:db8::9]:443',
      'This selects particular IP CIDR ranges',
      'egress isolated',
    ),
    allow(
      'an IPv6 block, whatever way the address is written',
      [egress({to: [{ipBlock: {cidr: '2001:db8::/32'}}]})],
      'shop/web > [2001:0db8:0::9]:443',
      'This selects particular IP CIDR ranges',
      'egress p 0',
    ),
  ])
})

describe('ports', () => {
  const only = (...ports: readonly Fields[]) => [ingress({ports})]
  const TCP = 'API: If not specified, this field defaults to TCP'
  const BOTH = 'API: only traffic on the specified protocol AND port will be matched'
  const twice = [
    {name: 'http', containerPort: 8080},
    {name: 'admin', containerPort: 8080},
  ]
  const bothNames = (name: string) => [pod('job', {app: 'web'}, twice), ...only({port: name})]
  decidesByHand([
    allow('a number without protocol is TCP', only({port: 8080}), 'shop/api > shop/web:8080/TCP', TCP),
    deny('a number without protocol is not UDP', only({port: 8080}), 'shop/api > shop/web:8080/UDP', TCP),
    allow(
      'an entry that says nothing is every TCP port',
      only({}),
      'shop/api > shop/web:1/TCP',
      'API: If this field is not provided, this matches all port names and numbers',
    ),
    deny('an entry that says nothing is no UDP port', only({}), 'shop/api > shop/web:53/UDP', TCP),
    allow(
      'a protocol alone is all its ports',
      only({protocol: 'SCTP'}),
      'shop/api > shop/web:9/SCTP',
      'API: If this field is not provided, this matches all port names and numbers',
    ),
    allow(
      'a name is the port that a container calls so',
      only({port: 'http'}),
      'shop/api > shop/web:8080',
      'API: This can either be a numerical or named port on a pod',
    ),
    deny(
      'a name is no port that nobody calls so',
      only({port: 'http'}),
      'shop/api > shop/web:80',
      'API: This can either be a numerical or named port on a pod',
    ),
    deny('a name of another protocol', only({port: 'dns'}), 'shop/api > shop/web:53/UDP', BOTH),
    allow('a name and its protocol', only({port: 'dns', protocol: 'UDP'}), 'shop/api > shop/web:53/UDP', BOTH),
    allow(
      'the first of two names of one port',
      bothNames('http'),
      'shop/api > shop/job:8080',
      'API: This can either be a numerical or named port on a pod',
    ),
    allow(
      'the second of two names of one port',
      bothNames('admin'),
      'shop/api > shop/job:8080',
      'API: This can either be a numerical or named port on a pod',
    ),
    allow(
      'egress by name: the names are the destination’s',
      [egress({ports: [{port: 'http'}]})],
      'shop/web > shop/api:8080',
      'API: ports is a list of destination ports for outgoing traffic',
      'egress p 0',
    ),
    deny(
      'egress by name: nobody outside has names',
      [egress({ports: [{port: 'http'}]})],
      'shop/web > 203.0.113.1:8080',
      'API: a named port on a pod',
      'egress isolated',
    ),
    allow(
      'the first of a range',
      only({port: 8080, endPort: 8090}),
      'shop/api > shop/web:8080',
      'API: the range of ports from port to endPort if set, inclusive',
    ),
    allow(
      'the last of a range',
      only({port: 8000, endPort: 8080}),
      'shop/api > shop/web:8080',
      'API: the range of ports from port to endPort if set, inclusive',
    ),
    deny(
      'after the last of a range',
      only({port: 8000, endPort: 8079}),
      'shop/api > shop/web:8080',
      'API: the range of ports from port to endPort if set, inclusive',
    ),
    deny(
      'the peer of one rule with the port of another',
      [ingress({from: [{podSelector: labelled({app: 'api'})}], ports: [{port: 80}]}, {from: [{podSelector: WEB}], ports: [{port: 8080}]})],
      'shop/api > shop/web:8080',
      'API: The traffic must match both ports and from',
    ),
  ])
})

describe('several policies', () => {
  const fromApi = policy({podSelector: WEB, ingress: [{from: [{podSelector: labelled({app: 'api'})}]}]}, 'q')
  const UNION = 'the connections allowed in that direction from that pod is the union of what the applicable policies allow'
  const BOTH = 'both the egress policy on the source pod and the ingress policy on the destination pod need to allow the connection'
  decidesByHand([
    allow('one that lets nobody in takes nothing away', [ingress(), fromApi], 'shop/api > shop/web', UNION, 'ingress q 0'),
    allow('whatever their order', [fromApi, ingress()], 'shop/api > shop/web', UNION, 'ingress q 0'),
    deny(
      'one that is not for the pod adds nothing',
      [ingress(), policy({podSelector: labelled({app: 'api'}), ingress: [{}]}, 'q')],
      'shop/api > shop/web',
      UNION,
    ),
    deny(
      'in, but not out',
      [fromApi, policy({podSelector: labelled({app: 'api'}), policyTypes: ['Egress']}, 'r')],
      'shop/api > shop/web',
      BOTH,
      'egress isolated',
    ),
    deny(
      'out, but not in',
      [ingress(), policy({podSelector: labelled({app: 'api'}), policyTypes: ['Egress'], egress: [{}]}, 'r')],
      'shop/api > shop/web',
      BOTH,
    ),
  ])
})
