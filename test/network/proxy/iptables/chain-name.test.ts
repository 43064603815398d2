import {describe, expect, test} from 'vitest'
import {endpointChain, serviceChain} from '../../../../src/network/proxy/iptables/chain-name.ts'
import {at, modelOf, portOf, webService, webSlice, webWorkload} from '../objects.ts'

describe('the name of a chain', () => {
  // Seen on countless clusters, and in Kubernetes' own tests (pkg/proxy/iptables/proxier_test.go).
  test.each([
    ['default/kubernetes:https', 'TCP', 'KUBE-SVC-NPX46M4PTMTKRN6Y'],
    ['kube-system/kube-dns:dns', 'UDP', 'KUBE-SVC-TCOU7JCQXEZGVUNU'],
    ['kube-system/kube-dns:dns-tcp', 'TCP', 'KUBE-SVC-ERIFXISQEP7F7OF4'],
    ['ns1/svc1:p80', 'TCP', 'KUBE-SVC-XPGD46QRK7WJZT7O'],
  ])('of %s over %s is %s', (name, protocol, chain) => {
    expect(serviceChain('KUBE-SVC', {name, protocol})).toBe(chain)
  })

  test('is the same hash for all chains of a port', () => {
    expect(serviceChain('KUBE-EXT', {name: 'ns1/svc1:p80', protocol: 'TCP'})).toBe('KUBE-EXT-XPGD46QRK7WJZT7O')
  })

  test('of an endpoint takes in its address and port', () => {
    const [endpoint] = portOf([webService(), webSlice([at('10.180.0.1')], {ports: [{name: '', port: 80, protocol: 'TCP'}]})]).endpoints
    if (!endpoint) throw new Error('no endpoint')
    expect(endpointChain({name: 'ns1/svc1:p80', protocol: 'TCP'}, endpoint)).toBe('KUBE-SEP-SXIVWICOYRO3J4NJ')
  })

  test('of an endpoint whose address nobody knows is its pod', () => {
    const [port] = modelOf([webService({selector: {app: 'web'}}), webWorkload('StatefulSet', 1)]).families.IPv4.ports
    expect(port?.endpoints.map((endpoint) => endpointChain(port, endpoint))).toEqual(['KUBE-SEP-web-0'])
  })
})
