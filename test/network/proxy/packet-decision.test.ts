import {describe, expect, test} from 'vitest'
import type {WireObject} from '../../../src/cluster/object.ts'
import {readProxyConfiguration} from '../../../src/network/proxy/configuration.ts'
import {type Client, clientOfPod} from '../../../src/network/proxy/packet/client.ts'
import {type Connection, type Decision, decide, entryNodes} from '../../../src/network/proxy/packet/decision.ts'
import {ownAddresses} from '../../../src/network/proxy/packet/packet.ts'
import {viewProxies} from '../../../src/network/proxy/packet/proxy-view.ts'
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

  test('of a pod in either family comes from its address of that family', () => {
    const dual = webService({clusterIPs: ['10.0.0.1', 'fd00:10::1'], ipFamilies: ['IPv4', 'IPv6']})
    const six = webSlice([at('fd00:244:1::2', {nodeName: 'node-b'})], {addressType: 'IPv6'})
    expect(inWords(follow([dual, six], POD, 'fd00:10::1', 80))).toBe('node-a → fd00:244:1::2 sees fd00:244::9')
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
    expect(follow([], POD, '::1', 22).fate).toEqual({kind: 'node', node: 'node-a'})
    expect(inWords(follow([], POD, '198.51.100.1', 443))).toBe('node-a → leaves')
    expect(inWords(follow([], POD, 'db.example.com', 443))).toBe('node-a → leaves')
  })

  test('to an address that a node and a Service have is the Service’s on the first node already', () => {
    const claiming = (endpoints: readonly WireObject[]) => web(endpoints, {externalIPs: ['192.168.77.11']})
    expect(inWords(follow(claiming([THERE]), POD, '192.168.77.11', 80))).toBe('node-a → 10.244.1.2 sees 192.168.77.10')
    // iptables has no rule there for the node's own packets to it, which go on to the other node.
    expect(inWords(follow(claiming([]), NODE, '192.168.77.11', 80))).toBe('node-a → node-b → rejected')
    expect(inWords(follow(claiming([THERE]), POD, '192.168.77.11', 81))).toBe('node-a → node-b → node')
    expect(inWords(follow(claiming([THERE]), POD, '192.168.77.11', 81, {mode: 'ipvs'}))).toBe('node-a → rejected')
  })

  test('to an address of its own node ends there, where node ports do not answer on it', () => {
    expect(inWords(follow(web([THERE], LOCAL), POD, '10.244.0.1', 30_080, {mode: 'nftables'}))).toBe('node-a → node')
  })

  test('of a node to a balancer that has no endpoints leaves for it in iptables mode', () => {
    const objects = [webService({...BALANCER, externalTrafficPolicy: 'Cluster'}, at203()), webSlice([])]
    expect(follow(objects, NODE, '203.0.113.1', 80).fate).toMatchObject({kind: 'balancer', services: [{name: 'web'}]})
  })

  test('goes by the address, written in any way', () => {
    const six = webService({clusterIP: 'fd00:10::1', clusterIPs: ['fd00:10::1'], ipFamilies: ['IPv6']})
    const slice = webSlice([at('fd00:244:1::2', {nodeName: 'node-b'})], {addressType: 'IPv6'})
    expect(inWords(follow([six, slice], POD, 'FD00:0010::0001', 80))).toBe('node-a → fd00:244:1::2 sees fd00:244::9')
  })

  test('to a cluster IP that nobody has, or a port of it that its Service lacks, goes nowhere', () => {
    expect(follow([SERVICE_RANGE], POD, '10.0.9.9', 80).fate).toEqual({kind: 'nowhere'})
    const dual = {...SERVICE_RANGE, spec: {cidrs: ['10.0.0.0/16', 'fd00:10::/112']}}
    expect(follow([dual], POD, '10.0.9.9', 80).fate).toEqual({kind: 'nowhere'})
    expect(follow([], POD, '10.0.9.9', 80).fate).toEqual({kind: 'leaves'})
    expect(follow(web([HERE], {externalIPs: ['198.51.100.80']}), POD, '198.51.100.80', 81).fate).toEqual({kind: 'leaves'})
    const other = {...webService({clusterIP: '10.0.0.2', clusterIPs: ['10.0.0.2'], externalIPs: ['10.0.0.1']})}
    const both = [...web([HERE]), {...other, metadata: {name: 'other', namespace: 'shop', uid: 'u'}}]
    expect(follow(both, POD, '10.0.0.1', 81).fate).toEqual({kind: 'nowhere'})
    expect(follow(web([HERE]), POD, '10.0.0.1', 81).fate).toEqual({kind: 'nowhere'})
    expect(follow(web([HERE]), POD, '10.0.0.1', 81, {mode: 'nftables'}).fate).toEqual({kind: 'rejected', node: 'node-a', entry: undefined})
  })

  test('to a balancer that takes connections itself leaves for it', () => {
    const objects = [webService(BALANCER, at203({ipMode: 'Proxy'})), webSlice([HERE])]
    expect(follow(objects, POD, '203.0.113.1', 80).fate).toMatchObject({kind: 'balancer', services: [{name: 'web'}]})
  })

  test('to a balancer that is known by name only is nothing that anybody can tell', () => {
    const named = webService(BALANCER, {status: {loadBalancer: {ingress: [{hostname: 'lb.example.com'}]}}})
    expect(follow([named], POD, '203.0.113.1', 80).fate).toEqual({kind: 'leaves'})
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

test('who has an address leaves out loopback, pods that are done, and those on the network of their node', () => {
  const pod = (name: string, podIP: string, phase: string, spec: WireObject = {}) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {name, namespace: 'shop', uid: name},
    spec: {nodeName: 'node-b', ...spec},
    status: {phase, podIP, podIPs: [{ip: podIP}]},
  })
  const view = viewOf([
    pod('db-0', '10.244.1.7', 'Running'),
    pod('job', '10.244.1.8', 'Succeeded'),
    pod('agent', '192.168.77.11', 'Running', {hostNetwork: true}),
  ])
  expect(['10.244.1.7', '10.244.1.8', '192.168.77.11'].map((address) => view.podAt(address)?.target.name)).toEqual([
    'db-0',
    undefined,
    undefined,
  ])
  expect(['192.168.77.11', '10.244.1.1', '127.0.0.1'].map(view.nodeAt)).toEqual(['node-b', 'node-b', undefined])
})

