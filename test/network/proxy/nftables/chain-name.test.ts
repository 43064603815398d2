import {describe, expect, test} from 'vitest'
import {endpointChain, serviceChain} from '../../../../src/network/proxy/nftables/chain-name.ts'
import type {ProxyEndpoint} from '../../../../src/network/proxy/proxy-endpoint.ts'
import type {RoutedPort} from '../../../../src/network/proxy/proxy-model.ts'
import {at, portOf, webService, webSlice} from '../objects.ts'

const NAMESPACE = 'very-long-namespace-name-abcdefghijklmnopqrstuvwxyz0123456789xx'
const NAME = 'very-long-service-name-why-would-you-even-do-this-i-mean-really'
const PORT = 'port-443-providing-the-hypertext-transmission-protocol-with-tls'

const [SOME_PORT, SOME_ENDPOINT] = (() => {
  const port = portOf([webService(), webSlice([at('10.180.0.1')])])
  return [port, port.endpoints[0] as ProxyEndpoint]
})()

function portCalled(namespace: string, name: string, port: string | null, protocol = 'TCP'): RoutedPort {
  const {service, declared} = SOME_PORT
  return {...SOME_PORT, service: {...service, namespace, name}, declared: {...declared, name: port}, protocol}
}

// The names are those of Kubernetes' own tests (Test_servicePortChainNameBase, Test_servicePortEndpointChainNameBase).
describe('the name of a chain', () => {
  test('holds the Service, its protocol and its port behind their hash', () => {
    expect(serviceChain('service', portCalled('testing', 'service', 'http'))).toBe('service-P4ZYZVCF-testing/service/tcp/http')
    expect(serviceChain('external', portCalled('testing', 'service', 'https'))).toBe('external-LZBRENCP-testing/service/tcp/https')
    expect(serviceChain('local', portCalled('ns1', 'svc1', 'p80'))).toBe('local-ULMVA6XW-ns1/svc1/tcp/p80')
  })

  test('is whole up to 240 letters behind what it is, and ends in dots beyond', () => {
    const before = `XXXXXXXX-${NAMESPACE}/${NAME}/tcp/`.length
    const chain = (length: number) => serviceChain('service', portCalled(NAMESPACE, NAME, 'p'.repeat(length - before)))
    expect(chain(240)).toMatch(/^service-[A-Z2-7]{8}-.*ppp$/)
    expect(chain(241)).toMatch(/^service-[A-Z2-7]{8}-.*pp\.\.\.$/)
    expect([chain(240), chain(241)].map(({length}) => length)).toEqual([248, 248])
  })

  test('is whole at the longest that a Service and its port can be called', () => {
    expect(serviceChain('firewall', portCalled(NAMESPACE, NAME, PORT, 'SCTP'))).toBe(`firewall-KR6NACJP-${NAMESPACE}/${NAME}/sctp/${PORT}`)
  })

  test.each([
    ['10.180.0.1', 'JO2XBXZR-testing/service/tcp/http__10.180.0.1/80'],
    ['10.180.0.2', '5S6H3H22-testing/service/tcp/http__10.180.0.2/80'],
    ['fd80:abcd:12::a1b2:c3d4:e5f6:9999', 'U7E2ET36-testing/service/tcp/http__fd80.abcd.12..a1b2.c3d4.e5f6.9999/80'],
  ])('of an endpoint takes in its address, %s', (address, name) => {
    const endpoint: ProxyEndpoint = {...SOME_ENDPOINT, address, port: 80}
    expect(endpointChain('endpoint', portCalled('testing', 'service', 'http'), endpoint)).toBe(`endpoint-${name}`)
    expect(endpointChain('affinity', portCalled('testing', 'service', 'http'), endpoint)).toBe(`affinity-${name}`)
  })

  test.each([
    ['1234:5678:9abc:def0::abcd:1234:5678', 'CI6C53Q3'],
    ['1234:5678:9abc:def0::abcd:1234:8765', '2FLXFK6X'],
  ])('of an endpoint is cut off where it would be too long, and told from others by its hash: %s', (address, hash) => {
    const endpoint: ProxyEndpoint = {...SOME_ENDPOINT, address, port: 443}
    const path = `${NAMESPACE}/${NAME}/sctp/${PORT}__1234.5678.9abc.def0..abcd.1234...`
    expect(endpointChain('endpoint', portCalled(NAMESPACE, NAME, PORT, 'SCTP'), endpoint)).toBe(`endpoint-${hash}-${path}`)
  })

  test('of an endpoint whose address nobody knows has its pod and no hash', () => {
    const endpoint: ProxyEndpoint = {...SOME_ENDPOINT, address: null, port: 8080, target: {kind: 'Pod', namespace: 'shop', name: 'web-0'}}
    expect(endpointChain('endpoint', portCalled('shop', 'web', null), endpoint)).toBe('endpoint-shop/web/tcp/__web-0/8080')
  })
})
