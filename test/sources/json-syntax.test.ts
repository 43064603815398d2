import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {readJsonStream} from '../../src/sources/json-stream.ts'
import {scanJsonValue} from '../../src/sources/json-syntax.ts'

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Whether the scanner takes the whole text for one value. */
function scansWhole(text: string): boolean {
  const extent = scanJsonValue(text, 0)
  return extent.kind === 'value' && text.slice(extent.end).trim() === ''
}

describe('the scanner', () => {
  test('takes what JSON.parse takes', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 1, '\t'), (text, space) => scansWhole(JSON.stringify(JSON.parse(text), null, space))),
    )
  })

  test('takes nothing else', () => {
    const mutation = fc.tuple(
      fc.nat(),
      fc.constantFrom('', '"', '\\', ',', ':', '{', '}', '[', ']', '0', '-', '.', 'e', 't', ' ', '\n', '\u0001', '/', '\\u00e', 'true'),
    )
    fc.assert(
      fc.property(fc.json(), mutation, fc.nat(2), (text, [place, insert], cut) => {
        const at = place % (text.length + 1)
        const mutant = text.slice(0, at) + insert + text.slice(at + cut)
        return mutant.trim() === '' || scansWhole(mutant) === isJson(mutant)
      }),
      {numRuns: 3000},
    )
  })

  test.each([
    ['{rating: 5}', 1, 'a quoted key or } is expected here'],
    ['{"a": 1,}', 8, 'a quoted key is expected here'],
    ['{"a": 1 "b": 2}', 8, 'a comma or a closing bracket is expected here'],
    ['{"a" 1}', 5, 'a colon is expected here'],
    ['{"a": [1, 2', 11, 'it ends before it is complete'],
    ['{"a": 01}', 6, 'a value is expected here'],
    ['{"a": "x\ny"}', 8, 'a string cannot go on like this'],
    ['{"a": "\\q"}', 7, 'a string cannot go on like this'],
    ['{\n// no\n}', 2, 'it knows no comments'],
    ['{"a": [1}', 8, 'a comma or a closing bracket is expected here'],
  ])('says what is wrong in %j', (text, offset, reason) => {
    expect(scanJsonValue(text, 0)).toEqual({kind: 'syntax', offset, reason})
  })

  test('goes as deep as it must and no deeper', () => {
    expect(scanJsonValue('['.repeat(500) + ']'.repeat(500), 0).kind).toBe('value')
    expect(scanJsonValue('['.repeat(1_000_000), 0).kind).toBe('deep')
  })
})

describe('a stream of JSON values', () => {
  const outcomes = async (text: string) =>
    [...(await readJsonStream(text))].map((part) =>
      part.kind === 'yaml' ? `yaml at ${part.start}` : part.parsed.kind === 'value' ? part.parsed.value : part.parsed.rule,
    )

  test('is one value, nearly always', async () => {
    expect(await outcomes(' {"a": 1}\n')).toEqual([{a: 1}])
  })

  test('may hold several without anything between them', async () => {
    expect(await outcomes('{"a":1}{"b":2}\n{"c":\n3}')).toEqual([{a: 1}, {b: 2}, {c: 3}])
  })

  test('loses only the bad one', async () => {
    expect(await outcomes('{"a":1}\n{"b":,\n "x": {}}\n{"c":3}\n')).toEqual([{a: 1}, 'input/json-syntax', {c: 3}])
  })

  test('turns to YAML at a separator', async () => {
    expect(await outcomes('{"a":1}\n---\nb: 2\n')).toEqual([{a: 1}, 'yaml at 8'])
  })

  test('lets the last of two equal keys win', async () => {
    expect(await outcomes('{"a":1,"a":2}')).toEqual([{a: 2}])
  })

  test('is refused where it nests without end', async () => {
    expect(await outcomes(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`)).toEqual(['input/too-deep'])
  })
})
