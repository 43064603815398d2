import {describe, expect, test} from 'vitest'
import {createClusterDns} from '../../../src/network/dns/cluster-dns.ts'
import {DEFAULT_DNS_SETTINGS} from '../../../src/network/dns/settings.ts'
import {clusterOf, service, together, workload} from '../../manifest.ts'
import {ask, shopDns} from './asking.ts'
import {namespaceNamed, podAt, runningService, shop, slice} from './shop.ts'

const WEB = 'web.shop.svc'

describe('a Service with a cluster IP', () => {
  test.each([
    ['web.shop.svc', 'A', ['A 10.0.46.28']],
    ['web.shop.svc', 'AAAA', 'NODATA'],
    ['web.shop.svc', 'SRV', ['SRV 0 100 80 web.shop.svc.cluster.local']],
    ['web.shop.svc', 'CNAME', 'NODATA'],
    ['web.shop.svc', 'TXT', 'NODATA'],
    ['web.shop.svc', 'PTR', 'NODATA'],
    ['_http._tcp.web.shop.svc', 'SRV', ['SRV 0 100 80 web.shop.svc.cluster.local']],
    // The name of a port is the Service's too, and the underscores may be missing.
    ['_http._tcp.web.shop.svc', 'A', ['A 10.0.46.28']],
    ['http.tcp.web.shop.svc', 'SRV', ['SRV 0 100 80 web.shop.svc.cluster.local']],
    ['_http._udp.web.shop.svc', 'SRV', 'NXDOMAIN'],
    ['_https._tcp.web.shop.svc', 'A', 'NXDOMAIN'],
    // A port without name is found under any port, or by protocol alone.
    ['plain.shop.svc', 'SRV', ['SRV 0 100 80 plain.shop.svc.cluster.local']],
    ['_._tcp.plain.shop.svc', 'SRV', ['SRV 0 100 80 plain.shop.svc.cluster.local']],
    ['_http._tcp.plain.shop.svc', 'SRV', 'NXDOMAIN'],
    // Without a single pod it still has its address.
    ['nobody.shop.svc', 'A', ['A 10.0.46.30']],
    ['edge.shop.svc', 'A', ['A 10.0.46.34']],
    ['six.shop.svc', 'A', 'NODATA'],
    ['six.shop.svc', 'AAAA', ['AAAA fd00:10::32']],
    ['dual.shop.svc', 'A', ['A 10.0.46.31']],
    ['dual.shop.svc', 'AAAA', ['AAAA fd00:10::31']],
  ] as const)('%s %s', (name, type, expected) => expect(ask(name, type)).toEqual(expected))

  test('divides the weight among ports and families before equal records are dropped', () => {
    // One port and two families make two entries and one record.
    expect(ask('dual.shop.svc', 'SRV')).toEqual(['SRV 0 50 80 dual.shop.svc.cluster.local'])
    // Three ports, two of them 53.
    expect(ask('dns.shop.svc', 'SRV')).toEqual(['SRV 0 33 53 dns.shop.svc.cluster.local', 'SRV 0 33 9153 dns.shop.svc.cluster.local'])
    expect(ask('_dns._udp.dns.shop.svc', 'SRV')).toEqual(['SRV 0 100 53 dns.shop.svc.cluster.local'])
  })

  test('knows its endpoints by address too', () => {
    expect(ask(`10-244-0-11.${WEB}`, 'A')).toEqual(['A 10.244.0.11'])
    expect(ask(`10-244-0-11.${WEB}`, 'SRV')).toEqual(['SRV 0 100 8080 10-244-0-11.web.shop.svc.cluster.local'])
    expect(ask(`10-244-0-13.${WEB}`, 'A')).toBe('NXDOMAIN')
    expect(ask('10-244-0-11.no-such-port.shop.svc', 'A')).toEqual(['A 10.244.0.11'])
    expect(ask('10-244-0-11.no-such-port.shop.svc', 'SRV')).toBe('NODATA')
  })
})

