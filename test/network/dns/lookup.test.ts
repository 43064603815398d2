import {describe, expect, test} from 'vitest'
import {createClusterDns} from '../../../src/network/dns/cluster-dns.ts'
import {type DomainName, parseDomainName} from '../../../src/network/dns/domain-name.ts'
import {lookUp} from '../../../src/network/dns/lookup.ts'
import {NODE_RESOLVER, type Resolver, resolverOfNamespace, resolverOfPod} from '../../../src/network/dns/resolver.ts'
import {DEFAULT_DNS_SETTINGS} from '../../../src/network/dns/settings.ts'
import {clusterOf, service, together, workload} from '../../manifest.ts'
import {shopDns} from './asking.ts'
import {shop} from './shop.ts'

const inNamespace = (namespace: string) => resolverOfNamespace(namespace, 'cluster.local')
const look = (text: string, resolver: Resolver = inNamespace('shop'), server = shopDns()) =>
  lookUp(server, resolver, parseDomainName(text) as DomainName, ['A', 'AAAA'])
/** A pod that asks the cluster's DNS server with search domains and dots of its own. */
const withConfig = (dnsConfig: object) =>
  resolverOfPod({spec: {dnsPolicy: 'None', dnsConfig: {nameservers: ['10.0.0.10'], ...dnsConfig}}, namespace: 'shop'}, 'cluster.local', [
    '10.0.0.10',
  ])
const triedNames = (text: string, resolver?: Resolver) => look(text, resolver).tries.flatMap(({name, answers}) => (answers ? name : []))

describe('a name that is looked up', () => {
  test('is answered by the first search domain that has it', () => {
    expect(triedNames('web')).toEqual(['web.shop.svc.cluster.local'])
    expect(triedNames('web.shop', inNamespace('other'))).toEqual(['web.shop.other.svc.cluster.local', 'web.shop.svc.cluster.local'])
    expect(look('web.shop').outcome).toMatchObject({kind: 'answered', answered: {name: 'web.shop.svc.cluster.local'}})
  })

  test('may meet a port of another Service on the way, and stops there', () => {
    // shop is a Service in namespace other, but has no endpoint or port of that name: it is not asked for.
    expect(triedNames('_http._tcp.shop', inNamespace('other'))).toEqual(['_http._tcp.shop.other.svc.cluster.local'])
  })

  test.each([
    ['wbe', {name: 'wbe.shop.svc.cluster.local', why: {kind: 'no-service', name: 'wbe', namespace: 'shop'}}],
    // Not that Service shop is missing in namespace shop, though that name was asked for first.
    ['wbe.shop', {name: 'wbe.shop.svc.cluster.local', why: {kind: 'no-service', name: 'wbe', namespace: 'shop'}}],
    ['web.nowhere', {name: 'web.nowhere.svc.cluster.local', why: {kind: 'no-namespace', namespace: 'nowhere'}}],
    ['db-2.db', {name: 'db-2.db.shop.svc.cluster.local', why: {kind: 'no-endpoint', label: 'db-2', unready: true}}],
    ['unready', {name: 'unready.shop.svc.cluster.local', why: {kind: 'no-ready-endpoint'}}],
    ['gone.shop', {name: 'gone.shop.svc.cluster.local', why: {kind: 'alias-leads-nowhere'}}],
    ['shop.svc', {name: 'shop.svc.cluster.local', why: {kind: 'empty'}}],
    // A word that is a namespace as well was meant to be a Service.
    ['shop', {name: 'shop.shop.svc.cluster.local', why: {kind: 'no-service', name: 'shop', namespace: 'shop'}}],
    // An endpoint of a Service in namespace other rather than a port of one that is called other, unless an underscore says so.
    ['x.wbe.other', {name: 'x.wbe.other.svc.cluster.local', why: {kind: 'no-service', name: 'wbe', namespace: 'other'}}],
    ['_http._tcp.shop', {name: '_http._tcp.shop.shop.svc.cluster.local', why: {kind: 'no-service', name: 'shop', namespace: 'shop'}}],
    ['9-9-9-9.nowhere.pod', {name: '9-9-9-9.nowhere.pod.cluster.local', why: {kind: 'no-namespace', namespace: 'nowhere'}}],
    ['web.shop.svc.cluster.loc', undefined],
  ])('%s that has no answer is judged by the likeliest of the names tried', (text, expected) => {
    const {outcome} = look(text)
    if (expected) expect(outcome).toMatchObject({kind: 'unresolved', ...expected})
    else expect(outcome).toMatchObject({kind: 'unknown', why: {kind: 'forwarded'}})
  })

  test('of a pod is judged as one', () => {
    const verified = createClusterDns(shop(), {...DEFAULT_DNS_SETTINGS, pods: 'verified'})
    expect(look('9-9-9-9.shop.pod', inNamespace('shop'), verified).outcome).toMatchObject({
      kind: 'unresolved',
      name: '9-9-9-9.shop.pod.cluster.local',
      why: {kind: 'no-pod'},
    })
  })

  test.each([
    // Neither is a Service; the second is a namespace at least.
    [
      'nowhere.svc',
      {searches: ['x.cluster.local', 'cluster.local']},
      {name: 'nowhere.svc.cluster.local', why: {kind: 'no-namespace', namespace: 'nowhere'}},
    ],
    // The address that was meant comes after three names that make no sense.
    [
      '99.0.0.10.in-addr.arpa',
      {searches: ['shop.svc.cluster.local', 'svc.cluster.local', 'cluster.local'], options: [{name: 'ndots', value: '15'}]},
      {name: '99.0.0.10.in-addr.arpa', why: {kind: 'reverse-name'}},
    ],
  ])('%s is judged by the best reading, in whatever order the search domains make them: %j', (text, dnsConfig, expected) =>
    expect(look(text, withConfig(dnsConfig)).outcome).toMatchObject({kind: 'unresolved', ...expected}),
  )

  test('that cannot be told ends the search: a resolver that is answered would not go on', () => {
    const unstated = createClusterDns(clusterOf(together(service('web'), service('api', {}, 'shop'))))
    const {tries, outcome} = look('web', inNamespace('shop'), unstated)
    expect(outcome).toMatchObject({kind: 'unknown', name: 'web.shop.svc.cluster.local', why: {kind: 'unstated-namespace'}})
    expect(tries.map(({answers}) => answers?.length)).toEqual([2, undefined, undefined, undefined])
  })

  test('is other servers’ where no search domain completes it, even from a pod that asks the cluster', () => {
    expect(look('web.shop', withConfig({})).outcome).toMatchObject({kind: 'unknown', name: 'web.shop', why: {kind: 'forwarded'}})
  })

  test('of the internet is forwarded after three names of the cluster', () => {
    expect(triedNames('api.example.com')).toEqual([
      'api.example.com.shop.svc.cluster.local',
      'api.example.com.svc.cluster.local',
      'api.example.com.cluster.local',
      'api.example.com',
    ])
    expect(look('api.example.com').outcome).toMatchObject({kind: 'unknown', why: {kind: 'forwarded'}})
  })

  test('with a final dot is the cluster’s only where it is whole', () => {
    expect(look('web.shop.').outcome).toMatchObject({kind: 'unknown', why: {kind: 'forwarded'}})
    expect(look('web.shop.svc.cluster.local.').outcome).toMatchObject({kind: 'answered'})
  })
})

