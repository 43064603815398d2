import {describe, expect, test} from 'vitest'
import type {WireObject} from '../../../src/cluster/object.ts'
import {type Client, clientOfPod} from '../../../src/network/proxy/packet/client.ts'
import {type Connection, type Decision, decide, entryNodes} from '../../../src/network/proxy/packet/decision.ts'
import {at, clusterOf, webService, webSlice} from './objects.ts'
import {HERE, type Settings, THERE, viewOf} from './packet-objects.ts'

const POD: Client = {kind: 'pod', node: 'node-a', addresses: ['10.244.0.9', 'fd00:244::9']}
const NODE: Client = {kind: 'node', node: 'node-a'}
const OUTSIDE: Client = {kind: 'outside', address: '198.51.100.7'}

const LOCAL = {type: 'NodePort', externalTrafficPolicy: 'Local', ports: [{port: 80, protocol: 'TCP', nodePort: 30_080}]}
const BALANCER = {...LOCAL, type: 'LoadBalancer'}
const at203 = (rest: WireObject = {}) => ({status: {loadBalancer: {ingress: [{ip: '203.0.113.1', ...rest}]}}})
const SERVICE_RANGE: WireObject = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'ServiceCIDR',
  metadata: {name: 'kubernetes'},
  spec: {cidrs: ['10.0.0.0/16']},
}

function follow(
  objects: readonly WireObject[],
  from: Client,
  address: string,
  port: number,
  rest: Partial<Connection> & Settings = {},
): Decision {
  return decide(viewOf(objects, rest), {from, to: {address, port}, protocol: 'TCP', ...rest})
}

/** The nodes on the way, then the end. */
function inWords({hops, fate}: Decision): string {
  const end =
    fate.kind === 'endpoints'
      ? fate.outcome.arrivals.map(({endpoint, source}) => `${endpoint.address} sees ${source.address}`)
      : [fate.kind]
  return [...hops.map(({node}) => node), ...end].join(' → ')
}

const web = (endpoints: readonly WireObject[], spec: WireObject = {}) => [webService(spec), webSlice(endpoints)]

describe('a connection', () => {
  test('of a pod to a cluster IP meets the rules of its own node', () => {
    expect(inWords(follow(web([THERE]), POD, '10.0.0.1', 80))).toBe('node-a → 10.244.1.2 sees 10.244.0.9')
  })

  test('to a node port of another node meets the rules there, which see the pod', () => {
    expect(inWords(follow(web([HERE, THERE], LOCAL), POD, '192.168.77.11', 30_080))).toBe(
      'node-a → node-b → 10.244.0.2 sees 10.244.0.9 → 10.244.1.2 sees 10.244.0.9',
    )
    const lost = follow(web([HERE], LOCAL), POD, '192.168.77.11', 30_080)
    expect(lost.fate).toMatchObject({node: 'node-b', outcome: {arrivals: [{answer: 'bypasses-node'}]}})
  })

  test('of a node to a node port of another comes from its address', () => {
    expect(inWords(follow(web([THERE], LOCAL), NODE, '192.168.77.11', 30_080))).toBe('node-a → node-b → 10.244.1.2 sees 192.168.77.10')
    expect(inWords(follow(web([HERE], LOCAL), NODE, '192.168.77.11', 30_080))).toBe('node-a → node-b → dropped')
  })

  test('from outside enters the node that has the address, or the one that is named', () => {
    const objects = [webService(BALANCER, at203()), webSlice([THERE])]
    expect(inWords(follow(objects, OUTSIDE, '192.168.77.11', 30_080))).toBe('node-b → 10.244.1.2 sees 198.51.100.7')
    expect(inWords(follow(objects, OUTSIDE, '203.0.113.1', 80, {entryNode: 'node-a'}))).toBe('node-a → dropped')
    expect(inWords(follow(objects, OUTSIDE, '203.0.113.1', 80, {entryNode: 'node-b'}))).toBe('node-b → 10.244.1.2 sees 198.51.100.7')
    expect(follow(objects, OUTSIDE, '203.0.113.1', 80)).toEqual({hops: [], fate: {kind: 'unknown', why: 'entry-node'}})
  })

  test('goes to a pod, a program of a node, or away where no Service has the address', () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {name: 'db-0', namespace: 'shop', uid: 'u'},
      spec: {nodeName: 'node-b'},
      status: {phase: 'Running', podIP: '10.244.1.7', podIPs: [{ip: '10.244.1.7'}]},
    }
    expect(follow([pod], POD, '10.244.1.7', 5432).fate).toMatchObject({kind: 'pod', pod: {target: {name: 'db-0'}}})
    expect(follow([], POD, '192.168.77.11', 22).fate).toEqual({kind: 'node', node: 'node-b'})
    expect(follow([], POD, '127.0.0.1', 22).fate).toEqual({kind: 'node', node: 'node-a'})
    expect(follow([], POD, '198.51.100.1', 443).fate).toEqual({kind: 'leaves'})
  })

  test('to a cluster IP that nobody has, or a port of it that its Service lacks, goes nowhere', () => {
    expect(follow([SERVICE_RANGE], POD, '10.0.9.9', 80).fate).toEqual({kind: 'nowhere'})
    expect(follow([], POD, '10.0.9.9', 80).fate).toEqual({kind: 'leaves'})
    expect(follow(web([HERE]), POD, '10.0.0.1', 81).fate).toEqual({kind: 'nowhere'})
    expect(follow(web([HERE]), POD, '10.0.0.1', 81, {mode: 'nftables'}).fate).toEqual({kind: 'rejected', node: 'node-a', entry: undefined})
  })

  test('to a balancer that takes connections itself leaves for it', () => {
    const objects = [webService(BALANCER, at203({ipMode: 'Proxy'})), webSlice([HERE])]
    expect(follow(objects, POD, '203.0.113.1', 80).fate).toMatchObject({kind: 'balancer', services: [{name: 'web'}]})
  })

  test('of a pod that nobody has scheduled is unknown, of one without address is not', () => {
    expect(follow(web([HERE]), {kind: 'pod', node: null, addresses: undefined}, '10.0.0.1', 80).fate).toEqual({
      kind: 'unknown',
      why: 'client-node',
    })
    const unseen: Client = {kind: 'pod', node: 'node-a', addresses: undefined}
    expect(inWords(follow(web([HERE]), unseen, '10.0.0.1', 80))).toBe('node-a → 10.244.0.2 sees null')
  })
})