describe('a headless Service', () => {
  test.each([
    ['db.shop.svc', 'A', ['A 10.244.1.10', 'A 10.244.1.20']],
    // A pod has its hostname only in the Service that its subdomain names; elsewhere it goes by its address.
    ['db.shop.svc', 'SRV', ['SRV 0 50 5432 db-0.db.shop.svc.cluster.local', 'SRV 0 50 5432 10-244-1-20.db.shop.svc.cluster.local']],
    ['db-0.db.shop.svc', 'A', ['A 10.244.1.10']],
    ['db-0.db.shop.svc', 'SRV', ['SRV 0 100 5432 db-0.db.shop.svc.cluster.local']],
    ['10-244-1-10.db.shop.svc', 'A', 'NXDOMAIN'],
    ['10-244-1-20.db.shop.svc', 'A', ['A 10.244.1.20']],
    ['odd.db.shop.svc', 'A', 'NXDOMAIN'],
    ['db-2.db.shop.svc', 'A', 'NXDOMAIN'],
    ['_pg._tcp.db.shop.svc', 'A', ['A 10.244.1.10', 'A 10.244.1.20']],
    ['_pg._udp.db.shop.svc', 'SRV', 'NXDOMAIN'],
    ['db-all.shop.svc', 'A', ['A 10.244.1.10', 'A 10.244.1.12', 'A 10.244.1.20']],
    ['unready.shop.svc', 'A', 'NXDOMAIN'],
    ['portless.shop.svc', 'A', ['A 10.244.0.11', 'A 10.244.0.12']],
    ['portless.shop.svc', 'SRV', 'NODATA'],
    ['outside.shop.svc', 'A', ['A 192.0.2.1', 'A 192.0.2.3']],
    ['one.outside.shop.svc', 'A', ['A 192.0.2.1']],
    ['192-0-2-2.outside.shop.svc', 'A', 'NXDOMAIN'],
    ['192-0-2-31.orphan.shop.svc', 'A', 'NXDOMAIN'],
    // An address that ends with a colon gets a zero, because a label may not end with a dash.
    ['zero.shop.svc', 'SRV', ['SRV 0 100 5432 fd00-244-1--0.zero.shop.svc.cluster.local']],
    ['fd00-244-1--0.zero.shop.svc', 'AAAA', ['AAAA fd00:244:1::']],
    // Two pods, one of them with both families: three endpoints.
    ['web-pods.shop.svc', 'AAAA', ['AAAA fd00:244::12']],
    [
      '_http._tcp.web-pods.shop.svc',
      'SRV',
      [
        'SRV 0 33 80 10-244-0-11.web-pods.shop.svc.cluster.local',
        'SRV 0 33 80 10-244-0-12.web-pods.shop.svc.cluster.local',
        'SRV 0 33 80 fd00-244--12.web-pods.shop.svc.cluster.local',
      ],
    ],
  ] as const)('%s %s', (name, type, expected) => {
    const answer = ask(name, type)
    expect(Array.isArray(answer) ? answer.toSorted() : answer).toEqual(Array.isArray(expected) ? expected.toSorted() : expected)
  })

  test('of many endpoints has weights of at least 1', () => {
    const pods = Array.from({length: 150}, (_, index) => podAt(`p-${index}`, {app: 'many', addresses: [`10.244.9.${index}`]}))
    const many = createClusterDns(
      clusterOf(together(...pods, service('many', {selector: {app: 'many'}, clusterIP: 'None', ipFamilies: ['IPv4']}, 'shop'))),
    )
    const answer = many.answer('many.shop.svc.cluster.local', 'SRV')
    expect(answer.status === 'NOERROR' && new Set(answer.records.map((record) => record.type === 'SRV' && record.weight))).toEqual(
      new Set([1]),
    )
  })
})

