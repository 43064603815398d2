import {parseAddress} from '../../cluster/address.ts'
import {includesRange} from '../policy/ip-block.ts'
import {type AddressRange, BITS, contains, parseRange} from '../proxy/address-range.ts'

/**
 * Where nobody on the internet gets to by itself: private networks (RFC 1918, RFC 4193), a provider's own (RFC 6598), the link (RFC 3927,
 * RFC 4291) and the machine itself.
 */
const PRIVATE = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '127.0.0.0/8',
  'fc00::/7',
  'fe80::/10',
  '::1/128',
].flatMap((text) => parseRange(text) ?? [])

/** Whether an address, in any spelling, can be one of the internet. Undefined for what is no address. */
export function isPublicAddress(text: string): boolean | undefined {
  const address = parseAddress(text)
  return address && !PRIVATE.some((range) => contains(range, address.text))
}

/** Whether some address of a range can be one of the internet. */
export function hasPublicAddress(range: AddressRange): boolean {
  return !PRIVATE.some((one) => includesRange(one, range))
}

/** Reads a CIDR, or an address as the range of it alone. Undefined for anything else. */
export function readRange(text: string): AddressRange | undefined {
  const address = parseAddress(text)
  return address ? parseRange(`${address.text}/${BITS[address.family]}`) : parseRange(text)
}
