import type {AddressFamily} from '../../cluster/address.ts'
import {readRange} from '../../network/entry/scope.ts'
import type {AddressRange} from '../../network/proxy/address-range.ts'
import {endOf} from '../who/address-interval.ts'

/** Addresses from `first` to before `end`. */
interface Interval {
  readonly family: AddressFamily
  readonly first: bigint
  readonly end: bigint
}

/**
 * Whether all who are let in by `some` are let in by `others` too. No sources are everybody; words stand for themselves. Ranges count by the addresses
 * in them: 10.0.0.0/9 and 10.128.0.0/9 are 10.0.0.0/8.
 */
export function coversSources(others: readonly string[], some: readonly string[]): boolean {
  if (others.length === 0) return true
  if (some.length === 0) return false
  const words = new Set(others)
  const rest = some.filter((source) => !words.has(source))
  if (rest.length === 0) return true
  const open = joinIntervals(others.flatMap((source) => intervalsOf(source) ?? []))
  return rest.every((source) => intervalsOf(source)?.every((wanted) => open.some((one) => includes(one, wanted))) ?? false)
}

function includes(outer: Interval, inner: Interval): boolean {
  return outer.family === inner.family && outer.first <= inner.first && outer.end >= inner.end
}

/** `10.0.0.0/8`, `0.0.0.0/0 except 10.0.0.0/8, 192.168.0.0/16`; undefined for words. */
function intervalsOf(source: string): readonly Interval[] | undefined {
  const [whole = '', excepted = ''] = source.split(' except ')
  const range = readRange(whole)
  const except = excepted === '' ? [] : excepted.split(', ').map(readRange)
  if (!range || except.includes(undefined)) return undefined
  const holes = joinIntervals(except.flatMap((one) => (one ? toInterval(one) : [])))
  return holes.reduce<readonly Interval[]>((left, hole) => left.flatMap((one) => cut(one, hole)), [toInterval(range)])
}

function toInterval(range: AddressRange): Interval {
  return {family: range.family, first: range.first, end: endOf(range)}
}

/** What is left of an interval without another. */
function cut(one: Interval, hole: Interval): readonly Interval[] {
  if (one.family !== hole.family || hole.end <= one.first || hole.first >= one.end) return [one]
  return [...(one.first < hole.first ? [{...one, end: hole.first}] : []), ...(hole.end < one.end ? [{...one, first: hole.end}] : [])]
}

/** Those that touch as one. */
function joinIntervals(intervals: readonly Interval[]): readonly Interval[] {
  const joined: Interval[] = []
  for (const one of intervals.toSorted((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))) {
    const index = joined.findIndex(({family, end}) => family === one.family && one.first <= end)
    const known = joined[index]
    if (!known) joined.push(one)
    else if (one.end > known.end) joined[index] = {...known, end: one.end}
  }
  return joined
}
