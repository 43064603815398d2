import {describe, expect, test} from 'vitest'
import {and, anyOf, everyOf, or, type Truth} from '../../../src/network/policy/truth.ts'

const DOUBT: Truth = {kind: 'port'}
const OTHER: Truth = {kind: 'own-node'}

/** Kleene's strong logic: a result is certain exactly where the unknown part could not change it. */
const TABLE: readonly (readonly [Truth, Truth, Truth, Truth])[] = [
  [true, true, true, true],
  [true, false, false, true],
  [false, true, false, true],
  [false, false, false, false],
  [true, DOUBT, DOUBT, true],
  [DOUBT, true, DOUBT, true],
  [false, DOUBT, false, DOUBT],
  [DOUBT, false, false, DOUBT],
  [DOUBT, OTHER, DOUBT, DOUBT],
]

describe('the logic of three values', () => {
  test.each(TABLE)('%j and %j', (left, right, both) => expect(and(left, () => right)).toBe(both))

  test.each(TABLE)('%j or %j', (left, right, _, either) => expect(or(left, () => right)).toBe(either))

  test.each(TABLE)('of a list, %j and %j, is as of two', (left, right, both, either) => {
    expect(everyOf([left, right], (one) => one)).toBe(both)
    expect(anyOf([left, right], (one) => one)).toBe(either)
  })

  test('all of none hold, and not one of none', () => {
    expect(everyOf([], () => false)).toBe(true)
    expect(anyOf([], () => true)).toBe(false)
  })

  test('nothing is asked that cannot matter any more', () => {
    const asked: Truth[] = []
    const ask = (one: Truth) => {
      asked.push(one)
      return one
    }
    expect(anyOf([DOUBT, true, false], ask)).toBe(true)
    expect(everyOf([DOUBT, false, true], ask)).toBe(false)
    expect(asked).toEqual([DOUBT, true, DOUBT, false])
  })
})
