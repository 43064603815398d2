import {describe, expect, test} from 'vitest'
import {parseOutputs} from '../src/output.ts'
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
