import {describe, expect, test} from 'vitest'
import {at, LEAVING, webService, webSlice} from '../objects.ts'
import {programOf, serversOf} from './programs.ts'

const BOTH = webSlice([at('10.244.0.1', {nodeName: 'node-a'}), at('10.244.1.1', {nodeName: 'node-b'})])
const ELSEWHERE = webSlice([at('10.244.1.1', {nodeName: 'node-b'})])
const ALL = ['10.244.0.1:8080', '10.244.1.1:8080']
const HERE = ['10.244.0.1:8080']

describe('a cluster IP', () => {
  test('is a virtual server with every endpoint', () => {
    expect(serversOf([webService(), BOTH])).toEqual({'-t 10.0.0.1:80': ALL})
  })

  test('is one without endpoints too: the kernel then refuses', () => {
    expect(serversOf([webService()])).toEqual({'-t 10.0.0.1:80': []})
  })

  test('has the endpoints of its node where the policy is Local', () => {
    expect(serversOf([webService({internalTrafficPolicy: 'Local'}), BOTH])).toEqual({'-t 10.0.0.1:80': HERE})
  })

  test('has none of other nodes where no other way in needs them, and all where one does', () => {
    const local = {internalTrafficPolicy: 'Local'}
    expect(serversOf([webService(local), ELSEWHERE])['-t 10.0.0.1:80']).toEqual([])
    expect(serversOf([webService({...local, externalIPs: ['198.51.100.1']}), ELSEWHERE])['-t 10.0.0.1:80']).toEqual(['10.244.1.1:8080'])
  })

  test('falls back to endpoints that terminate', () => {
    const leaving = webSlice([at('10.244.0.1', {conditions: LEAVING}), at('10.244.1.1', {conditions: {ready: false, serving: false}})])
    expect(serversOf([webService(), leaving])).toEqual({'-t 10.0.0.1:80': HERE})
  })

  test('has its protocol, and brackets in IPv6', () => {
    const ports = [
      {name: 'dns', port: 53, protocol: 'UDP'},
      {name: 'signal', port: 3868, protocol: 'SCTP'},
    ]
    expect(Object.keys(serversOf([webService({ports})]))).toEqual(['-u 10.0.0.1:53', '--sctp-service 10.0.0.1:3868'])
    const six = {clusterIP: 'fd00:10::1', clusterIPs: ['fd00:10::1'], ipFamilies: ['IPv6']}
    const slice = webSlice([at('fd00:244::1')], {addressType: 'IPv6'})
    expect(serversOf([webService(six), slice], {family: 'IPv6'})).toEqual({'-t [fd00:10::1]:80': ['[fd00:244::1]:8080']})
  })
})

describe('external addresses', () => {
  const balancer = {type: 'LoadBalancer', externalIPs: ['198.51.100.1'], ports: [{port: 80, protocol: 'TCP', nodePort: 30_080}]}
  const status = {loadBalancer: {ingress: [{ip: '203.0.113.1'}, {ip: '203.0.113.2', ipMode: 'Proxy'}]}}

  test('are virtual servers, and so is the node port on each address of the node', () => {
    expect(serversOf([webService(balancer, {status}), BOTH])).toEqual({
      '-t 10.0.0.1:80': ALL,
      '-t 198.51.100.1:80': ALL,
      '-t 203.0.113.1:80': ALL,
      '-t 192.168.77.10:30080': ALL,
    })
  })

  test('have the endpoints of the node where the policy is Local, else those of all nodes rather than none', () => {
    const local = {...balancer, externalTrafficPolicy: 'Local'}
    const external = ['-t 198.51.100.1:80', '-t 203.0.113.1:80', '-t 192.168.77.10:30080']
    const here = serversOf([webService(local, {status}), BOTH])
    expect(external.map((service) => here[service])).toEqual([HERE, HERE, HERE])
    expect(here['-t 10.0.0.1:80']).toEqual(ALL)
    const none = serversOf([webService(local, {status}), ELSEWHERE])
    expect(external.map((service) => none[service])).toEqual([['10.244.1.1:8080'], ['10.244.1.1:8080'], ['10.244.1.1:8080']])
  })
})

