import {describe, expect, test} from 'vitest'
import type {Resolution} from '../../../src/questions/resolve/resolution.ts'
import {resolve} from '../../../src/questions/resolve/resolve.ts'
import type {Report} from '../../../src/report.ts'
import {clusterOf, runningPod, service, together, workload} from '../../manifest.ts'
import {documentOf, validatorOf} from '../../schema.ts'
import {exitOf, headline, mistake, textOf} from '../answer.ts'

type Answer = Report & {readonly data: Resolution}

function ask(text: string, ...targets: readonly string[]): Answer {
  return resolve(clusterOf(text), {targets, namespace: undefined, selector: undefined, policies: true}) as Answer
}

const policy = (name: string, spec: unknown, namespace = 'shop') =>
  JSON.stringify({apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: {name, namespace}, spec})
const admin = (name: string, spec: unknown) =>
  JSON.stringify({apiVersion: 'policy.networking.k8s.io/v1alpha1', kind: 'AdminNetworkPolicy', metadata: {name}, spec})
const namespace = (name: string, labels: unknown = {}) => JSON.stringify({apiVersion: 'v1', kind: 'Namespace', metadata: {name, labels}})
const app = (name: string) => ({podSelector: {matchLabels: {app: name}}})
const inShop = (name: string) => workload(name, {namespace: 'shop'})

/** The rows of the tables, a text each. */
function rowsOf({tables}: Report): readonly string[] {
  return tables.flatMap(({columns, rows}) =>
    rows.map((row) =>
      row
        .map(textOf)
        .filter((_, at) => !columns?.[at]?.wide)
        .join(' | '),
    ),
  )
}

function policiesOf(answer: Answer, index = 0) {
  const {policies} = answer.data.pods?.[index] ?? {}
  if (!policies) throw new Error('no policies')
  return policies
}

describe('a direction', () => {
  const spec = app('api')

  // SetDefaults_NetworkPolicy: Ingress always, Egress where there are egress rules.
  test.each<[string, unknown, boolean, boolean]>([
    ['without policyTypes is isolated for ingress', spec, true, false],
    ['with egress rules and no policyTypes is isolated for both', {...spec, egress: [{}]}, true, true],
    ['with empty egress rules and no policyTypes is isolated for ingress', {...spec, egress: []}, true, false],
    ['of policyTypes Egress is isolated for that alone', {...spec, policyTypes: ['Egress'], ingress: [{}]}, false, true],
    ['is isolated by a policy that lets everybody in', {...spec, ingress: [{}]}, true, false],
    ['of pods with other labels is open', app('web'), false, false],
  ])('%s', (_, one, ingress, egress) => {
    const policies = policiesOf(ask(together(inShop('api'), policy('p', one)), 'deploy/api'))
    expect([policies.ingress.isolated, policies.egress.isolated]).toEqual([ingress, egress])
  })

  test('of pods is not the business of a policy in another namespace', () => {
    const policies = policiesOf(ask(together(inShop('api'), policy('p', spec, 'other')), 'deploy/api'))
    expect(policies.ingress).toEqual({isolated: false, policies: [], foreign: []})
  })

  test('is open for all that a policy of the cluster denies: that isolates nobody', () => {
    const deny = {priority: 5, subject: {namespaces: {}}, ingress: [{action: 'Deny', from: [{namespaces: {}}]}]}
    const answer = ask(together(inShop('api'), namespace('shop'), admin('strict', deny)), 'deploy/api')
    expect(policiesOf(answer).ingress).toMatchObject({isolated: false, policies: [{name: 'strict', tier: 'admin', priority: 5}]})
    // It has no rule for egress, and says nothing about it.
    expect(policiesOf(answer).egress.policies).toEqual([])
    expect(headline(answer)).toBe('✓ deploy/api is not isolated, but policies of the cluster select it')
  })
})

