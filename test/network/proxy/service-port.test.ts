import {describe, expect, test} from 'vitest'
import type {WireObject} from '../../../src/cluster/object.ts'
import {modelOf, portOf, webService} from './objects.ts'

const portsOf = (service: WireObject, version?: '1.35' | '1.36') =>
  modelOf([service], version === undefined ? {} : {version}).families.IPv4.ports.length

describe('kube-proxy makes rules', () => {
  test('for each port of a Service', () => {
    const ports = [
      {name: 'http', port: 80, protocol: 'TCP'},
      {name: 'dns', port: 53, protocol: 'UDP'},
    ]
    expect(modelOf([webService({ports})]).families.IPv4.ports.map(({name}) => name)).toEqual(['shop/web:http', 'shop/web:dns'])
  })

  test('in the families of its cluster IPs only', () => {
    const dual = webService({clusterIPs: ['fd00:10::1', '10.0.0.1'], ipFamilies: ['IPv6', 'IPv4']})
    const {IPv4, IPv6} = modelOf([dual]).families
    expect([IPv4.ports[0]?.clusterIP, IPv6.ports[0]?.clusterIP]).toEqual(['10.0.0.1', 'fd00:10::1'])
    expect(modelOf([webService()]).families.IPv6.ports).toEqual([])
    // One that was dual-stack once: the addresses count by the place of the family.
    expect(modelOf([webService({clusterIPs: ['10.0.0.1', 'fd00:10::1']})]).families.IPv6.ports).toEqual([])
    const unstated = modelOf([webService({clusterIPs: ['fd00:10::1'], ipFamilies: []})]).families
    expect([unstated.IPv4.ports.length, unstated.IPv6.ports[0]?.clusterIP]).toEqual([0, 'fd00:10::1'])
  })

  test.each([
    ['a headless Service', webService({clusterIP: 'None', clusterIPs: ['None']})],
    ['an ExternalName, even one with a cluster IP', webService({type: 'ExternalName', externalName: 'db.example.com'})],
    ['a Service that asks for another proxy', webService({}, {labels: {'service.kubernetes.io/service-proxy-name': ''}})],
    ['a Service of a cluster that has no cluster IP', webService({clusterIP: '', clusterIPs: []})],
    ['a cluster IP that is no address', webService({clusterIP: 'tbd', clusterIPs: ['tbd']})],
    ['one of no family', webService({clusterIP: 'tbd', clusterIPs: ['tbd'], ipFamilies: []})],
    ['a port without a number', webService({ports: [{name: 'http'}]})],
  ])('not for %s', (_, service) => {
    expect(portsOf(service)).toBe(0)
  })

  test('for a Service that calls itself headless by its label, since 1.36', () => {
    const service = webService({}, {labels: {'service.kubernetes.io/headless': ''}})
    expect([portsOf(service, '1.35'), portsOf(service, '1.36'), portsOf(service)]).toEqual([0, 1, 1])
  })

  test('that are still open, for a Service that is only a manifest', () => {
    const planned = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {name: 'web', namespace: 'shop'},
      spec: {type: 'NodePort', ports: [{port: 80}]},
    }
    expect(portOf([planned])).toMatchObject({clusterIP: null, nodePort: 'pending', port: 80, protocol: 'TCP', isExternallyAccessible: true})
    const dual = {...planned, spec: {...planned.spec, clusterIP: '10.0.0.9', ipFamilyPolicy: 'RequireDualStack'}}
    const {IPv4, IPv6} = modelOf([dual]).families
    expect([IPv4.ports[0]?.clusterIP, IPv6.ports[0]?.clusterIP]).toEqual(['10.0.0.9', null])
    const balancer = {...planned, spec: {...planned.spec, type: 'LoadBalancer', allocateLoadBalancerNodePorts: false}}
    const local = {...balancer, spec: {...balancer.spec, externalTrafficPolicy: 'Local'}}
    expect(portOf([local]).healthCheckNodePort).toBe('pending')
    expect(portOf([{...planned, spec: {...planned.spec, type: 'LoadBalancer'}}]).nodePort).toBe('pending')
    expect(portOf([{...planned, spec: {...planned.spec, type: 'ClusterIP'}}]).nodePort).toBeNull()
    expect(portOf([balancer])).toMatchObject({nodePort: null, isExternallyAccessible: false})
  })
})

describe('a port', () => {
  const balancer = (spec: WireObject, ...ingress: readonly WireObject[]) =>
    portOf([webService({type: 'LoadBalancer', ...spec}, {status: {loadBalancer: {ingress}}})])

  test('answers at the addresses of balancers that leave the destination as it is', () => {
    const port = balancer(
      {},
      {ip: '203.0.113.1'},
      {ip: '203.0.113.2', ipMode: 'VIP'},
      {ip: '203.0.113.3', ipMode: 'Proxy'},
      {hostname: 'lb.example.com'},
      {ip: '2001:db8::1'},
    )
    expect(port.loadBalancerIPs).toEqual(['203.0.113.1', '203.0.113.2'])
    expect(port).toMatchObject({nodePort: null, isExternallyAccessible: true})
  })

  test('lets everybody in where one source range is everything, or none is of its family', () => {
    const ranges = (...loadBalancerSourceRanges: readonly string[]) =>
      balancer({loadBalancerSourceRanges}).sourceRanges.map(({text}) => text)
    expect(ranges('10.0.0.0/8', ' 198.51.100.0/24 ', 'fd00::/8')).toEqual(['10.0.0.0/8', '198.51.100.0/24'])
    expect(ranges('10.0.0.0/8', '0.0.0.0/0')).toEqual([])
    expect(ranges('fd00::/8')).toEqual([])
    expect(balancer({loadBalancerSourceRanges: [7, '10.0.0.0/8']}).sourceRanges).toMatchObject([{text: '10.0.0.0/8'}])
  })

  test('keeps a client for three hours unless it says how long', () => {
    expect(portOf([webService()]).affinitySeconds).toBeNull()
    expect(portOf([webService({sessionAffinity: 'ClientIP'})]).affinitySeconds).toBe(10_800)
    const config = {clientIP: {timeoutSeconds: 60}}
    expect(portOf([webService({sessionAffinity: 'ClientIP', sessionAffinityConfig: config})]).affinitySeconds).toBe(60)
  })

  test('has an external policy only where it has a way in from outside', () => {
    const local = {externalTrafficPolicy: 'Local'}
    expect(portOf([webService(local)]).externalPolicy).toBe('Cluster')
    expect(portOf([webService({...local, externalIPs: ['198.51.100.7']})]).externalPolicy).toBe('Local')
    expect(portOf([webService({...local, type: 'NodePort'})]).externalPolicy).toBe('Local')
  })

  test('has a health check on a balancer with policy Local only', () => {
    const checked = {externalTrafficPolicy: 'Local', healthCheckNodePort: 31_999}
    expect(balancer(checked).healthCheckNodePort).toBe(31_999)
    expect(balancer({...checked, externalTrafficPolicy: 'Cluster'}).healthCheckNodePort).toBeNull()
    expect(portOf([webService({...checked, type: 'NodePort'})]).healthCheckNodePort).toBeNull()
  })

  test('has no external addresses where the feature is switched off', () => {
    const service = webService({externalIPs: ['198.51.100.7', '2001:db8::7']})
    expect(portOf([service]).externalIPs).toEqual(['198.51.100.7'])
    expect(portOf([service], {configuration: {featureGates: {AllowServiceExternalIPs: false}}})).toMatchObject({
      externalIPs: [],
      isExternallyAccessible: true,
    })
  })
})