test('a client on the network of its node counts as the node', () => {
  const clientOf = (spec: WireObject) => {
    const metadata = {name: 'client', namespace: 'shop', uid: 'u'}
    const cluster = clusterOf({apiVersion: 'v1', kind: 'Pod', metadata, spec: {nodeName: 'node-a', ...spec}})
    return cluster.pods.inNamespace('shop').map(clientOfPod)
  }
  expect(clientOf({hostNetwork: true})).toEqual([{kind: 'node', node: 'node-a'}])
  expect(clientOf({})).toEqual([{kind: 'pod', node: 'node-a', addresses: undefined}])
})

test('the rules that a connection may meet first are those of its own node, of the one that has the address, or of any', () => {
  const view = viewOf(web([HERE]))
  const first = (from: Client, address: string, entryNode?: string) =>
    entryNodes(view, {from, to: {address, port: 80}, protocol: 'TCP', ...(entryNode !== undefined && {entryNode})})
  expect(first(POD, '203.0.113.1')).toEqual(['node-a'])
  expect(first({kind: 'pod', node: null, addresses: undefined}, '203.0.113.1')).toEqual(['node-a', 'node-b'])
  expect(first(OUTSIDE, '203.0.113.1')).toEqual(['node-a', 'node-b'])
  expect(first(OUTSIDE, '203.0.113.1', 'node-b')).toEqual(['node-b'])
  expect(first(OUTSIDE, '192.168.77.11')).toEqual(['node-b'])
})

describe('before anything runs', () => {
  const template = (name: string, replicas: number | undefined): WireObject => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {name, namespace: 'shop'},
    spec: {
      ...(replicas !== undefined && {replicas}),
      selector: {matchLabels: {app: 'web', name}},
      template: {metadata: {labels: {app: 'web', name}}, spec: {containers: [{name: 'app', image: 'app:1'}]}},
    },
  })
  const daemons: WireObject = {...template('daemon', undefined), kind: 'DaemonSet'}
  const planned = (spec: WireObject = {}): WireObject => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: 'web', namespace: 'shop'},
    spec: {selector: {app: 'web'}, clusterIP: '10.0.0.1', ports: [{port: 80}], ...spec},
  })
  const probabilities = ({fate}: Decision) =>
    fate.kind === 'endpoints' ? fate.outcome.arrivals.map(({endpoint, probability}) => [endpoint.target?.name, probability]) : fate

  test('a workload is as likely as its pods together', () => {
    const objects = [planned(), template('one', 1), template('three', 3)]
    expect(probabilities(follow(objects, POD, '10.0.0.1', 80))).toEqual([
      ['one', 0.25],
      ['three', 0.75],
    ])
  })

  test('nobody knows how likely, where it is not known how many pods there will be', () => {
    expect(probabilities(follow([planned(), template('one', 1), daemons], POD, '10.0.0.1', 80))).toEqual([
      ['daemon', null],
      ['one', null],
    ])
    expect(probabilities(follow([planned(), daemons], POD, '10.0.0.1', 80))).toEqual([['daemon', 1]])
  })

  test('a policy Local cannot be decided, since nobody knows where pods will be', () => {
    const objects = [planned({internalTrafficPolicy: 'Local'}), template('one', 1)]
    expect(follow(objects, POD, '10.0.0.1', 80).fate).toEqual({kind: 'unknown', why: 'placement'})
    const external = [planned({type: 'LoadBalancer', externalTrafficPolicy: 'Local', externalIPs: ['198.51.100.80']}), template('one', 1)]
    expect(follow(external, OUTSIDE, '198.51.100.80', 80, {entryNode: 'node-a'}).fate).toEqual({kind: 'unknown', why: 'placement'})
    // Pods reach every endpoint there.
    expect(probabilities(follow(external, POD, '198.51.100.80', 80))).toEqual([['one', 1]])
  })

  test('a Service without anybody behind it is refused, wherever pods would be', () => {
    expect(follow([planned({internalTrafficPolicy: 'Local'})], POD, '10.0.0.1', 80).fate.kind).toBe('rejected')
  })
})

test('with slices, each endpoint is as likely as the others', () => {
  const {fate} = follow(web([HERE, THERE, at('10.244.1.3', {nodeName: 'node-b'})]), POD, '10.0.0.1', 80)
  expect(fate).toMatchObject({outcome: {arrivals: Array(3).fill({probability: 1 / 3})}})
})
