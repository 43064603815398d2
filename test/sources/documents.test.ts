import {describe, expect, test} from 'vitest'
import {splitDocuments} from '../../src/sources/documents.ts'

function split(text: string): readonly string[] {
  return [...splitDocuments(text)].map((part) =>
    part.kind === 'document' ? text.slice(part.start, part.end) : `${part.kind}: ${text.slice(part.start, part.end)}`,
  )
}

describe('documents end', () => {
  test.each([
    ['at a line of three dashes', 'a: 1\n---\nb: 2\n', ['a: 1\n', 'b: 2\n']],
    ['at one with a comment or spaces after it', 'a: 1\n--- # two\nb: 2\n--- \t\nc: 3\n', ['a: 1\n', 'b: 2\n', 'c: 3\n']],
    ['at one with a carriage return', 'a: 1\r\n---\r\nb: 2\r\n', ['a: 1\r\n', 'b: 2\r\n']],
    ['not at dashes further in', 'a: |\n  ---\n  x\n ---\n', ['a: |\n  ---\n  x\n ---\n']],
    ['at the end of the text without a line end', 'a: 1\n---\nb: 2', ['a: 1\n', 'b: 2']],
    ['at the last line of dashes without a line end', 'a: 1\n---', ['a: 1\n']],
  ])('%s', (_, text, documents) => {
    expect(split(text)).toEqual(documents)
  })

  test('and those without content are not counted', () => {
    const text = '# nothing\n---\n---\n\n---\n  # still nothing\n---\na: 1\n---\n\ufeff\n---\nb: 2\n'
    const found = [...splitDocuments(text)]
    expect(found.map((part) => part.kind === 'document' && part.index)).toEqual([0, 1])
  })

  test('with content after comments know where it begins', () => {
    const text = '---\n# Source: x\n\n  a: 1\n'
    expect([...splitDocuments(text)]).toMatchObject([{start: 4, content: text.indexOf('a')}])
  })

  test('at a document end mark, after which kubectl reads nothing', () => {
    expect(split('a: 1\n...\n---\nb: 2\n...\nc: 3\n')).toEqual(['a: 1\n', 'b: 2\n', 'remainder: c: 3\n'])
    expect(split('a: |\n  ...\nb: ....\n')).toEqual(['a: |\n  ...\nb: ....\n'])
  })
})

test.each(['---x\n', '--- {a: 1}\n', '-----BEGIN\n', '--- !tag\n'])('%j is no separator that kubectl takes', (line) => {
  expect(split(`a: 1\n${line}b: 2\n`)).toEqual(['a: 1\n', `bad-separator: ${line}`, 'b: 2\n'])
})

test('millions of separators take no time worth mentioning', () => {
  const started = performance.now()
  expect([...splitDocuments('---\n'.repeat(1_000_000))]).toEqual([])
  expect([...splitDocuments('a\n---\n'.repeat(100_000))]).toHaveLength(100_000)
  expect(performance.now() - started).toBeLessThan(3000)
})
