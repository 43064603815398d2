import {describe, expect, test} from 'vitest'
import type {Fields} from '../../../src/cluster/fields.ts'
import {interpretPacket} from '../../../src/network/proxy/packet/interpretation.ts'
import type {PacketMode} from '../../../src/network/proxy/packet/mode-behaviour.ts'
import {at, LEAVING, READY, UNREADY, webService, webSlice} from './objects.ts'
import {FROM, fare, HERE, interpret, type Settings, THERE, viewOf} from './packet-objects.ts'

const RULES: readonly PacketMode[] = ['iptables', 'nftables', 'ipvs']
const NODE_PORT = {type: 'NodePort', ports: [{port: 80, protocol: 'TCP', nodePort: 30_080}]}
const LOCAL = {externalTrafficPolicy: 'Local'}
const BALANCER: Fields = {type: 'LoadBalancer', ports: [{port: 80, protocol: 'TCP', nodePort: 30_080}]}
const ingress = (...ips: readonly string[]) => ({status: {loadBalancer: {ingress: ips.map((ip) => ({ip}))}}})

/** Another Service of the same namespace. */
const named = (name: string, spec: Fields) => ({...webService(spec), metadata: {name, namespace: 'shop', uid: `uid-of-${name}`}})
const sliceOf = (name: string, endpoints: readonly Fields[], rest: Fields = {}) =>
  webSlice(endpoints, {...rest, metadata: {name: `${name}-1`, namespace: 'shop', labels: {'kubernetes.io/service-name': name}}})

const service = (endpoints: readonly Fields[], spec: Fields = {}) => [webService(spec), webSlice(endpoints)]
const balancer = (endpoints: readonly Fields[], spec: Fields = {}) => [
  webService({...BALANCER, ...spec}, ingress('203.0.113.1')),
  webSlice(endpoints),
]
/** What comes of it in iptables, nftables and IPVS mode. */
const inEachMode = (objects: readonly Fields[], from: Parameters<typeof fare>[1], to: string, settings: Settings = {}) =>
  RULES.map((mode) => fare(objects, from, to, {...settings, mode}))

