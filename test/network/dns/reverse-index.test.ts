import {describe, expect, test} from 'vitest'
import {createClusterDns} from '../../../src/network/dns/cluster-dns.ts'
import type {Doubts} from '../../../src/network/dns/reason.ts'
import {DEFAULT_DNS_SETTINGS, type DnsSettings} from '../../../src/network/dns/settings.ts'
import {clusterOf, service, together} from '../../manifest.ts'
import {ask} from './asking.ts'
import {namespaceNamed, podAt, runningService, shop, slice} from './shop.ts'

const NONE = {clusterIP: 'None', clusterIPs: ['None']}
const serverOf = (objects: readonly string[], settings: Partial<DnsSettings> = {}, doubts: Doubts = {}) =>
  createClusterDns(clusterOf(together(...objects)), {...DEFAULT_DNS_SETTINGS, ...settings}, doubts)
/** What stands behind an IPv4 address. */
const at = (address: string, server = createClusterDns(shop())) =>
  ask(`${address.split('.').toReversed().join('.')}.in-addr.arpa.`, 'PTR', server)
const whyAt = (address: string, server = createClusterDns(shop())) =>
  server.answer(`${address.split('.').toReversed().join('.')}.in-addr.arpa`, 'PTR')
const unseen = {kind: 'unseen', sentence: 'the input has no pods', advice: 'show them'} as const
const apiServer = runningService('kubernetes', {clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1']}, 'default')

describe('the name of an address', () => {
  test('is that of one Service, where two have it as their cluster IP', () => {
    const both = ['a', 'b'].map((name) => runningService(name, {clusterIP: '10.0.0.9', clusterIPs: ['10.0.0.9']}))
    expect(at('10.0.0.9', serverOf(both))).toEqual(['PTR a.shop.svc.cluster.local'])
  })

  test('is found however the input spells the address, and told once', () => {
    const odd = slice('out-1', 'out', {endpoints: [{addresses: ['010.09.0.1']}, {addresses: ['10.9.0.1'], hostname: 'x'}]})
    const again = slice('out-2', 'out', {endpoints: [{addresses: ['10.9.0.1'], hostname: 'x'}]})
    const server = serverOf([apiServer, odd, again])
    expect(at('10.9.0.1', server)).toEqual(['PTR 010-09-0-1.out.shop.svc.cluster.local', 'PTR x.out.shop.svc.cluster.local'])
  })

  test('is none of an ExternalName, whatever cluster IP it states', () => {
    const alias = runningService('old', {
      type: 'ExternalName',
      externalName: 'old.example.com',
      clusterIP: '10.0.0.9',
      clusterIPs: ['10.0.0.9'],
    })
    expect(whyAt('10.0.0.9', serverOf([apiServer, alias]))).toMatchObject({why: {kind: 'unused-address'}})
  })

  test('of an endpoint is one by the slices of an ExternalName, by those that are ready', () => {
    const alias = service('old', {type: 'ExternalName', externalName: 'old.example.com', selector: undefined}, 'shop')
    const endpoints = [
      {addresses: ['10.9.0.1'], conditions: {ready: true}},
      {addresses: ['10.9.0.2'], conditions: {ready: false}},
      {addresses: ['10.9.0.3'], hostname: 'three'},
    ]
    const server = serverOf([apiServer, alias, slice('old-1', 'old', {endpoints})])
    expect(at('10.9.0.1', server)).toEqual(['PTR 10-9-0-1.old.shop.svc.cluster.local'])
    expect(whyAt('10.9.0.2', server)).toMatchObject({status: 'NXDOMAIN', why: {kind: 'unused-address'}})
    expect(at('10.9.0.3', server)).toEqual(['PTR three.old.shop.svc.cluster.local'])
  })

  test('is found beside slices of names, which have no address', () => {
    const names = slice('fq-1', 'fq', {addressType: 'FQDN', endpoints: [{addresses: ['www.example.com']}]})
    expect(at('10.0.0.1', serverOf([apiServer, runningService('fq', NONE), names]))).toEqual(['PTR kubernetes.default.svc.cluster.local'])
  })

  test('is none by a slice of no Service, and none by an Endpoints object whose Service is gone', () => {
    const stray = JSON.parse(slice('stray', 'gone', {endpoints: [{addresses: ['10.9.0.1']}]}))
    stray.metadata.labels = {}
    const endpoints = {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: {name: 'gone', namespace: 'shop', uid: 'uid-of-gone'},
      subsets: [{addresses: [{ip: '10.9.0.2'}], ports: [{port: 80}]}],
    }
    const server = serverOf([apiServer, JSON.stringify(stray), JSON.stringify(endpoints)])
    expect(at('10.9.0.1', server)).toBe('NXDOMAIN')
    expect(at('10.9.0.2', server)).toBe('NXDOMAIN')
  })
})

describe('where only some namespaces are served, an address', () => {
  const orphan = slice('orphan-1', 'orphan', {endpoints: [{addresses: ['10.9.0.1']}]})
  const objects = [apiServer, namespaceNamed('shop'), runningService('web', {clusterIP: '10.0.0.9', clusterIPs: ['10.0.0.9']}), orphan]

  test.each([
    [['shop'], ['PTR web.shop.svc.cluster.local'], ['PTR 10-9-0-1.orphan.shop.svc.cluster.local']],
    [['other'], 'NXDOMAIN', 'NXDOMAIN'],
    [undefined, ['PTR web.shop.svc.cluster.local'], ['PTR 10-9-0-1.orphan.shop.svc.cluster.local']],
  ])('has the names that Services and slices of %j give it', (namespaces, ofService, ofSlice) => {
    const server = serverOf(objects, {namespaces})
    expect(at('10.0.0.9', server)).toEqual(ofService)
    expect(at('10.9.0.1', server)).toEqual(ofSlice)
  })
})

describe('where endpoints are not served, an address', () => {
  const without = (doubts: Doubts = {}) =>
    serverOf(
      [
        apiServer,
        runningService('db', {...NONE, selector: {app: 'db'}}),
        podAt('db-0', {app: 'db', addresses: ['10.1.0.1']}),
        podAt('db-1', {app: 'db', addresses: ['10.1.0.2'], ready: false}),
        slice('orphan-1', 'orphan', {endpoints: [{addresses: ['10.9.0.1']}]}),
        runningService('out', NONE),
      ],
      {withoutEndpoints: true},
      doubts,
    )

  test('of a pod has no name, ready or not', () => {
    expect(whyAt('10.1.0.1', without())).toMatchObject({status: 'NXDOMAIN', why: {kind: 'pod-without-name', pod: {name: 'db-0'}}})
    expect(whyAt('10.1.0.2', without())).toMatchObject({status: 'NXDOMAIN', why: {kind: 'pod-without-name', pod: {name: 'db-1'}}})
    expect(at('10.9.0.1', without())).toBe('NXDOMAIN')
    expect(at('10.0.0.1', without())).toEqual(['PTR kubernetes.default.svc.cluster.local'])
  })

  test('is in no doubt for pods that nobody sees', () => {
    expect(whyAt('10.1.0.9', without({ofPods: () => unseen}))).toMatchObject({status: 'NXDOMAIN', why: {kind: 'unused-address'}})
  })
})

describe('an address without a name', () => {
  test('is that of an endpoint that is not ready, with whom it belongs to', () => {
    const out = slice('out-1', 'out', {endpoints: [{addresses: ['10.9.0.1'], conditions: {ready: false}}]})
    const server = serverOf([apiServer, runningService('web', {clusterIP: '10.0.0.9'}), runningService('out', NONE), out])
    expect(whyAt('10.9.0.1', server)).toMatchObject({
      why: {kind: 'unready-address', address: '10.9.0.1', service: {name: 'out'}, object: null},
    })
  })

  test('is that of a pod while it has not finished', () => {
    const job = JSON.parse(podAt('job', {app: 'job', addresses: ['10.1.0.7']}))
    expect(whyAt('10.1.0.7', serverOf([apiServer, JSON.stringify(job)]))).toMatchObject({why: {kind: 'pod-without-name'}})
    job.status.phase = 'Succeeded'
    expect(whyAt('10.1.0.7', serverOf([apiServer, JSON.stringify(job)]))).toMatchObject({why: {kind: 'unused-address'}})
  })

  test('may be one of a pod that nobody sees, behind any Service that can have pods', () => {
    const doubts: Doubts = {ofPods: () => unseen}
    const alias = runningService('old', {type: 'ExternalName', externalName: 'old.example.com', ports: undefined})
    const cached = podAt('db-0', {app: 'db', addresses: ['10.1.0.1']})
    const db = runningService('db', {...NONE, selector: {app: 'db'}})
    expect(whyAt('10.1.0.9', serverOf([apiServer, db], {}, doubts))).toEqual(
      expect.objectContaining({status: 'unknown', why: expect.objectContaining({kind: 'unseen-endpoints'})}),
    )
    // The API server's own addresses are in no input, an alias has none, and of db a pod is to be seen.
    const known = [alias, db, cached]
    expect(whyAt('10.1.0.9', serverOf(known, {}, doubts))).toMatchObject({status: 'NXDOMAIN', why: {kind: 'unused-address'}})
  })

  test('may be one that a manifest leaves to the API server, which has one itself', () => {
    expect(whyAt('10.1.0.9', serverOf([service('web', {}, 'shop')]))).toEqual({
      status: 'unknown',
      why: {kind: 'addresses-not-stated', service: undefined},
    })
    // Its own Service is in every cluster, and in hardly any input.
    expect(whyAt('10.1.0.9', serverOf([namespaceNamed('shop')]))).toMatchObject({status: 'NXDOMAIN'})
  })

  test('may be an address of an endpoint that the input does not state', () => {
    const known = runningService('db', {...NONE, selector: {app: 'db'}})
    const pod = JSON.parse(podAt('db-0', {app: 'db', addresses: ['10.1.0.1']}))
    delete pod.status
    expect(at('10.1.0.9', serverOf([apiServer, known, JSON.stringify(pod)]))).toBe('unknown: addresses-not-stated')
  })
})

describe('addresses that other servers may know', () => {
  const PRIVATE = '10.9.9.9 127.0.0.2 192.168.0.9 169.254.1.1 172.16.0.1 172.19.0.1 172.20.0.1 172.29.9.9 172.30.0.1 172.31.255.9'
  const SHARED = '100.64.0.1 100.69.0.1 100.70.0.1 100.99.0.1 100.100.0.1 100.119.0.1 100.120.0.1 100.127.255.9'
  const PUBLIC = '9.9.9.9 11.0.0.1 110.0.0.1 128.0.0.1 192.169.0.1 192.0.2.1 169.253.0.1 172.15.0.1 172.32.0.1 172.1.0.1 172.3.0.1'
  const BESIDE = '100.63.0.1 100.128.0.1 100.6.0.1 100.1.0.1 100.12.0.1 100.10.0.1 100.200.0.1 21.10.0.1 1.127.0.1'

  test.each(`${PRIVATE} ${SHARED}`.split(' '))('are not asked of them where they are private: %s', (address) =>
    expect(at(address, serverOf([apiServer]))).toBe('NXDOMAIN'),
  )

  test.each(`${PUBLIC} ${BESIDE}`.split(' '))('are asked of them where they are public: %s', (address) =>
    expect(at(address, serverOf([apiServer]))).toBe('unknown: forwarded'),
  )

  test.each([
    // RFC 4193, RFC 4291: unique local, link-local and the node itself.
    ['fc', 'NXDOMAIN'],
    ['fd', 'NXDOMAIN'],
    ['fe8', 'NXDOMAIN'],
    ['fe9', 'NXDOMAIN'],
    ['fea', 'NXDOMAIN'],
    ['feb', 'NXDOMAIN'],
    ['fec', 'unknown: forwarded'],
    ['fe7', 'unknown: forwarded'],
    ['fb', 'unknown: forwarded'],
    ['2001', 'unknown: forwarded'],
    ['2fd', 'unknown: forwarded'],
    ['00000000000000000000000000000001', 'NXDOMAIN'],
    ['00000000000000000000000000000002', 'unknown: forwarded'],
  ])('of IPv6 follow the same rule: %s…', (start, expected) => {
    const name = `${[...start.padEnd(32, '1')].toReversed().join('.')}.ip6.arpa.`
    expect(ask(name, 'PTR', serverOf([apiServer]))).toBe(expected)
  })

  test('are left to them only where the Corefile says fallthrough', () => {
    expect(at('9.9.9.9', serverOf([apiServer], {fallthrough: ['ip6.arpa']}))).toBe('NXDOMAIN')
    expect(at('9.9.9.9', serverOf([apiServer], {fallthrough: ['9.in-addr.arpa']}))).toBe('unknown: forwarded')
  })
})
