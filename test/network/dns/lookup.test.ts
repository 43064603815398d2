import {describe, expect, test} from 'vitest'
import {createClusterDns} from '../../../src/network/dns/cluster-dns.ts'
import {type DomainName, parseDomainName} from '../../../src/network/dns/domain-name.ts'
import {lookUp} from '../../../src/network/dns/lookup.ts'
import {NODE_RESOLVER, type Resolver, resolverOfNamespace, resolverOfPod} from '../../../src/network/dns/resolver.ts'
import {shop} from './shop.ts'

const dns = createClusterDns(shop())
const inNamespace = (namespace: string) => resolverOfNamespace(namespace, 'cluster.local')
const look = (text: string, resolver: Resolver = inNamespace('shop')) =>
  lookUp(dns, resolver, parseDomainName(text) as DomainName, ['A', 'AAAA'])
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
    ['web.shop.svc.cluster.loc', undefined],
  ])('%s that has no answer is judged by the likeliest of the names tried', (text, expected) => {
    const {outcome} = look(text)
    if (expected) expect(outcome).toMatchObject({kind: 'unresolved', ...expected})
    else expect(outcome).toMatchObject({kind: 'unknown', why: {kind: 'forwarded'}})
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