describe('a packet to a cluster IP', () => {
  test('comes to an endpoint with the address of the pod that sent it', () => {
    expect(inEachMode(service([HERE, THERE]), 'pod', '10.0.0.1:80')).toEqual(
      Array(3).fill('10.244.0.2 sees 10.244.0.9, 10.244.1.2 sees 10.244.0.9'),
    )
  })

  test('comes from the node with its own address to other nodes, and with that of the bridge to its pods', () => {
    const expected = '10.244.0.2 sees 10.244.0.1, 10.244.1.2 sees 192.168.77.10'
    expect(inEachMode(service([HERE, THERE]), 'node', '10.0.0.1:80')).toEqual(Array(3).fill(expected))
    expect(inEachMode(service([HERE, THERE]), 'outside', '10.0.0.1:80')).toEqual(Array(3).fill(expected))
  })

  test('shows local pods the address of the node where links to pods have none, and nobody knows which where that is not stated', () => {
    expect(fare(service([HERE]), 'node', '10.0.0.1:80', {attachment: 'links'})).toBe('10.244.0.2 sees 192.168.77.10')
    expect(fare(service([HERE]), 'node', '10.0.0.1:80', {attachment: 'unknown'})).toBe('10.244.0.2 sees somebody')
  })

  test('is for the port of its own protocol', () => {
    expect(fare(service([HERE]), 'pod', '10.0.0.1:80/UDP')).toBe('no such port: left alone')
    const sctp = [
      webService({ports: [{port: 80, protocol: 'SCTP'}]}),
      webSlice([HERE], {ports: [{name: '', port: 8080, protocol: 'SCTP'}]}),
    ]
    expect(fare(sctp, 'pod', '10.0.0.1:80/SCTP')).toBe('10.244.0.2 sees 10.244.0.9')
  })

  test('goes by the family of the address, written in any way', () => {
    const six = [
      webService({clusterIP: 'fd00:10::1', clusterIPs: ['fd00:10::1'], ipFamilies: ['IPv6']}),
      webSlice([at('fd00:244::2', {nodeName: 'node-a'})], {addressType: 'IPv6'}),
    ]
    expect(fare(six, 'node', '[fd00:10::1]:80')).toBe('fd00:244::2 sees fd00:244::1')
    expect(fare(six, 'node', '10.0.0.1:80')).toBe('not ours')
  })

  test('is refused without endpoints and dropped where policy Local leaves none; IPVS has nothing to send it to, and refuses', () => {
    expect(inEachMode(service([]), 'pod', '10.0.0.1:80')).toEqual(['reject', 'reject', 'reject'])
    expect(inEachMode(service([at('10.244.0.2', {conditions: UNREADY, nodeName: 'node-a'})]), 'pod', '10.0.0.1:80')).toEqual(
      Array(3).fill('reject'),
    )
    const local = service([THERE], {internalTrafficPolicy: 'Local'})
    expect(inEachMode(local, 'pod', '10.0.0.1:80')).toEqual(['drop no-local-endpoints', 'drop no-local-endpoints', 'reject'])
  })

  test('goes to pods that leave where none is ready', () => {
    const leaving = at('10.244.1.2', {conditions: LEAVING, nodeName: 'node-b'})
    expect(fare(service([leaving]), 'pod', '10.0.0.1:80')).toBe('10.244.1.2 sees 10.244.0.9')
    expect(fare(service([leaving, at('10.244.0.2', {conditions: READY, nodeName: 'node-a'})]), 'pod', '10.0.0.1:80')).toBe(
      '10.244.0.2 sees 10.244.0.9',
    )
  })

  test('tells how long a client stays with its endpoint', () => {
    const sticky = {sessionAffinity: 'ClientIP', sessionAffinityConfig: {clientIP: {timeoutSeconds: 60}}}
    expect(interpret(service([HERE, THERE], sticky), 'pod', '10.0.0.1:80')).toMatchObject({outcome: {affinitySeconds: 60}})
    expect(interpret(service([HERE, THERE]), 'pod', '10.0.0.1:80')).toMatchObject({outcome: {affinitySeconds: null}})
  })

  test('on a port that no Service has is left alone by iptables, and refused by the others', () => {
    expect(inEachMode(service([HERE]), 'pod', '10.0.0.1:81')).toEqual([
      'no such port: left alone',
      'no such port: refused',
      'no such port: refused',
    ])
  })

  test('that no Service has is nobody’s business, nor is what is no address', () => {
    expect(inEachMode(service([HERE]), 'pod', '10.0.9.9:80')).toEqual(['not ours', 'not ours', 'not ours'])
    const packet = {source: FROM.pod, destination: 'web.shop', port: 80, protocol: 'TCP'}
    expect(interpretPacket(viewOf(service([HERE])).modelOf('node-a'), packet)).toEqual({kind: 'not-ours', isOwnAddress: false})
  })

  test('that is an external IP too has the ports of both, and those that both lack are refused as its own', () => {
    const claiming = named('other', {clusterIP: '10.0.0.2', clusterIPs: ['10.0.0.2'], externalIPs: ['10.0.0.1']})
    expect(fare([...service([HERE]), claiming], 'pod', '10.0.0.1:81', {mode: 'nftables'})).toBe('no such port: refused')
  })

  test('without endpoints is refused to the node as well', () => {
    expect(inEachMode(service([]), 'node', '10.0.0.1:80')).toEqual(['reject', 'reject', 'reject'])
  })
})

