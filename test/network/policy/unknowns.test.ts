import {describe, expect, test} from 'vitest'
import type {Cluster} from '../../../src/cluster/cluster.ts'
import {clusterOf, runningPod, together, workload} from '../../manifest.ts'
import {ask} from './asked.ts'

type Fields = Readonly<Record<string, unknown>>

function policy(spec: Fields, metadata: Fields = {name: 'p', namespace: 'shop'}): string {
  return JSON.stringify({apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec})
}

const WEB = {matchLabels: {app: 'web'}}
const WORKLOADS = together(workload('web', {namespace: 'shop'}), workload('api', {namespace: 'shop'}), workload('job', {namespace: 'lab'}))

function shop(...objects: readonly string[]): Cluster {
  return clusterOf(together(WORKLOADS, ...objects))
}

const fromTeam = (team: string) => ({from: [{namespaceSelector: {matchLabels: {team}}}]})
const fromBlock = (cidr: string) => ({from: [{ipBlock: {cidr}}]})

describe('what the input does not state', () => {
  test('the labels of a namespace leave open who may come in, and say which namespace and key', () => {
    const cluster = shop(policy({podSelector: WEB, ingress: [fromTeam('red')]}))
    expect(ask(cluster, 'lab/job', 'shop/web')).toMatchObject({
      allowed: null,
      egress: {allowed: true},
      ingress: {
        allowed: null,
        because: {kind: 'open', doubt: {kind: 'namespace-labels', namespace: 'lab', key: 'team'}, policy: {name: 'p'}},
      },
    })
  })

  test('does not matter where another rule lets everybody in', () => {
    const cluster = shop(policy({podSelector: WEB, ingress: [fromTeam('red'), {}]}))
    expect(ask(cluster, 'lab/job', 'shop/web')).toMatchObject({allowed: true, ingress: {because: {kind: 'rule', rule: {index: 1}}}})
  })

  test('does not matter where another policy lets everybody in', () => {
    const cluster = shop(
      policy({podSelector: WEB, ingress: [fromTeam('red')]}),
      policy({podSelector: WEB, ingress: [{}]}, {name: 'q', namespace: 'shop'}),
    )
    expect(ask(cluster, 'lab/job', 'shop/web').allowed).toBe(true)
  })

  test('does not matter where the port alone keeps it out', () => {
    const cluster = shop(policy({podSelector: WEB, ingress: [{...fromTeam('red'), ports: [{port: 443}]}]}))
    expect(ask(cluster, 'lab/job', 'shop/web').allowed).toBe(false)
  })

  test('does not matter where the other end forbids it', () => {
    const cluster = shop(
      policy({podSelector: WEB, ingress: [fromTeam('red')]}),
      policy({podSelector: {}, policyTypes: ['Egress']}, {name: 'closed', namespace: 'lab'}),
    )
    expect(ask(cluster, 'lab/job', 'shop/web')).toMatchObject({allowed: false, egress: {because: {kind: 'isolated'}}})
  })

  test('is the namespace of a policy: it may be meant for the pod', () => {
    const cluster = shop(policy({podSelector: WEB}, {name: 'p'}))
    expect(ask(cluster, 'shop/api', 'shop/web')).toMatchObject({
      allowed: null,
      ingress: {because: {kind: 'open', doubt: {kind: 'namespace-not-stated', namespace: 'shop'}}},
    })
  })

  test('is a label that a controller gives each pod', () => {
    const store = workload('store', {kind: 'StatefulSet', namespace: 'shop'})
    const index = {podSelector: {matchLabels: {'controller-revision-hash': 'x'}}}
    const cluster = shop(store, policy({podSelector: WEB, ingress: [{from: [index]}]}))
    expect(ask(cluster, 'shop/store-0', 'shop/web').allowed).toBe(null)
    const exists = {podSelector: {matchExpressions: [{key: 'controller-revision-hash', operator: 'Exists'}]}}
    expect(ask(shop(store, policy({podSelector: WEB, ingress: [{from: [exists]}]})), 'shop/store-0', 'shop/web').allowed).toBe(true)
  })

  test('is the address of a pod that does not run yet', () => {
    const asked = (cidr: string) => ask(shop(policy({podSelector: WEB, ingress: [fromBlock(cidr)]})), 'shop/api', 'shop/web')
    expect(asked('10.0.0.0/8')).toMatchObject({
      allowed: null,
      ingress: {because: {kind: 'open', doubt: {kind: 'address', block: '10.0.0.0/8'}}},
    })
    expect(asked('203.0.113.0/24').allowed).toBe(false)
    expect(asked('0.0.0.0/0').allowed).toBe(true)
  })

  test('is the node of a pod: it may be the one that always reaches it', () => {
    const cluster = shop(policy({podSelector: WEB}))
    expect(ask(cluster, 'node/a', 'shop/web')).toMatchObject({allowed: null, ingress: {because: {kind: 'open', doubt: {kind: 'own-node'}}}})
  })

  test('is which replica of a workload is asked: another one is not itself', () => {
    const closed = policy({podSelector: WEB})
    const one = clusterOf(together(workload('web', {namespace: 'shop', replicas: 1}), closed))
    const three = clusterOf(together(workload('web', {namespace: 'shop', replicas: 3}), closed))
    expect(ask(one, 'shop/web', 'shop/web').allowed).toBe(true)
    expect(ask(three, 'shop/web', 'shop/web').allowed).toBe(false)
  })

  test('is which address somebody on the internet has', () => {
    const asked = (...blocks: readonly string[]) =>
      ask(shop(policy({podSelector: WEB, ingress: blocks.map(fromBlock)})), 'outside', 'shop/web').allowed
    expect([asked('203.0.113.0/24'), asked('10.0.0.0/8'), asked('0.0.0.0/0'), asked('203.0.113.0/24', '0.0.0.0/0')]).toEqual([
      null,
      false,
      true,
      true,
    ])
  })
})

