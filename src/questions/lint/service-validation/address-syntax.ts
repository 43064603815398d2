import {parseAddress} from '../../../cluster/address.ts'
import {contains, parseRange} from '../../../network/proxy/address-range.ts'

/** What is wrong with an IP address, in the API server's words (IsValidIPForLegacyField, strict since 1.36). */
export function addressProblem(text: string): string | undefined {
  const address = parseAddress(text)
  if (!address) return 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'
  if (address.family === 'IPv6') return undefined
  if (text.includes(':')) return 'must not be an IPv4-mapped IPv6 address'
  return address.text === text ? undefined : 'must not have leading 0s'
}

export const HOST_BITS = 'must not have bits set beyond the prefix length'

/** Likewise of a range (IsValidCIDRForLegacyField). */
export function rangeProblem(text: string): string | undefined {
  const [before = '', length = ''] = text.split('/')
  const range = parseRange(text)
  if (!range && before.includes(':') && parseAddress(before)?.family === 'IPv4' && /^\d+$/.test(length))
    return 'must not have an IPv4-mapped IPv6 address'
  const address = range && parseAddress(before)
  if (!range || !address) return 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'
  if ((address.family === 'IPv4' && address.text !== before) || /^0\d/.test(length))
    return 'must not have leading 0s in IP or prefix length'
  const network = range.text.slice(0, range.text.lastIndexOf('/'))
  return network === address.text ? undefined : HOST_BITS
}

/** Addresses that reach nobody elsewhere (ValidateNonSpecialIP). */
export function specialAddressProblem(text: string): string | undefined {
  const isIn = (...ranges: readonly string[]) =>
    ranges.some((one) => {
      const range = parseRange(one)
      return range !== undefined && contains(range, text)
    })
  if (isIn('0.0.0.0/32', '::/128')) return `may not be unspecified (${text})`
  if (isIn('127.0.0.0/8', '::1/128')) return 'may not be in the loopback range (127.0.0.0/8, ::1/128)'
  if (isIn('169.254.0.0/16', 'fe80::/10')) return 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'
  return isIn('224.0.0.0/24', 'ff02::/16') ? 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)' : undefined
}