describe('the answer about one workload', () => {
  const text = together(
    inShop('api'),
    policy('deny', {podSelector: {}, policyTypes: ['Ingress', 'Egress']}),
    policy('allow', {...app('api'), ingress: [{from: [app('web')], ports: [{port: 80}]}, {from: [app('ops')]}]}),
  )

  test('says first in which direction it is isolated', () => {
    expect(headline(ask(text, 'deploy/api'))).toBe('✓ deploy/api is isolated for ingress and egress')
    expect(headline(ask(together(inShop('api'), policy('p', app('api'))), 'deploy/api'))).toBe(
      '✓ deploy/api is isolated for ingress, and its egress is open',
    )
    expect(headline(ask(inShop('api'), 'deploy/api'))).toBe('✓ deploy/api is not isolated: no NetworkPolicy selects it')
  })

  test('lists each policy with what it lets pass, a row for each rule', () => {
    expect(rowsOf(ask(text, 'deploy/api'))).toEqual([
      'isolated | shop/allow | from app=web to port 80',
      ' |  | from app=ops',
      ' | shop/deny | nobody',
      'isolated | shop/deny | nobody',
    ])
  })

  test('has no table where nothing is for it', () => {
    expect(ask(inShop('api'), 'deploy/api').tables).toEqual([])
  })

  test('counts the rules of a policy that has very many', () => {
    const ingress = Array.from({length: 9}, (_, index) => ({from: [app(`client-${index}`)]}))
    const rows = rowsOf(ask(together(inShop('api'), policy('many', {...app('api'), ingress})), 'deploy/api'))
    expect(rows).toHaveLength(6)
    expect(rows.at(-1)).toBe(' |  | and 4 more')
  })

  test('names the policies as kubectl does', () => {
    const strict = admin('strict', {priority: 1, subject: {namespaces: {}}, egress: [{action: 'Pass', to: [{namespaces: {}}]}]})
    expect(ask(together(text, namespace('shop'), strict), 'deploy/api').names.toSorted()).toEqual([
      'adminnetworkpolicy.policy.networking.k8s.io/strict',
      'networkpolicy.networking.k8s.io/allow',
      'networkpolicy.networking.k8s.io/deny',
    ])
  })

  test('has the policies in the order in which they are asked, whatever that of the input is', () => {
    const deny = (priority: number) => ({priority, subject: {namespaces: {}}, ingress: [{action: 'Deny', from: [{namespaces: {}}]}]})
    const objects = [
      policy('b', app('api')),
      admin('late', deny(9)),
      policy('a', app('api')),
      admin('first', deny(0)),
      admin('between', deny(5)),
    ]
    const names = (input: readonly string[]) =>
      policiesOf(ask(together(inShop('api'), namespace('shop'), ...input), 'deploy/api')).ingress.policies.map(({name}) => name)
    expect(names(objects)).toEqual(['first', 'between', 'late', 'a', 'b'])
    expect(names(objects.toReversed())).toEqual(names(objects))
  })

  test('has the file of each policy and places to look up its line', () => {
    const answer = ask(text, 'deploy/api')
    const [first] = policiesOf(answer).ingress.policies
    expect(first).toMatchObject({name: 'allow', file: 'manifest.yaml', line: null})
    expect(first && answer.places?.get(first)).toEqual({
      origin: {file: 'manifest.yaml', document: 2, path: []},
      path: ['metadata', 'name'],
    })
  })

  test('fits the schema, with the Services that select it beside', async () => {
    const cilium = JSON.stringify({
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      metadata: {name: 'l7', namespace: 'shop'},
      spec: {endpointSelector: {}, ingress: [{}]},
    })
    const document = await documentOf(ask(together(text, cilium, service('api', {}, 'shop')), 'deploy/api'))
    const validate = validatorOf('resolution')
    validate(document)
    expect(validate.errors).toBeNull()
    expect(document.data.pods).toMatchObject([{services: ['shop/api'], policies: {hostNetwork: false}}])
    const [pod] = document.data.pods ?? []
    expect(validate({...document, data: {...document.data, pods: [{...pod, policies: {ingress: {}}}]}})).toBe(false)
  })
})

describe('pods on the network of their node', () => {
  const agent = JSON.stringify({
    ...JSON.parse(workload('agent', {kind: 'DaemonSet', namespace: 'shop'})),
    spec: {
      selector: {matchLabels: {app: 'agent'}},
      template: {metadata: {labels: {app: 'agent'}}, spec: {hostNetwork: true, containers: []}},
    },
  })

  test('are nobody whom a NetworkPolicy selects', () => {
    const answer = ask(together(agent, policy('deny', {podSelector: {}, policyTypes: ['Ingress', 'Egress']})), 'ds/agent')
    expect(headline(answer)).toBe('✓ no NetworkPolicy is for ds/agent: it is on the network of its node')
    expect(policiesOf(answer)).toMatchObject({hostNetwork: true, ingress: {isolated: false, policies: []}, egress: {isolated: false}})
    expect(answer.notes).toEqual([])
  })
})

