import {describe, expect, test} from 'vitest'
import {createClusterDns} from '../../../src/network/dns/cluster-dns.ts'
import {DEFAULT_DNS_SETTINGS} from '../../../src/network/dns/settings.ts'
import {clusterOf, together} from '../../manifest.ts'
import {ask, shopDns} from './asking.ts'
import {podAt, shop} from './shop.ts'

const VERIFIED = {...DEFAULT_DNS_SETTINGS, pods: 'verified'} as const
const verifying = (...objects: readonly string[]) => createClusterDns(clusterOf(together(...objects)), VERIFIED)
const web = podAt('web-1', {app: 'web', addresses: ['10.1.0.1', 'fd00::12']})
const changed = (text: string, change: (pod: Record<string, Record<string, unknown>>) => void) => {
  const pod = JSON.parse(text)
  change(pod)
  return JSON.stringify(pod)
}

describe('the name of a pod', () => {
  test('leads to its address, and says whose it is where somebody has it', () => {
    const record = {type: 'A', ttl: 30, replicas: 1}
    expect(shopDns().answer('10-244-0-11.shop.pod.cluster.local', 'A')).toMatchObject({
      records: [{...record, address: '10.244.0.11', object: {kind: 'Pod', namespace: 'shop', name: 'web-1'}}],
    })
    // In whatever spelling.
    expect(shopDns().answer('fd00-244-0-0-0-0-0-12.shop.pod.cluster.local', 'AAAA')).toMatchObject({
      records: [{address: 'fd00:244::12', object: {kind: 'Pod', name: 'web-2'}}],
    })
    expect(shopDns().answer('10-244-0-11.other.pod.cluster.local', 'A')).toMatchObject({records: [{...record, object: null}]})
  })

  test('has no record of the other family, whoever has it', () => {
    expect(shopDns().answer('9-9-9-9.shop.pod.cluster.local', 'AAAA')).toEqual({
      status: 'NODATA',
      why: {kind: 'other-types', service: undefined},
    })
  })

  test.each([
    // An IPv4 address in the clothes of IPv6.
    ['--ffff-a00-1', ['A 10.0.0.1']],
    // Four words are octets; what has two dashes beside each other is IPv6.
    ['1-2-3-4', ['A 1.2.3.4']],
    ['1--3-4', 'NODATA'],
    ['256-1-1-1', 'NXDOMAIN'],
    ['10-244-0', 'NXDOMAIN'],
    ['10-244-0-1-1', 'NXDOMAIN'],
    ['01-2-3-4', 'NXDOMAIN'],
  ])('is read as CoreDNS reads %s', (label, expected) => expect(ask(`${label}.shop.pod`, 'A')).toEqual(expected))

  test('that is no address says so', () => {
    expect(shopDns().answer('web-1.shop.pod.cluster.local', 'A')).toEqual({
      status: 'NXDOMAIN',
      why: {kind: 'no-address-in-name', label: 'web-1'},
    })
  })

  test('may stand behind two labels, whatever they are, and no more', () => {
    expect(ask('a.b.1-2-3-4.shop.pod', 'A')).toEqual(['A 1.2.3.4'])
    expect(ask('a.b.c.1-2-3-4.shop.pod', 'A')).toBe('NXDOMAIN')
  })
})

describe('where pods are verified, a name', () => {
  test.each([
    ['10-1-0-1', 'A', ['A 10.1.0.1']],
    ['fd00--12', 'AAAA', ['AAAA fd00::12']],
    // Looked up as it is spelt.
    ['fd00-0-0-0-0-0-0-12', 'AAAA', 'NXDOMAIN'],
  ] as const)('is that of a pod that has the address: %s', (label, type, expected) =>
    expect(ask(`${label}.shop.pod`, type, verifying(web))).toEqual(expected),
  )

  test('is none of a pod that is being deleted', () => {
    const leaving = changed(web, ({metadata}) => Object.assign(metadata ?? {}, {deletionTimestamp: '2026-01-01T00:00:00Z'}))
    expect(verifying(leaving).answer('10-1-0-1.shop.pod.cluster.local', 'A')).toEqual({
      status: 'NXDOMAIN',
      why: {kind: 'no-pod', namespace: 'shop', address: '10.1.0.1'},
    })
  })

  test('is open where a pod’s addresses are not in the input', () => {
    const unseen = changed(web, (pod) => delete pod['status'])
    const other = podAt('web-2', {app: 'web', addresses: ['10.1.0.2']})
    expect(verifying(unseen, other).answer('10-1-0-1.shop.pod.cluster.local', 'A')).toEqual({
      status: 'unknown',
      why: {kind: 'addresses-not-stated', service: undefined},
    })
    expect(ask('10-1-0-2.shop.pod', 'A', verifying(unseen, other))).toEqual(['A 10.1.0.2'])
  })
})

test('where pods are not served, no name below pod exists', () => {
  const disabled = createClusterDns(shop(), {...DEFAULT_DNS_SETTINGS, pods: 'disabled'})
  for (const name of ['10-244-0-11.shop.pod', 'shop.pod', '10-244-0-11.nowhere.pod'])
    expect(disabled.answer(`${name}.cluster.local`, 'A')).toEqual({status: 'NXDOMAIN', why: {kind: 'pods-not-served'}})
  expect(ask('shop.svc', 'A', disabled)).toBe('NODATA')
})
