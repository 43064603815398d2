import {expect, test} from 'vitest'
import {milliCores, nanoCores} from '../../../src/network/endpoints/cpu-quantity.ts'

/** What `kubectl` and the API server make of such quantities, in milli-cores rounded up. */
test.each([
  ['4', 4000],
  [4, 4000],
  [0.5, 500],
  ['3920m', 3920],
  ['.5', 500],
  ['1.', 1000],
  ['0.0001', 1],
  ['1500u', 2],
  ['2000000n', 2],
  ['2k', 2_000_000],
  ['1Ki', 1_024_000],
  ['4e0', 4000],
  ['25E-1', 2500],
  ['1e3', 1_000_000],
  ['0', 0],
] as const)('%s of CPU are %d m', (text, milli) => {
  expect(milliCores(nanoCores(text) ?? -1n)).toBe(milli)
})

test.each(['', '.', 'm', '-1', '4 cores', '1mm', undefined, null, {}, ['4']])('%j is no amount', (value) => {
  expect(nanoCores(value)).toBeUndefined()
})
