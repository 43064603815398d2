import {IPv4Prefix} from 'ip-num'
import {limitOf} from './limits.ts'

/** Addresses of an IPv4 range by its prefix length, 0 to 32; asked of ip-num once. */
const SIZES: readonly number[] = Array.from({length: 33}, (_, length) => Number(IPv4Prefix.fromNumber(BigInt(length)).toRangeSize()))

/** All addresses of an IPv4 range with this prefix length. */
export function rangeSize(prefixLength: number): number {
  return SIZES[prefixLength] ?? 0
}

/**
 * Addresses that Azure leaves in a subnet: 2^(32 − p) − 5.
 * Azure keeps the first four and the last (concepts-network-azure-cni-overlay.md; virtual-networks-faq.md).
 * Zero where a subnet is smaller than the /29 that Azure allows.
 */
export function usableAddresses(prefixLength: number): number {
  return prefixLength > limitOf('smallest-subnet-prefix') ? 0 : rangeSize(prefixLength) - limitOf('reserved-per-subnet')
}

/**
 * The prefix length of the smallest subnet with this many usable addresses, never smaller than /29.
 * Undefined where not even the largest network of a cluster (/8) has as many.
 */
export function smallestSubnet(addresses: number): number | undefined {
  return longest(limitOf('largest-vnet-prefix'), limitOf('smallest-subnet-prefix'), (prefix) => usableAddresses(prefix) >= addresses)
}

/** The prefix length of the smallest range with this many addresses, none deducted: pod CIDRs. Undefined beyond a /0. */
export function smallestRange(addresses: number): number | undefined {
  return longest(0, 32, (prefix) => rangeSize(prefix) >= addresses)
}

function longest(from: number, to: number, fits: (prefixLength: number) => boolean): number | undefined {
  for (let prefix = to; prefix >= from; prefix--) if (fits(prefix)) return prefix
  return undefined
}
