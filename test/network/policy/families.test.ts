import {describe, expect, test} from 'vitest'
import type {AddressFamily} from '../../../src/cluster/address.ts'
import {completeLabels} from '../../../src/network/policy/partial-labels.ts'
import type {Party} from '../../../src/network/policy/party.ts'
import {isPeer} from '../../../src/network/policy/peer.ts'
import type {PodGroup} from '../../../src/network/policy/pod-group.ts'
import type {IPBlock, Peer} from '../../../src/network/policy/policy.ts'
import {parseRange} from '../../../src/network/proxy/address-range.ts'

const GROUP: PodGroup = {index: 0, namespace: 'shop', namespaceStated: true, labels: completeLabels({}), pods: []}

function blockOf(text: string): Peer {
  const range = parseRange(text)
  if (!range) throw new Error(`${text} is no range`)
  const block: IPBlock = {text, range, except: [], family: range.family}
  return {kind: 'ip-block', block}
}

function isIn(text: string, family: AddressFamily | undefined, kind: 'pod' | 'node' = 'pod') {
  const party: Party =
    kind === 'pod'
      ? {kind, group: GROUP, addresses: undefined, family, node: null, self: undefined}
      : {kind, name: null, labels: undefined, addresses: undefined, family}
  const around = {namespaceLabels: () => completeLabels({}), blocksMissCluster: undefined}
  return isPeer(blockOf(text), party, GROUP, around, [])
}

describe('a pod or a node whose address is not stated', () => {
  test.each(['pod', 'node'] as const)('is in no block of another family than the one by which it connects: a %s', (kind) => {
    expect(isIn('0.0.0.0/0', 'IPv6', kind)).toBe(false)
    expect(isIn('::/0', 'IPv4', kind)).toBe(false)
    expect(isIn('10.0.0.0/8', 'IPv6', kind)).toBe(false)
  })

  test.each(['pod', 'node'] as const)('is in the block of all of its family: a %s', (kind) => {
    expect(isIn('0.0.0.0/0', 'IPv4', kind)).toBe(true)
    expect(isIn('::/0', 'IPv6', kind)).toBe(true)
  })

  test('may be in a part, and in anything of IPv6 where nobody says by which family it connects', () => {
    expect(isIn('fd00::/8', 'IPv6')).toMatchObject({kind: 'address'})
    expect(isIn('::/0', undefined)).toMatchObject({kind: 'address'})
  })
})
