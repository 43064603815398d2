import {describe, expect, test} from 'vitest'
import {type DomainName, parseDomainName} from '../../../src/network/dns/domain-name.ts'
import {namesTried, resolverOfNamespace, resolverOfPod} from '../../../src/network/dns/resolver.ts'

const pod = (spec: Readonly<Record<string, unknown>>, namespace = 'shop') =>
  resolverOfPod({spec, namespace}, 'cluster.local', ['10.0.0.10'])
const name = (text: string) => parseDomainName(text) as DomainName
const CLUSTER = ['shop.svc.cluster.local', 'svc.cluster.local', 'cluster.local']

describe('what kubelet writes into a pod’s resolv.conf', () => {
  test('is the cluster with three search domains and ndots:5 where the pod says nothing', () => {
    expect(pod({})).toMatchObject({server: 'cluster', policy: 'ClusterFirst', searches: CLUSTER, ndots: 5})
    expect(resolverOfNamespace('shop', 'k8s.example').searches).toEqual(['shop.svc.k8s.example', 'svc.k8s.example', 'k8s.example'])
  })

  test.each([
    [{hostNetwork: true}, 'node', 'Default', [], 1],
    [{hostNetwork: true, dnsPolicy: 'ClusterFirst'}, 'node', 'Default', [], 1],
    [{hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet'}, 'cluster', 'ClusterFirst', CLUSTER, 5],
    [{hostNetwork: false, dnsPolicy: 'ClusterFirstWithHostNet'}, 'cluster', 'ClusterFirst', CLUSTER, 5],
    [{dnsPolicy: 'Default'}, 'node', 'Default', [], 1],
    [{dnsPolicy: 'None', dnsConfig: {nameservers: ['9.9.9.9'], searches: ['a.example']}}, 'own', 'None', ['a.example'], 1],
    // The cluster's own server, and the caches on nodes that stand for it.
    [{dnsPolicy: 'None', dnsConfig: {nameservers: ['10.0.0.10']}}, 'cluster', 'None', [], 1],
    [{dnsPolicy: 'None', dnsConfig: {nameservers: ['169.254.20.10']}}, 'cluster', 'None', [], 1],
    // The first server decides: the next one is asked only where it keeps silent, not where it denies a name.
    [{dnsPolicy: 'None', dnsConfig: {nameservers: ['10.0.0.10', '9.9.9.9']}}, 'cluster', 'None', [], 1],
    [{dnsPolicy: 'None', dnsConfig: {nameservers: ['9.9.9.9', '10.0.0.10']}}, 'own', 'None', [], 1],
    [{dnsPolicy: 'None', dnsConfig: {nameservers: ['9.9.9.7', '9.9.9.8', '9.9.9.9', '10.0.0.10']}}, 'own', 'None', [], 1],
    [{dnsPolicy: 'Default', dnsConfig: {nameservers: ['10.0.0.10']}}, 'node', 'Default', [], 1],
    [{dnsPolicy: 'ClusterFirst', dnsConfig: {nameservers: ['9.9.9.9']}}, 'cluster', 'ClusterFirst', CLUSTER, 5],
    [{dnsPolicy: 'Bogus', hostNetwork: true}, 'cluster', 'ClusterFirst', CLUSTER, 5],
  ])('of %j', (spec, server, policy, searches, ndots) => expect(pod(spec)).toMatchObject({server, policy, searches, ndots}))

  test('has the pod’s search domains after the cluster’s, each once, and the last ndots', () => {
    const dnsConfig = {
      searches: ['extra.example', 'svc.cluster.local'],
      options: [{name: 'edns0'}, {name: 'ndots', value: '3'}, {name: 'ndots', value: '2'}],
    }
    expect(pod({dnsConfig})).toMatchObject({searches: [...CLUSTER, 'extra.example'], ndots: 2, excess: {searches: [], ndots: undefined}})
  })

  test('holds 32 search domains, of 2,048 characters together', () => {
    const searches = Array.from({length: 30}, (_, index) => `d${index}.example`)
    expect(pod({dnsConfig: {searches}})).toMatchObject({excess: {searches: ['d29.example']}})
    expect(pod({dnsConfig: {searches}}).searches).toHaveLength(32)
    // Eight of 250 characters and seven blanks are 2,007. Beside the cluster's three (54 with their blanks) seven fit: 54 + 7 × 251 = 1,811.
    const long = Array.from({length: 8}, (_, index) => `${index}${'.a'.repeat(124)}b`)
    expect(long.map((search) => search.length)).toEqual(Array.from({length: 8}, () => 250))
    expect(pod({dnsPolicy: 'None', dnsConfig: {nameservers: ['9.9.9.9'], searches: long}}).searches).toHaveLength(8)
    expect(pod({dnsConfig: {searches: long}}).searches).toHaveLength(3 + 7)
    expect(pod({dnsConfig: {searches: long}}).excess).toMatchObject({searches: [], characters: long.slice(7)})
    expect(pod({dnsConfig: {searches: [`${'a.'.repeat(127)}b`]}}).excess).toMatchObject({searches: [], long: [`${'a.'.repeat(127)}b`]})
  })

  test('counts characters to the last one', () => {
    const of = (length: number, first = 'a') => `${first}${'.a'.repeat(125)}`.padEnd(length, 'b').slice(0, length)
    const kept = (searches: readonly unknown[]) => pod({dnsPolicy: 'None', dnsConfig: {nameservers: ['9.9.9.9'], searches}})
    // Eight of 250 characters with their blanks are 2,007: a ninth has room for 40, after a blank of its own.
    const eight = Array.from({length: 8}, (_, index) => of(250, `${index}`))
    expect(kept([...eight, of(40)])).toMatchObject({searches: [...eight, of(40)], excess: {characters: []}})
    expect(kept([...eight, of(41), 'c'])).toMatchObject({searches: eight, excess: {characters: [of(41), 'c']}})
    expect(kept([of(254), of(253), 'c'])).toMatchObject({searches: [of(253), 'c'], excess: {long: [of(254)], characters: []}})
  })

  test('has none of what is no text', () => {
    expect(pod({dnsConfig: {searches: [{}, 'a.example']}}).searches).toEqual([...CLUSTER, 'a.example'])
  })

  test('has at most 3 nameservers, and resolvers take ndots up to 15', () => {
    const dnsConfig = {nameservers: ['1.1.1.1', '2.2.2.2', '3.3.3.3', '4.4.4.4'], options: [{name: 'ndots', value: '20'}]}
    expect(pod({dnsPolicy: 'None', dnsConfig})).toMatchObject({
      nameservers: ['1.1.1.1', '2.2.2.2', '3.3.3.3'],
      ndots: 15,
      excess: {nameservers: ['4.4.4.4'], ndots: 20},
    })
    // Beside the cluster's own there is room for two.
    expect(pod({dnsConfig})).toMatchObject({nameservers: ['1.1.1.1', '2.2.2.2'], excess: {nameservers: ['3.3.3.3', '4.4.4.4']}})
    expect(pod({dnsPolicy: 'None', dnsConfig: {nameservers: ['1.1.1.1', '1.1.1.1', '2.2.2.2', '3.3.3.3']}})).toMatchObject({
      nameservers: ['1.1.1.1', '2.2.2.2', '3.3.3.3'],
      excess: {nameservers: []},
    })
    expect(pod({dnsConfig: {options: [{name: 'ndots', value: 'many'}]}}).ndots).toBe(0)
    const ndots = (value: string) => pod({dnsConfig: {options: [{name: 'ndots', value}, {name: 'edns0'}]}})
    expect(ndots('15')).toMatchObject({ndots: 15, excess: {ndots: undefined}})
    expect(ndots('16')).toMatchObject({ndots: 15, excess: {ndots: 16}})
  })
})

describe('the names that a resolver tries', () => {
  const usual = {searches: CLUSTER, ndots: 5}
  test.each([
    ['web', usual, ['web.shop.svc.cluster.local', 'web.svc.cluster.local', 'web.cluster.local', 'web']],
    ['Web.Shop', usual, ['web.shop.shop.svc.cluster.local', 'web.shop.svc.cluster.local', 'web.shop.cluster.local', 'web.shop']],
    ['web.', usual, ['web']],
    // Four dots are less than five: a whole name is tried last.
    [
      'web.shop.svc.cluster.local',
      usual,
      [
        'web.shop.svc.cluster.local.shop.svc.cluster.local',
        'web.shop.svc.cluster.local.svc.cluster.local',
        'web.shop.svc.cluster.local.cluster.local',
        'web.shop.svc.cluster.local',
      ],
    ],
    ['web.shop', {searches: ['a.example'], ndots: 1}, ['web.shop', 'web.shop.a.example']],
    ['web', {searches: ['a.example'], ndots: 0}, ['web', 'web.a.example']],
    ['web', {searches: [], ndots: 1}, ['web']],
    ['web', {searches: ['.', 'A.Example.'], ndots: 5}, ['web', 'web.a.example']],
  ])('for %s', (asked, resolver, expected) => expect(namesTried(name(asked), resolver)).toEqual(expected))

  test('have at most 253 characters', () => {
    const asked = `${'a.'.repeat(119)}b`
    // 239 characters, with a dot before the search domain.
    expect(namesTried(name(asked), {searches: ['a2345678.b234'], ndots: 1})).toEqual([asked, `${asked}.a2345678.b234`])
    expect(namesTried(name(asked), {searches: ['a2345678.b2345'], ndots: 1})).toEqual([asked])
  })
})