describe('a pod that reaches itself', () => {
  const itself = {kind: 'pod', isLocal: true, address: '10.244.0.2'} as const
  /** Another Service, at 10.0.0.2, whose slice does not say on which node its endpoint is. */
  const byHand = [named('other', {clusterIP: '10.0.0.2', clusterIPs: ['10.0.0.2']}), sliceOf('other', [at('10.244.0.2')])]

  test('sees the address of the node', () => {
    expect(inEachMode(service([HERE]), itself, '10.0.0.1:80')).toEqual(Array(3).fill('10.244.0.2 sees 10.244.0.1'))
  })

  test('never gets its packet where the slice does not say that it is on this node, but for iptables and nftables before 1.36', () => {
    const byHand = service([at('10.244.0.2')])
    const lost = '10.244.0.2 sees 10.244.0.2, from itself'
    expect(inEachMode(byHand, itself, '10.0.0.1:80')).toEqual(['10.244.0.2 sees 10.244.0.1', lost, lost])
    expect(fare(byHand, itself, '10.0.0.1:80', {mode: 'nftables', version: '1.35'})).toBe('10.244.0.2 sees 10.244.0.1')
    expect(fare(byHand, itself, '10.0.0.1:80', {mode: 'nftables', version: '1.36'})).toBe(lost)
  })

  test('is found in nftables where another Service lists it on this node', () => {
    expect(fare([...service([HERE]), ...byHand], itself, '10.0.0.2:80', {mode: 'nftables'})).toBe('10.244.0.2 sees 10.244.0.1')
  })

  test('is one of many endpoints', () => {
    const expected = '10.244.0.2 sees 10.244.0.1, 10.244.1.2 sees 10.244.0.2'
    expect(inEachMode(service([HERE, THERE]), itself, '10.0.0.1:80')).toEqual(Array(3).fill(expected))
  })

  test('is found by its own address, port and protocol only', () => {
    const lost = '10.244.0.2 sees 10.244.0.2, from itself'
    const neighbour = service([at('10.244.0.2'), at('10.244.0.3', {nodeName: 'node-a'})])
    expect(fare(neighbour, itself, '10.0.0.1:80', {mode: 'nftables'})).toBe(`${lost}, 10.244.0.3 sees 10.244.0.2`)
    const overUDP = [
      webService({ports: [{port: 80, protocol: 'UDP'}]}),
      webSlice([HERE], {ports: [{name: '', port: 8080, protocol: 'UDP'}]}),
    ]
    expect(fare([...overUDP, ...byHand], itself, '10.0.0.2:80', {mode: 'nftables'})).toBe(lost)
    const elsewhere = [webService(), webSlice([HERE], {ports: [{name: '', port: 9090, protocol: 'TCP'}]})]
    expect(fare([...elsewhere, ...byHand], itself, '10.0.0.2:80', {mode: 'nftables'})).toBe(lost)
  })

  test('is not found in nftables by a Service that would not send anything to it, but in IPVS', () => {
    const unready = at('10.244.0.2', {nodeName: 'node-a', conditions: UNREADY})
    const objects = [...service([unready, THERE]), ...byHand]
    expect(fare(objects, itself, '10.0.0.2:80', {mode: 'nftables'})).toBe('10.244.0.2 sees 10.244.0.2, from itself')
    expect(fare(objects, itself, '10.0.0.2:80', {mode: 'ipvs'})).toBe('10.244.0.2 sees 10.244.0.1')
  })

  test('by way of another node finds itself through iptables only', () => {
    const away = {kind: 'pod', isLocal: false, address: '10.244.1.2'} as const
    const objects = service([THERE], {...NODE_PORT, ...LOCAL})
    expect(fare(objects, away, '192.168.77.10:30080')).toBe('10.244.1.2 sees 192.168.77.10')
    expect(fare(objects, away, '192.168.77.10:30080', {mode: 'nftables'})).toBe('10.244.1.2 sees 10.244.1.2, from itself')
  })
})