describe('node ports', () => {
  const nodePort = webService({type: 'NodePort', ports: [{port: 80, protocol: 'TCP', nodePort: 30_080}]})
  const addressesWith = (nodePortAddresses: readonly string[], attachment?: 'bridge') =>
    Object.keys(serversOf([nodePort], {configuration: {nodePortAddresses}, ...(attachment && {attachment})})).slice(1)

  test('answer on the bridge of pods too, where there is one', () => {
    expect(addressesWith([], 'bridge')).toEqual(['-t 192.168.77.10:30080', '-t 10.244.0.1:30080'])
  })

  test('answer on the addresses in ranges only, and never on loopback', () => {
    expect(addressesWith(['192.168.77.0/24', '127.0.0.0/8'])).toEqual(['-t 192.168.77.10:30080'])
    expect(addressesWith(['localhost'])).toEqual([])
  })

  test('answer on virtual addresses in those ranges as well, since those are on an interface of the node', () => {
    expect(addressesWith(['10.0.0.0/24'])).toEqual(['-t 10.0.0.1:30080'])
  })

  test('of a node whose addresses nobody states answer on its name', () => {
    const onNobodysNode = (nodePortAddresses: readonly string[]) =>
      Object.keys(serversOf([nodePort], {node: 'node-z', configuration: {nodePortAddresses}}))
    expect(onNobodysNode([])).toEqual(['-t 10.0.0.1:80', '-t <node-z>:30080'])
    // They may well be in those ranges.
    expect(onNobodysNode(['192.168.77.0/24'])).toEqual(['-t 10.0.0.1:80', '-t <node-z>:30080'])
  })
})

describe('what a virtual server does with clients', () => {
  test('is what the configuration and the Service say', () => {
    const settings = (scheduler?: string) => {
      const [server] = programOf([webService({sessionAffinity: 'ClientIP'})], {configuration: {ipvs: {scheduler}}}).virtualServers
      return {scheduler: server?.scheduler, seconds: server?.affinitySeconds, hashesSourcePorts: server?.hashesSourcePorts}
    }
    expect(settings()).toEqual({scheduler: 'rr', seconds: 10_800, hashesSourcePorts: false})
    expect(settings('mh')).toEqual({scheduler: 'mh', seconds: 10_800, hashesSourcePorts: true})
  })

  test('is chance where two Services claim one address', () => {
    const external = {externalIPs: ['198.51.100.1']}
    const other = {
      ...webService({...external, clusterIP: '10.0.0.2', clusterIPs: ['10.0.0.2']}),
      metadata: {name: 'api', namespace: 'shop', uid: 'u'},
    }
    const {virtualServers} = programOf([webService(external), other, BOTH])
    const contested = virtualServers.filter(({rivals}) => rivals.length > 0)
    expect(contested.map(({service, port, rivals}) => [service, port.name, rivals.map((rival) => rival.port.name)])).toEqual([
      ['-t 198.51.100.1:80', 'shop/api', ['shop/web']],
    ])
  })

  test('follows the Service port itself where that has an address twice', () => {
    const twice = webService({externalIPs: ['10.0.0.1'], externalTrafficPolicy: 'Local', type: 'NodePort'})
    const {virtualServers} = programOf([twice, BOTH])
    expect(virtualServers.map(({realServers, rivals}) => [realServers.length, rivals.length])).toContainEqual([1, 0])
  })
})

test('what is not known stands by its name', () => {
  const planned = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: 'web', namespace: 'shop'},
    spec: {type: 'NodePort', ports: [{port: 80}]},
  }
  expect(Object.keys(serversOf([planned]))).toEqual(['-t <shop/web>:80', '-t 192.168.77.10:<shop/web>'])
})
