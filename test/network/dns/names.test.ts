import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {parseAddress} from '../../../src/cluster/address.ts'
import {parseDomainName} from '../../../src/network/dns/domain-name.ts'
import {addressOfReverseName, reverseNameOf} from '../../../src/network/dns/reverse-name.ts'
import {namesOfService} from '../../../src/network/dns/service-names.ts'
import {DEFAULT_DNS_SETTINGS} from '../../../src/network/dns/settings.ts'
import {clusterOf, service, together, workload} from '../../manifest.ts'
import {podAt, runningService, shop, slice} from './shop.ts'

describe('a name that somebody typed', () => {
  test.each([
    ['Web.SHOP', {name: 'web.shop', labels: ['web', 'shop'], absolute: false}],
    ['web.shop.', {name: 'web.shop', labels: ['web', 'shop'], absolute: true}],
    ['_http._tcp.web', {name: '_http._tcp.web', labels: ['_http', '_tcp', 'web'], absolute: false}],
    ['*.web', {name: '*.web', labels: ['*', 'web'], absolute: false}],
    ['--1.shop.pod', {name: '--1.shop.pod', labels: ['--1', 'shop', 'pod'], absolute: false}],
  ])('%s', (text, expected) => expect(parseDomainName(text)).toEqual(expected))

  test.each([
    ['', 'empty'],
    ['.', 'empty'],
    ['web..shop', 'empty-label'],
    ['.web', 'empty-label'],
    ['web shop', 'characters'],
    ['-web', 'characters'],
    ['web-', 'characters'],
    ['wéb', 'characters'],
    ['w*b', 'characters'],
    ['a'.repeat(64), 'long-label'],
    [`${'a'.repeat(63)}.`.repeat(4), 'long-name'],
  ])('%j is none: %s', (text, kind) => expect(parseDomainName(text)).toMatchObject({kind}))

  test('may have 253 characters', () => {
    const longest = `${`${'a'.repeat(63)}.`.repeat(3)}${'a'.repeat(61)}`
    expect(longest).toHaveLength(253)
    expect(parseDomainName(longest)).toMatchObject({name: longest})
    expect(parseDomainName(`${longest}a`)).toEqual({kind: 'long-name', length: 254})
  })
})

describe('reverse names', () => {
  test.each([
    ['10.0.46.28', '28.46.0.10.in-addr.arpa'],
    // RFC 3596, section 2.5.
    ['4321:0:1:2:3:4:567:89ab', 'b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa'],
    ['::1', '1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa'],
  ])('of %s', (text, expected) => {
    const address = parseAddress(text)
    expect(address && reverseNameOf(address)).toBe(expected)
    expect(addressOfReverseName(expected)).toEqual(address)
  })

  test('of IPv6 may have up to three labels before the digits, which CoreDNS overlooks', () => {
    const digits = `1.${'0.'.repeat(31)}ip6.arpa`
    const address = {family: 'IPv6', text: '::1'}
    for (const more of ['', '5.', '5.6.', 'x.y.z.']) expect(addressOfReverseName(`${more}${digits}`)).toEqual(address)
    expect(addressOfReverseName(`4.x.y.z.${digits}`)).toBeUndefined()
  })

  test('lead back to any address', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const address = parseAddress(text)
        expect(address && addressOfReverseName(reverseNameOf(address))).toEqual(address)
      }),
    )
  })

  test.each([
    '46.0.10.in-addr.arpa',
    '1.28.46.0.10.in-addr.arpa',
    '028.46.0.10.in-addr.arpa',
    'in-addr.arpa',
    '1.0.0.ip6.arpa',
    `${'0.'.repeat(31)}ip6.arpa`,
    `g.${'0.'.repeat(31)}ip6.arpa`,
    `00.${'0.'.repeat(31)}ip6.arpa`,
    `${'0.'.repeat(36)}ip6.arpa`,
    'web.shop',
    '1.0.0.10.in-addr.arpa.example',
  ])('%s is none of a whole address', (name) => expect(addressOfReverseName(name)).toBeUndefined())
})

