import fc from 'fast-check'
import {expect, test} from 'vitest'
import {indexLines} from '../../src/sources/line-index.ts'

test('an offset has the line and column that counting gives', () => {
  const text = fc.array(fc.constantFrom('a', 'bcd', '\n', '\r\n', '\n\n', 'é'), {maxLength: 60}).map((parts) => parts.join(''))
  fc.assert(
    fc.property(text, fc.array(fc.nat(70), {maxLength: 5}), (whole, offsets) => {
      const positionAt = indexLines(whole)
      for (const offset of offsets.map((at) => Math.min(at, whole.length))) {
        const before = whole.slice(0, offset).split('\n')
        const line = before.length
        const lines = whole.split('\n').map((one) => one.replace(/\r$/, ''))
        expect(positionAt(offset)).toEqual({
          line,
          column: (before.at(-1)?.length ?? 0) + 1,
          text: lines[line - 1],
          ...(line > 1 && {linesBefore: lines.slice(Math.max(0, line - 3), line - 1)}),
        })
      }
    }),
  )
})

test('lines far into a large text are counted right, in any order', () => {
  // 12 characters a line: line n begins at 12 (n - 1).
  const positionAt = indexLines('eleven char\n'.repeat(100_000))
  expect(positionAt(12 * 99_999 + 3)).toMatchObject({line: 100_000, column: 4, text: 'eleven char'})
  expect(positionAt(12 * 7)).toMatchObject({line: 8, column: 1, text: 'eleven char'})
  expect(positionAt(12 * 50_000 + 10)).toMatchObject({line: 50_001, column: 11, text: 'eleven char'})
})

test('a text of one endless line is no burden', () => {
  const started = performance.now()
  expect(indexLines('x'.repeat(50_000_000))(49_999_999)).toMatchObject({line: 1, column: 50_000_000})
  expect(performance.now() - started).toBeLessThan(2000)
})
