import {describe, expect, test} from 'vitest'
import type {AddressPool} from '../../../src/network/entry/address-pool.ts'
import {addressesOfPools, poolsFor} from '../../../src/network/entry/address-pool.ts'
import {claimOfCilium, claimOfMetalLB} from '../../../src/network/entry/pool-claim.ts'
import {clusterOf} from '../../manifest.ts'

function serviceIn(namespace: string, labels: Readonly<Record<string, string>> = {}) {
  const object = {apiVersion: 'v1', kind: 'Service', metadata: {name: 'web', namespace, labels}, spec: {ports: [{port: 80}]}}
  const [service] = clusterOf(JSON.stringify(object)).services
  if (!service) throw new Error('there is no Service')
  return service
}

const appIs = (value: string) => ({matchLabels: {app: value}})

describe('whom a pool of MetalLB is for', () => {
  // isPoolCompatibleWithService of internal/allocator/allocator.go: the namespace must be one of them, then any of the selectors must select it.
  test.each([
    [{namespaces: ['shop']}, 'shop', {}, true],
    [{namespaces: ['shop']}, 'bank', {}, false],
    [{serviceSelectors: [appIs('web'), appIs('api')]}, 'bank', {app: 'api'}, true],
    [{serviceSelectors: [appIs('web')]}, 'bank', {app: 'db'}, false],
    [{namespaces: ['shop'], serviceSelectors: [appIs('web')]}, 'shop', {app: 'db'}, false],
    [{namespaces: ['shop'], serviceSelectors: [appIs('web')]}, 'bank', {app: 'web'}, false],
    [{namespaces: ['shop'], serviceSelectors: [appIs('web')]}, 'shop', {app: 'web'}, true],
    // Labels of namespaces are not looked at.
    [{namespaceSelectors: [appIs('web')]}, 'shop', {}, undefined],
    [{namespaces: ['shop'], namespaceSelectors: [appIs('web')]}, 'shop', {}, true],
    [{namespaceSelectors: [appIs('web')], serviceSelectors: [appIs('web')]}, 'shop', {app: 'db'}, false],
    [{priority: 50}, 'shop', {}, true],
  ])('%j in %s with %j: %s', (allocation, namespace, labels, takes) => {
    expect(claimOfMetalLB(allocation)?.takes(serviceIn(namespace, labels))).toBe(takes)
  })

  test('is everybody where it does not say', () => {
    expect(claimOfMetalLB(undefined)).toBeUndefined()
  })
})

test("a pool of Cilium selects by labels, and by a Service's name and namespace", () => {
  const takes = (labels: object) => claimOfCilium({matchLabels: labels})?.takes(serviceIn('shop', {app: 'web'}))
  expect(takes({app: 'web'})).toBe(true)
  expect(takes({app: 'db'})).toBe(false)
  expect(takes({'io.kubernetes.service.namespace': 'shop', 'io.kubernetes.service.name': 'web'})).toBe(true)
  expect(takes({'io.kubernetes.service.namespace': 'bank'})).toBe(false)
})

describe('of which pool a Service gets its address', () => {
  const pool = (name: string, addresses: AddressPool['addresses'], allocation?: object): AddressPool => ({
    title: name,
    name,
    isAutomatic: true,
    addresses,
    claim: claimOfMetalLB(allocation),
  })
  const ask = (pools: readonly AddressPool[], namespace: string, name?: string) => {
    const service = serviceIn(namespace)
    return addressesOfPools(poolsFor(pools, service, name), service)
  }
  const lan = pool('lan', 'private')
  const wan = pool('wan', 'public', {namespaces: ['shop']})

  test('is the one that is kept for it, before those for all', () => {
    expect(ask([lan, wan], 'shop')).toBe('public')
    expect(ask([lan, wan], 'bank')).toBe('private')
  })

  test('is none where all are kept for others, though it asks by name', () => {
    expect(ask([wan], 'bank')).toBeUndefined()
    expect(ask([lan, wan], 'bank', 'wan')).toBeUndefined()
    expect(ask([lan, wan], 'shop', 'lan')).toBe('private')
  })

  test("cannot be told where a namespace's labels decide", () => {
    const perhaps = pool('perhaps', 'private', {namespaceSelectors: [appIs('web')]})
    expect(ask([perhaps], 'shop')).toBe('mixed')
  })
})
