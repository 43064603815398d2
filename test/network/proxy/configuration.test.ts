import {expect, test} from 'vitest'
import {readProxyConfiguration} from '../../../src/network/proxy/configuration.ts'

test('a kube-proxy without configuration is in iptables mode with the documented defaults', () => {
  expect(readProxyConfiguration({})).toMatchObject({
    version: '1.37',
    mode: 'iptables',
    detectLocal: {kind: 'ClusterCIDR', ranges: []},
    masqueradeAll: false,
    masqueradeBit: 14,
    nodePortAddresses: [],
    localhostNodePorts: true,
    tcpBeLiberal: false,
    ipvsScheduler: 'rr',
  })
})

test('node ports are on the primary addresses in nftables mode only, where nothing else is said', () => {
  expect(readProxyConfiguration({mode: 'nftables'}).nodePortAddresses).toEqual(['primary'])
  expect(readProxyConfiguration({mode: 'nftables', nodePortAddresses: ['10.0.0.0/8']}).nodePortAddresses).toEqual(['10.0.0.0/8'])
  expect(readProxyConfiguration({mode: 'ipvs'}).nodePortAddresses).toEqual([])
})

test('each mode has its own masquerading, and IPVS has that of iptables', () => {
  const document = {iptables: {masqueradeAll: true, masqueradeBit: 10}, nftables: {masqueradeBit: 12}}
  expect(readProxyConfiguration({...document, mode: 'ipvs'})).toMatchObject({masqueradeAll: true, masqueradeBit: 10})
  expect(readProxyConfiguration({...document, mode: 'nftables'})).toMatchObject({masqueradeAll: false, masqueradeBit: 12})
  expect(readProxyConfiguration(document, {mode: 'nftables'})).toMatchObject({mode: 'nftables', masqueradeBit: 12})
})

test('local traffic is known by what detectLocalMode names', () => {
  const detect = (detectLocalMode: string) =>
    readProxyConfiguration({
      detectLocalMode,
      clusterCIDR: '10.244.0.0/16,fd00::/48',
      detectLocal: {bridgeInterface: 'cni0', interfaceNamePrefix: 'azv'},
    }).detectLocal
  expect(detect('ClusterCIDR')).toEqual({kind: 'ClusterCIDR', ranges: ['10.244.0.0/16', 'fd00::/48']})
  expect(detect('NodeCIDR')).toEqual({kind: 'NodeCIDR'})
  expect(detect('BridgeInterface')).toEqual({kind: 'BridgeInterface', name: 'cni0'})
  expect(detect('InterfaceNamePrefix')).toEqual({kind: 'InterfaceNamePrefix', prefix: 'azv'})
})

test('everything that rules depend on is read', () => {
  const document = {
    mode: 'ipvs',
    hostnameOverride: 'node-a',
    bindAddress: '192.168.77.10',
    nodePortAddresses: ['10.0.0.0/8', 7],
    iptables: {localhostNodePorts: false},
    conntrack: {tcpBeLiberal: true},
    ipvs: {scheduler: 'wrr', excludeCIDRs: ['203.0.113.0/24']},
    featureGates: {AllAlpha: true},
    clusterCIDR: ',10.244.0.0/16',
  }
  expect(readProxyConfiguration(document, {version: '1.35'})).toEqual({
    version: '1.35',
    mode: 'ipvs',
    hostnameOverride: 'node-a',
    bindAddress: '192.168.77.10',
    detectLocal: {kind: 'ClusterCIDR', ranges: ['10.244.0.0/16']},
    masqueradeAll: false,
    masqueradeBit: 14,
    nodePortAddresses: ['10.0.0.0/8'],
    localhostNodePorts: false,
    tcpBeLiberal: true,
    ipvsScheduler: 'wrr',
    ipvsExcludeRanges: ['203.0.113.0/24'],
    featureGates: {AllAlpha: true},
  })
})

test('a mode that rules are not written for is that of a kube-proxy without configuration', () => {
  expect(readProxyConfiguration({mode: 'kernelspace'}).mode).toBe('iptables')
})

test('interfaces that a configuration asks for, and does not name, have no name', () => {
  expect(readProxyConfiguration({detectLocalMode: 'BridgeInterface'}).detectLocal).toEqual({kind: 'BridgeInterface', name: ''})
  expect(readProxyConfiguration({detectLocalMode: 'InterfaceNamePrefix'}).detectLocal).toEqual({kind: 'InterfaceNamePrefix', prefix: ''})
})
