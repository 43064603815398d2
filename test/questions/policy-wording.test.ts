import {describe, expect, test} from 'vitest'
import type {Doubt} from '../../src/network/policy/doubt.ts'
import {policiesOf} from '../../src/network/policy/policy-set.ts'
import {describeBecause, describeDoubt, describeRule, describeScope, nameOfPolicy} from '../../src/questions/policy-wording.ts'
import {clusterOf} from '../manifest.ts'

function policyWith(spec: unknown) {
  const object = {apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: {name: 'allow', namespace: 'shop'}, spec}
  const [policy] = policiesOf(clusterOf(JSON.stringify(object))).all
  if (!policy) throw new Error('no policy')
  return policy
}

function ingress(rule: unknown): string {
  const [first] = policyWith({podSelector: {}, ingress: [rule]}).ingress ?? []
  return first ? describeScope(first, 'ingress') : ''
}

const pods = (labels: Readonly<Record<string, string>>) => ({podSelector: {matchLabels: labels}})
const namespaces = (labels: Readonly<Record<string, string>>) => ({namespaceSelector: {matchLabels: labels}})

describe('what a rule is about', () => {
  test.each<[unknown, string]>([
    [{}, 'from anyone'],
    [{from: [pods({app: 'client'})], ports: [{port: 'http'}]}, 'from app=client to port http'],
    [{from: [pods({app: 'client', tier: 'front'})]}, 'from app=client,tier=front'],
    [{from: [{podSelector: {}}]}, 'from any pod of namespace shop'],
    [{from: [{namespaceSelector: {}}]}, 'from any pod of any namespace'],
    [{from: [{...namespaces({team: 'ops'}), ...pods({app: 'api'})}]}, 'from app=api of namespaces team=ops'],
    [{from: [namespaces({'kubernetes.io/metadata.name': 'ops'})]}, 'from any pod of namespace ops'],
    [
      {from: [{namespaceSelector: {matchExpressions: [{key: 'kubernetes.io/metadata.name', operator: 'In', values: ['a', 'b']}]}}]},
      'from any pod of namespace a or b',
    ],
    // Everybody but those of the namespace: its name alone says the contrary.
    [
      {from: [{namespaceSelector: {matchExpressions: [{key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['a']}]}}]},
      'from any pod of namespaces kubernetes.io/metadata.name!=a',
    ],
    [
      {from: [{ipBlock: {cidr: '10.0.0.0/8', except: ['10.1.0.0/16', '10.2.0.0/16']}}]},
      'from 10.0.0.0/8 except 10.1.0.0/16 and 10.2.0.0/16',
    ],
    [{from: [pods({app: 'a'}), pods({app: 'b'})]}, 'from app=a or app=b'],
    [{from: ['a', 'b', 'c', 'd', 'e'].map((app) => pods({app}))}, 'from app=a, app=b or 3 more'],
    [{from: [pods({app: 'bad value'})]}, 'from (selector not valid)'],
    [{from: [{}]}, 'from a peer that is not valid'],
    [{ports: [{port: 80}, {port: 53, protocol: 'UDP'}]}, 'from anyone to port 80 or 53/UDP'],
    [{ports: [{port: 8000, endPort: 8100}]}, 'from anyone to port 8000-8100'],
    [{ports: [{protocol: 'SCTP'}, {port: 'http'}]}, 'from anyone to port http or any SCTP port'],
    [{ports: [{port: 0}]}, 'from anyone to a port that is not valid'],
  ])('%j: %s', (rule, text) => {
    expect(ingress(rule)).toBe(text)
  })

  test('is told the other way round for what leaves a pod', () => {
    const [rule] =
      policyWith({podSelector: {}, policyTypes: ['Egress'], egress: [{to: [pods({app: 'db'})], ports: [{port: 5432}]}]}).egress ?? []
    expect(rule && describeScope(rule, 'egress')).toBe('to app=db, port 5432')
  })
})

