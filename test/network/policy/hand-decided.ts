import {expect, test} from 'vitest'
import {buildCluster, type Cluster} from '../../../src/cluster/cluster.ts'
import type {PolicyVerdict, SideVerdict} from '../../../src/network/policy/judgement.ts'
import type {Direction} from '../../../src/network/policy/policy.ts'
import {policiesOf} from '../../../src/network/policy/policy-set.ts'
import {ask} from './asked.ts'

type Fields = Readonly<Record<string, unknown>>

/** A connection that was decided by hand, and the sentence of the API that decides it. */
export interface Case {
  readonly what: string
  readonly policies: readonly Fields[]
  /** `lab/probe > shop/web:8080/TCP`; the port is 8080/TCP where none is written. */
  readonly asked: string
  readonly allowed: boolean | null
  /** Of one end, whose word it is: `ingress strict 0` a rule, `egress default`, `ingress isolated`, `egress exempt`, `ingress open order`; absent where the API leaves open whose it is. */
  readonly by?: string
  readonly because: string
}

/** A policy that no API server takes: what is wrong with it, and where. */
export interface Refusal {
  readonly what: string
  readonly policy: Fields
  /** `word spec.ingress.0.action` of each problem. */
  readonly problems: readonly string[]
  readonly because: string
}

function pod(namespace: string, name: string, ip: string, nodeName: string, spec: Fields = {}): Fields {
  const ports = [
    {name: 'http', containerPort: 8080},
    {name: 'dns', containerPort: 53, protocol: 'UDP'},
  ]
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {namespace, name, labels: {app: name}, uid: `uid-${namespace}-${name}`},
    spec: {nodeName, containers: [{name: 'app', image: 'app:1', ports}], ...spec},
    status: {phase: 'Running', podIP: ip, podIPs: [{ip}], conditions: [{type: 'Ready', status: 'True'}]},
  }
}

function namespace(name: string, labels: Readonly<Record<string, string>>): Fields {
  return {apiVersion: 'v1', kind: 'Namespace', metadata: {name, labels}}
}

function node(name: string, role: string, address: string): Fields {
  return {apiVersion: 'v1', kind: 'Node', metadata: {name, labels: {role}}, status: {addresses: [{type: 'InternalIP', address}]}}
}

/** Namespaces of two teams, and `dark`, whose labels are not in the input; pods of which agent is on the network of its node. */
const WORLD: readonly Fields[] = [
  namespace('shop', {team: 'red', env: 'prod'}),
  namespace('pay', {team: 'red'}),
  namespace('lab', {team: 'blue'}),
  node('a', 'worker', '192.0.2.1'),
  node('b', 'control', '192.0.2.2'),
  pod('shop', 'web', '10.1.0.1', 'a'),
  pod('shop', 'api', '10.1.0.2', 'b'),
  pod('shop', 'agent', '192.0.2.1', 'a', {hostNetwork: true}),
  pod('pay', 'bank', '10.2.0.1', 'b'),
  pod('lab', 'probe', '10.3.0.1', 'b'),
  pod('dark', 'mole', '10.4.0.1', 'b'),
]

export function worldWith(policies: readonly Fields[]): Cluster {
  return buildCluster({objects: [...WORLD, ...policies].map((object) => ({object, origin: undefined})), leftOut: []}, undefined)
}

/** `lab/probe > shop/web:8080/TCP`, `shop/web > [2001:db8::9]:443` */
export function askedOf(cluster: Cluster, asked: string): PolicyVerdict {
  const [, from = '', to = '', port = '8080', protocol = 'TCP'] = /^(\S+) > (\[[^\]]+\]|[^:]+)(?::(\d+))?(?:\/(\w+))?$/.exec(asked) ?? []
  return ask(cluster, from, to.replace(/[[\]]/g, ''), {port: Number(port), protocol})
}

export function wordOf(direction: Direction, {because}: SideVerdict): string {
  switch (because.kind) {
    case 'rule':
      return `${direction} ${because.policy.name} ${because.rule.index}`
    case 'open':
      return `${direction} open ${because.doubt.kind}`
    default:
      return `${direction} ${because.kind}`
  }
}

export function decidesByHand(cases: readonly Case[]): void {
  test.each(cases.map((one) => [`${one.what}: “${one.because}”`, one] as const))('%s', (_, {policies, asked, allowed, by}) => {
    const verdict = askedOf(worldWith(policies), asked)
    expect({allowed: verdict.allowed, by: [wordOf('egress', verdict.egress), wordOf('ingress', verdict.ingress)]}).toEqual({
      allowed,
      by: expect.arrayContaining(by === undefined ? [] : [by]),
    })
  })
}

export function refuses(refusals: readonly Refusal[]): void {
  test.each(refusals.map((one) => [`${one.what}: “${one.because}”`, one] as const))('%s', (_, {policy, problems}) => {
    const [read] = policiesOf(worldWith([policy])).all
    expect(read?.problems.map(({word, path}) => `${word} ${path.join('.')}`)).toEqual(problems)
  })
}

/** A NetworkPolicy of namespace shop that lets nobody in, or out. */
export function isolating(app: string, direction: 'Ingress' | 'Egress', rule?: Fields): Fields {
  const key = direction.toLowerCase()
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: {name: 'isolate', namespace: 'shop'},
    spec: {podSelector: {matchLabels: {app}}, policyTypes: [direction], ...(rule ? {[key]: [rule]} : {})},
  }
}

/** All pods of namespaces with these labels. */
export function pods(labels: Readonly<Record<string, string>>): Fields {
  return {namespaces: {matchLabels: labels}}
}

/** Pods of an app in namespaces with these labels. */
export function podsOf(app: string, labels: Readonly<Record<string, string>> = {}): Fields {
  return {pods: {namespaceSelector: {matchLabels: labels}, podSelector: {matchLabels: {app}}}}
}

export const EVERY_POD: Fields = {namespaces: {}}
