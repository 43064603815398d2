import {describe, expect, test} from 'vitest'
import {createClusterDns} from '../../../src/network/dns/cluster-dns.ts'
import type {Doubts} from '../../../src/network/dns/reason.ts'
import type {RecordType} from '../../../src/network/dns/record.ts'
import {DEFAULT_DNS_SETTINGS} from '../../../src/network/dns/settings.ts'
import {clusterOf, service, together, workload} from '../../manifest.ts'
import {ask, shopDns} from './asking.ts'
import {podAt, runningService, shop, slice} from './shop.ts'

const whole = (name: string) => `${name}.shop.svc.cluster.local`
const headless = {clusterIP: 'None', clusterIPs: ['None']}

describe('a port', () => {
  test.each([
    ['_._tcp.web', ['SRV 0 100 80 web.shop.svc.cluster.local']],
    ['_http._.web', ['SRV 0 100 80 web.shop.svc.cluster.local']],
    ['_._udp.dns', ['SRV 0 100 53 dns.shop.svc.cluster.local']],
    ['_metrics._.dns', ['SRV 0 100 9153 dns.shop.svc.cluster.local']],
    ['_https._.web', 'NXDOMAIN'],
    ['_._sctp.web', 'NXDOMAIN'],
  ] as const)('may be asked for by its name or its protocol alone: %s', (name, expected) =>
    expect(ask(`${name}.shop.svc`, 'SRV')).toEqual(expected),
  )

  test.each(['web', 'db'])('that %s does not have is said by what was asked for', (name) => {
    expect(shopDns().answer(whole(`_no._udp.${name}`), 'SRV')).toMatchObject({
      status: 'NXDOMAIN',
      why: {kind: 'no-port', service: {name}, port: 'no', protocol: 'udp'},
    })
  })
})

describe('an ExternalName', () => {
  test.each([
    ['pay', 'SRV', {status: 'NODATA', why: {kind: 'other-types', service: {name: 'pay'}}}],
    ['x.pay', 'A', {status: 'NXDOMAIN', why: {kind: 'part-of-alias', service: {name: 'pay'}}}],
    ['_http._tcp.pay', 'SRV', {status: 'NXDOMAIN', why: {kind: 'part-of-alias', service: {name: 'pay'}}}],
  ] as const)('says why there is nothing at %s %s', (name, type, expected) =>
    expect(shopDns().answer(whole(name), type)).toMatchObject(expected),
  )

  test('for a headless Service has the addresses of its pods', () => {
    const alias = runningService('to-db', {type: 'ExternalName', externalName: whole('db'), ports: undefined, ipFamilies: undefined})
    const pod = podAt('db-0', {app: 'db', addresses: ['10.1.0.1']})
    const server = createClusterDns(clusterOf(together(alias, pod, runningService('db', {...headless, selector: {app: 'db'}}))))
    expect(ask('to-db.shop.svc', 'A', server)).toEqual([`CNAME ${whole('db')}`, `${whole('db')} A 10.1.0.1`])
  })
})