describe('an ExternalName', () => {
  test.each([
    ['pay.shop.svc', 'CNAME', ['CNAME api.example.com']],
    ['pay.shop.svc', 'SRV', 'NODATA'],
    ['pay.shop.svc', 'TXT', 'NODATA'],
    ['_http._tcp.pay.shop.svc', 'SRV', 'NXDOMAIN'],
    ['x.pay.shop.svc', 'A', 'NXDOMAIN'],
    ['front.shop.svc', 'A', ['CNAME web.shop.svc.cluster.local', 'web.shop.svc.cluster.local A 10.0.46.28']],
    ['front.shop.svc', 'AAAA', 'NODATA'],
    [
      'front-too.shop.svc',
      'A',
      [
        'CNAME front.shop.svc.cluster.local',
        'front.shop.svc.cluster.local CNAME web.shop.svc.cluster.local',
        'web.shop.svc.cluster.local A 10.0.46.28',
      ],
    ],
    // An alias of nothing is no answer to a question for addresses, but to one for the alias.
    ['gone.shop.svc', 'A', 'NODATA'],
    ['gone.shop.svc', 'CNAME', ['CNAME nothing.shop.svc.cluster.local']],
    ['ping.shop.svc', 'A', 'NODATA'],
    ['pong.shop.svc', 'CNAME', ['CNAME ping.shop.svc.cluster.local']],
    ['address.shop.svc', 'A', 'NXDOMAIN'],
    ['address.shop.svc', 'CNAME', 'NXDOMAIN'],
  ] as const)('%s %s', (name, type, expected) => expect(ask(name, type)).toEqual(expected))

  test('without a name, which the API server would refuse, does not exist', () => {
    const nameless = createClusterDns(clusterOf(service('old', {type: 'ExternalName', selector: undefined, ports: undefined}, 'shop')))
    expect(nameless.answer('old.shop.svc.cluster.local', 'A')).toMatchObject({status: 'NXDOMAIN', why: {kind: 'alias-without-name'}})
  })

  test('for a name outside of the cluster leaves its address to other servers', () => {
    expect(shopDns().answer('pay.shop.svc.cluster.local', 'A')).toEqual({
      status: 'NOERROR',
      records: [{type: 'CNAME', name: 'pay.shop.svc.cluster.local', ttl: 30, target: 'api.example.com'}],
      forwarded: true,
    })
  })
})

describe('names that no Service has', () => {
  test.each([
    ['nothing.shop.svc', 'A', 'NXDOMAIN'],
    ['web.nowhere.svc', 'A', 'NXDOMAIN'],
    ['*.shop.svc', 'A', 'NXDOMAIN'],
    ['*.web.shop.svc', 'A', 'NXDOMAIN'],
    ['web.*.svc', 'A', 'NXDOMAIN'],
    ['a.b.c.web.shop.svc', 'A', 'NXDOMAIN'],
    ['web.shop', 'A', 'NXDOMAIN'],
    // The nodes above them exist, and have nothing; to TXT CoreDNS denies them.
    ['shop.svc', 'A', 'NODATA'],
    ['shop.svc', 'SRV', 'NODATA'],
    ['shop.svc', 'CNAME', 'NODATA'],
    ['shop.svc', 'TXT', 'NXDOMAIN'],
    ['nowhere.svc', 'A', 'NXDOMAIN'],
    ['svc', 'A', 'NODATA'],
    ['cluster.local.', 'A', 'NODATA'],
    ['cluster.local.', 'TXT', 'NXDOMAIN'],
    ['dns-version', 'TXT', ['TXT 1.1.0']],
    ['dns-version', 'A', 'NXDOMAIN'],
    ['ns.dns', 'SRV', 'NODATA'],
    ['ns.dns', 'A', 'unknown: dns-server'],
    ['ns.dns', 'AAAA', 'unknown: dns-server'],
    ['ns.dns', 'TXT', 'NXDOMAIN'],
    ['ns.dns', 'PTR', 'NXDOMAIN'],
  ] as const)('%s %s', (name, type, expected) => expect(ask(name, type)).toEqual(expected))

  test('namespaces are those that are listed, those of any object, and the cluster’s own', () => {
    const listed = (...objects: readonly string[]) => createClusterDns(clusterOf(together(namespaceNamed('shop'), ...objects)))
    const few = listed(runningService('api', {clusterIP: '10.0.0.6', clusterIPs: ['10.0.0.6']}, 'prod'))
    expect(ask('api.prod.svc', 'A', few)).toEqual(['A 10.0.0.6'])
    expect(ask('kube-system.svc', 'A', few)).toBe('NODATA')
    expect(few.answer('web.nowhere.svc.cluster.local', 'A')).toMatchObject({why: {kind: 'no-namespace', listed: true}})
    const manifests = createClusterDns(clusterOf(service('web', {}, 'shop')))
    expect(manifests.answer('web.nowhere.svc.cluster.local', 'A')).toMatchObject({why: {kind: 'no-namespace', listed: false}})
  })

  test.each([
    ['a.b.c.web.shop.svc', {kind: 'malformed', reason: 'too-many-labels'}],
    ['web.shop', {kind: 'malformed', reason: 'no-branch'}],
  ])('say what is wrong with them: %s', (name, why) =>
    expect(shopDns().answer(`${name}.cluster.local`, 'A')).toEqual({status: 'NXDOMAIN', why}),
  )

  test('may be those of Services that the input does not list', () => {
    const unseen = {kind: 'unseen', sentence: 'the input does not list them', advice: 'list them'} as const
    const doubting = (...objects: readonly string[]) =>
      createClusterDns(clusterOf(together(service('web', {}, 'shop'), ...objects)), DEFAULT_DNS_SETTINGS, {ofService: () => unseen})
    expect(ask('api.shop.svc', 'A', doubting())).toBe('unknown: unseen')
    expect(ask('api.nowhere.svc', 'A', doubting())).toBe('unknown: unseen')
    // All namespaces are known here.
    expect(ask('api.nowhere.svc', 'A', doubting(namespaceNamed('shop')))).toBe('NXDOMAIN')
    // A port or an endpoint of a Service that is not there is one that search domains made up.
    expect(ask('_http._tcp.api.shop.svc', 'A', doubting())).toBe('NXDOMAIN')
    expect(ask('a.api.shop.svc', 'A', doubting())).toBe('NXDOMAIN')
  })

  test('every cluster has the API server, whatever the input shows', () => {
    expect(ask('kubernetes.default.svc', 'A')).toEqual(['A null'])
    expect(ask('_https._tcp.kubernetes.default.svc', 'SRV')).toEqual(['SRV 0 100 443 kubernetes.default.svc.cluster.local'])
  })
})

