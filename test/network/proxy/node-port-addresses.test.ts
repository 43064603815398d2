import {describe, expect, test} from 'vitest'
import type {KubeProxyVersion} from '../../../src/network/proxy/kube-proxy-version.ts'
import {findNodePortAddresses} from '../../../src/network/proxy/node-port-addresses.ts'
import {readProxyNode} from '../../../src/network/proxy/proxy-node.ts'
import {clusterOf, nodes} from './objects.ts'

const node = readProxyNode('node-a', clusterOf(...nodes()).nodes.get('node-a'))
const find = (stated: readonly string[], family: 'IPv4' | 'IPv6' = 'IPv4', version: KubeProxyVersion = '1.37') =>
  findNodePortAddresses(stated, family, node, version)

describe('node ports answer', () => {
  test('on every address where nothing is said, and in a family of which nothing is said', () => {
    expect(find([])).toMatchObject({all: true, addresses: [], coversIPv4Loopback: true, namesLoopback: false})
    expect(find(['192.168.77.0/24'], 'IPv6')).toMatchObject({all: true, coversIPv4Loopback: false})
    expect(find(['::/0'], 'IPv4').all).toBe(true)
  })

  test("on the node's addresses in the ranges that are said, none outside", () => {
    expect(find(['192.168.77.0/24'])).toMatchObject({all: false, addresses: ['192.168.77.10'], coversIPv4Loopback: false})
    expect(find(['172.16.0.0/12'])).toMatchObject({all: false, addresses: []})
    expect(find(['192.168.0.0/16', '127.0.0.0/8'])).toMatchObject({addresses: ['127.0.0.1', '192.168.77.10'], coversIPv4Loopback: true})
    expect(find(['127.0.0.1/32'])).toMatchObject({addresses: ['127.0.0.1'], coversIPv4Loopback: true})
    const two = readProxyNode('n', clusterOf(...nodes(['192.168.77.20', '192.168.77.10'])).nodes.get('node-a'))
    expect(findNodePortAddresses(['192.168.77.0/24', '192.168.0.0/16'], 'IPv4', two, '1.37').addresses).toEqual([
      '192.168.77.10',
      '192.168.77.20',
    ])
  })

  test('on the primary address of each family', () => {
    expect(find(['primary']).addresses).toEqual(['192.168.77.10'])
    expect(find(['primary'], 'IPv6').addresses).toEqual(['fd77::a'])
  })

  test('on every address of a family in which the node has no primary one', () => {
    const single = readProxyNode('node-b', clusterOf(...nodes()).nodes.get('node-b'))
    expect(findNodePortAddresses(['primary'], 'IPv6', single, '1.37').all).toBe(true)
  })

  test('where the keywords of 1.37 say, which 1.36 takes for ranges that it cannot read', () => {
    expect(find(['primary', 'localhost']).addresses).toEqual(['127.0.0.1', '192.168.77.10'])
    expect(find(['localhost'])).toMatchObject({namesLoopback: true, coversIPv4Loopback: true})
    expect(find(['localhost'], 'IPv6')).toMatchObject({namesLoopback: true, addresses: ['::1']})
    expect(find(['primary', 'localhost']).namesLoopback).toBe(true)
    expect(find(['primary', '172.16.0.0/12'], 'IPv4', '1.36').addresses).toEqual([])
    expect(find(['all', 'primary']).all).toBe(true)
    expect(find(['primary'], 'IPv4', '1.36').addresses).toEqual(['192.168.77.10'])
    expect(find(['localhost'], 'IPv4', '1.36')).toMatchObject({all: true, namesLoopback: false})
  })
})

describe('a node', () => {
  const read = (...addresses: readonly (readonly [string, string])[]) =>
    readProxyNode('n', {
      group: '',
      kind: 'Node',
      namespace: '',
      namespaceStated: false,
      name: 'n',
      uid: undefined,
      labels: {},
      object: {status: {addresses: addresses.map(([type, address]) => ({type, address}))}},
    })

  test('is known by its first internal address of each family, and by an external one where it has no other', () => {
    const both = read(['ExternalIP', '203.0.113.1'], ['InternalIP', '10.0.0.4'], ['InternalIP', '10.0.0.5'], ['ExternalIP', '2001:db8::1'])
    expect(both).toMatchObject({primaryFamily: 'IPv4', addresses: {IPv4: '10.0.0.4', IPv6: '2001:db8::1'}})
    expect(read(['InternalIP', 'fd77::1'], ['InternalIP', '10.0.0.4']).primaryFamily).toBe('IPv6')
  })

  test('that states no address is known by loopback', () => {
    expect(read(['Hostname', 'n'])).toMatchObject({primaryFamily: 'IPv4', addresses: {IPv4: '127.0.0.1', IPv6: '::1'}})
  })

  test('has no address and no pod range of what is none', () => {
    const metadata = {name: 'n'}
    const status = {addresses: [{type: 'InternalIP'}, {type: 'InternalIP', address: 'tbd'}]}
    const odd = clusterOf({apiVersion: 'v1', kind: 'Node', metadata, spec: {podCIDRs: [5, '10.9.0.0/24']}, status}).nodes.get('n')
    expect(readProxyNode('n', odd)).toMatchObject({interfaceAddresses: ['127.0.0.1', '::1'], podRanges: ['10.9.0.0/24']})
  })

  test("goes by kube-proxy's bindAddress, unless that is every address", () => {
    const stated = clusterOf(...nodes()).nodes.get('node-a')
    expect(readProxyNode('node-a', stated, 'fd77::ff')).toMatchObject({
      primaryFamily: 'IPv6',
      addresses: {IPv4: '192.168.77.10', IPv6: 'fd77::ff'},
    })
    expect(readProxyNode('node-a', stated, '0.0.0.0').addresses.IPv4).toBe('192.168.77.10')
    expect(readProxyNode('node-a', stated, '::')).toMatchObject({primaryFamily: 'IPv4', addresses: {IPv6: 'fd77::a'}})
    expect(readProxyNode('node-a', stated, 'eth0')).toMatchObject({primaryFamily: 'IPv4', addresses: {IPv4: '192.168.77.10'}})
  })
})
