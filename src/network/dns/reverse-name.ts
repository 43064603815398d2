import {type Address, parseAddress} from '../../cluster/address.ts'
import {isWithin, labelsBelow} from './domain-name.ts'

const REVERSE_ZONES = ['in-addr.arpa', 'ip6.arpa'] as const

/** The zone of reverse names that a name is in; undefined for any other name. */
export function reverseZoneOf(name: string): string | undefined {
  return REVERSE_ZONES.find((zone) => isWithin(name, zone))
}

/** The name under which a PTR record of an address stands (RFC 1035, section 3.5; RFC 3596, section 2.5). */
export function reverseNameOf({family, text}: Address): string {
  if (family === 'IPv4') return `${text.split('.').reverse().join('.')}.in-addr.arpa`
  return `${[...hexDigitsOf(text)].reverse().join('.')}.ip6.arpa`
}

/** All 32 digits of an IPv6 address in RFC 5952's spelling, which writes no dotted part for what we call IPv6. */
function hexDigitsOf(text: string): string {
  const [head = '', tail] = text.split('::')
  const digitsOf = (groups: readonly string[]) => groups.map((group) => group.padStart(4, '0')).join('')
  const right = digitsOf(tail?.split(':') ?? [])
  return digitsOf(head.split(':')).padEnd(32 - right.length, '0') + right
}

/**
 * The address that a reverse name stands for, as CoreDNS reads it (plugin/pkg/dnsutil ExtractAddressFromReverse). Undefined for the zones
 * themselves and for names of another length.
 */
export function addressOfReverseName(name: string): Address | undefined {
  const zone = reverseZoneOf(name)
  if (zone === undefined) return undefined
  const parts = labelsBelow(name, zone).toReversed()
  return zone === 'in-addr.arpa' ? addressOfOctets(parts.join('.')) : addressOfDigits(parts)
}

/** Go's net.ParseIP takes no leading zeros in octets. */
function addressOfOctets(text: string): Address | undefined {
  const address = parseAddress(text)
  return address?.text === text ? address : undefined
}

/** CoreDNS takes whole groups of four digits, and overlooks up to three labels that are left. */
function addressOfDigits(parts: readonly string[]): Address | undefined {
  const digits = parts.slice(0, 32)
  if (parts.length > 35 || digits.some((digit) => !/^[0-9a-f]$/.test(digit))) return undefined
  return parseAddress((digits.join('').match(/.{4}/g) ?? []).join(':'))
}