describe('the name of the DNS server itself', () => {
  const kubeDns = runningService(
    'kube-dns',
    {clusterIP: '10.0.0.10', clusterIPs: ['10.0.0.10'], ports: [{name: 'dns', port: 53}]},
    'kube-system',
  )
  const server = () => createClusterDns(clusterOf(kubeDns))

  test('is that of its Service', () => {
    expect(ask('ns.dns', 'A', server())).toEqual(['A 10.0.0.10'])
    expect(ask('ns.dns', 'AAAA', server())).toBe('NODATA')
    const elsewhere = createClusterDns(clusterOf(kubeDns.replace('"kube-system"', '"shop"')))
    expect(ask('ns.dns', 'A', elsewhere)).toBe('unknown: dns-server')
  })

  test('has addresses only', () => {
    for (const type of ['SRV', 'CNAME'] as const)
      expect(server().answer('ns.dns.cluster.local', type)).toEqual({status: 'NODATA', why: {kind: 'other-types', service: undefined}})
  })
})

test('answers that come from the server itself are forwarded to nobody', () => {
  const [version, web] = ['dns-version.cluster.local', '28.46.0.10.in-addr.arpa']
  expect(shopDns().answer(version, 'TXT')).toEqual({
    status: 'NOERROR',
    records: [{type: 'TXT', name: version, ttl: 28_800, text: '1.1.0'}],
    forwarded: false,
  })
  expect(shopDns().answer(web, 'PTR')).toEqual({
    status: 'NOERROR',
    records: [{type: 'PTR', name: web, ttl: 30, target: 'web.shop.svc.cluster.local'}],
    forwarded: false,
  })
})

describe('names of pods', () => {
  const verified = () => createClusterDns(shop(), {...DEFAULT_DNS_SETTINGS, pods: 'verified'})
  const disabled = () => createClusterDns(shop(), {...DEFAULT_DNS_SETTINGS, pods: 'disabled'})

  test.each([
    ['10-244-0-11.shop.pod', 'A', ['A 10.244.0.11'], ['A 10.244.0.11']],
    // Not looked up unless the pods are verified.
    ['9-9-9-9.shop.pod', 'A', ['A 9.9.9.9'], 'NXDOMAIN'],
    ['10-244-0-11.other.pod', 'A', ['A 10.244.0.11'], 'NXDOMAIN'],
    ['fd00-244--12.shop.pod', 'AAAA', ['AAAA fd00:244::12'], ['AAAA fd00:244::12']],
    ['10-244-0-11.shop.pod', 'AAAA', 'NODATA', 'NODATA'],
    ['10-244-0-11.shop.pod', 'SRV', ['SRV 0 100 0 10-244-0-11.shop.pod.cluster.local'], ['SRV 0 100 0 10-244-0-11.shop.pod.cluster.local']],
    // Up to two labels before the address are not looked at.
    ['x.10-244-0-11.shop.pod', 'A', ['A 10.244.0.11'], ['A 10.244.0.11']],
    ['10-244-0-11.nowhere.pod', 'A', 'NXDOMAIN', 'NXDOMAIN'],
    ['10-244-0-011.shop.pod', 'A', 'NXDOMAIN', 'NXDOMAIN'],
    ['web-1.shop.pod', 'A', 'NXDOMAIN', 'NXDOMAIN'],
    ['shop.pod', 'A', 'NODATA', 'NODATA'],
  ] as const)('%s %s', (name, type, insecure, checked) => {
    expect(ask(name, type)).toEqual(insecure)
    expect(ask(name, type, verified())).toEqual(checked)
    expect(ask(name, type, disabled())).toBe('NXDOMAIN')
  })
})

