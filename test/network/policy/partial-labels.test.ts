import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {type LabelSelector, matchesLabels, SELECTS_NOTHING, type SelectorOperator} from '../../../src/cluster/label-selector.ts'
import type {Doubt} from '../../../src/network/policy/doubt.ts'
import {matchesPartly, type PartialLabels} from '../../../src/network/policy/partial-labels.ts'
import {isDoubt} from '../../../src/network/policy/truth.ts'

const doubt = (key: string): Doubt => ({kind: 'pod-labels', key})
const KEYS = ['a', 'b', 'c'] as const
const VALUES = ['1', '2', ''] as const

const labels = fc.dictionary(fc.constantFrom(...KEYS), fc.constantFrom(...VALUES))
const selector: fc.Arbitrary<LabelSelector> = fc.array(
  fc.record({
    key: fc.constantFrom(...KEYS),
    operator: fc.constantFrom<SelectorOperator>('In', 'NotIn', 'Exists', 'DoesNotExist'),
    values: fc.uniqueArray(fc.constantFrom(...VALUES), {minLength: 1, maxLength: 2}),
  }),
  {maxLength: 3},
)

/** What is known of labels from which these keys, or their values alone, were taken away. */
function hide(all: Readonly<Record<string, string>>, gone: readonly string[], valueless: readonly string[]): PartialLabels {
  const known = Object.entries(all).filter(([key]) => !gone.includes(key) && !valueless.includes(key))
  return {
    known: Object.fromEntries(known),
    unknownValues: new Set(valueless.filter((key) => Object.hasOwn(all, key))),
    isOpen: gone.length > 0,
  }
}

describe('labels of which some are not known', () => {
  const oneKey = (operator: SelectorOperator, ...values: string[]): LabelSelector => [{key: 'a', operator, values}]
  const known: PartialLabels = {known: {a: '1'}, unknownValues: new Set(), isOpen: true}
  const absent: PartialLabels = {known: {}, unknownValues: new Set(), isOpen: false}
  const open: PartialLabels = {known: {}, unknownValues: new Set(), isOpen: true}
  const valueless: PartialLabels = {known: {}, unknownValues: new Set(['a']), isOpen: false}
  const maybe = doubt('a')

  test.each([
    ['known', known, [true, false, true, false]],
    ['absent for certain', absent, [false, true, false, true]],
    ['perhaps there', open, [maybe, maybe, maybe, maybe]],
    ['there with a value nobody knows', valueless, [maybe, maybe, true, false]],
  ] as const)('a key that is %s: In, NotIn, Exists, DoesNotExist', (_, partial, expected) => {
    const selectors = [oneKey('In', '1'), oneKey('NotIn', '1'), oneKey('Exists'), oneKey('DoesNotExist')]
    expect(selectors.map((one) => matchesPartly(one, partial, doubt))).toEqual(expected)
  })

  test('a selector that selects nothing selects nothing, whatever is not known', () => {
    expect(matchesPartly(SELECTS_NOTHING, open, doubt)).toBe(false)
  })

  test('an empty selector selects everything, whatever is not known', () => {
    expect(matchesPartly([], open, doubt)).toBe(true)
  })

  test('what is certain of a part holds of the whole', () => {
    let certain = 0
    let unsure = 0
    fc.assert(
      fc.property(labels, selector, fc.subarray([...KEYS]), fc.subarray([...KEYS]), (all, one, gone, without) => {
        const valuesGone = without.filter((key) => !gone.includes(key))
        const truth = matchesPartly(one, hide(all, gone, valuesGone), doubt)
        if (isDoubt(truth)) unsure++
        else {
          certain++
          expect(truth).toBe(matchesLabels(one, all))
        }
      }),
      {numRuns: 2000},
    )
    expect(Math.min(certain, unsure)).toBeGreaterThan(200)
  })

  test('what is known of all keys is certain', () => {
    fc.assert(
      fc.property(labels, selector, (all, one) => {
        expect(matchesPartly(one, hide(all, [], []), doubt)).toBe(matchesLabels(one, all))
      }),
    )
  })
})
