import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {editDistance, nearestWord, resemblance} from '../../src/questions/resemblance.ts'

describe('edit distance', () => {
  // Counted by hand.
  test.each([
    ['kitten', 'sitting', 3],
    ['chekout', 'checkout', 1],
    ['chekcout', 'checkout', 1],
    ['deamon', 'daemon', 1],
    ['', 'abc', 3],
    ['ca', 'abc', 3],
  ])('%s → %s is %d', (a, b, distance) => {
    expect(editDistance(a, b, 9)).toBe(distance)
  })

  test('is symmetric, zero only for equal words, and never understated by its limit', () => {
    const word = fc.string({unit: fc.constantFrom('a', 'b', 'c', '-'), maxLength: 8})
    fc.assert(
      fc.property(word, word, fc.nat(8), (a, b, limit) => {
        const distance = editDistance(a, b, 99)
        expect(editDistance(b, a, 99)).toBe(distance)
        expect(distance === 0).toBe(a === b)
        expect(editDistance(a, b, limit)).toBe(Math.min(distance, limit + 1))
      }),
    )
  })
})

describe('words that should be equal', () => {
  test.each([
    ['checkout', 'chekout', 'typo'],
    ['Web', 'web', 'case'],
    ['my-app', 'myapp', 'typo'],
    ['v1', 'v2', undefined],
    ['web-0', 'web-1', undefined],
    ['web', 'wep', undefined],
    ['frontend', 'backend', undefined],
    ['orders', 'orders', undefined],
  ])('%s and %s: %s', (a, b, likeness) => {
    expect(resemblance(a, b)).toBe(likeness)
  })

  test('did you mean', () => {
    expect(nearestWord('wbe', ['api', 'web', 'database'])).toBe('web')
    expect(nearestWord('payments', ['web', 'api'])).toBeUndefined()
    expect(nearestWord('x', ['y'])).toBeUndefined()
  })
})