describe('the resolver of a node', () => {
  const hostNetwork = resolverOfPod({spec: {hostNetwork: true}, namespace: 'shop'}, 'cluster.local', [])

  test.each(['web.shop.svc.cluster.local', 'web.shop', 'web', '28.46.0.10.in-addr.arpa'])('does not know %s', (text) => {
    for (const resolver of [hostNetwork, NODE_RESOLVER])
      expect(look(text, resolver).outcome).toMatchObject({kind: 'unresolved', why: {kind: 'asked-of-node'}})
  })

  test('knows what it is not for us to say', () => {
    // With its final dot nobody means the cluster.
    expect(look('web.', NODE_RESOLVER).outcome).toMatchObject({kind: 'unknown', why: {kind: 'forwarded'}})
    expect(look('api.example.com', NODE_RESOLVER).outcome).toMatchObject({kind: 'unknown', why: {kind: 'forwarded'}})
  })

  test('and servers of the pod’s own choice may know anything', () => {
    const own = resolverOfPod({spec: {dnsPolicy: 'None', dnsConfig: {nameservers: ['9.9.9.9']}}, namespace: 'shop'}, 'cluster.local', [])
    expect(look('web.shop.svc.cluster.local', own).outcome).toMatchObject({
      kind: 'unknown',
      why: {kind: 'other-server', nameservers: ['9.9.9.9']},
    })
  })
})

describe('a name of two words is surely meant for the cluster', () => {
  const set = (name: string, kind = 'StatefulSet') => workload(name, {kind, namespace: 'shop'})
  const server = () =>
    createClusterDns(
      clusterOf(together(service('api', {}, 'shop'), set('api', 'Deployment'), set('cron', 'Deployment'), set('db'), set('cache'))),
    )
  const outcome = (text: string) => look(text, inNamespace('shop'), server()).outcome

  test.each([
    ['where the second is a namespace', 'x.shop'],
    ['where the first is a Service', 'api.nowhere'],
    ['where they are a pod and its StatefulSet', 'db-0.db'],
  ])('%s: %s', (_, text) => expect(outcome(text)).toMatchObject({kind: 'unresolved'}))

  test.each([
    ['a Deployment, whose pods have no names of their own', 'cron-0.cron'],
    ['another word than the StatefulSet', 'db-0.example'],
    ['another word than its pods', 'api-0.db'],
    ['the StatefulSet alone', 'db.db'],
  ])('but not with %s: %s', (_, text) => expect(outcome(text)).toMatchObject({kind: 'unknown', why: {kind: 'forwarded'}}))
})