describe('a packet to a node port', () => {
  test('comes from the node under policy Cluster, whoever sent it', () => {
    const expected = '10.244.0.2 sees 10.244.0.1, 10.244.1.2 sees 192.168.77.10'
    for (const from of ['pod', 'podOfB', 'node', 'nodeB', 'outside'] as const) {
      expect(inEachMode(service([HERE, THERE], NODE_PORT), from, '192.168.77.10:30080'), from).toEqual(Array(3).fill(expected))
    }
  })

  test('keeps its source under policy Local, and goes to local pods only', () => {
    const objects = service([HERE, THERE], {...NODE_PORT, ...LOCAL})
    expect(inEachMode(objects, 'outside', '192.168.77.10:30080')).toEqual(Array(3).fill('10.244.0.2 sees 198.51.100.7'))
    expect(inEachMode(objects, 'nodeB', '192.168.77.10:30080')).toEqual(Array(3).fill('10.244.0.2 sees 192.168.77.11'))
    expect(inEachMode(objects, 'pod', '10.0.0.1:80')).toEqual(Array(3).fill('10.244.0.2 sees 10.244.0.9, 10.244.1.2 sees 10.244.0.9'))
  })

  test('is dropped under policy Local without local pods; IPVS sends it to others, whose answers go astray', () => {
    const objects = service([THERE], {...NODE_PORT, ...LOCAL})
    const astray = '10.244.1.2 sees 198.51.100.7, answers past the node'
    expect(inEachMode(objects, 'outside', '192.168.77.10:30080')).toEqual(['drop no-local-endpoints', 'drop no-local-endpoints', astray])
  })

  test('takes pods and the node to every endpoint all the same, but pods of other nodes hear nothing from those', () => {
    const objects = service([THERE], {...NODE_PORT, ...LOCAL})
    expect(fare(objects, 'pod', '192.168.77.10:30080')).toBe('10.244.1.2 sees 10.244.0.9')
    expect(fare(objects, 'node', '192.168.77.10:30080')).toBe('10.244.1.2 sees 192.168.77.10')
    // No virtual address, which other nodes would have as well.
    expect(fare(objects, 'node', '192.168.77.10:30080', {mode: 'ipvs'})).toBe('10.244.1.2 sees 192.168.77.10')
    expect(fare(objects, 'podOfB', '192.168.77.10:30080')).toBe('10.244.1.2 sees 10.244.1.9, answers past the node')
    expect(fare(service([HERE], {...NODE_PORT, ...LOCAL}), 'podOfB', '192.168.77.10:30080')).toBe('10.244.0.2 sees 10.244.1.9')
  })

  test('of a pod is like any other where pods are told by the interfaces or ranges of their own node', () => {
    const objects = service([THERE], {...NODE_PORT, ...LOCAL})
    const byInterface = {configuration: {detectLocalMode: 'InterfaceNamePrefix', detectLocal: {interfaceNamePrefix: 'veth'}}}
    const byRange = {configuration: {detectLocalMode: 'NodeCIDR'}}
    for (const settings of [byInterface, byRange]) {
      expect(fare(objects, 'pod', '192.168.77.10:30080', settings)).toBe('10.244.1.2 sees 10.244.0.9')
      expect(fare(objects, 'podOfB', '192.168.77.10:30080', settings)).toBe('drop no-local-endpoints')
    }
  })

  test('of the node itself counts as a pod’s where its address is in their range', () => {
    const vnet = {configuration: {clusterCIDR: '192.168.0.0/16'}}
    expect(fare(service([THERE], {...NODE_PORT, ...LOCAL}), 'nodeB', '192.168.77.10:30080', vnet)).toBe(
      '10.244.1.2 sees 192.168.77.11, answers past the node',
    )
    expect(fare(service([HERE]), 'node', '10.0.0.1:80', vnet)).toBe('10.244.0.2 sees 192.168.77.10')
  })

  test('shows a pod on the node’s own network who really sent it: the packet is taken in before sources are rewritten', () => {
    const objects = service([at('192.168.77.10', {nodeName: 'node-a'})], NODE_PORT)
    expect(fare(objects, 'outside', '192.168.77.10:30080')).toBe('192.168.77.10 sees 198.51.100.7')
    expect(fare(objects, 'pod', '192.168.77.10:30080')).toBe('192.168.77.10 sees 10.244.0.9')
    expect(fare(objects, 'node', '192.168.77.10:30080')).toBe('192.168.77.10 sees 192.168.77.10')
    expect(fare(objects, 'node', '127.0.0.1:30080')).toBe('192.168.77.10 sees 192.168.77.10')
  })

  test('on a node’s other addresses is for it too: on all in iptables and IPVS modes, on the primary one in nftables mode', () => {
    const objects = service([THERE], NODE_PORT)
    const expected = '10.244.1.2 sees 192.168.77.10'
    expect(inEachMode(objects, 'pod', '10.244.0.1:30080')).toEqual([expected, 'pass other-node-port-address', expected])
    expect(inEachMode(objects, 'pod', '192.168.77.10:30080')).toEqual([expected, expected, expected])
    expect(fare(objects, 'pod', '10.244.0.1:30080', {attachment: 'links'})).toBe('not ours')
  })

  test('of the node itself comes from the very address that it asks for, which may be of the range of pods', () => {
    expect(fare(service([THERE], {...NODE_PORT, ...LOCAL}), 'node', '10.244.0.1:30080')).toBe('10.244.1.2 sees 10.244.0.1')
  })

  test('answers where nodePortAddresses says, also on bridges that only a range knows', () => {
    const objects = service([THERE], NODE_PORT)
    const settings = {configuration: {nodePortAddresses: ['10.244.0.0/16']}}
    expect(inEachMode(objects, 'pod', '10.244.0.1:30080', settings)).toEqual(Array(3).fill('10.244.1.2 sees 192.168.77.10'))
    expect(inEachMode(objects, 'pod', '192.168.77.10:30080', settings)).toEqual(Array(3).fill('pass other-node-port-address'))
    const one = {configuration: {nodePortAddresses: ['172.16.0.0/12', '10.244.0.0/16']}}
    expect(fare(objects, 'pod', '10.244.0.1:30080', one)).toBe('10.244.1.2 sees 192.168.77.10')
  })

  test('is closed on every address in iptables mode where it leads nowhere', () => {
    const settings = {configuration: {nodePortAddresses: ['10.244.0.0/16']}}
    const passed = 'pass other-node-port-address'
    expect(inEachMode(service([], NODE_PORT), 'outside', '192.168.77.10:30080', settings)).toEqual(['reject', passed, passed])
    const local = service([THERE], {...NODE_PORT, ...LOCAL})
    expect(inEachMode(local, 'outside', '192.168.77.10:30080', settings)).toEqual(['drop no-local-endpoints', passed, passed])
  })

  test('answers on 127.0.0.1 in iptables mode only, never in IPv6, and not where that is switched off', () => {
    const objects = service([THERE], NODE_PORT)
    const passed = 'pass other-node-port-address'
    expect(inEachMode(objects, 'node', '127.0.0.1:30080')).toEqual(['10.244.1.2 sees 192.168.77.10', passed, passed])
    expect(fare(objects, 'node', '127.0.0.1:30080', {configuration: {iptables: {localhostNodePorts: false}}})).toBe(passed)
    expect(fare(objects, 'node', '127.0.0.1:30080', {configuration: {nodePortAddresses: ['192.168.77.0/24']}})).toBe(passed)
    // A rule for each address of lo, which has one; without ranges a rule for all that is local.
    expect(fare(objects, 'node', '127.0.0.1:30080', {configuration: {nodePortAddresses: ['127.0.0.0/8']}})).toBe(
      '10.244.1.2 sees 192.168.77.10',
    )
    expect(fare(objects, 'node', '127.0.0.2:30080', {configuration: {nodePortAddresses: ['127.0.0.0/8']}})).toBe(passed)
    expect(fare(objects, 'node', '127.0.0.2:30080')).toBe('10.244.1.2 sees 192.168.77.10')
    const six = [
      webService({...NODE_PORT, clusterIP: 'fd00:10::1', clusterIPs: ['fd00:10::1'], ipFamilies: ['IPv6']}),
      webSlice([at('fd00:244:1::2', {nodeName: 'node-b'})], {addressType: 'IPv6'}),
    ]
    expect(fare(six, 'node', '[::1]:30080')).toBe(passed)
    expect(fare(six, 'node', '[fd77::a]:30080')).toBe('fd00:244:1::2 sees fd77::a')
  })

  test('is the node’s own affair where no Service has it', () => {
    expect(fare(service([HERE], NODE_PORT), 'outside', '192.168.77.10:30081')).toBe('for the node itself')
    expect(fare(service([HERE], NODE_PORT), 'outside', '192.168.77.11:30080')).toBe('not ours')
  })
})

