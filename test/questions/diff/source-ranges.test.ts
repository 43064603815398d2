import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {coversSources} from '../../../src/questions/diff/source-ranges.ts'

describe('who is let in by a list of sources', () => {
  test.each([
    // A list, one that it covers, and whether that is so the other way round too.
    [['10.1.0.0/16'], ['10.1.0.0/17', '10.1.128.0/17'], true],
    [['10.0.0.0/8'], ['10.1.0.0/16'], false],
    [['10.0.0.0/8', '192.168.0.0/16'], ['192.168.7.0/24', '10.255.0.0/16'], false],
    [[], ['0.0.0.0/0'], false],
    [['2001:db8::/33', '2001:db8:8000::/33'], ['2001:db8::/32'], true],
    [['0.0.0.0/0 except 10.0.0.0/8'], ['11.0.0.0/8'], false],
    [['0.0.0.0/0'], ['0.0.0.0/0 except 10.0.0.0/8', '10.0.0.0/8'], true],
    [['10.0.0.7'], ['10.0.0.7/32'], true],
    [['service tag Storage', '10.0.0.0/8'], ['service tag Storage'], false],
  ] as const)('%j covers %j', (outer, inner, isSame) => {
    expect(coversSources(outer, inner)).toBe(true)
    expect(coversSources(inner, outer)).toBe(isSame)
  })

  test.each([
    [['10.0.0.0/9'], ['10.0.0.0/8']],
    [['10.1.0.0/17', '10.1.128.0/18'], ['10.1.0.0/16']],
    [['0.0.0.0/0 except 10.0.0.0/8'], ['10.1.0.0/16']],
    [['0.0.0.0/0'], ['::/0']],
    [['10.0.0.0/8'], ['service tag Storage']],
    [['0.0.0.0/0'], []],
  ] as const)('%j does not cover %j', (outer, inner) => {
    expect(coversSources(outer, inner)).toBe(false)
  })

  test('is the same in whatever halves ranges are written', () => {
    const range = fc.record({
      bits: fc.integer({min: 0, max: 255}),
      length: fc.integer({min: 8, max: 31}),
      cuts: fc.integer({min: 0, max: 1}),
    })
    fc.assert(
      fc.property(fc.array(range, {minLength: 1, maxLength: 6}), (ranges) => {
        const whole = ranges.map(({bits, length}) => `${bits}.0.0.0/${length}`)
        // The upper half begins where the first bit behind the prefix is set.
        const halves = ranges.flatMap(({bits, length, cuts}) => {
          if (cuts === 0) return [`${bits}.0.0.0/${length}`]
          const upper = ((bits << 24) | (1 << (31 - length))) >>> 0
          const octets = [24, 16, 8, 0].map((shift) => (upper >>> shift) & 255)
          return [`${bits}.0.0.0/${length + 1}`, `${octets.join('.')}/${length + 1}`]
        })
        expect(coversSources(whole, halves)).toBe(true)
        expect(coversSources(halves, whole)).toBe(true)
      }),
    )
  })
})
