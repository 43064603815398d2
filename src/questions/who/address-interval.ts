import {type AddressFamily, familyOf} from '../../cluster/address.ts'
import {type AddressRange, BITS, parseRange} from '../../network/proxy/address-range.ts'

/** Numbers an address by the interval that it is in: all addresses of one are in the same of the ranges. */
export type IntervalOf = (address: string) => number

/** Cuts the addresses where a range begins or ends. */
export function createIntervals(ranges: readonly AddressRange[]): IntervalOf {
  const cuts: Readonly<Record<AddressFamily, readonly bigint[]>> = {IPv4: cutsOf(ranges, 'IPv4'), IPv6: cutsOf(ranges, 'IPv6')}
  return (address) => {
    const value = numberAt(address)
    if (value === undefined) return -1
    const own = cuts[familyOf(address)]
    let [low, high] = [0, own.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((own[middle] as bigint) <= value) low = middle + 1
      else high = middle
    }
    return low
  }
}

function cutsOf(ranges: readonly AddressRange[], family: AddressFamily): readonly bigint[] {
  const ends = ranges.filter((range) => range.family === family).flatMap((range) => [range.first, endOf(range)])
  return [...new Set(ends)].sort((a, b) => (a < b ? -1 : 1))
}

/** The first address behind a range. */
export function endOf({first, family, prefixLength}: AddressRange): bigint {
  return first + (1n << BigInt(BITS[family] - prefixLength))
}

function numberAt(address: string): bigint | undefined {
  return parseRange(`${address}/${BITS[familyOf(address)]}`)?.first
}
