import {describe, expect, test} from 'vitest'
import {buildCluster} from '../../../../src/cluster/cluster.ts'
import type {Coverage, Read, ReadableKindName} from '../../../../src/cluster/read.ts'
import {entriesOfGateways} from '../../../../src/network/entry/gateway/gateway-entries.ts'
import {describeBroken, describeEntry, FACTS, type Fields, gateway, route, service, to} from './objects.ts'

/** As a running cluster answers that was asked for these kinds, in all namespaces, and for nothing else. */
function askRunning(objects: readonly Fields[], kinds: readonly ReadableKindName[], unread: Coverage['unread'] = []) {
  const done: readonly Read[] = kinds.map((kind) => ({kind}))
  const sourced = objects.map((object) => ({object, origin: undefined}))
  const coverage = {done, has: (read: Read) => done.some((one) => one.kind === read.kind), unread}
  const {entries, broken, elsewhere} = entriesOfGateways(buildCluster({objects: sourced, leftOut: [], coverage}, undefined), FACTS)
  return {
    entries: entries.map(describeEntry),
    broken: broken.map(({reason}) => reason),
    elsewhere: elsewhere.map(({reason}) => reason),
    places: [...broken, ...elsewhere].map(describeBroken),
  }
}

const ALL: readonly ReadableKindName[] = ['Gateway', 'Service', 'ReferenceGrant']

describe('what of a running cluster was not read', () => {
  test('a Gateway that nobody looked for may be there', () => {
    const objects = [route('shop/web', 'edge', [to()]), service('shop/web')]
    expect(askRunning(objects, ALL)).toMatchObject({entries: [], broken: ['no-such-gateway'], elsewhere: []})
    expect(askRunning(objects, ['Service'])).toMatchObject({entries: [], broken: [], elsewhere: ['unread']})
  })

  test('a Service that nobody looked for may be there', () => {
    const objects = [gateway('shop/edge'), route('shop/web', 'edge', [to()])]
    expect(askRunning(objects, ALL)).toMatchObject({entries: [], broken: ['no-such-service'], elsewhere: []})
    expect(askRunning(objects, ['Gateway'])).toMatchObject({entries: [], broken: [], elsewhere: ['unread']})
  })

  test('a grant that nobody looked for may be there, and the way is told with the question', () => {
    const objects = [gateway('shop/edge'), route('shop/web', 'edge', [to('pay/api')]), service('pay/api')]
    expect(askRunning(objects, ALL)).toMatchObject({entries: [], broken: ['no-grant']})
    expect(askRunning(objects, ['Gateway', 'Service'])).toMatchObject({entries: ['? *:80 > pay/api:80'], broken: []})
  })

  test('a kind that a cluster does not serve has no objects, one that it does not show may', () => {
    const objects = [gateway('shop/edge'), route('shop/web', 'edge', [to('pay/api')]), service('pay/api')]
    const unread = (reason: 'not-served' | 'forbidden') => [{read: {kind: 'ReferenceGrant'}, reason, message: 'no'}] as const
    expect(askRunning(objects, ['Gateway', 'Service'], unread('not-served'))).toMatchObject({entries: [], broken: ['no-grant']})
    expect(askRunning(objects, ['Gateway', 'Service'], unread('forbidden'))).toMatchObject({entries: ['? *:80 > pay/api:80'], broken: []})
  })

  test('what is live has no place in a file', () => {
    expect(askRunning([route('shop/web', 'edge', [to()])], ALL).places).toEqual([
      'no-such-gateway HTTPRoute undefined',
      'no-such-service HTTPRoute undefined',
    ])
  })
})
