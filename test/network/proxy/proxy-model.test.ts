import {describe, expect, test} from 'vitest'
import type {WireObject} from '../../../src/cluster/object.ts'
import {at, modelOf, webService, webSlice, webWorkload} from './objects.ts'

const named = (name: string, namespace: string, clusterIP: string): WireObject => ({
  ...webService({clusterIP, clusterIPs: [clusterIP]}),
  metadata: {name, namespace, uid: `${namespace}/${name}`},
})

describe('the model of a node', () => {
  test('has Services by namespace and name, each once', () => {
    const objects = [
      named('web', 'shop', '10.0.0.1'),
      named('api', 'shop', '10.0.0.2'),
      named('zoo', 'farm', '10.0.0.3'),
      named('db', 'shop', '10.0.0.4'),
    ]
    expect(modelOf(objects).families.IPv4.ports.map(({name}) => name)).toEqual(['farm/zoo', 'shop/api', 'shop/db', 'shop/web'])
    expect(modelOf([...objects, ...objects]).families.IPv4.ports).toHaveLength(4)
  })

  test('has the node and its addresses', () => {
    const {node, families} = modelOf([])
    expect(node).toMatchObject({name: 'node-a', zone: 'zone-a', podRanges: ['10.244.0.0/24', 'fd00:244::/64']})
    expect([families.IPv4, families.IPv6].map(({family, nodeAddress}) => [family, nodeAddress])).toEqual([
      ['IPv4', '192.168.77.10'],
      ['IPv6', 'fd77::a'],
    ])
  })

  test('of a node that the input lacks has loopback for its addresses, and the endpoints that name it', () => {
    const {node, families} = modelOf([webService(), webSlice([at('10.244.9.1', {nodeName: 'ghost'})])], {node: 'ghost'})
    expect(node).toEqual({
      name: 'ghost',
      zone: undefined,
      primaryFamily: 'IPv4',
      addresses: {IPv4: '127.0.0.1', IPv6: '::1'},
      interfaceAddresses: ['127.0.0.1', '::1'],
      podRanges: [],
    })
    expect(families.IPv4.ports[0]?.endpoints).toMatchObject([{isLocal: true}])
  })
})

describe('traffic of pods', () => {
  const traffic = (configuration: WireObject) => {
    const {IPv4, IPv6} = modelOf([], {configuration}).families
    return [IPv4, IPv6].map(({localTraffic}) => (localTraffic.kind === 'source' ? localTraffic.range.text : localTraffic))
  }

  test('is told by the first range of the family, spaces and what is no range apart', () => {
    expect(traffic({clusterCIDR: 'tbd, 10.244.0.0/16 ,fd00:244::/32,10.0.0.0/8'})).toEqual(['10.244.0.0/16', 'fd00:244::/32'])
    expect(traffic({clusterCIDR: '10.244.0.0/16'})).toEqual(['10.244.0.0/16', {kind: 'unknown'}])
    expect(traffic({detectLocalMode: 'NodeCIDR'})).toEqual(['10.244.0.0/24', 'fd00:244::/64'])
  })

  test('is told by interfaces in both families alike', () => {
    const bridge = {kind: 'interface', name: 'cni0', isPrefix: false}
    expect(traffic({detectLocalMode: 'BridgeInterface', detectLocal: {bridgeInterface: 'cni0'}})).toEqual([bridge, bridge])
    const prefix = {kind: 'interface', name: 'azv', isPrefix: true}
    expect(traffic({detectLocalMode: 'InterfaceNamePrefix', detectLocal: {interfaceNamePrefix: 'azv'}})).toEqual([prefix, prefix])
  })
})

describe('what the input leaves open', () => {
  const open = (service: WireObject, ...objects: readonly WireObject[]) =>
    modelOf([webService({selector: {app: 'web'}, ...service}), ...objects]).families.IPv4.ports[0]?.uncertainties

  test('is where pods are only where a policy Local asks for it, and hints only where a policy Cluster does', () => {
    const web = webWorkload('Deployment', 2)
    expect(open({}, web)).toEqual(['readiness'])
    expect(open({internalTrafficPolicy: 'Local'}, web)).toEqual(['readiness', 'placement'])
    const scheduled = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {name: 'web-0', namespace: 'shop', labels: {app: 'web'}},
      spec: {nodeName: 'node-b', containers: [{name: 'main', image: 'web:1'}]},
    }
    expect(open({internalTrafficPolicy: 'Local'}, scheduled)).toEqual(['readiness'])
    expect(open({trafficDistribution: 'PreferClose'}, web)).toEqual(['hints', 'readiness'])
    expect(open({trafficDistribution: 'PreferClose', internalTrafficPolicy: 'Local'}, web)).toEqual(['readiness', 'placement'])
  })

  test('is how many pods there are, where there is one for each node', () => {
    expect(open({}, {...webWorkload('Deployment', 1), kind: 'DaemonSet'})).toEqual(['readiness', 'replicas'])
  })

  test('is nothing where a slice names no node: the endpoint is on none', () => {
    expect(open({selector: undefined, internalTrafficPolicy: 'Local'}, webSlice([at('10.244.0.1')]))).toEqual([])
  })
})