describe('the names of a Service', () => {
  const namesOf = (name: string, cluster = shop()) => {
    const service = cluster.services.find((one) => one.name === name && one.namespace === 'shop')
    return service && namesOfService(cluster, service, DEFAULT_DNS_SETTINGS).map(({name, types}) => `${name} ${types.join()}`)
  }

  test('are its own, its ports’ and that of its address', () => {
    expect(namesOf('dual')).toEqual([
      'dual.shop.svc.cluster.local A,AAAA',
      '_http._tcp.dual.shop.svc.cluster.local SRV',
      '31.46.0.10.in-addr.arpa PTR',
      '1.3.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.0.0.0.0.d.f.ip6.arpa PTR',
    ])
    expect(namesOf('plain')?.[0]).toBe('plain.shop.svc.cluster.local A,AAAA,SRV')
  })

  test('are those of its ready pods too where it is headless', () => {
    expect(namesOf('db')).toEqual([
      'db.shop.svc.cluster.local A,AAAA',
      '_pg._tcp.db.shop.svc.cluster.local SRV',
      'db-0.db.shop.svc.cluster.local A,AAAA',
      '10-244-1-20.db.shop.svc.cluster.local A,AAAA',
      '10.1.244.10.in-addr.arpa PTR',
      '20.1.244.10.in-addr.arpa PTR',
    ])
  })

  test('name each pod and each address once, however many ports and families lead there', () => {
    const pod = podAt('db-0', {app: 'db', addresses: ['10.1.0.1', 'fd00::1'], spec: {hostname: 'db-0', subdomain: 'db'}})
    const ports = [{name: 'pg', port: 5432}, {name: 'metrics', port: 9187, protocol: 'UDP'}, {port: 80}]
    const families = {ipFamilies: ['IPv4', 'IPv6'], ipFamilyPolicy: 'RequireDualStack'}
    const db = runningService('db', {clusterIP: 'None', clusterIPs: ['None'], selector: {app: 'db'}, ports, ...families})
    expect(namesOf('db', clusterOf(together(pod, db)))).toEqual([
      'db.shop.svc.cluster.local A,AAAA,SRV',
      '_pg._tcp.db.shop.svc.cluster.local SRV',
      '_metrics._udp.db.shop.svc.cluster.local SRV',
      'db-0.db.shop.svc.cluster.local A,AAAA',
      '1.0.1.10.in-addr.arpa PTR',
      `1.${'0.'.repeat(29)}d.f.ip6.arpa PTR`,
    ])
  })

  test('are those of pods with a hostname too where it has a cluster IP', () => {
    const named = podAt('web-1', {app: 'web', addresses: ['10.1.0.1'], spec: {hostname: 'one', subdomain: 'web'}})
    const plain = podAt('web-2', {app: 'web', addresses: ['10.1.0.2']})
    const web = runningService('web', {clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1'], selector: {app: 'web'}})
    expect(namesOf('web', clusterOf(together(named, plain, web)))).toEqual([
      'web.shop.svc.cluster.local A,AAAA',
      '_http._tcp.web.shop.svc.cluster.local SRV',
      'one.web.shop.svc.cluster.local A,AAAA',
      '1.0.0.10.in-addr.arpa PTR',
    ])
  })

  test('are none that the input does not state', () => {
    const manifests = clusterOf(together(service('api', {clusterIP: 'None', ports: []}, 'shop'), workload('api', {namespace: 'shop'})))
    expect(namesOf('api', manifests)).toEqual(['api.shop.svc.cluster.local A,AAAA'])
  })

  test('have none in reverse for what is no address', () => {
    const fq = runningService('fq', {clusterIP: 'None', clusterIPs: ['None']})
    const names = slice('fq-1', 'fq', {addressType: 'FQDN', endpoints: [{addresses: ['www.example.com']}]})
    expect(namesOf('fq', clusterOf(together(fq, names)))).toEqual([
      'fq.shop.svc.cluster.local A,AAAA',
      '_http._tcp.fq.shop.svc.cluster.local SRV',
      'www-example-com.fq.shop.svc.cluster.local A,AAAA',
    ])
  })

  test('of another name are one', () => expect(namesOf('pay')).toEqual(['pay.shop.svc.cluster.local A,AAAA,CNAME']))
})