describe('a packet to the address of a load balancer', () => {
  test('comes from the node under policy Cluster, from the client under policy Local', () => {
    expect(inEachMode(balancer([HERE]), 'outside', '203.0.113.1:80')).toEqual(Array(3).fill('10.244.0.2 sees 10.244.0.1'))
    expect(inEachMode(balancer([HERE], LOCAL), 'outside', '203.0.113.1:80')).toEqual(Array(3).fill('10.244.0.2 sees 198.51.100.7'))
  })

  test('is not for us where the balancer takes connections itself (ipMode Proxy)', () => {
    const objects = [webService(BALANCER, {status: {loadBalancer: {ingress: [{ip: '203.0.113.1', ipMode: 'Proxy'}]}}}), webSlice([HERE])]
    expect(inEachMode(objects, 'pod', '203.0.113.1:80')).toEqual(['not ours', 'not ours', 'not ours'])
  })

  test('is dropped where source ranges leave the client out, be it a pod or the node', () => {
    const objects = balancer([HERE], {loadBalancerSourceRanges: ['198.51.100.0/24']})
    expect(inEachMode(objects, 'outside', '203.0.113.1:80')).toEqual(Array(3).fill('10.244.0.2 sees 10.244.0.1'))
    for (const from of ['pod', 'node', 'nodeB'] as const) {
      expect(inEachMode(objects, from, '203.0.113.1:80'), from).toEqual(Array(3).fill('drop source-ranges'))
    }
    expect(fare(objects, {kind: 'other', address: null}, '203.0.113.1:80')).toBe('unknown source')
    const more = balancer([HERE], {loadBalancerSourceRanges: ['203.0.113.128/25', '198.51.100.0/24']})
    expect(inEachMode(more, 'outside', '203.0.113.1:80')).toEqual(Array(3).fill('10.244.0.2 sees 10.244.0.1'))
  })

  test('of the node is let through where source ranges have the node’s address', () => {
    const objects = balancer([THERE], {loadBalancerSourceRanges: ['192.168.77.10/32']})
    expect(inEachMode(objects, 'node', '203.0.113.1:80')).toEqual(Array(3).fill('10.244.1.2 sees 192.168.77.10'))
    expect(inEachMode(objects, 'nodeB', '203.0.113.1:80')).toEqual(Array(3).fill('drop source-ranges'))
  })

  test('from the balancer’s own address is let through where the node is', () => {
    const objects = balancer([HERE], {loadBalancerSourceRanges: ['192.168.77.10/32']})
    expect(fare(objects, {kind: 'other', address: '203.0.113.1'}, '203.0.113.1:80')).toBe('10.244.0.2 sees 10.244.0.1')
    const others = balancer([HERE], {loadBalancerSourceRanges: ['192.168.77.11/32']})
    expect(fare(others, {kind: 'other', address: '203.0.113.1'}, '203.0.113.1:80')).toBe('drop source-ranges')
  })

  test('meets source ranges there only: not at the node port, nor at the cluster IP', () => {
    const objects = balancer([HERE], {loadBalancerSourceRanges: ['203.0.113.128/25']})
    expect(fare(objects, 'outside', '192.168.77.10:30080')).toBe('10.244.0.2 sees 10.244.0.1')
    expect(fare(objects, 'pod', '10.0.0.1:80')).toBe('10.244.0.2 sees 10.244.0.9')
  })

  test('without endpoints is refused to all in iptables mode, and dropped first in the others for whom ranges leave out', () => {
    const objects = balancer([], {loadBalancerSourceRanges: ['203.0.113.128/25']})
    expect(inEachMode(objects, 'outside', '203.0.113.1:80')).toEqual(['reject', 'drop source-ranges', 'drop source-ranges'])
    expect(inEachMode(objects, {kind: 'other', address: '203.0.113.200'}, '203.0.113.1:80')).toEqual(['reject', 'reject', 'reject'])
  })

  test('of the node itself leaves it in iptables mode where there are no endpoints', () => {
    expect(inEachMode(balancer([]), 'node', '203.0.113.1:80')).toEqual(['pass own-packet', 'reject', 'reject'])
    expect(inEachMode(balancer([]), 'pod', '203.0.113.1:80')).toEqual(['reject', 'reject', 'reject'])
    expect(inEachMode(service([], {externalIPs: ['198.51.100.80']}), 'node', '198.51.100.80:80')).toEqual([
      'pass own-packet',
      'reject',
      'reject',
    ])
  })

  test('on a port that the Service lacks goes its way, but in IPVS mode, where the node has the address', () => {
    expect(inEachMode(balancer([HERE]), 'pod', '203.0.113.1:81')).toEqual([
      'no such port: left alone',
      'no such port: left alone',
      'no such port: refused',
    ])
  })

  test('is answered by kube-proxy on the port that balancers ask for health', () => {
    const checked = (endpoints: readonly Fields[]) => balancer(endpoints, {...LOCAL, healthCheckNodePort: 31_999})
    expect(fare(checked([HERE]), 'outside', '192.168.77.10:31999')).toBe('health check 200')
    expect(fare(checked([THERE]), 'outside', '192.168.77.10:31999')).toBe('health check 503')
    expect(fare(checked([THERE]), 'outside', '192.168.77.10:31999/UDP')).toBe('for the node itself')
    expect(fare(checked([THERE]), 'outside', '192.168.77.10:31998')).toBe('for the node itself')
  })

  test('of an IPVS node keeps that very address under policy Local', () => {
    const objects = [...balancer([HERE], LOCAL), named('other', {clusterIP: '10.0.0.2', clusterIPs: ['10.0.0.2']})]
    expect(fare(objects, 'node', '203.0.113.1:80', {mode: 'ipvs'})).toBe('10.244.0.2 sees 203.0.113.1')
  })

  test('of an IPVS node is answered to the node of the pod, which has that address too, where the pod is elsewhere', () => {
    const interpretation = interpret(balancer([THERE], LOCAL), 'node', '203.0.113.1:80', {mode: 'ipvs'})
    expect(interpretation).toMatchObject({
      outcome: {arrivals: [{source: {kind: 'client', address: '203.0.113.1'}, answer: 'bypasses-node'}]},
    })
    // To the cluster IP the source is replaced.
    expect(interpret(service([THERE], {}), 'node', '10.0.0.1:80', {mode: 'ipvs'})).toMatchObject({
      outcome: {arrivals: [{answer: 'returns'}]},
    })
  })
})

