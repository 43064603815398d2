import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {digitsOf, resemblance} from '../../../src/questions/resemblance.ts'
import {createPseudonyms} from '../../../src/questions/snapshot/redaction/pseudonyms.ts'

const KEY = 'correct horse battery staple'
const once = (words: readonly string[]) => new Map(words.map((word) => [word, 1]))

/** Words of one length that differ in at least four letters, so that none resembles another. */
const UNLIKE = Array.from({length: 5000}, (_, index) =>
  [...String(index).padStart(4, '0')].map((digit) => 'abcdefghij'[Number(digit)]?.repeat(4)).join(''),
)

describe('pseudonyms', () => {
  const pseudonyms = createPseudonyms(KEY, once(UNLIKE))
  const given = UNLIKE.map(pseudonyms.word)

  test('are as many as the words, valid as names of anything, and none of the words', () => {
    expect(new Set(given).size).toBe(UNLIKE.length)
    expect(given.every((word) => /^[a-z][a-z0-9]{1,8}$/.test(word))).toBe(true)
    expect(given.filter((word) => UNLIKE.includes(word))).toEqual([])
  })

  test('do not resemble each other where the words do not', () => {
    const byDigits = new Map<string, string[]>()
    for (const word of given) byDigits.set(digitsOf(word), [...(byDigits.get(digitsOf(word)) ?? []), word])
    const alike = [...byDigits.values()].flatMap((words) =>
      words.flatMap((a, index) => words.slice(index + 1).filter((b) => resemblance(a, b))),
    )
    expect(byDigits.size).toBeLessThan(given.length / 4)
    expect(alike).toEqual([])
  })

  test('of what Kubernetes makes by chance look as if it had', () => {
    const {word} = createPseudonyms(KEY, once(['x2x9p', '7d9f8bcd54']))
    expect(word('x2x9p')).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{5}$/)
    expect(word('7d9f8bcd54')).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{10}$/)
  })

  test('resemble each other as the words do, by a letter or by case', () => {
    const pairs = [
      ['checkout', 'chekout'],
      ['payments', 'paymnets'],
      ['frontend', 'FrontEnd'],
      ['cart', 'card'],
    ] as const
    const {word} = createPseudonyms(KEY, once(pairs.flat()))
    expect(pairs.map(([a, b]) => resemblance(word(a), word(b)))).toEqual(pairs.map(([a, b]) => resemblance(a, b)))
    expect(pairs.map(([a, b]) => resemblance(a, b))).toEqual(['typo', 'typo', 'case', 'typo'])
    expect(resemblance(word('checkout'), word('cart'))).toBeUndefined()
  })

  test('are different for as many misspellings of one word as there may be', () => {
    const misspellings = Array.from('checkout', (_, index) => `${'checkout'.slice(0, index)}${'checkout'.slice(index + 1)}`)
    const words = ['checkout', ...misspellings]
    const {word} = createPseudonyms(KEY, once(words))
    expect(new Set(words.map(word)).size).toBe(new Set(words).size)
  })

  test('of numbers are numbers, each its own, though there are only ten of one digit', () => {
    const {number} = createPseudonyms(KEY, new Map())
    const numbers = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '007', '48213']
    expect(new Set(numbers.map(number)).size).toBe(numbers.length)
    expect(numbers.map(number).every((text) => /^\d+$/.test(text))).toBe(true)
    expect(number('48213')).toMatch(/^[1-9]\d{4}$/)
  })

  test('do not depend on the order in which words are met', () => {
    const words = ['checkout', 'chekout', 'cart', 'card', 'web', 'x2x9p', 'payments']
    const expected = words.map(createPseudonyms(KEY, once(words)).word)
    fc.assert(
      fc.property(fc.shuffledSubarray(words, {minLength: words.length}), (shuffled) => {
        expect(words.map(createPseudonyms(KEY, once(shuffled)).word)).toEqual(expected)
      }),
      {numRuns: 20},
    )
  })
})