describe('what no API server takes', () => {
  const asked = (spec: Fields, from = 'shop/api') => ask(shop(policy({podSelector: WEB, ...spec})), from, 'shop/web').allowed

  test('leaves open what hangs on it', () => {
    expect(asked({ingress: [fromBlock('10.0.0.0')]})).toBe(null)
    expect(asked({ingress: [{from: [{}]}]})).toBe(null)
    expect(asked({ingress: [{ports: [{port: 'HTTP'}]}]})).toBe(null)
    expect(asked({ingress: {from: []}})).toBe(null)
    expect(asked({ingress: [{from: {podSelector: {}}}]})).toBe(null)
    expect(asked({podSelector: {matchLabels: {app: 'x y'}}})).toBe(null)
  })

  test('leaves the rest as it is', () => {
    expect(asked({ingress: [fromBlock('10.0.0.0'), {}]})).toBe(true)
    expect(asked({ingress: [{from: [{}, {podSelector: {}}]}]})).toBe(true)
    expect(asked({ingress: [{from: [{}], ports: [{port: 443}]}]})).toBe(false)
    expect(asked({ingress: [{from: [{podSelector: {matchLabels: {app: 'db'}}}], ports: [{port: 0}]}]})).toBe(false)
  })

  test('leaves open whether the policy is for a direction of which its types say something unknown', () => {
    expect(asked({policyTypes: ['ingress']})).toBe(null)
    expect(asked({policyTypes: ['Both']})).toBe(null)
    expect(asked({policyTypes: ['Ingress', 'egress']})).toBe(false)
    expect(asked({policyTypes: ['egress']})).toBe(true)
    // Whether it is isolated or not.
    expect(asked({policyTypes: ['ingress'], ingress: [{}]})).toBe(true)
  })

  test('but older servers did, is judged as everybody reads it', () => {
    const web = runningPod('web', {app: 'web'}, {podIP: '10.1.2.3', podIPs: [{ip: '10.1.2.3'}]}, {namespace: 'shop'})
    const from = (cidr: string) =>
      ask(clusterOf(together(web, policy({podSelector: WEB, ingress: [fromBlock(cidr)]}))), '10.9.9.9', 'shop/web').allowed
    expect([from('10.1.2.3/8'), from('10.1.2.3/16')]).toEqual([true, false])
    // To some 010 is 8.
    expect(from('010.0.0.0/8')).toBe(null)
  })
})