describe('a packet to an external IP', () => {
  const external = {externalIPs: ['198.51.100.80']}

  test('is treated as by a load balancer, without source ranges', () => {
    expect(inEachMode(service([HERE], external), 'outside', '198.51.100.80:80')).toEqual(Array(3).fill('10.244.0.2 sees 10.244.0.1'))
    expect(interpret(service([HERE], external), 'outside', '198.51.100.80:80')).toMatchObject({entry: {via: 'external-ip', rivals: []}})
  })

  test('that two Services claim goes to one of them by chance', () => {
    const other = {
      ...webService({clusterIP: '10.0.0.2', clusterIPs: ['10.0.0.2'], ...external}),
      metadata: {name: 'other', namespace: 'shop', uid: 'u'},
    }
    expect(interpret([...service([HERE], external), other], 'outside', '198.51.100.80:80')).toMatchObject({
      entry: {port: {name: 'shop/other'}, rivals: [{name: 'shop/web'}]},
    })
    // The rules of all Services stand in one chain, in no order: it makes no difference what the address is to whom.
    const balanced = {...other, status: {loadBalancer: {ingress: [{ip: '203.0.113.1'}]}}}
    expect(interpret([...service([HERE], {externalIPs: ['203.0.113.1']}), balanced], 'outside', '203.0.113.1:80')).toMatchObject({
      entry: {via: 'load-balancer', port: {name: 'shop/other'}, rivals: [{name: 'shop/web'}]},
    })
  })
})

