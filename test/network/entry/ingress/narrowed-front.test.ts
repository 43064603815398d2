import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {Front} from '../../../../src/network/entry/front.ts'
import {narrowFront} from '../../../../src/network/entry/ingress/narrowed-front.ts'

const front = (reach: Front['reach'], sources: readonly string[] = []): Front => ({
  reach,
  sources,
  evidence: [],
  question: reach === 'unknown' ? 'why?' : undefined,
})
const narrow = (from: Front, sources: readonly string[]) => narrowFront(from, {sources, evidence: []})

/** Networks of 203.x.0.0, at most 2^8 apart, so that they often lie in one another; worked out on whole numbers instead of texts. */
const block = fc.record({first: fc.nat({max: 255}), bits: fc.integer({min: 8, max: 16})}).map(({first, bits}) => {
  const size = 2 ** (16 - bits)
  const start = Math.floor(first / size) * size
  return {text: `203.${start}.0.0/${bits}`, start, end: start + size}
})

describe('an Ingress’s own list of clients', () => {
  test('lets in exactly those of both lists', () => {
    fc.assert(
      fc.property(fc.array(block, {minLength: 1, maxLength: 4}), fc.array(block, {minLength: 1, maxLength: 4}), (outer, own) => {
        const left = narrow(
          front(
            'internet',
            outer.map(({text}) => text),
          ),
          own.map(({text}) => text),
        )
        for (let second = 0; second < 256; second++) {
          const isIn = (blocks: typeof outer) => blocks.some(({start, end}) => start <= second && second < end)
          const named = left.sources.map((text) => [...outer, ...own].find((one) => one.text === text)).flatMap((one) => one ?? [])
          expect(isIn(named)).toBe(isIn(outer) && isIn(own))
        }
        expect(left.reach).toBe(left.sources.length > 0 ? 'internet' : 'none')
      }),
    )
  })

  test('makes a way private where all of it is, and answers what was unknown', () => {
    expect(narrow(front('internet'), ['10.0.0.0/8'])).toMatchObject({reach: 'network', sources: ['10.0.0.0/8']})
    expect(narrow(front('unknown'), ['10.0.0.0/8', 'fd00::/8'])).toMatchObject({reach: 'network', question: undefined})
    expect(narrow(front('unknown'), ['10.0.0.0/8', '203.0.113.7'])).toMatchObject({reach: 'unknown', question: 'why?'})
  })

  test('stands alone beside what is no range', () => {
    expect(narrow(front('internet', ['service tag AzureCloud']), ['203.0.113.0/24']).sources).toEqual(['203.0.113.0/24'])
  })

  test('opens nothing that is shut', () => {
    expect(narrow(front('none'), ['203.0.113.0/24']).reach).toBe('none')
    expect(narrow(front('network'), ['203.0.113.0/24']).reach).toBe('network')
  })
})