describe('addresses', () => {
  test.each([
    ['28.46.0.10.in-addr.arpa.', ['PTR web.shop.svc.cluster.local']],
    ['10.1.244.10.in-addr.arpa.', ['PTR 10-244-1-10.db-all.shop.svc.cluster.local', 'PTR db-0.db.shop.svc.cluster.local']],
    // Not ready: only the Service that publishes such pods.
    ['12.1.244.10.in-addr.arpa.', ['PTR 10-244-1-12.db-all.shop.svc.cluster.local']],
    ['13.0.244.10.in-addr.arpa.', 'NXDOMAIN'],
    ['1.2.0.192.in-addr.arpa.', ['PTR one.outside.shop.svc.cluster.local']],
    // A slice outlives its Service in here.
    ['31.2.0.192.in-addr.arpa.', ['PTR 192-0-2-31.orphan.shop.svc.cluster.local']],
    ['99.0.0.10.in-addr.arpa.', 'NXDOMAIN'],
    ['9.9.9.9.in-addr.arpa.', 'unknown: forwarded'],
    ['0.10.in-addr.arpa.', 'NXDOMAIN'],
    ['in-addr.arpa.', 'NODATA'],
    ['028.46.0.10.in-addr.arpa.', 'NXDOMAIN'],
    ['1.3.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.0.0.0.0.d.f.ip6.arpa.', ['PTR dual.shop.svc.cluster.local']],
  ] as const)('%s', (name, expected) => {
    const answer = ask(name, 'PTR')
    expect(Array.isArray(answer) ? answer.toSorted() : answer).toEqual(expected)
  })

  test('have the name of an ExternalName too, where slices bear it', () => {
    const external = service('old', {type: 'ExternalName', externalName: 'old.example.com', selector: undefined}, 'shop')
    const listed = createClusterDns(clusterOf(together(external, slice('old-1', 'old', {endpoints: [{addresses: ['10.9.0.1']}]}))))
    expect(ask('1.0.9.10.in-addr.arpa.', 'PTR', listed)).toEqual(['PTR 10-9-0-1.old.shop.svc.cluster.local'])
  })

  test('have no records but PTR', () => {
    expect(ask('28.46.0.10.in-addr.arpa.', 'A')).toBe('NXDOMAIN')
    expect(shopDns().answer('28.46.0.10.in-addr.arpa', 'A')).toMatchObject({why: {kind: 'reverse-name'}})
  })

  test.each([
    ['13.0.244.10.in-addr.arpa', {kind: 'unready-address', object: {kind: 'Pod', name: 'web-3'}}],
    ['99.0.0.10.in-addr.arpa', {kind: 'unused-address', address: '10.0.0.99'}],
    ['0.10.in-addr.arpa', {kind: 'malformed', reason: 'no-reverse-name'}],
  ])('that have no name, %s, say who has them', (name, why) =>
    expect(shopDns().answer(name, 'PTR')).toMatchObject({status: 'NXDOMAIN', why}),
  )

  test('of a pod that is no endpoint have no name', () => {
    const alone = createClusterDns(clusterOf(podAt('job', {app: 'job', addresses: ['10.244.7.7']})))
    expect(alone.answer('7.7.244.10.in-addr.arpa', 'PTR')).toMatchObject({why: {kind: 'pod-without-name', pod: {kind: 'Pod', name: 'job'}}})
  })

  test('are unknown where endpoints may be that the input does not show', () => {
    const cluster = clusterOf(
      together(runningService('db', {clusterIP: 'None', clusterIPs: ['None']}), runningService('web', {clusterIP: '10.0.0.1'})),
    )
    const unseen = {kind: 'unseen', sentence: 'it has no pods', advice: 'show them'} as const
    const ofPods = ({name}: {readonly name: string}) => (name === 'db' ? unseen : undefined)
    const server = createClusterDns(cluster, DEFAULT_DNS_SETTINGS, {ofPods})
    expect(server.answer('9.0.244.10.in-addr.arpa', 'PTR')).toMatchObject({
      status: 'unknown',
      why: {kind: 'unseen-endpoints', service: {name: 'db'}},
    })
    expect(ask('1.0.0.10.in-addr.arpa.', 'PTR', server)).toEqual(['PTR web.shop.svc.cluster.local'])
  })

  test('of a pod are its own, whatever else the input does not state', () => {
    const manifests = createClusterDns(
      clusterOf(together(service('web', {}, 'shop'), podAt('job', {app: 'job', addresses: ['10.244.7.7']}))),
    )
    expect(manifests.answer('7.7.244.10.in-addr.arpa', 'PTR')).toMatchObject({status: 'NXDOMAIN', why: {kind: 'pod-without-name'}})
  })

  test('are not the whole truth where a manifest leaves them to the API server', () => {
    const manifests = createClusterDns(clusterOf(service('web', {}, 'shop')))
    expect(ask('99.0.0.10.in-addr.arpa.', 'PTR', manifests)).toBe('unknown: addresses-not-stated')
  })
})