describe('unmasqueraded packets', () => {
  test('from outside lose their answers where nothing tells pods, unless the endpoint is on the node', () => {
    const settings = {configuration: {clusterCIDR: ''}}
    expect(inEachMode(service([HERE, THERE]), 'outside', '10.0.0.1:80', settings)).toEqual(
      Array(3).fill('10.244.0.2 sees 198.51.100.7, 10.244.1.2 sees 198.51.100.7, answers past the node'),
    )
    expect(fare(service([HERE, THERE]), 'pod', '10.0.0.1:80', settings)).toBe('10.244.0.2 sees 10.244.0.9, 10.244.1.2 sees 10.244.0.9')
  })

  test('of the node come from its address of the family, and it hears the answers', () => {
    const settings = {configuration: {clusterCIDR: ''}}
    expect(fare(service([THERE]), 'node', '10.0.0.1:80', settings)).toBe('10.244.1.2 sees 192.168.77.10')
    expect(fare(service([at('192.168.77.10')]), 'node', '10.0.0.1:80', {...settings, mode: 'nftables'})).toBe(
      '192.168.77.10 sees 192.168.77.10',
    )
    const six = [
      webService({clusterIP: 'fd00:10::1', clusterIPs: ['fd00:10::1'], ipFamilies: ['IPv6']}),
      webSlice([at('fd00:244:1::2', {nodeName: 'node-b'})], {addressType: 'IPv6'}),
    ]
    expect(fare(six, 'node', '[fd00:10::1]:80', settings)).toBe('fd00:244:1::2 sees fd77::a')
  })
})

