import {Chalk} from 'chalk'
import fc from 'fast-check'
import stringWidth from 'string-width'
import {describe, expect, test} from 'vitest'
import {wrapText} from '../../src/renderers/wrap.ts'

describe('a sentence', () => {
  test('breaks between words, under its own indent or further in', () => {
    expect(wrapText('  one two three', 10)).toBe('  one two\n  three')
    expect(wrapText('! one two three', 10, 2)).toBe('! one two\n  three')
  })

  test('stays as it is where it fits, and where the width is unlimited', () => {
    expect(wrapText('one two', 7)).toBe('one two')
    expect(wrapText('one two', undefined)).toBe('one two')
  })

  test('has words that are wider than the terminal on lines of their own', () => {
    expect(wrapText('a https://example.com/long b', 10)).toBe('a\nhttps://example.com/long\nb')
  })

  test('is measured without its colours', () => {
    const bold = new Chalk({level: 1}).bold('web')
    expect(wrapText(`${bold} is fine`, 11)).toBe(`${bold} is fine`)
  })

  test('loses no word, and no line is too wide but for one word', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), {minLength: 1, maxLength: 12})
    fc.assert(
      fc.property(words, fc.integer({min: 1, max: 30}), fc.integer({min: 0, max: 3}), (all, width, hang) => {
        const wrapped = wrapText(all.join(' '), width, hang)
        expect(wrapped.split(/\s+/).filter(Boolean)).toEqual(all)
        for (const line of wrapped.split('\n')) if (line.trim().includes(' ')) expect(stringWidth(line)).toBeLessThanOrEqual(width)
      }),
    )
  })
})
