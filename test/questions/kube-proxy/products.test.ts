import {describe, expect, test} from 'vitest'
import {PRODUCTS} from '../../../src/questions/kube-proxy/products/index.ts'
import type {ProxiedConnection} from '../../../src/questions/kube-proxy/products/product.ts'
import {clusterOf, service, together} from '../../manifest.ts'
import {cilium, configMap, daemonSet, felixConfiguration} from './installed.ts'

/** A pod's connection to a cluster IP, which kube-proxy delivers to one of three endpoints. */
const USUAL: ProxiedConnection = {
  client: 'pod',
  via: 'cluster-ip',
  protocol: 'TCP',
  service: undefined,
  refusal: undefined,
  affinitySeconds: null,
  endpoints: 3,
  reachesItself: false,
  hasHints: false,
}

/** `effect: message` of all that the product that is installed does otherwise. */
function differences(objects: readonly string[], connection: Partial<ProxiedConnection>): readonly string[] {
  const cluster = clusterOf(together(...objects))
  const product = PRODUCTS.find((one) => one.claim(cluster, false))
  return product?.differences(cluster, {...USUAL, ...connection}).map(({effect, message}) => `${effect}: ${message}`) ?? ['no product']
}

const AT_CONNECT = 'none: it picks the endpoint when the client connects: no packet has the cluster IP'
const AFFINITY = "none: its session affinity goes by the client's network namespace, not by its address"
const HINTS = 'none: it takes no notice of hints for zones without enable-service-topology, so that endpoints of all zones are used'

describe('Cilium, by its documentation of kube-proxy replacement,', () => {
  const by = (connection: Partial<ProxiedConnection>, settings: Readonly<Record<string, string>> = {}) =>
    differences(cilium('true', settings), connection)

  test('balances at the socket: in pods too, unless they are left out', () => {
    expect(by({})).toEqual([AT_CONNECT])
    expect(by({}, {'bpf-lb-sock-hostns-only': 'true'})).toEqual([])
    expect(by({client: 'node'}, {'bpf-lb-sock-hostns-only': 'true'})).toEqual([AT_CONNECT])
    expect(by({client: 'outside', via: 'node-port'})).toEqual([])
  })

  test('remembers clients inside of the cluster by their network namespace', () => {
    expect(by({affinitySeconds: 10_800})).toEqual([AT_CONNECT, AFFINITY])
    expect(by({affinitySeconds: 10_800, client: 'outside', via: 'load-balancer'})).toEqual([])
  })

  test('takes notice of hints only where it was told to', () => {
    expect(by({hasHints: true})).toContain(HINTS)
    expect(by({hasHints: true}, {'enable-service-topology': 'true'})).not.toContain(HINTS)
  })

  test('does SCTP in a few cases only', () => {
    expect(by({protocol: 'SCTP'})).toContain('verdict-open: it supports SCTP in a few basic cases only')
    expect(by({protocol: 'UDP'})).toEqual([AT_CONNECT])
  })

  test('holds source ranges, and a policy Local, against clients outside only', () => {
    const ranges = 'verdict-open: it takes no notice of loadBalancerSourceRanges for clients inside of the cluster'
    const local = 'verdict-open: it offers all endpoints to clients inside of the cluster, whatever externalTrafficPolicy says'
    expect(by({via: 'load-balancer', refusal: 'source-ranges'})).toEqual([ranges])
    expect(by({via: 'load-balancer', refusal: 'source-ranges', client: 'outside'})).toEqual([])
    expect(by({via: 'node-port', refusal: 'no-local-endpoints', client: 'node'})).toEqual([local])
    expect(by({via: 'node-port', refusal: 'no-local-endpoints', client: 'outside'})).toEqual([])
    // internalTrafficPolicy is kept.
    expect(by({refusal: 'no-local-endpoints'})).toEqual([AT_CONNECT])
  })

  test('lets nobody outside use cluster IPs, unless it was told to', () => {
    const outside = {client: 'outside', via: 'cluster-ip'} as const
    expect(by(outside)).toEqual(['verdict-open: it lets nobody from outside of the cluster use cluster IPs (bpf-lb-external-clusterip)'])
    expect(by(outside, {'bpf-lb-external-clusterip': 'true'})).toEqual([])
  })

  test('keeps the source with direct server return, which hybrid is for TCP', () => {
    const entry = {client: 'outside', via: 'node-port'} as const
    const kept = (mode: string) => [`source-kept: pods see the client's own address, and answer it directly (bpf-lb-mode: ${mode})`]
    expect(by(entry, {'bpf-lb-mode': 'snat'})).toEqual([])
    expect(by(entry, {'bpf-lb-mode': 'dsr'})).toEqual(kept('dsr'))
    expect(by(entry, {'bpf-lb-mode': 'hybrid'})).toEqual(kept('hybrid'))
    expect(by({...entry, protocol: 'UDP'}, {'bpf-lb-mode': 'hybrid'})).toEqual([])
    expect(by({via: 'node-port'}, {'bpf-lb-mode': 'dsr'})).toEqual([])
  })
})

test('Calico keeps the source of whoever comes from outside, by whichever entry', () => {
  const by = (connection: Partial<ProxiedConnection>) => differences([felixConfiguration({bpfEnabled: true})], connection)
  const kept = ['source-kept: pods see the own address of a client outside of the cluster']
  expect(by({client: 'outside', via: 'node-port'})).toEqual(kept)
  expect(by({client: 'outside', via: 'load-balancer'})).toEqual(kept)
  expect(by({client: 'outside', via: 'cluster-ip'})).toEqual([])
  expect(by({via: 'node-port'})).toEqual([])
})

test('kube-router leads a pod to itself where a flag or an annotation says so', () => {
  const by = (args: readonly string[], annotations?: Readonly<Record<string, string>>, reachesItself = true) => {
    const annotated = JSON.parse(service('web'))
    annotated.metadata.annotations = annotations
    const [asked] = clusterOf(JSON.stringify(annotated)).services
    return differences([daemonSet('kube-router', {args})], {service: asked, reachesItself})
  }
  expect(by([])).toHaveLength(1)
  expect(by(['--hairpin-mode=false'])).toHaveLength(1)
  expect(by(['--hairpin-mode'])).toEqual([])
  expect(by([], {'kube-router.io/service.hairpin': ''})).toEqual([])
  expect(by([], undefined, false)).toEqual([])
})

test('Antrea has its limits, and direct server return for load balancers', () => {
  const by = (connection: Partial<ProxiedConnection>, mode = 'nat') =>
    differences(
      [
        daemonSet('antrea-agent'),
        configMap('antrea-config', {'antrea-agent.conf': `antreaProxy:\n  proxyAll: true\n  defaultLoadBalancerMode: ${mode}\n`}),
      ],
      connection,
    )
  expect(by({})).toEqual([])
  expect(by({endpoints: 800, affinitySeconds: 65_535})).toEqual([])
  expect(by({endpoints: 801})).toEqual(["none: it uses 800 endpoints of a Service at most, its own node's first"])
  expect(by({affinitySeconds: 65_536})).toEqual(['none: its session affinity lasts 65535 seconds at most'])
  const entry = {client: 'outside', via: 'load-balancer'} as const
  expect(by(entry)).toEqual([])
  expect(by(entry, 'dsr')).toHaveLength(1)
  expect(by({...entry, via: 'node-port'}, 'dsr')).toEqual([])
})