describe('the address that the node takes', () => {
  const sourceOf = (endpoint: Fields) => interpret(service([endpoint]), 'node', '10.0.0.1:80')

  test('is said with the node, and towards whom', () => {
    expect(sourceOf(HERE)).toMatchObject({
      outcome: {arrivals: [{source: {kind: 'node', node: 'node-a', towards: 'pods', address: '10.244.0.1'}}]},
    })
    expect(sourceOf(THERE)).toMatchObject({
      outcome: {arrivals: [{source: {kind: 'node', node: 'node-a', towards: 'network', address: '192.168.77.10'}}]},
    })
  })

  test('is that towards the network where an endpoint has an address of no pod range here, though nobody says on which node', () => {
    expect(fare(service([at('10.244.1.9')]), 'node', '10.0.0.1:80')).toBe('10.244.1.9 sees 192.168.77.10')
  })

  test('is not known towards its pods unless it is said how they are joined to it', () => {
    const packet = {source: FROM.node, destination: '10.0.0.1', port: 80, protocol: 'TCP'}
    expect(interpretPacket(viewOf(service([HERE])).modelOf('node-a'), packet)).toMatchObject({
      outcome: {arrivals: [{source: {towards: 'pods', address: null}}]},
    })
  })
})

describe('userspace mode', () => {
  test('relays to any ready endpoint from the node, whatever policies and ranges say', () => {
    expect(interpret(service([HERE]), 'pod', '10.0.0.1:80', {mode: 'userspace'})).toMatchObject({outcome: {policy: 'Cluster'}})
    const objects = balancer([HERE, THERE], {...LOCAL, internalTrafficPolicy: 'Local', loadBalancerSourceRanges: ['203.0.113.128/25']})
    for (const [from, to] of [
      ['pod', '10.0.0.1:80'],
      ['outside', '203.0.113.1:80'],
      ['outside', '192.168.77.10:30080'],
    ] as const) {
      expect(fare(objects, from, to, {mode: 'userspace'}), to).toBe('10.244.0.2 sees 10.244.0.1, 10.244.1.2 sees 192.168.77.10')
    }
  })

  test('has no use for pods that leave', () => {
    expect(fare(service([at('10.244.0.2', {conditions: LEAVING})]), 'pod', '10.0.0.1:80', {mode: 'userspace'})).toBe('reject')
  })
})
