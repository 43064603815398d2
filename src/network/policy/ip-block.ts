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

/** Where addresses of pods and private networks are (RFC 1918, RFC 6598, RFC 2544, of which EKS takes addresses of pods, RFC 4193). */
const PRIVATE = rangesOf('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '198.18.0.0/15', 'fc00::/7')

/** No address of a node, nor of anybody on the internet: own host, link-local, multicast, reserved (RFC 6890). */
const NOBODYS = rangesOf('0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4', '240.0.0.0/4', '::/127', 'fe80::/10', 'ff00::/8')

function rangesOf(...texts: readonly string[]): readonly AddressRange[] {
  return texts.flatMap((text) => parseRange(text) ?? [])
}

/**
 * Whether a pod that nobody has seen running is in a block. Its IPv4 address is taken to be private, as those of pods are; of IPv6 ones nothing is
 * taken for granted. Undefined where that does not settle it.
 */
export function hasUnstatedPod(block: IPBlock): boolean | undefined {
  if (block.family === 'IPv6') return undefined
  if (isWhole(block)) return true
  // Of manifests it is asked for every pod again.
  if (UNSTATED.has(block)) return UNSTATED.get(block)
  const share = shareOfPrivate(block)
  UNSTATED.set(block, share)
  return share
}

const UNSTATED = new WeakMap<IPBlock, boolean | undefined>()

/** Whether all private addresses of a family are in a block, none, or (undefined) some. */
function shareOfPrivate(block: IPBlock): boolean | undefined {
  const shares = PRIVATE.filter(({family}) => family === block.family).map((range) => sharesWith(block, range))
  return shares.every((share) => share === true) ? true : shares.every((share) => share === false) ? false : undefined
}

/** Whether a node whose address is not stated is in a block: in one of all IPv4 addresses for certain, but for such as no node has. */
export function hasUnstatedNode({range, except, family}: IPBlock): boolean | undefined {
  const isWhole = family === 'IPv4' && range.prefixLength === 0
  return isWhole && except.every((one) => NOBODYS.some((nobodys) => includesRange(nobodys, one))) ? true : undefined
}

/** Whether anybody on the internet, of a family where it is known, is in a block: everybody, nobody, or (undefined) some. */
export function hasInternet(block: IPBlock, wanted: AddressFamily | undefined): boolean | undefined {
  const {range, except, family} = block
  if (wanted !== undefined && wanted !== family) return false
  const isElsewhere = (one: AddressRange) => [...PRIVATE, ...NOBODYS].some((other) => includesRange(other, one))
  if (isElsewhere(range)) return false
  // Who comes by either family comes by the other too.
  if (range.prefixLength > 0 || (wanted === undefined && family === 'IPv6')) return undefined
  return except.every(isElsewhere) ? true : undefined
}

/** Whether every address of the family is in a block. */
export function isWhole({range, except}: IPBlock): boolean {
  return range.prefixLength === 0 && except.length === 0
}