describe('manifests that were never applied', () => {
  const statefulSet = JSON.stringify({
    ...JSON.parse(workload('db', {kind: 'StatefulSet', replicas: 2, namespace: 'shop'})),
    spec: {...JSON.parse(workload('db', {kind: 'StatefulSet', replicas: 2})).spec, serviceName: 'db'},
  })
  const offline = () =>
    createClusterDns(
      clusterOf(
        together(
          service('web', {}, 'shop'),
          service('db', {clusterIP: 'None', ports: [{name: 'pg', port: 5432}]}, 'shop'),
          service('api', {clusterIP: 'None', ports: [{name: 'http', port: 80}]}, 'shop'),
          service('both', {selector: {app: 'api'}, ipFamilyPolicy: 'RequireDualStack'}, 'shop'),
          service('perhaps', {selector: {app: 'api'}, ipFamilyPolicy: 'PreferDualStack', ports: [{name: 'http', port: 80}]}, 'shop'),
          workload('api', {replicas: 3, namespace: 'shop'}),
          statefulSet,
        ),
      ),
    )

  test.each([
    ['web.shop.svc', 'A', ['A null']],
    // Nobody says that the cluster is not an IPv6 one.
    ['web.shop.svc', 'AAAA', 'unknown: family-not-stated'],
    ['web.shop.svc', 'SRV', ['SRV 0 100 80 web.shop.svc.cluster.local']],
    ['both.shop.svc', 'AAAA', ['AAAA null']],
    ['perhaps.shop.svc', 'SRV', ['SRV 0 null 80 perhaps.shop.svc.cluster.local']],
    ['db.shop.svc', 'A', ['A null', 'A null']],
    ['db-1.db.shop.svc', 'A', ['A null']],
    ['db-2.db.shop.svc', 'A', 'NXDOMAIN'],
    ['db.shop.svc', 'SRV', ['SRV 0 50 5432 db-0.db.shop.svc.cluster.local', 'SRV 0 50 5432 db-1.db.shop.svc.cluster.local']],
    // One entry for three pods, whose names will be their addresses.
    ['api.shop.svc', 'SRV', ['SRV 0 33 80 null']],
    ['10-244-0-1.api.shop.svc', 'A', 'unknown: addresses-not-stated'],
    ['api-0.api.shop.svc', 'A', 'NXDOMAIN'],
    ['nothing.shop.svc', 'A', 'NXDOMAIN'],
  ] as const)('%s %s', (name, type, expected) => expect(ask(name, type, offline())).toEqual(expected))

  test('say whose addresses they do not state', () => {
    const answer = offline().answer('api.shop.svc.cluster.local', 'A')
    expect(answer.status === 'NOERROR' && answer.records).toMatchObject([
      {address: null, object: {kind: 'Deployment', name: 'api'}, replicas: 3},
    ])
  })

  test('of which some pods run already have the addresses of those, and of the rest only where IPv4 will do', () => {
    const mixed = createClusterDns(
      clusterOf(
        together(
          service('api', {clusterIP: 'None', ports: [{name: 'http', port: 80}]}, 'shop'),
          workload('next', {labels: {app: 'api'}, namespace: 'shop'}),
          podAt('api-1', {app: 'api', addresses: ['fd00:244::7']}),
        ),
      ),
    )
    expect(ask('api.shop.svc', 'AAAA', mixed)).toEqual(['AAAA fd00:244::7'])
    expect(ask('api.shop.svc', 'A', mixed)).toEqual(['A null'])
  })

  describe('have weights of SRV records', () => {
    const http = [{name: 'http', port: 80}]
    const weighing = () =>
      createClusterDns(
        clusterOf(
          together(
            service('on-nodes', {clusterIP: 'None', ports: http, ipFamilies: ['IPv4'], selector: {on: 'nodes'}}, 'shop'),
            service('some', {clusterIP: 'None', ports: http, ipFamilies: ['IPv4'], selector: {some: 'yes'}}, 'shop'),
            service('settled', {clusterIP: '10.0.0.1', ports: http, ipFamilyPolicy: 'PreferDualStack', ipFamilies: ['IPv4']}, 'shop'),
            workload('agent', {kind: 'DaemonSet', labels: {on: 'nodes', some: 'yes'}, namespace: 'shop'}),
            workload('api', {replicas: 3, labels: {some: 'yes'}, namespace: 'shop'}),
          ),
        ),
      )
    test.each([
      // One pod for each node, of which the input shows none.
      ['on-nodes', ['SRV 0 null 80 null']],
      ['some', ['SRV 0 null 80 null', 'SRV 0 null 80 null']],
      ['settled', ['SRV 0 100 80 settled.shop.svc.cluster.local']],
    ])('where the number of entries is known: %s', (name, expected) => expect(ask(`${name}.shop.svc`, 'SRV', weighing())).toEqual(expected))
  })

  test('without namespace may belong to the one that is asked for', () => {
    const unstated = createClusterDns(clusterOf(together(service('web'), service('api', {}, 'shop'))))
    expect(ask('web.shop.svc', 'A', unstated)).toBe('unknown: unstated-namespace')
    expect(ask('web.default.svc', 'A', unstated)).toEqual(['A null'])
    expect(ask('other.shop.svc', 'A', unstated)).toBe('NXDOMAIN')
  })
})