describe('what cannot be told', () => {
  const strict = admin('strict', {
    priority: 1,
    subject: {namespaces: {matchLabels: {team: 'shop'}}},
    ingress: [{action: 'Deny', from: [{namespaces: {}}]}],
  })

  test('is whether a policy selects by labels of a namespace that the input does not have', () => {
    const open = ask(together(inShop('api'), strict), 'deploy/api')
    expect(policiesOf(open).ingress.policies).toMatchObject([
      {name: 'strict', selects: null, reason: expect.stringContaining('label team')},
    ])
    expect(open.notes).toEqual([
      'whether AdminNetworkPolicy strict selects deploy/api cannot be told: Namespace shop, whose label team decides, is not in the input: kubectl get namespaces -o yaml',
    ])
    const settled = ask(together(inShop('api'), strict, namespace('shop', {team: 'shop'})), 'deploy/api')
    expect(policiesOf(settled).ingress.policies).toMatchObject([{name: 'strict', selects: true, reason: null}])
  })

  test('is isolation by labels that a controller gives', () => {
    const job = workload('report', {kind: 'Job', namespace: 'shop'})
    const byUid = policy('p', {podSelector: {matchLabels: {'batch.kubernetes.io/controller-uid': 'x'}}})
    const answer = ask(together(job, byUid), 'job/report')
    expect(policiesOf(answer).ingress.isolated).toBeNull()
    expect(headline(answer)).toBe('? job/report: its egress is open; whether it is isolated for ingress cannot be told')
    expect(answer.answer).toBe('undecided')
    expect([exitOf(answer), exitOf(answer, true)]).toEqual([0, 1])
    // What isolates for certain leaves no doubt.
    const certain = ask(together(job, byUid, policy('q', app('report'))), 'job/report')
    expect(policiesOf(certain).ingress.isolated).toBe(true)
    expect(certain.answer).toBe('positive')
  })

  test('is whether a direction is open that a policy of another API may close', () => {
    const cilium = JSON.stringify({
      apiVersion: 'cilium.io/v2',
      kind: 'CiliumNetworkPolicy',
      metadata: {name: 'l7', namespace: 'shop'},
      spec: {endpointSelector: {matchLabels: {app: 'api'}}, egress: [{toFQDNs: [{matchName: 'example.com'}]}]},
    })
    const answer = ask(together(inShop('api'), inShop('web'), cilium), 'deploy/api')
    expect(policiesOf(answer).egress).toMatchObject({
      isolated: null,
      foreign: [{kind: 'CiliumNetworkPolicy', name: 'l7', product: 'Cilium'}],
    })
    expect(answer.notes).toEqual(['CiliumNetworkPolicy shop/l7 of Cilium may say otherwise, and is not judged'])
    expect(policiesOf(ask(together(inShop('api'), inShop('web'), cilium), 'deploy/web')).egress.isolated).toBe(false)
  })
})

describe('several workloads', () => {
  const text = together(inShop('api'), inShop('db'), inShop('web'), policy('back', app('api')), policy('db', {...app('db'), egress: [{}]}))

  test('are a row each, below how many are isolated', () => {
    const answer = ask(text, 'deploy')
    expect(headline(answer)).toBe('✓ 3 workloads: 2 isolated for ingress, 1 for egress')
    expect(rowsOf(answer)).toEqual([
      'shop | deploy/api | isolated: back | open',
      'shop | deploy/db | isolated: db | isolated: db',
      'shop | deploy/web | open | open',
    ])
    // Nothing was named, so that there is no answer about it.
    expect(answer.answer).toBeUndefined()
  })

  test('are not told apart by what no policy reads: the pods of a StatefulSet are one', () => {
    const answer = ask(together(workload('db', {kind: 'StatefulSet', namespace: 'shop', replicas: 3}), policy('db', app('db'))), 'sts/db')
    expect(answer.data.pods).toHaveLength(3)
    expect(headline(answer)).toBe('✓ sts/db is isolated for ingress, and its egress is open')
  })

  test('are none where nothing has the labels', () => {
    const none = resolve(clusterOf(text), {targets: ['pods'], namespace: 'nowhere', selector: undefined, policies: true})
    expect(none).toMatchObject({tables: [], notes: ['no pod in namespace nowhere'], names: []})
  })
})