test('a node whose pod range makes no sense has no bridge that is known', () => {
  const odd = {apiVersion: 'v1', kind: 'Node', metadata: {name: 'odd'}, spec: {podCIDRs: ['tbd', '10.9.0.0/24', 'fd00:9::/64']}}
  const view = viewOf([odd, ...web([HERE])])
  expect(ownAddresses(view.modelOf('odd').node, 'bridge')).toEqual(['127.0.0.1', '::1', '10.9.0.1', 'fd00:9::1'])
  expect(ownAddresses(view.modelOf('odd').node, 'links')).toEqual(['127.0.0.1', '::1'])
  expect(inWords(follow([odd, ...web([HERE])], {...NODE, node: 'odd'}, '10.0.0.1', 80))).toBe('odd → 10.244.0.2 sees 127.0.0.1')
})

test('how pods are joined to nodes is not known unless it is said', () => {
  expect(viewProxies(clusterOf(), readProxyConfiguration({})).attachment).toBe('unknown')
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

  test('a policy Local cannot be decided either where some pods are known to be on the node', () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {name: 'web-0', namespace: 'shop', uid: 'u', labels: {app: 'web'}},
      spec: {nodeName: 'node-a', containers: [{name: 'app', image: 'app:1'}]},
      status: {phase: 'Running', podIPs: [{ip: '10.244.0.2'}], conditions: [{type: 'Ready', status: 'True'}]},
    }
    const objects = [planned({internalTrafficPolicy: 'Local'}), template('one', 1), pod]
    expect(follow(objects, POD, '10.0.0.1', 80).fate).toEqual({kind: 'unknown', why: 'placement'})
  })

  test('nobody knows which address a pod sees, or which way its answers take, where nobody knows on which node it will be', () => {
    const objects = [planned(), template('one', 1)]
    const source = {kind: 'node', node: 'node-a', towards: 'unknown', address: null}
    expect(follow(objects, NODE, '10.0.0.1', 80).fate).toMatchObject({outcome: {arrivals: [{source}]}})
    const settings = {entryNode: 'node-a', configuration: {clusterCIDR: ''}}
    expect(follow(objects, OUTSIDE, '10.0.0.1', 80, settings).fate).toMatchObject({outcome: {arrivals: [{answer: 'unknown'}]}})
  })

  test('a pod that has a node, though no address, is towards the network of the others', () => {
    const {replicas: _, template: pod} = (template('one', 1) as {spec: {replicas: number; template: WireObject}}).spec
    const spec = {...(pod['spec'] as WireObject), nodeName: 'node-b'}
    const scheduled = {...pod, apiVersion: 'v1', kind: 'Pod', metadata: {name: 'one-0', namespace: 'shop', labels: {app: 'web'}}, spec}
    expect(follow([planned(), scheduled], NODE, '10.0.0.1', 80).fate).toMatchObject({
      outcome: {arrivals: [{source: {towards: 'network', address: '192.168.77.10'}}]},
    })
  })

  test('a pod of which nobody knows the address is not taken for one that reaches itself', () => {
    const unseen: Client = {kind: 'pod', node: 'node-a', addresses: undefined}
    expect(follow([planned(), template('one', 1)], unseen, '10.0.0.1', 80).fate).toMatchObject({
      outcome: {arrivals: [{source: {kind: 'client', address: null}, answer: 'returns'}]},
    })
  })

  test('a Service whose workloads have no pods is refused', () => {
    expect(follow([planned(), template('one', 0), template('two', 0)], POD, '10.0.0.1', 80).fate.kind).toBe('rejected')
  })

  test('a Service without anybody behind it is refused, wherever pods would be', () => {
    expect(follow([planned({internalTrafficPolicy: 'Local'})], POD, '10.0.0.1', 80).fate.kind).toBe('rejected')
  })
})

test('with slices, each endpoint is as likely as the others', () => {
  const {fate} = follow(web([HERE, THERE, at('10.244.1.3', {nodeName: 'node-b'})]), POD, '10.0.0.1', 80)
  expect(fate).toMatchObject({outcome: {arrivals: Array(3).fill({probability: 1 / 3})}})
})
