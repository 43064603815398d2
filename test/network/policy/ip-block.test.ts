import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {hasInternet, hasUnstatedNode, hasUnstatedPod, includesRange, isInBlock, sharesWith} from '../../../src/network/policy/ip-block.ts'
import type {IPBlock} from '../../../src/network/policy/policy.ts'
import {type AddressRange, addressOf, parseRange} from '../../../src/network/proxy/address-range.ts'

function rangeOf(text: string): AddressRange {
  const range = parseRange(text)
  if (!range) throw new Error(`${text} is no range`)
  return range
}

function block(text: string, ...except: readonly string[]): IPBlock {
  const range = rangeOf(text)
  return {text: range.text, family: range.family, range, except: except.map(rangeOf)}
}

describe('a block of addresses', () => {
  test.each([
    ['10.1.2.3', block('10.0.0.0/8'), true],
    ['11.0.0.0', block('10.0.0.0/8'), false],
    ['9.255.255.255', block('10.0.0.0/8'), false],
    ['10.255.255.255', block('10.0.0.0/8'), true],
    ['10.1.2.3', block('10.0.0.0/8', '10.1.0.0/16'), false],
    ['10.2.0.0', block('10.0.0.0/8', '10.1.0.0/16'), true],
    ['10.1.2.3', block('10.1.2.3/32'), true],
    ['255.255.255.255', block('0.0.0.0/0'), true],
    ['fd00::1', block('0.0.0.0/0'), false],
    ['10.0.0.1', block('::/0'), false],
    ['fd00::ffff', block('fd00::/112'), true],
    ['fd00::1:0', block('fd00::/112'), false],
    ['nonsense', block('0.0.0.0/0'), false],
  ] as const)('%s in it: %#', (address, one, expected) => expect(isInBlock(one, address)).toBe(expected))

  test.each([
    ['10.0.0.0/8', '10.1.0.0/16', true],
    ['10.0.0.0/8', '10.0.0.0/8', true],
    ['10.1.0.0/16', '10.0.0.0/8', false],
    ['10.0.0.0/8', '11.0.0.0/16', false],
    ['0.0.0.0/0', 'fd00::/8', false],
    ['::/0', '10.0.0.0/8', false],
  ])('%s includes %s: %s', (outer, inner, expected) => expect(includesRange(rangeOf(outer), rangeOf(inner))).toBe(expected))

  test.each([
    [block('10.0.0.0/8'), '10.1.0.0/16', true],
    [block('10.1.0.0/16'), '10.0.0.0/8', undefined],
    [block('10.0.0.0/8'), '192.168.0.0/16', false],
    [block('10.0.0.0/8', '10.1.0.0/16'), '10.1.2.0/24', false],
    [block('10.0.0.0/8', '10.1.0.0/16'), '10.1.0.0/16', false],
    [block('10.0.0.0/8', '10.1.2.0/24'), '10.1.0.0/16', undefined],
    [block('10.0.0.0/8', '10.2.0.0/16'), '10.1.0.0/16', true],
  ] as const)('it shares all, none or a part of a range: %#', (one, range, expected) => {
    expect(sharesWith(one, rangeOf(range))).toBe(expected)
  })

  // Of 16 addresses each can be asked.
  const small = fc
    .record({first: fc.nat(15), length: fc.integer({min: 28, max: 32})})
    .map(({first, length}) => rangeOf(`${addressOf(BigInt(first), 'IPv4')}/${length}`))
  const addresses = Array.from({length: 16}, (_, value) => addressOf(BigInt(value), 'IPv4'))

  test('it shares with a range what it shares with its addresses', () => {
    fc.assert(
      fc.property(small, fc.array(small, {maxLength: 2}), small, (range, drawn, wanted) => {
        // As the API server has it: "must be a strict subset of `cidr`".
        const except = drawn.filter((one) => includesRange(range, one) && one.prefixLength > range.prefixLength)
        const one: IPBlock = {text: range.text, family: 'IPv4', range, except}
        const inside = addresses.filter((address) => isInBlock({...one, range: wanted, except: []}, address))
        const shared = inside.filter((address) => isInBlock(one, address)).length
        const answer = sharesWith(one, wanted)
        if (answer !== undefined) expect(shared).toBe(answer ? inside.length : 0)
        // Two exceptions together may leave out all of a range, each only a part: that is called a part.
        else if (except.length < 2) expect([0, inside.length]).not.toContain(shared)
      }),
    )
  })
})

describe('a pod that nobody has seen running', () => {
  // RFC 1918, RFC 6598, RFC 2544: where networks of pods are.
  test.each([
    [block('0.0.0.0/0'), true],
    [block('203.0.113.0/24'), false],
    [block('10.0.0.0/8'), undefined],
    [block('0.0.0.0/0', '10.0.0.0/8'), undefined],
    [block('0.0.0.0/0', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'), undefined],
    [block('0.0.0.0/0', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'), undefined],
    [block('0.0.0.0/0', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '198.18.0.0/15'), false],
    [block('198.19.0.0/16'), undefined],
    [block('0.0.0.0/0', '169.254.169.254/32'), true],
    [block('0.0.0.0/0', '203.0.113.0/24'), true],
    [block('2001:db8::/32'), undefined],
    [block('::/0'), undefined],
  ] as const)('is in a block, is not, or may be: %#', (one, expected) => expect(hasUnstatedPod(one)).toBe(expected))
})

describe('a node whose address is not stated', () => {
  test.each([
    [block('0.0.0.0/0'), true],
    [block('0.0.0.0/0', '169.254.169.254/32'), true],
    // Nodes have private addresses and public ones.
    [block('0.0.0.0/0', '10.0.0.0/8'), undefined],
    [block('0.0.0.0/0', '203.0.113.0/24'), undefined],
    [block('203.0.113.0/24'), undefined],
    [block('::/0'), undefined],
  ] as const)('is in a block, or may be: %#', (one, expected) => expect(hasUnstatedNode(one)).toBe(expected))
})

describe('the internet', () => {
  test.each([
    [block('0.0.0.0/0'), true],
    [block('0.0.0.0/0', '10.0.0.0/8', '192.168.0.0/16'), true],
    [block('0.0.0.0/0', '203.0.113.0/24'), undefined],
    [block('0.0.0.0/1'), undefined],
    [block('203.0.113.7/32'), undefined],
    [block('10.0.0.0/8'), false],
    [block('100.64.0.0/16'), false],
    [block('fd00::/8'), false],
    // RFC 6890: link-local addresses stay on their link.
    [block('0.0.0.0/0', '169.254.169.254/32'), true],
    [block('169.254.0.0/16'), false],
  ] as const)('is in a block, is not, or some of it is: %#', (one, expected) => expect(hasInternet(one, undefined)).toBe(expected))

  test('is of one family where that is known', () => {
    expect(hasInternet(block('0.0.0.0/0'), 'IPv4')).toBe(true)
    expect(hasInternet(block('0.0.0.0/0'), 'IPv6')).toBe(false)
    expect(hasInternet(block('::/0'), 'IPv6')).toBe(true)
    expect(hasInternet(block('::/0'), undefined)).toBeUndefined()
  })
})
