import {describe, expect, test} from 'vitest'
import type {EndPort} from '../../../src/network/policy/party.ts'
import type {PolicyPort} from '../../../src/network/policy/policy.ts'
import {coversPort} from '../../../src/network/policy/policy-port.ts'

const at = (number: number | null, protocol = 'TCP', ...names: readonly string[]): EndPort => ({number, protocol, names})
const range = (first: number, last: number, protocol = 'TCP'): PolicyPort => ({kind: 'range', protocol, first, last})

describe('an entry of ports', () => {
  test.each<readonly [string, PolicyPort, EndPort, boolean]>([
    ['all ports of a protocol', {kind: 'all', protocol: 'UDP'}, at(53, 'UDP'), true],
    ['all ports of another protocol', {kind: 'all', protocol: 'UDP'}, at(53, 'TCP'), false],
    ['the one port', range(80, 80), at(80), true],
    ['the port before', range(80, 80), at(79), false],
    ['the port after', range(80, 80), at(81), false],
    ['both ends of a range', range(80, 90), at(80), true],
    ['both ends of a range', range(80, 90), at(90), true],
    ['not after a range', range(80, 90), at(91), false],
    ['a range of another protocol', range(80, 90, 'SCTP'), at(85), false],
    ['a name', {kind: 'named', protocol: 'TCP', name: 'http'}, at(8080, 'TCP', 'metrics', 'http'), true],
    ['another name', {kind: 'named', protocol: 'TCP', name: 'http'}, at(8080, 'TCP', 'metrics'), false],
    ['a name of another protocol', {kind: 'named', protocol: 'UDP', name: 'http'}, at(8080, 'TCP', 'http'), false],
    ['a name of any protocol', {kind: 'named', protocol: undefined, name: 'http'}, at(8080, 'SCTP', 'http'), true],
  ])('covers %s: %#', (_, entry, port, expected) => expect(coversPort(entry, port)).toBe(expected))

  test('leaves open whether a port that is not known is in a range', () => {
    expect(coversPort(range(80, 90), at(null))).toEqual({kind: 'port'})
    expect(coversPort(range(2, 65_535), at(null))).toEqual({kind: 'port'})
  })

  test('leaves open what names a port has that is not known, but for those that are', () => {
    const named: PolicyPort = {kind: 'named', protocol: 'TCP', name: 'http'}
    expect(coversPort(named, at(null))).toEqual({kind: 'port'})
    expect(coversPort(named, at(null, 'TCP', 'http'))).toBe(true)
    expect(coversPort(named, at(null, 'UDP'))).toBe(false)
  })

  test('covers a port that is not known with every port there is', () => {
    expect(coversPort(range(1, 65_535), at(null))).toBe(true)
    expect(coversPort({kind: 'all', protocol: 'TCP'}, at(null))).toBe(true)
  })

  test('of another protocol does not, whatever the port', () => {
    expect(coversPort(range(80, 90, 'UDP'), at(null))).toBe(false)
  })

  test('that no server takes is a doubt', () => {
    expect(coversPort({kind: 'not-understood', message: 'no port'}, at(80))).toEqual({kind: 'not-understood', message: 'no port'})
  })
})
