import {describe, expect, test} from 'vitest'
import type {Policy, PolicyProblem} from '../../../src/network/policy/policy.ts'
import {policiesOf} from '../../../src/network/policy/policy-set.ts'
import {clusterOf, workload} from '../../manifest.ts'
import {ask} from './asked.ts'

const PODS = ['web', 'api', 'db']
  .map((name) => workload(name, {namespace: 'shop', ports: [{name: 'main', containerPort: 80}]}))
  .join('\n---\n')

function policy(spec: unknown, name = 'p'): string {
  return JSON.stringify({apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: {name, namespace: 'shop'}, spec})
}

describe('a NetworkPolicy', () => {
  test('lets everything pass to pods that it does not select', () => {
    const cluster = clusterOf([PODS, policy({podSelector: {matchLabels: {app: 'db'}}})].join('\n---\n'))
    expect(ask(cluster, 'shop/web', 'shop/api').ingress).toEqual({allowed: true, because: {kind: 'default'}})
  })

  test('isolates pods that it selects, without rules from everybody', () => {
    const cluster = clusterOf([PODS, policy({podSelector: {matchLabels: {app: 'db'}}})].join('\n---\n'))
    expect(ask(cluster, 'shop/web', 'shop/db')).toMatchObject({
      allowed: false,
      ingress: {because: {kind: 'isolated', policies: [{name: 'p'}]}},
    })
  })

  test('lets in whom a rule names, and the rule is told', () => {
    const rule = {from: [{podSelector: {matchLabels: {app: 'api'}}}], ports: [{port: 'main'}]}
    const cluster = clusterOf([PODS, policy({podSelector: {matchLabels: {app: 'db'}}, ingress: [rule]})].join('\n---\n'))
    expect(ask(cluster, 'shop/web', 'shop/db').allowed).toBe(false)
    expect(ask(cluster, 'shop/api', 'shop/db')).toMatchObject({allowed: true, ingress: {because: {kind: 'rule', rule: {index: 0}}}})
    expect(ask(cluster, 'shop/api', 'shop/db', {port: 81}).allowed).toBe(false)
  })
})

function read(spec: unknown, object: Readonly<Record<string, unknown>> = {}): Policy | undefined {
  return policiesOf(clusterOf(JSON.stringify({...JSON.parse(policy(spec)), ...object}))).all[0]
}

function problemsOf(spec: unknown): readonly Pick<PolicyProblem, 'word' | 'message' | 'fix'>[] {
  return read(spec)?.problems.map(({word, message, fix}) => ({word, message, fix})) ?? []
}

describe('reading a NetworkPolicy', () => {
  test('knows it by group and kind, as it was called before 1.16 too', () => {
    expect(read({})?.kind).toBe('NetworkPolicy')
    expect(read({}, {apiVersion: 'extensions/v1beta1'})?.kind).toBe('NetworkPolicy')
    expect(read({}, {apiVersion: 'crd.projectcalico.org/v1'})).toBe(undefined)
    expect(read({}, {kind: 'GlobalNetworkPolicy'})).toBe(undefined)
  })

  test('keeps its place, its name and those of its rules', () => {
    expect(read({egress: [{}, {to: [{podSelector: {}}]}]})).toMatchObject({
      reference: {kind: 'NetworkPolicy', namespace: 'shop', name: 'p'},
      origin: {file: 'manifest.yaml', document: 0},
      ingress: [],
      egress: [
        {index: 0, path: ['spec', 'egress', 0], peers: 'anyone', ports: 'any'},
        {index: 1, path: ['spec', 'egress', 1]},
      ],
    })
  })

  test('makes of a port and its end a range, of one port a range of one, and TCP of nothing', () => {
    const ports = [{port: 80}, {port: 80, endPort: 90, protocol: 'UDP'}, {port: 'http'}, {protocol: 'SCTP'}, {}]
    expect(read({ingress: [{ports}]})?.ingress?.[0]?.ports).toEqual([
      {kind: 'range', protocol: 'TCP', first: 80, last: 80},
      {kind: 'range', protocol: 'UDP', first: 80, last: 90},
      {kind: 'named', protocol: 'TCP', name: 'http'},
      {kind: 'all', protocol: 'SCTP'},
      {kind: 'all', protocol: 'TCP'},
    ])
  })

  test('says how to mend what is nearly right', () => {
    const block = (cidr: string) => problemsOf({ingress: [{from: [{ipBlock: {cidr}}]}]})
    expect(block('10.1.2.3/8')).toEqual([
      {
        word: 'cidr',
        message: '10.1.2.3/8 has bits after its prefix, which Kubernetes refuses from 1.36 on',
        fix: 'write 10.0.0.0/8, or 10.1.2.3/32 for the one address',
      },
    ])
    expect(block('010.0.0.0/8')).toMatchObject([{word: 'cidr', fix: 'write 10.0.0.0/8'}])
    expect(problemsOf({ingress: [{ports: [{port: 90, endPort: 80}]}]})).toMatchObject([
      {word: 'end-port', fix: 'write port: 80 and endPort: 90'},
    ])
    expect(problemsOf({ingress: [{from: {podSelector: {}}}]})).toEqual([
      {word: 'type', message: 'from has a mapping where a list belongs', fix: 'begin each item with a hyphen'},
    ])
  })

  test('names each fault of a selector, and what is wrong', () => {
    const podSelector = {matchExpressions: [{key: 'app', operator: 'Is', values: ['x y']}, {operator: 'In'}]}
    expect(read({podSelector})?.problems.map(({path, message}) => `${path.slice(2).join('.')}: ${message.split(':')[0]}`)).toEqual([
      'matchExpressions.0.operator: "Is" is no operator',
      'matchExpressions.0.values.0: "x y" is no value of a label',
      'matchExpressions.1.key: it has no key',
      'matchExpressions.1.values: In needs values',
    ])
  })
})

describe('a policy that is defined more than once', () => {
  const files = (environment: string, ingress: unknown) => ({
    [`${environment}/pods.yaml`]: workload(`db-${environment}`, {namespace: 'shop', labels: {app: 'db'}}),
    [`${environment}/policy.yaml`]: policy({podSelector: {matchLabels: {app: 'db'}}, ingress}),
  })

  test('is the one that stands nearest to the pods', () => {
    const cluster = clusterOf({'web.yaml': workload('web', {namespace: 'shop'}), ...files('test', [{}]), ...files('prod', [])})
    expect(ask(cluster, 'shop/web', 'shop/db-test').allowed).toBe(true)
    expect(ask(cluster, 'shop/web', 'shop/db-prod').allowed).toBe(false)
  })
})
