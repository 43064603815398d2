import {readFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {judgeSide} from '../../../src/network/policy/judgement.ts'
import {checkAlone} from '../../../src/questions/who/question.ts'
import {who} from '../../../src/questions/who/who.ts'
import {writePairs} from '../../bench/pairs.ts'
import {clusterOf, runningPod, service, together, workload} from '../../manifest.ts'
import {documentOf, validatorOf} from '../../schema.ts'
import {accessOf, askWho, groupsOf, nodesOf, outsideOf} from './asking.ts'

const SHOP = clusterOf({'shop.yaml': readFileSync(new URL('../../../examples/who/shop.yaml', import.meta.url), 'utf8')})
const inShop = (name: string, replicas = 1) => workload(name, {namespace: 'shop', replicas, ports: [{name: 'http', containerPort: 80}]})

function policy(name: string, spec: unknown): string {
  return JSON.stringify({apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: {name, namespace: 'shop'}, spec})
}

function node(name: string, address: string): string {
  return JSON.stringify({apiVersion: 'v1', kind: 'Node', metadata: {name}, status: {addresses: [{type: 'InternalIP', address}]}})
}

const ofApp = (app: string) => ({podSelector: {matchLabels: {app}}})

describe('who may reach a Service', () => {
  test('is everybody where no policy is for its pods', () => {
    const {data} = askWho(clusterOf(together(inShop('web'), inShop('api'), service('web', {}, 'shop'))), 'svc/web')
    expect(data.verdict).toBe('delivered')
    expect(groupsOf(data, {name: 'web'})).toEqual(['shop/api allowed', 'shop/web allowed'])
    expect(data.audiences).toMatchObject([{default: {access: 'allowed', because: []}, exceptions: [{access: 'allowed'}]}])
  })

  test('is whom a rule names, with the policy, the rule and the file that let it in', () => {
    const cluster = clusterOf(
      together(
        ...['web', 'api', 'db'].map((name) => inShop(name)),
        service('db', {}, 'shop'),
        policy('db-from-api', {...ofApp('db'), ingress: [{from: [ofApp('nobody')]}, {from: [ofApp('api')]}]}),
      ),
    )
    const {data, places} = askWho(cluster, 'svc/db')
    expect(groupsOf(data, {name: 'db'})).toEqual(['shop/api allowed', 'shop/db denied', 'shop/web denied'])
    const api = data.groups.find(({workloads}) => workloads.some(({name}) => name === 'api'))
    const [id] = accessOf(data, data.services[0]?.ports[0]?.audience ?? null, api?.client ?? '')?.because ?? []
    const reason = data.reasons.find((one) => one.id === id)
    expect(reason).toMatchObject({
      direction: 'ingress',
      allowed: true,
      policies: [{name: 'db-from-api', namespace: 'shop', rule: 2, file: 'manifest.yaml'}],
    })
    expect(places?.get(reason?.policies[0] ?? {})).toMatchObject({path: ['spec', 'ingress', 1]})
  })

  test('is nobody where its pods are isolated, which is a negative answer', () => {
    const report = askWho(SHOP, 'svc/api')
    expect(report.data.verdict).toBe('dropped')
    expect(report.answer).toBe('negative')
  })

  test('leaves those out whom their own egress policies hold up, and says so once for all Services', () => {
    const {data} = askWho(SHOP)
    expect(groupsOf(data, {name: 'prometheus'})).toContain('shop/report denied')
    expect(data.heldUp).toHaveLength(1)
    const [held] = data.heldUp
    expect(data.reasons.find(({id}) => id === held?.because[0])).toMatchObject({direction: 'egress', policies: [{name: 'report'}]})
    // What its rule names it reaches, where the other end lets it in.
    expect(groupsOf(data, {name: 'db'}, 0)).toContain('shop/report allowed')
    expect(groupsOf(data, {name: 'db'}, 1)).toContain('shop/report denied')
  })

  test('is told for each port by itself', () => {
    const {data} = askWho(SHOP, 'svc/db')
    const allowed = (port: number) => groupsOf(data, {name: 'db'}, port).filter((line) => line.endsWith(' allowed'))
    expect(allowed(0)).toEqual(['shop/api allowed', 'shop/report allowed'])
    expect(allowed(1)).toEqual(['monitoring/prometheus allowed'])
    expect(askWho(SHOP, 'svc/db:metrics').data.services[0]?.ports.map(({name}) => name)).toEqual(['metrics'])
  })

  test('is partial for clients whom only some of its endpoints let in', () => {
    const strict = workload('strict', {namespace: 'shop', labels: {app: 'web', mode: 'strict'}})
    const cluster = clusterOf(
      together(
        inShop('web'),
        strict,
        inShop('api'),
        service('web', {}, 'shop'),
        policy('strict', {podSelector: {matchLabels: {mode: 'strict'}}}),
      ),
    )
    const {data, answer} = askWho(cluster, 'svc/web')
    expect(groupsOf(data, {name: 'web'})).toContain('shop/api partial')
    expect([data.verdict, answer]).toEqual(['partial', 'undecided'])
  })

  test('cannot be told where the labels of a namespace are not in the input', () => {
    const rule = {from: [{namespaceSelector: {matchLabels: {team: 'ops'}}}]}
    const cluster = clusterOf(
      together(
        inShop('web'),
        workload('prober', {namespace: 'ops'}),
        service('web', {}, 'shop'),
        policy('p', {...ofApp('web'), ingress: [rule]}),
      ),
    )
    expect(groupsOf(askWho(cluster, 'svc/web').data, {name: 'web'})).toContain('ops/prober unknown')
  })

  test('counts nodes by their addresses, but for the own node of a pod, which always reaches it', () => {
    const rule = {from: [{ipBlock: {cidr: '192.168.0.1/32'}}]}
    const objects = [inShop('web'), node('a', '192.168.0.1'), node('b', '192.168.0.2'), service('web', {}, 'shop')]
    const {data} = askWho(clusterOf(together(...objects, policy('p', {...ofApp('web'), ingress: [rule]}))), 'svc/web')
    expect(nodesOf(data)).toEqual(['a allowed', 'b denied'])
  })

  test('has no say where there is no endpoint, and where an ExternalName leads away', () => {
    const cluster = clusterOf(
      together(
        inShop('none', 0),
        service('none', {}, 'shop'),
        service('away', {type: 'ExternalName', externalName: 'example.com'}, 'shop'),
      ),
    )
    expect(askWho(cluster, 'svc/none').data.verdict).toBe('rejected')
    expect(askWho(cluster, 'svc/away').data.verdict).toBe('external')
  })
})

describe('who may reach a Service from outside', () => {
  const blocks = {from: [{ipBlock: {cidr: '0.0.0.0/0', except: ['10.0.0.0/8']}}, {ipBlock: {cidr: '10.1.0.0/16'}}]}
  const clusterWith = (spec: Readonly<Record<string, unknown>>, ingress: readonly unknown[] = [blocks]) =>
    clusterOf(together(inShop('web'), service('web', {ipFamilies: ['IPv4'], ...spec}, 'shop'), policy('p', {...ofApp('web'), ingress})))

  test('is nobody without a way in', () => {
    expect(outsideOf(askWho(clusterWith({}), 'svc/web').data)).toBeNull()
  })

  test('is told by the blocks of the policies where the address of the client is kept', () => {
    const {data} = askWho(clusterWith({type: 'LoadBalancer', externalTrafficPolicy: 'Local'}), 'svc/web')
    expect(outsideOf(data)).toEqual(['0.0.0.0/0 but 10.0.0.0/8 allowed', '10.0.0.0/8 but 10.1.0.0/16 denied', '10.1.0.0/16 allowed'])
  })

  test('cannot be told by them where the pod sees the address of a node', () => {
    const {data} = askWho(clusterWith({type: 'NodePort', externalTrafficPolicy: 'Cluster'}), 'svc/web')
    expect(outsideOf(data)?.every((line) => line.endsWith(' unknown'))).toBe(true)
  })

  test('is everybody where a rule lets everybody in, whatever the address', () => {
    const {data} = askWho(clusterWith({type: 'NodePort', externalTrafficPolicy: 'Cluster'}, [{}]), 'svc/web')
    expect(outsideOf(data)).toEqual(['0.0.0.0/0 allowed'])
  })

  test('is limited by loadBalancerSourceRanges, which do not guard node ports', () => {
    const cluster = clusterWith(
      {
        type: 'LoadBalancer',
        externalTrafficPolicy: 'Local',
        loadBalancerSourceRanges: ['198.51.100.0/24', '10.1.2.0/24'],
        ports: [{port: 80, nodePort: 30_080}],
      },
      [blocks],
    )
    const {data, notes} = askWho(cluster, 'svc/web')
    expect(outsideOf(data)).toEqual([
      '0.0.0.0/0 but 10.1.2.0/24 but 198.51.100.0/24 denied',
      '10.1.2.0/24 allowed',
      '198.51.100.0/24 allowed',
    ])
    expect(notes.join()).toContain('not the node ports')
  })

  test('comes as the pods of a controller through an Ingress, which is said', () => {
    const ingress = JSON.stringify({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: {name: 'main', namespace: 'shop'},
      spec: {rules: [{http: {paths: [{path: '/', backend: {service: {name: 'web', port: {number: 80}}}}]}}]},
    })
    const cluster = clusterOf(together(inShop('web'), service('web', {}, 'shop'), service('api', {}, 'shop'), ingress))
    expect(askWho(cluster, 'svc/web').notes.join()).toContain('Ingress shop/main')
    expect(askWho(cluster, 'svc/api').notes.join()).not.toContain('Ingress')
  })
})

describe('the question', () => {
  test.each([
    ['svc/web api', 'one target at a time'],
    ['pod/x', 'pod/x names no Service'],
    ['svc/wbe', 'no Service named wbe'],
  ])('%s is refused', (words, message) => {
    expect(() => askWho(SHOP, words)).toThrow(message)
  })

  test('stands alone: whoever connects is not named beside it', () => {
    expect(() => checkAlone({from: 'pod/x', rules: false})).toThrow('--from follows one connection')
    expect(() => checkAlone({node: 'a', rules: false})).toThrow('--node')
    expect(() => checkAlone({rules: true})).toThrow('--rules')
    expect(() => checkAlone({rules: false})).not.toThrow()
  })

  test('has no answer for the exit code without a target', () => {
    expect(askWho(SHOP)).not.toHaveProperty('answer')
  })

  test.each(['', 'svc/web', 'svc/api', 'svc/db'])('%s is answered as the schema has it', async (words) => {
    const validate = validatorOf('trace')
    expect(validate(await documentOf(askWho(SHOP, words))), JSON.stringify(validate.errors)).toBe(true)
  })
})

describe('the work', () => {
  function judgementsFor(pairs: number, policies: number): {readonly judgements: number; readonly characters: number} {
    let judgements = 0
    const parameters = {words: [], family: undefined, namespace: undefined, selector: undefined}
    const {data} = who(clusterOf(writePairs(pairs, policies)), parameters, (...asked) => {
      judgements++
      return judgeSide(...asked)
    })
    return {judgements, characters: JSON.stringify(data).length}
  }

  test('does not grow with pairs of pods while the policies are the same', () => {
    const [some, twice] = [judgementsFor(400, 40), judgementsFor(800, 40)]
    expect(some.judgements).toBeGreaterThan(40)
    expect(twice.judgements).toBeLessThanOrEqual(some.judgements * 1.1)
    expect(twice.characters).toBeLessThan(some.characters * 2.2)
  })

  test('grows with the policies, not with their square', () => {
    const [some, twice] = [judgementsFor(400, 100), judgementsFor(400, 200)]
    expect(twice.judgements).toBeLessThan(some.judgements * 2.5)
    expect(twice.characters).toBeLessThan(some.characters * 2.5)
  })
})

describe('endpoints that were written by hand', () => {
  const written = (address: string) =>
    clusterOf(
      together(
        node('node-a', '192.168.0.1'),
        runningPod('web', {app: 'web'}, {}, {namespace: 'shop'}),
        runningPod('api', {app: 'api'}, {podIP: '10.244.0.8', podIPs: [{ip: '10.244.0.8'}]}, {namespace: 'shop'}),
        service('hand', {selector: undefined, clusterIP: '10.96.0.9', clusterIPs: ['10.96.0.9']}, 'shop'),
        JSON.stringify({
          apiVersion: 'v1',
          kind: 'Endpoints',
          metadata: {name: 'hand', namespace: 'shop'},
          subsets: [{addresses: [{ip: address}], ports: [{port: 8080}]}],
        }),
        policy('web', {...ofApp('web'), policyTypes: ['Ingress']}),
      ),
    )

  test('are guarded by the policies of the pod that has their address', () => {
    expect(groupsOf(askWho(written('10.244.0.9'), 'svc/hand').data, {name: 'hand'})).toEqual(['shop/api denied', 'shop/web denied'])
    expect(groupsOf(askWho(written('203.0.113.9'), 'svc/hand').data, {name: 'hand'})).toEqual(['shop/api allowed', 'shop/web allowed'])
  })
})

describe('a policy that no API server takes', () => {
  const broken = (namespace: string, spec: unknown) =>
    JSON.stringify({apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: {name: 'p', namespace}, spec})
  const rulesOf = (policyText: string) =>
    askWho(clusterOf(together(inShop('web'), inShop('api'), service('web', {}, 'shop'), policyText)), 'svc/web').findings.map(
      ({rule}) => rule,
    )
  const wrong = [{ports: [{port: 80, endPort: 70}]}]

  test('is a finding where it is for the pods of the Service, or for what leaves its clients', () => {
    expect(rulesOf(broken('shop', {...ofApp('web'), ingress: wrong}))).toEqual(['policy/invalid'])
    expect(rulesOf(broken('shop', {...ofApp('api'), egress: wrong}))).toEqual(['policy/invalid'])
    expect(rulesOf(broken('shop', {...ofApp('api'), ingress: wrong}))).toEqual([])
    expect(rulesOf(broken('ops', {podSelector: {}, ingress: wrong}))).toEqual([])
  })
})

describe("the outside, where nodes put their own address in the place of the client's", () => {
  const balanced = (block: unknown, ...nodes: readonly string[]) => {
    const spec = {type: 'LoadBalancer', externalTrafficPolicy: 'Cluster', ports: [{port: 80, nodePort: 30_080}]}
    const guard = policy('web', {...ofApp('web'), ingress: [{from: [{ipBlock: block}]}]})
    return askWho(clusterOf(together(...nodes, inShop('web'), service('web', spec, 'shop'), guard)), 'svc/web').data
  }

  test('gets in by a block that has everybody, whether or not the input has the nodes', () => {
    for (const nodes of [[], [node('node-a', '192.168.0.1')]])
      expect(outsideOf(balanced({cidr: '0.0.0.0/0'}, ...nodes))).toEqual(['0.0.0.0/0 allowed'])
  })

  test('is left open by a block that has the client or the nodes alone, for the plugin decides which of them it sees', () => {
    const data = balanced({cidr: '203.0.113.0/24'}, node('node-a', '192.168.0.1'))
    expect(outsideOf(data)).toEqual(['0.0.0.0/0 but 203.0.113.0/24 unknown', '203.0.113.0/24 unknown'])
    for (const {message} of data.reasons.filter(({allowed}) => allowed === null))
      expect(message).toMatch(/whether policies see the node's .* or the client's is left to the network plugin/)
    // Through its own node everybody comes to the pod, unless policies look before that.
    expect(outsideOf(balanced({cidr: '192.168.0.0/24'}, node('node-a', '192.168.0.1')))).toEqual([
      '0.0.0.0/0 but 192.168.0.0/24 unknown',
      '192.168.0.0/24 allowed',
    ])
  })
})