test('definitions of which one leaves a name open leave it open together', () => {
  const headless = (app: string) => service('web', {clusterIP: 'None', selector: {app}, ports: [{name: 'http', port: 80}]}, 'shop')
  const files = {'a.yaml': together(headless('a'), podAt('a-1', {app: 'a', addresses: ['10.1.0.1']})), 'b.yaml': headless('b')}
  const server = createClusterDns(clusterOf(files), DEFAULT_DNS_SETTINGS, {
    ofPods: () => ({kind: 'unseen', sentence: 'the input has no pods', advice: 'show them'}),
  })
  expect(server.answer('x.web.shop.svc.cluster.local', 'A')).toMatchObject({
    status: 'unknown',
    why: {kind: 'redefined', service: {name: 'web'}, files: ['a.yaml', 'b.yaml']},
  })
})

describe('names that are not the cluster’s', () => {
  const entry = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: {name: 'legacy', namespace: 'shop'},
    spec: {hosts: ['legacy.shop.svc.cluster.local', '*.partner.example']},
  }
  const imported = {
    apiVersion: 'multicluster.x-k8s.io/v1alpha1',
    kind: 'ServiceImport',
    metadata: {name: 'web', namespace: 'shop'},
    spec: {type: 'ClusterSetIP', ips: ['10.42.0.1'], ports: [{name: 'http', port: 80, protocol: 'TCP'}]},
  }
  const meshed = () => createClusterDns(clusterOf(together(JSON.stringify(entry), JSON.stringify(imported), service('web', {}, 'shop'))))

  test.each([
    ['example.com.', 'A', 'unknown: forwarded'],
    ['web.shop.mesh.', 'A', 'unknown: mesh'],
    ['web.service.consul.', 'A', 'unknown: mesh'],
    ['a.partner.example.', 'A', 'unknown: mesh'],
    ['legacy.shop.svc', 'A', 'unknown: mesh'],
    ['web.shop.svc.clusterset.local.', 'A', ['A 10.42.0.1']],
    ['_http._tcp.web.shop.svc.clusterset.local.', 'SRV', ['SRV 0 100 80 web.shop.svc.clusterset.local']],
    ['_HTTP._tcp.web.shop.svc.clusterset.local.'.toLowerCase(), 'A', ['A 10.42.0.1']],
    ['_https._tcp.web.shop.svc.clusterset.local.', 'SRV', 'NXDOMAIN'],
    ['_http._udp.web.shop.svc.clusterset.local.', 'SRV', 'NXDOMAIN'],
    ['x.web.shop.svc.clusterset.local.', 'A', 'unknown: multi-cluster'],
    // A top-level domain of the internet, which some meshes use too.
    ['shop.global.', 'A', 'unknown: forwarded'],
    ['api.shop.svc.clusterset.local.', 'A', 'unknown: multi-cluster'],
  ] as const)('%s %s', (name, type, expected) => expect(ask(name, type, meshed())).toEqual(expected))
})