describe('endpoints', () => {
  const why = (name: string, type: RecordType = 'A', server = shopDns()) => server.answer(whole(name), type)

  test('that are not ready are told from those that are not there', () => {
    expect(why('db-2.db')).toMatchObject({why: {kind: 'no-endpoint', label: 'db-2', unready: true, byPodName: false}})
    expect(why('db-7.db')).toMatchObject({why: {kind: 'no-endpoint', label: 'db-7', unready: false}})
  })

  test('of which none is ready are counted, a pod of two families once', () => {
    const pod = podAt('web-1', {app: 'web', addresses: ['10.1.0.1', 'fd00::1'], ready: false})
    const dual = runningService('web', {
      ...headless,
      selector: {app: 'web'},
      ipFamilies: ['IPv4', 'IPv6'],
      ipFamilyPolicy: 'RequireDualStack',
    })
    const out = ['192.0.2.1', '192.0.2.2'].map((address) => ({addresses: [address], conditions: {ready: false}}))
    const cluster = clusterOf(together(pod, dual, runningService('out', headless), slice('out-1', 'out', {endpoints: out})))
    expect(why('web', 'A', createClusterDns(cluster))).toMatchObject({why: {kind: 'no-ready-endpoint', of: 1}})
    // Nobody says whose addresses these are.
    expect(why('out', 'A', createClusterDns(cluster))).toMatchObject({why: {kind: 'no-ready-endpoint', of: 2}})
  })

  test('of which some addresses are not stated may have any other', () => {
    const mixed = createClusterDns(
      clusterOf(
        together(
          service('api', {...headless, ports: [{name: 'http', port: 80}]}, 'shop'),
          workload('next', {labels: {app: 'api'}, namespace: 'shop'}),
          podAt('api-1', {app: 'api', addresses: ['10.1.0.1']}),
        ),
      ),
    )
    expect(why('10-1-0-9.api', 'A', mixed)).toMatchObject({status: 'unknown', why: {kind: 'addresses-not-stated', service: {name: 'api'}}})
  })

  test('are not served at all where the Corefile says noendpoints', () => {
    const without = createClusterDns(shop(), {...DEFAULT_DNS_SETTINGS, withoutEndpoints: true})
    for (const name of ['db', 'db-0.db', '10-244-0-11.web'])
      expect(why(name, 'A', without)).toMatchObject({status: 'NXDOMAIN', why: {kind: 'endpoints-not-served'}})
  })

  describe('that the input does not show', () => {
    const unseen = {kind: 'unseen', sentence: 'the input has no pods', advice: 'show them'} as const
    const doubts: Doubts = {ofPods: () => unseen}
    const server = (settings = {}) =>
      createClusterDns(
        clusterOf(together(runningService('web', {clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1']}), runningService('db', headless))),
        {...DEFAULT_DNS_SETTINGS, ...settings},
        doubts,
      )

    test.each([
      ['db', 'unknown: unseen'],
      ['_http._tcp.db', 'unknown: unseen'],
      ['any-name.db', 'unknown: unseen'],
      ['web', ['A 10.0.0.1']],
      // Pods of a Service with a cluster IP rarely have a hostname.
      ['any-name.web', 'NXDOMAIN'],
      ['10-1-0-1.web', 'unknown: unseen'],
    ])('leave %s open only where they may have that name', (name, expected) =>
      expect(ask(`${name}.shop.svc`, 'A', server())).toEqual(expected),
    )

    test('leave nothing open beside those that it shows, or where nobody looks at them', () => {
      const seen = (settings = {}) =>
        createClusterDns(
          clusterOf(
            together(runningService('db', {...headless, selector: {app: 'db'}}), podAt('db-0', {app: 'db', addresses: ['10.1.0.1']})),
          ),
          {...DEFAULT_DNS_SETTINGS, ...settings},
          doubts,
        )
      expect(seen().answer(whole('any-name.db'), 'A')).toMatchObject({status: 'NXDOMAIN', why: {kind: 'no-endpoint'}})
      const hidden = server({hidesEmptyServices: true, withoutEndpoints: true}).answer(whole('web'), 'A')
      expect(hidden).toMatchObject({status: 'NXDOMAIN', why: {kind: 'hidden-service'}})
    })

    test('may be what keeps a Service from being hidden', () => {
      expect(server({hidesEmptyServices: true}).answer(whole('web'), 'A')).toEqual({status: 'unknown', why: unseen})
    })
  })
})

describe('a Service that is hidden because it is empty', () => {
  const hiding = (settings = {}) => createClusterDns(shop(), {...DEFAULT_DNS_SETTINGS, hidesEmptyServices: true, ...settings})

  test('is one without ready endpoints', () => {
    expect(hiding().answer(whole('nobody'), 'A')).toMatchObject({
      status: 'NXDOMAIN',
      why: {kind: 'hidden-service', service: {name: 'nobody'}},
    })
  })

  test('is every one where the server does not look at endpoints', () => {
    expect(hiding({withoutEndpoints: true}).answer(whole('web'), 'A')).toMatchObject({why: {kind: 'hidden-service'}})
  })
})

test('a manifest that states one of two cluster IPs leaves the other open', () => {
  const half = createClusterDns(clusterOf(service('half', {clusterIP: '10.0.0.3', ipFamilyPolicy: 'RequireDualStack'}, 'shop')))
  expect(ask('half.shop.svc', 'A', half)).toEqual(['A 10.0.0.3'])
  expect(ask('half.shop.svc', 'AAAA', half)).toEqual(['AAAA null'])
})
