import {type AddressFamily, parseAddress} from '../../cluster/address.ts'

/** A CIDR range. `text` is the network as Go prints it: `10.0.0.0/8` for `10.1.2.3/8`. */
export interface AddressRange {
  readonly family: AddressFamily
  readonly text: string
  readonly prefixLength: number
  readonly first: bigint
}

/** How many bits an address has. */
export const BITS: Readonly<Record<AddressFamily, number>> = {IPv4: 32, IPv6: 128}

/** Reads a range as Kubernetes does (k8s.io/utils/net ParseCIDRSloppy); undefined for anything else. */
export function parseRange(text: string): AddressRange | undefined {
  const [, before = '', length = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? []
  const address = parseAddress(before)
  const prefixLength = Number(length)
  // An IPv4 range that is written in IPv6 is none that anything here matches.
  if (!address || (address.family === 'IPv4' && before.includes(':')) || prefixLength > BITS[address.family]) return undefined
  const hostBits = BigInt(BITS[address.family] - prefixLength)
  const first = (numberOf(address.text) >> hostBits) << hostBits
  return {family: address.family, text: `${addressOf(first, address.family)}/${prefixLength}`, prefixLength, first}
}

/** Whether an address lies in a range; never for one of the other family, or what is no address. */
export function contains(range: AddressRange, text: string): boolean {
  const address = parseAddress(text)
  if (address?.family !== range.family) return false
  const hostBits = BigInt(BITS[range.family] - range.prefixLength)
  return numberOf(address.text) >> hostBits === range.first >> hostBits
}

/** The addresses of the machine itself, 127.0.0.0/8 and ::1. */
export function isLoopback(text: string): boolean {
  return text === '::1' || (parseAddress(text)?.family === 'IPv4' && text.startsWith('127.'))
}

/** The value of an address as parseAddress prints it. */
function numberOf(text: string): bigint {
  if (!text.includes(':')) return text.split('.').reduce((value, octet) => value * 256n + BigInt(octet), 0n)
  const [before = '', after] = text.split('::')
  const groups = (part: string) => (part === '' ? [] : part.split(':'))
  const [left, right] = [groups(before), groups(after ?? '')]
  const zeros = Array.from({length: 8 - left.length - right.length}, () => '0')
  return [...left, ...zeros, ...right].reduce((value, group) => value * 65_536n + BigInt(`0x${group}`), 0n)
}

/** The address of a value, as parseAddress prints it. */
export function addressOf(value: bigint, family: AddressFamily): string {
  const parts = family === 'IPv4' ? {count: 4, bits: 8n, base: 10, separator: '.'} : {count: 8, bits: 16n, base: 16, separator: ':'}
  const digits = Array.from({length: parts.count}, (_, index) => {
    const shift = parts.bits * BigInt(parts.count - 1 - index)
    return ((value >> shift) & ((1n << parts.bits) - 1n)).toString(parts.base)
  })
  const plain = digits.join(parts.separator)
  return parseAddress(plain)?.text ?? plain
}
