import type {AddressFamily} from '../../cluster/address.ts'
import {includesRange} from '../../network/policy/ip-block.ts'
import {type AddressRange, addressOf, parseRange} from '../../network/proxy/address-range.ts'
import {endOf} from './address-interval.ts'

/** The addresses of a range that are in none of `except`, and what is so of all of them. */
export interface Region<T> {
  readonly range: AddressRange
  readonly except: readonly AddressRange[]
  readonly value: T
}

interface Branch {
  readonly range: AddressRange
  /** The largest ranges inside of it, in order. */
  readonly inner: Branch[]
}

const WHOLE: Readonly<Record<AddressFamily, string>> = {IPv4: '0.0.0.0/0', IPv6: '::/0'}

/**
 * Divides all addresses of a family by ranges, of which two are either apart or one within the other, and asks `judge` of one address of each part.
 * Parts with the same `keyOf` that lie within each other become one.
 */
export function divideAddresses<T>(
  family: AddressFamily,
  ranges: readonly AddressRange[],
  judge: (address: string) => T,
  keyOf: (value: T) => string,
): readonly Region<T>[] {
  const whole = parseRange(WHOLE[family])
  if (!whole) return []
  const root: Branch = {range: whole, inner: []}
  const distinct = new Map(ranges.filter((range) => range.family === family).map((range) => [range.text, range]))
  distinct.delete(whole.text)
  const sorted = [...distinct.values()].sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : a.prefixLength - b.prefixLength))
  for (const range of sorted) insert(root, range)
  const regions: Region<T>[] = []
  describe(root, undefined, regions)
  return regions.toReversed()

  /** Adds the regions of a branch, and returns the ranges that its surroundings have to leave out. */
  function describe({range, inner}: Branch, around: string | undefined, found: Region<T>[]): readonly AddressRange[] {
    const address = freeAddress({range, inner})
    if (address === undefined) {
      for (const one of inner) describe(one, undefined, found)
      return [range]
    }
    const value = judge(address)
    const key = keyOf(value)
    const except = inner.toReversed().flatMap((one) => describe(one, key, found))
    if (key === around) return except
    found.push({range, except: except.toReversed(), value})
    return [range]
  }
}

function insert(branch: Branch, range: AddressRange): void {
  const last = branch.inner.at(-1)
  if (last && includesRange(last.range, range)) insert(last, range)
  else branch.inner.push({range, inner: []})
}

/** An address of a range that is in nothing inside of it; undefined where that leaves none. */
function freeAddress({range, inner}: Branch): string | undefined {
  let next = range.first
  for (const one of inner) {
    if (one.range.first > next) break
    next = endOf(one.range)
  }
  return next < endOf(range) ? addressOf(next, range.family) : undefined
}
