import type {AddressFamily} from '../../cluster/address.ts'
import {type AddressRange, BITS, contains, parseRange} from '../proxy/address-range.ts'
import type {IPBlock} from './policy.ts'

/** Whether an address is in a block and in none of what it leaves out. */
export function isInBlock({range, except}: IPBlock, address: string): boolean {
  return contains(range, address) && !except.some((one) => contains(one, address))
}

/** Whether `inner` lies within `outer`, or is the same. */
export function includesRange(outer: AddressRange, inner: AddressRange): boolean {
  if (outer.family !== inner.family || outer.prefixLength > inner.prefixLength) return false
  const hostBits = BigInt(BITS[outer.family] - outer.prefixLength)
  return inner.first >> hostBits === outer.first >> hostBits
}

function overlaps(one: AddressRange, other: AddressRange): boolean {
  return includesRange(one, other) || includesRange(other, one)
}

/** Whether all of a range is in the block, none of it, or (undefined) a part. */
export function sharesWith({range, except}: IPBlock, wanted: AddressRange): boolean | undefined {
  if (!overlaps(range, wanted) || except.some((one) => includesRange(one, wanted))) return false
  return includesRange(range, wanted) && !except.some((one) => overlaps(one, wanted)) ? true : undefined
}

/** Where addresses of pods and private networks are (RFC 1918, RFC 6598, RFC 4193). */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'].flatMap((text) => parseRange(text) ?? [])

/**
 * Whether a pod that nobody has seen running is in a block. Its IPv4 address is taken to be private, as those of pods are; of IPv6 ones nothing is
 * taken for granted. Undefined where that does not settle it.
 */
export function hasUnstatedPod(block: IPBlock): boolean | undefined {
  if (block.family === 'IPv6') return undefined
  if (isWhole(block)) return true
  const shares = PRIVATE.filter(({family}) => family === block.family).map((range) => sharesWith(block, range))
  return shares.every((share) => share === true) ? true : shares.every((share) => share === false) ? false : undefined
}

/** Whether anybody on the internet, of a family where it is known, is in a block: everybody, nobody, or (undefined) some. */
export function hasInternet(block: IPBlock, wanted: AddressFamily | undefined): boolean | undefined {
  const {range, except, family} = block
  if (wanted !== undefined && wanted !== family) return false
  if (PRIVATE.some((one) => includesRange(one, range))) return false
  // Who comes by either family comes by the other too.
  if (range.prefixLength > 0 || (wanted === undefined && family === 'IPv6')) return undefined
  return except.every((one) => PRIVATE.some((own) => own.family === family && includesRange(own, one))) ? true : undefined
}

function isWhole({range, except}: IPBlock): boolean {
  return range.prefixLength === 0 && except.length === 0
}
