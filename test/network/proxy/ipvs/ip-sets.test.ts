import {describe, expect, test} from 'vitest'
import {IP_SET_KINDS, ipSetName} from '../../../../src/network/proxy/ipvs/ip-set.ts'
import {at, UNREADY, webService, webSlice} from '../objects.ts'
import {setsOf} from './programs.ts'

const balancer = {type: 'LoadBalancer', ports: [{port: 80, protocol: 'TCP', nodePort: 30_080}]}
const status = {loadBalancer: {ingress: [{ip: '203.0.113.1'}]}}

describe('the names of sets', () => {
  test('say the family', () => {
    expect(ipSetName('CLUSTER-IP', 'IPv4')).toBe('KUBE-CLUSTER-IP')
    expect(ipSetName('CLUSTER-IP', 'IPv6')).toBe('KUBE-6-CLUSTER-IP')
  })

  test('are cut off after 31 characters, and are different all the same', () => {
    expect(ipSetName('LOAD-BALANCER-SOURCE-CIDR', 'IPv6')).toBe('KUBE-6-LOAD-BALANCER-SOURCE-CID')
    expect(ipSetName('NODE-PORT-LOCAL-SCTP-HASH', 'IPv6')).toBe('KUBE-6-NODE-PORT-LOCAL-SCTP-HAS')
    const names = (['IPv4', 'IPv6'] as const).flatMap((family) => IP_SET_KINDS.map((kind) => ipSetName(kind, family)))
    expect(new Set(names).size).toBe(2 * 17)
  })
})

describe('the sets', () => {
  test('of a cluster IP are its address and port, and the address alone', () => {
    expect(setsOf([webService()])).toEqual({'KUBE-CLUSTER-IP': ['10.0.0.1,tcp:80'], 'KUBE-IPVS-IPS': ['10.0.0.1']})
  })

  test('have every endpoint of the node, ready or not, that may come back to itself', () => {
    const slice = webSlice([
      at('10.244.0.1', {nodeName: 'node-a'}),
      at('10.244.0.2', {nodeName: 'node-a', conditions: UNREADY}),
      at('10.244.1.1', {nodeName: 'node-b'}),
    ])
    expect(setsOf([webService(), slice])['KUBE-LOOP-BACK']).toEqual(['10.244.0.1,tcp:8080,10.244.0.1', '10.244.0.2,tcp:8080,10.244.0.2'])
  })

  test('have a pod whose address nobody states by its name', () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {name: 'web-1', namespace: 'shop', labels: {app: 'web'}},
      spec: {nodeName: 'node-a', containers: [{name: 'main', image: 'web:1'}]},
    }
    expect(setsOf([webService({selector: {app: 'web'}}), pod])['KUBE-LOOP-BACK']).toEqual(['<web-1>,tcp:80,<web-1>'])
  })

  test('of external addresses tell the policies apart', () => {
    const spec = {...balancer, externalIPs: ['198.51.100.1', '192.168.77.10']}
    const external = ['198.51.100.1,tcp:80', '192.168.77.10,tcp:80']
    const common = {
      'KUBE-CLUSTER-IP': ['10.0.0.1,tcp:80'],
      'KUBE-LOAD-BALANCER': ['203.0.113.1,tcp:80'],
      'KUBE-NODE-PORT-TCP': ['30080'],
      // The node's own address is on another interface already.
      'KUBE-IPVS-IPS': ['10.0.0.1', '198.51.100.1', '203.0.113.1'],
    }
    expect(setsOf([webService(spec, {status})])).toEqual({...common, 'KUBE-EXTERNAL-IP': external})
    const local = {...spec, externalTrafficPolicy: 'Local', healthCheckNodePort: 31_000}
    expect(setsOf([webService(local, {status})])).toEqual({
      ...common,
      'KUBE-EXTERNAL-IP-LOCAL': external,
      'KUBE-LOAD-BALANCER-LOCAL': ['203.0.113.1,tcp:80'],
      'KUBE-NODE-PORT-LOCAL-TCP': ['30080'],
      'KUBE-HEALTH-CHECK-NODE-PORT': ['31000'],
    })
  })

  test('of source ranges have the ranges, and the balancer itself where the node is in one', () => {
    const firewall = (...loadBalancerSourceRanges: readonly string[]) => {
      const sets = setsOf([webService({...balancer, loadBalancerSourceRanges}, {status})])
      return ['FW', 'SOURCE-CIDR', 'SOURCE-IP'].map((kind) => sets[`KUBE-LOAD-BALANCER-${kind}`])
    }
    const entry = '203.0.113.1,tcp:80'
    expect(firewall('10.1.2.3/8', '198.51.100.7/32')).toEqual([[entry], [`${entry},10.0.0.0/8`, `${entry},198.51.100.7`], undefined])
    expect(firewall('192.168.0.0/16')).toEqual([[entry], [`${entry},192.168.0.0/16`], [`${entry},203.0.113.1`]])
    expect(firewall('10.0.0.0/8', '192.168.77.10/32')[2]).toEqual([`${entry},203.0.113.1`])
    expect(firewall('10.0.0.0/8', '0.0.0.0/0')).toEqual([undefined, undefined, undefined])
  })

  test('of node ports are by protocol, and by address for SCTP', () => {
    const ports = (['TCP', 'UDP', 'SCTP'] as const).map((protocol, index) => ({
      name: protocol.toLowerCase(),
      port: 80,
      protocol,
      nodePort: 30_080 + index,
    }))
    const sets = setsOf([webService({type: 'NodePort', externalTrafficPolicy: 'Local', ports})], {attachment: 'bridge'})
    const byAddress = ['192.168.77.10,sctp:30082', '10.244.0.1,sctp:30082']
    expect(sets).toMatchObject({
      'KUBE-NODE-PORT-TCP': ['30080'],
      'KUBE-NODE-PORT-LOCAL-TCP': ['30080'],
      'KUBE-NODE-PORT-UDP': ['30081'],
      'KUBE-NODE-PORT-LOCAL-UDP': ['30081'],
      'KUBE-NODE-PORT-SCTP-HASH': byAddress,
      'KUBE-NODE-PORT-LOCAL-SCTP-HASH': byAddress,
    })
  })

  test('of node ports are for protocols that Kubernetes has', () => {
    const sets = setsOf([webService({type: 'NodePort', ports: [{port: 80, protocol: 'DCCP', nodePort: 30_080}]})])
    expect(Object.keys(sets).filter((name) => name.includes('NODE-PORT'))).toEqual([])
  })

  test('of a load balancer without node ports have its health check', () => {
    const local = {type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: 31_000, allocateLoadBalancerNodePorts: false}
    const sets = setsOf([webService(local, {status})])
    expect(sets['KUBE-HEALTH-CHECK-NODE-PORT']).toEqual(['31000'])
    expect(Object.keys(sets).filter((name) => name.startsWith('KUBE-NODE-PORT'))).toEqual([])
  })

  test('lack the health check too where node ports find no address', () => {
    const local = webService({...balancer, externalTrafficPolicy: 'Local', healthCheckNodePort: 31_000})
    const sets = setsOf([local], {configuration: {nodePortAddresses: ['172.16.0.0/12']}})
    expect(Object.keys(sets)).toEqual(['KUBE-CLUSTER-IP', 'KUBE-IPVS-IPS'])
  })
})
