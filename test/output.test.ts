import {describe, expect, test} from 'vitest'
import {parseOutputs, terminalWidth} from '../src/output.ts'
import {UserError} from '../src/user-error.ts'

describe('-o', () => {
  test('is the table where none is named', () => {
    expect(parseOutputs([])).toEqual([{format: 'table', file: undefined}])
  })

  test('goes to standard output or to a file, the table staying on standard output beside files', () => {
    expect(parseOutputs(['json'])).toEqual([{format: 'json', file: undefined}])
    expect(parseOutputs(['json=a=b.json'])).toEqual([
      {format: 'table', file: undefined},
      {format: 'json', file: 'a=b.json'},
    ])
  })

  test.each([[['json', 'yaml']], [['xml']], [['jsonpath={.a}']], [['custom-columns=A:.a']], [['json=']]])('%j is refused', (words) => {
    expect(() => parseOutputs(words)).toThrow(UserError)
  })
})

describe('the width of a terminal', () => {
  test('is what it reports, whatever the environment says', () => {
    expect(terminalWidth(120, '80')).toBe(120)
  })

  test('is that of the environment where it reports none, as some do with 0', () => {
    expect(terminalWidth(0, '80')).toBe(80)
    expect(terminalWidth(undefined, '80')).toBe(80)
  })

  test('is unlimited where nobody says it', () => {
    for (const stated of [undefined, '', '0', 'wide']) expect(terminalWidth(0, stated)).toBeUndefined()
  })
})