describe('a rule', () => {
  const policy = policyWith({podSelector: {}, ingress: [{}, {from: [pods({app: 'client'})]}]})
  const [, second] = policy.ingress ?? []

  test('is counted from 1', () => {
    expect(second && describeRule(policy, second, 'ingress')).toBe('rule 2: from app=client')
  })

  test('of the cluster says what it does, and by which name', () => {
    const rule = second && ({...second, action: 'deny', name: 'no-clients'} as const)
    expect(rule && describeRule({tier: 'admin'}, rule, 'ingress')).toBe('rule 2 no-clients (deny): from app=client')
  })

  test('is told with its policy where it decides', () => {
    expect(second && describeBecause({kind: 'rule', policy, rule: second}, 'ingress')).toBe('shop/allow, rule 2: from app=client')
    expect(describeBecause({kind: 'isolated', policies: [policy, {...policy, name: 'deny'}]}, 'ingress')).toBe(
      'no rule of shop/allow and shop/deny lets it pass',
    )
  })

  test('is named where it leaves something open', () => {
    const doubt = {kind: 'address', block: '10.0.0.0/8'} as const
    expect(describeBecause({kind: 'open', doubt, policy, rule: second, object: undefined}, 'ingress')).toBe(
      `shop/allow, rule 2: ${describeDoubt(doubt)}`,
    )
  })
})

describe('a policy of the whole cluster', () => {
  const strict = {...policyWith({podSelector: {}}), kind: 'AdminNetworkPolicy', namespace: null, name: 'strict', priority: 7} as const

  test('is named with its kind', () => {
    expect(nameOfPolicy(strict)).toBe('AdminNetworkPolicy strict')
  })

  test('that another of its priority contradicts is to get another, unless they are of two APIs', () => {
    const other = {...strict, name: 'lax'}
    expect(describeDoubt({kind: 'order', policies: [strict, other]})).toContain('give them other priorities than 7')
    expect(describeDoubt({kind: 'order', policies: [strict, {...other, kind: 'ClusterNetworkPolicy'}]})).toContain(
      'use one of the two APIs',
    )
  })
})

describe('a doubt', () => {
  test.each<[Doubt, string]>([
    [{kind: 'namespace-labels', namespace: 'shop', key: 'team'}, 'kubectl get namespaces -o yaml'],
    [{kind: 'namespace-not-stated', namespace: 'shop'}, '-n'],
    [{kind: 'pod-labels', key: 'job-name'}, 'kubectl get pods -o yaml'],
    [{kind: 'address', block: '10.0.0.0/8'}, 'kubectl get pods,nodes -o yaml'],
    [{kind: 'part', block: '10.0.0.0/8'}, 'ask about one address'],
    [{kind: 'port'}, 'kubectl get pods -o yaml'],
    [{kind: 'own-node'}, 'kubectl get pods -o yaml'],
  ])('%j is settled by %s', (doubt, input) => {
    const sentence = describeDoubt(doubt)
    expect(sentence).toContain(input)
    // What it is about is named.
    const {kind: _, ...about} = doubt
    for (const word of Object.values(about)) expect(sentence).toContain(word)
    expect(sentence).not.toMatch(/\.$/)
  })

  test('about a rewritten address names both that policies may see', () => {
    expect(describeDoubt({kind: 'rewritten', address: '10.0.46.28', what: 'destination'})).toBe(
      "whether policies see the Service's 10.0.46.28 or the pod's is left to the network plugin",
    )
    expect(describeDoubt({kind: 'rewritten', address: null, what: 'source'})).toBe(
      "whether policies see the node's address or the client's is left to the network plugin",
    )
  })

  test('about what nobody judges names it', () => {
    const reference = {kind: 'CiliumNetworkPolicy', namespace: 'shop', name: 'l7'}
    const foreign = {reference, product: 'Cilium', origin: undefined, subjects: [], nodes: [], ingress: undefined, egress: undefined}
    expect(describeDoubt({kind: 'foreign', policy: foreign})).toBe(
      'CiliumNetworkPolicy shop/l7 of Cilium may say otherwise, and is not judged',
    )
  })
})
