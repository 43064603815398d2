import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {placeSubnets, smallestNetwork} from '../../src/azure/placement.ts'
import {contains, containsAddress, isRange, knownRange, nthAddress, overlaps, parseRange} from '../../src/azure/range.ts'
import {rangeSize, smallestRange, smallestSubnet, usableAddresses} from '../../src/azure/subnet-size.ts'

const RUNS = process.env['SVCSCOPE_FULL'] === '1' ? 10_000 : 1000

describe('reading a range', () => {
  it.each([
    ['10.1.0.0/22', '10.1.0.0/22'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['fd12:3456:789a:1::/108', 'fd12:3456:789a:1::/108'],
    ['FD00::/64', 'fd00::/64'],
    ['::/0', '::/0'],
    ['2001:db8:0:0:1:0:0:0/80', '2001:db8:0:0:1::/80'],
  ])('%s is read, and written as %s', (text, written) => {
    const range = parseRange(text)
    expect(isRange(range) && range.text).toBe(written)
  })

  it.each([
    ['10.1.0.5/22', 'host bits', '10.1.0.0/22'],
    ['10.1.0.1/24', 'host bits', '10.1.0.0/24'],
    ['fd00::1/64', 'host bits', 'fd00::/64'],
    ['10.1.0.0', 'no prefix length', '10.1.0.0/24'],
    ['10.1.0.0/33', 'not an address', undefined],
    ['10.1.0/24', 'not an address', undefined],
    ['010.1.0.0/24', 'not an address', undefined],
    ['10.1.0.0/', 'not an address', undefined],
    ['10.1.0.0/-1', 'not an address', undefined],
    [' 10.1.0.0/24', 'not an address', undefined],
    ['web/24', 'not an address', undefined],
    ['', 'no prefix length', undefined],
  ])('%s is no range: %s', (text, problem, instead) => {
    const read = parseRange(text)
    expect(isRange(read)).toBe(false)
    if (!isRange(read)) {
      expect(read.problem).toContain(problem)
      expect(read.instead).toBe(instead)
    }
  })
})

describe('ranges against each other', () => {
  it.each([
    ['10.0.0.0/16', '10.0.128.0/17', true],
    ['10.0.128.0/17', '10.0.0.0/16', true],
    ['10.0.0.0/24', '10.0.1.0/24', false],
    ['10.0.0.0/24', '10.0.0.255/32', true],
    ['172.16.0.0/12', '172.31.0.0/16', true],
    ['172.16.0.0/12', '172.32.0.0/16', false],
    ['10.0.0.0/8', 'fd00::/8', false],
  ])('%s and %s overlap: %s', (a, b, expected) => {
    expect(overlaps(knownRange(a), knownRange(b))).toBe(expected)
    expect(overlaps(knownRange(b), knownRange(a))).toBe(expected)
  })

  it('an address is in its range and not beyond it', () => {
    expect(containsAddress(knownRange('10.0.0.0/24'), '10.0.0.255')).toBe(true)
    expect(containsAddress(knownRange('10.0.0.0/24'), '10.0.1.0')).toBe(false)
    expect(nthAddress(knownRange('172.16.0.0/16'), 10)).toBe('172.16.0.10')
  })
})

describe('sizes', () => {
  // Hand-written: 2^(32 − p), and Azure's five less.
  it.each([
    [29, 8, 3],
    [28, 16, 11],
    [27, 32, 27],
    [26, 64, 59],
    [24, 256, 251],
    [16, 65_536, 65_531],
    [8, 16_777_216, 16_777_211],
  ])('a /%i has %i addresses and %i usable ones', (prefixLength, size, usable) => {
    expect(rangeSize(prefixLength)).toBe(size)
    expect(usableAddresses(prefixLength)).toBe(usable)
  })

  it('the smallest subnet is never smaller than a /29, and there is none for more than a /8 has', () => {
    expect(smallestSubnet(0)).toBe(29)
    expect(smallestSubnet(3)).toBe(29)
    expect(smallestSubnet(4)).toBe(28)
    expect(smallestSubnet(16_777_211)).toBe(8)
    expect(smallestSubnet(16_777_212)).toBeUndefined()
    expect(usableAddresses(30)).toBe(0)
  })

  it('the chosen prefix fits and the next smaller does not', () => {
    fc.assert(
      fc.property(fc.integer({min: 4, max: 16_000_000}), (addresses) => {
        const subnet = smallestSubnet(addresses)
        const range = smallestRange(addresses)
        if (subnet === undefined || range === undefined) throw new Error('every such number fits somewhere')
        expect(2 ** (32 - subnet) - 5).toBeGreaterThanOrEqual(addresses)
        expect(2 ** (32 - subnet - 1) - 5).toBeLessThan(addresses)
        expect(2 ** (32 - range)).toBeGreaterThanOrEqual(addresses)
        expect(2 ** (32 - range - 1)).toBeLessThan(addresses)
      }),
      {numRuns: RUNS, seed: 1},
    )
  })
})

describe('placing subnets', () => {
  it('puts them around what is taken, the largest first', () => {
    const {placed, unplaced, free} = placeSubnets(
      [knownRange('10.0.0.0/24')],
      [knownRange('10.0.0.0/26')],
      [
        {name: 'small', prefixLength: 28},
        {name: 'large', prefixLength: 25},
      ],
    )
    expect(placed.map(({name, range}) => `${name} ${range.text}`)).toEqual(['large 10.0.0.128/25', 'small 10.0.0.64/28'])
    expect(unplaced).toEqual([])
    expect(free.map(({text}) => text)).toEqual(['10.0.0.80/28', '10.0.0.96/27'])
  })

  it('says what found no room', () => {
    const {unplaced} = placeSubnets(
      [knownRange('10.0.0.0/24')],
      [knownRange('10.0.0.128/32')],
      [
        {name: 'a', prefixLength: 25},
        {name: 'b', prefixLength: 25},
      ],
    )
    expect(unplaced).toEqual([{name: 'b', prefixLength: 25}])
  })

  it('never overlaps anything, stays in the space, and finds room whenever the sizes sum up to less than the space', () => {
    const wanted = fc.array(fc.integer({min: 20, max: 29}), {minLength: 1, maxLength: 12})
    fc.assert(
      fc.property(wanted, (prefixLengths) => {
        const network = smallestNetwork(prefixLengths)
        if (network === undefined) throw new Error('every such sum fits')
        const space = knownRange(`10.0.0.0/${network}`)
        const {placed, unplaced} = placeSubnets(
          [space],
          [],
          prefixLengths.map((prefixLength, index) => ({name: String(index), prefixLength})),
        )
        expect(unplaced).toEqual([])
        for (const [index, {range}] of placed.entries()) {
          expect(contains(space, range)).toBe(true)
          for (const other of placed.slice(index + 1)) expect(overlaps(range, other.range)).toBe(false)
        }
        expect(prefixLengths.reduce((sum, prefixLength) => sum + 2 ** (32 - prefixLength), 0)).toBeGreaterThan(2 ** (32 - network - 1))
      }),
      {numRuns: Math.min(RUNS, 1000), seed: 2},
    )
  })
})
