import type {AddressFamily} from '../../../cluster/address.ts'
import {type AddressRange, addressOf, BITS, parseRange} from '../address-range.ts'

interface Interval {
  readonly first: bigint
  readonly last: bigint
}

/** The range that holds one address. */
export function rangeOf(address: string, family: AddressFamily): AddressRange | undefined {
  return parseRange(`${address}/${BITS[family]}`)
}

/**
 * A set of ranges within a rule, as nft prints it: sorted, with those that touch or overlap merged into one. A single range needs no braces, but
 * keeps them where it was merged of several.
 */
export function formatRanges(ranges: readonly AddressRange[], family: AddressFamily): string {
  const merged = merge(ranges.map(({first, prefixLength}) => ({first, last: first + sizeOf(prefixLength, family) - 1n})))
  const texts = merged.map((interval) => formatInterval(interval, family))
  return ranges.length === 1 ? texts.join() : `{ ${texts.join(', ')} }`
}

function sizeOf(prefixLength: number, family: AddressFamily): bigint {
  return 1n << BigInt(BITS[family] - prefixLength)
}

function merge(intervals: readonly Interval[]): readonly Interval[] {
  const merged: Interval[] = []
  for (const next of intervals.toSorted((a, b) => (a.first < b.first ? -1 : 1))) {
    const before = merged.at(-1)
    if (before && next.first <= before.last + 1n) merged[merged.length - 1] = {first: before.first, last: max(before.last, next.last)}
    else merged.push(next)
  }
  return merged
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

/** An address, a CIDR range where it is one, else `first-last`. */
function formatInterval({first, last}: Interval, family: AddressFamily): string {
  const size = last - first + 1n
  const hostBits = size.toString(2).length - 1
  if (size === 1n) return addressOf(first, family)
  if (size === 1n << BigInt(hostBits) && first % size === 0n) return `${addressOf(first, family)}/${BITS[family] - hostBits}`
  return `${addressOf(first, family)}-${addressOf(last, family)}`
}