describe('DNS', () => {
  const egress = (to: unknown, ports: unknown = [{port: 53, protocol: 'UDP'}]) =>
    policy('p', {...app('api'), policyTypes: ['Egress'], egress: [{to, ports}]})
  const note = 'no policy lets deploy/api ask DNS (port 53/UDP in kube-system): names do not resolve'
  const system = {namespaceSelector: {matchLabels: {'kubernetes.io/metadata.name': 'kube-system'}}}

  test.each<[string, string]>([
    ['nothing leaves', policy('p', {...app('api'), policyTypes: ['Egress']})],
    ['only its database is reached', egress([app('db')], [{port: 5432}])],
    ['another port is', egress([system], [{port: 443}])],
    ['only TCP is', egress([system], [{port: 53}])],
    ['another namespace is', egress([{namespaceSelector: {matchLabels: {'kubernetes.io/metadata.name': 'monitoring'}}}])],
    ['the port is of public addresses', egress([{ipBlock: {cidr: '8.8.8.8/32'}}])],
  ])('is missed where %s', (_, one) => {
    expect(ask(together(inShop('api'), one), 'deploy/api').notes).toEqual([note])
  })

  test.each<[string, string]>([
    ['egress is open', policy('p', app('api'))],
    ['the namespace is named', egress([system])],
    ['its pods are named', egress([{...system, podSelector: {matchLabels: {'k8s-app': 'kube-dns'}}}], [{port: 'dns', protocol: 'UDP'}])],
    ['port 53 goes anywhere', egress([])],
    ['everything goes to every pod', egress([{namespaceSelector: {}}], [])],
    ['a cache on the node is asked', egress([{ipBlock: {cidr: '169.254.20.10/32'}}])],
    // Which addresses its pods have nobody knows.
    ['a private range is open', egress([{ipBlock: {cidr: '10.0.0.0/8'}}])],
    // Whether kube-system has the label nobody knows.
    ['namespaces are selected by a label', egress([{namespaceSelector: {matchLabels: {name: 'kube-system'}}}])],
  ])('is not missed where %s', (_, one) => {
    expect(ask(together(inShop('api'), one), 'deploy/api').notes).toEqual([])
  })

  test('is missed where kube-system is known to lack the label', () => {
    const one = egress([{namespaceSelector: {matchLabels: {name: 'kube-system'}}}])
    expect(ask(together(inShop('api'), namespace('kube-system'), one), 'deploy/api').notes).toEqual([note])
  })

  test('is not missed by pods that ask no server of the cluster', () => {
    const own = JSON.parse(runningPod('lone', {app: 'api'}, {}, {namespace: 'shop'}))
    own.spec.dnsPolicy = 'Default'
    const deny = policy('p', {...app('api'), policyTypes: ['Egress']})
    expect(ask(together(JSON.stringify(own), deny), 'pod/lone').notes).toEqual([])
    own.spec.dnsPolicy = 'ClusterFirst'
    expect(ask(together(JSON.stringify(own), deny), 'pod/lone').notes).toEqual([note.replace('deploy/api', 'pod/lone')])
  })

  test('of OpenShift is asked at a port of its own', () => {
    const one = egress(
      [{namespaceSelector: {matchLabels: {'kubernetes.io/metadata.name': 'openshift-dns'}}}],
      [{port: 5353, protocol: 'UDP'}],
    )
    expect(ask(together(inShop('api'), one, namespace('openshift-dns')), 'deploy/api').notes).toEqual([])
    expect(ask(together(inShop('api'), one), 'deploy/api').notes).toEqual([note])
  })
})

describe('a policy that no API server takes', () => {
  test('is a finding at its place, and no reason to say less of the others', () => {
    const broken = policy('broken', {...app('api'), ingress: [{from: [{ipBlock: {cidr: '10.0.0/8'}}]}]})
    const answer = ask(together(inShop('api'), broken, policy('deny', {podSelector: {}})), 'deploy/api')
    expect(answer.findings).toMatchObject([
      {severity: 'error', object: {name: 'broken'}, place: {path: ['spec', 'ingress', 0, 'from', 0, 'ipBlock', 'cidr']}},
    ])
    expect(rowsOf(answer)).toEqual(['isolated | shop/broken | from a peer that is not valid', ' | shop/deny | nobody'])
    expect(exitOf(answer)).toBe(1)
  })

  test('is none of the business of pods that it does not select', () => {
    const broken = policy('broken', {...app('web'), ingress: [{from: [{ipBlock: {cidr: '10.0.0/8'}}]}]})
    expect(ask(together(inShop('api'), broken), 'deploy/api').findings).toEqual([])
  })
})

describe('Services', () => {
  const text = together(service('api', {}, 'shop'), inShop('api'))

  test.each([
    [
      ['svc/api'],
      'svc/api is a Service, and policies are for pods | name its pods or its workload, or ask who may reach it: svcscope trace svc/api --who',
    ],
    [
      ['api'],
      'api is a Service, and policies are for pods | name its pods or its workload, or ask who may reach it: svcscope trace svc/api --who',
    ],
    [
      ['deploy/api', 'svc/api'],
      'svc/api is a Service, and policies are for pods | name its pods or its workload, or ask who may reach it: svcscope trace svc/api --who',
    ],
    [['svc'], 'policies are for pods, and svc are Services | name pods or workloads: svcscope resolve pods --policies'],
    [[], '--policies is about pods, and none were named | name a pod, a workload, or all: svcscope resolve pods --policies'],
  ])('are not asked about: %j', (targets, message) => {
    expect(mistake(() => ask(text, ...targets))).toBe(message)
  })
})