describe('settings of CoreDNS', () => {
  const withSettings = (settings: Partial<typeof DEFAULT_DNS_SETTINGS>) => createClusterDns(shop(), {...DEFAULT_DNS_SETTINGS, ...settings})

  test('domain and ttl are everywhere in an answer', () => {
    const other = withSettings({domain: 'k8s.example', ttl: 5})
    expect(other.answer('db-0.db.shop.svc.k8s.example', 'SRV')).toMatchObject({
      records: [{name: 'db-0.db.shop.svc.k8s.example', ttl: 5, target: 'db-0.db.shop.svc.k8s.example'}],
    })
    expect(ask(WEB, 'A', other)).toBe('unknown: forwarded')
  })

  test('endpoints can go by the names of their pods', () => {
    const named = withSettings({endpointPodNames: true})
    expect(ask('web-1.web-pods.shop.svc', 'A', named)).toEqual(['A 10.244.0.11'])
    expect(ask('10-244-0-11.web-pods.shop.svc', 'A', named)).toBe('NXDOMAIN')
  })

  test('empty Services can be hidden, namespaces left out, and endpoints switched off', () => {
    const strict = withSettings({hidesEmptyServices: true, namespaces: ['shop']})
    expect(ask('nobody.shop.svc', 'A', strict)).toBe('NXDOMAIN')
    expect(ask(WEB, 'A', strict)).toEqual(['A 10.0.46.28'])
    expect(ask('shop.other.svc', 'A', strict)).toBe('NXDOMAIN')
    expect(ask('40.46.0.10.in-addr.arpa.', 'PTR', strict)).toBe('NXDOMAIN')
    expect(ask('db.shop.svc', 'A', withSettings({withoutEndpoints: true}))).toBe('NXDOMAIN')
    expect(ask(WEB, 'A', withSettings({withoutEndpoints: true}))).toEqual(['A 10.0.46.28'])
  })

  test('names of other namespaces than those that are served do not exist, and say so', () => {
    const served = (name: string) => withSettings({namespaces: ['shop']}).answer(`${name}.cluster.local`, 'A')
    for (const name of ['shop.other.svc', 'nothing.other.svc', 'other.svc', '10-244-0-11.other.pod'])
      expect(served(name)).toEqual({status: 'NXDOMAIN', why: {kind: 'namespace-not-served', namespace: 'other'}})
    expect(served('web.shop.svc')).toMatchObject({status: 'NOERROR'})
  })

  test('slices of names are aliases', () => {
    const names = clusterOf(
      together(
        service('fq', {clusterIP: 'None', selector: undefined}, 'shop'),
        service('web', {clusterIP: '10.0.46.28'}, 'shop'),
        slice('fq-1', 'fq', {
          addressType: 'FQDN',
          endpoints: [{addresses: ['web.shop.svc.cluster.local']}, {addresses: ['www.example.com']}],
        }),
      ),
    )
    expect(ask('fq.shop.svc', 'A', createClusterDns(names))).toEqual([
      'CNAME web.shop.svc.cluster.local',
      'web.shop.svc.cluster.local A 10.0.46.28',
      'CNAME www.example.com',
    ])
  })
})
