import {describe, expect, test} from 'vitest'
import {resolvePlainScalar} from '../../src/sources/plain-scalar.ts'

// Every value here is what `kubectl annotate --local -o json` (1.32) prints for the scalar.
describe('a plain scalar is what kubectl reads', () => {
  test.each([
    ['yes', true],
    ['Yes', true],
    ['YES', true],
    ['on', true],
    ['y', true],
    ['True', true],
    ['no', false],
    ['Off', false],
    ['n', false],
    ['FALSE', false],
  ])('%s is the boolean %s', (text, value) => {
    expect(resolvePlainScalar(text)).toBe(value)
  })

  test.each(['yEs', 'oN', 'tRUE', 'yess', 'nope', 'office', 'none', 'truefalse'])('%s is text', (text) => {
    expect(resolvePlainScalar(text)).toBe(text)
  })

  test.each(['~', 'null', 'Null', 'NULL'])('%s is null', (text) => {
    expect(resolvePlainScalar(text)).toBeNull()
  })

  test.each([
    ['0', 0],
    ['80', 80],
    ['-1', -1],
    ['+1', 1],
    ['0644', 420],
    ['00', 0],
    ['0o17', 15],
    ['0x1F', 31],
    ['-0x10', -16],
    ['0b11', 3],
    ['-0b11', -3],
    ['08', 8],
    ['09.5', 9.5],
    ['1_000', 1000],
    ['0_1', 1],
    ['1.', 1],
    ['.5', 0.5],
    ['-.5', -0.5],
    ['1e3', 1000],
    ['1.5E-2', 0.015],
  ])('%s is the number %d', (text, value) => {
    expect(resolvePlainScalar(text)).toBe(value)
  })

  test('-0 is the integer 0', () => {
    expect(Object.is(resolvePlainScalar('-0'), 0)).toBe(true)
  })

  test.each(['1:30', '2001-01-01', '2026-01-01T00:00:00Z', '1.2.3', '0b2', '0x', '1e400', '_1', '.', '-', '+', '10.0.0.1', '1/2', '.5_0'])(
    '%s is text',
    (text) => {
      expect(resolvePlainScalar(text)).toBe(text)
    },
  )
})
