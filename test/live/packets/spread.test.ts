import {expect, test} from 'vitest'
import type {Tally} from '../harness/sandbox.ts'
import {BOUND_FOR_SEVEN, chiSquare} from './spread.ts'

const answered = (name: string, count: number): Tally => ({kind: 'answered', name, source: '10.244.0.2', count})
const evenly = (names: readonly string[]) => new Map(names.map((name) => [name, 1 / names.length]))

test('chi-square sums squared distances in units of what was expected', () => {
  // 60, 50 and 40 where 50 were expected each: 100/50 + 0 + 100/50.
  expect(chiSquare([answered('a', 60), answered('b', 50), answered('c', 40)], evenly(['a', 'b', 'c']))).toBeCloseTo(4, 9)
})

test('one endpoint by two addresses counts once', () => {
  expect(chiSquare([answered('a', 20), {...answered('a', 30), source: '10.244.1.1'}, answered('b', 50)], evenly(['a', 'b']))).toBe(0)
})

test('an endpoint that nobody predicted is no chance', () => {
  expect(chiSquare([answered('a', 50), answered('x', 1)], evenly(['a']))).toBe(Number.POSITIVE_INFINITY)
})

test('the bound finds out who always takes one in six for the first of seven', () => {
  // The first one takes 1/6, the other six share the rest: 350 and 291.7 of 2,100, where 300 were expected each. Not enough for the bound …
  const shares = (total: number) =>
    ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name, index) => answered(name, index === 0 ? total / 6 : (total * 5) / 36))
  expect(chiSquare(shares(2_100), evenly([...'abcdefg']))).toBeLessThan(BOUND_FOR_SEVEN)
  // … which 10,500 are: five times as much.
  expect(chiSquare(shares(10_500), evenly([...'abcdefg']))).toBeGreaterThan(BOUND_FOR_SEVEN)
})
