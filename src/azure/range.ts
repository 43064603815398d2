import {type AbstractIPNum, IPv4, IPv4CidrRange, IPv6, IPv6CidrRange} from 'ip-num'

export type Family = 'IPv4' | 'IPv6'

/** A CIDR range without host bits. */
export interface Range {
  /** As it is written: `10.1.0.0/22`, IPv6 in its short form. */
  readonly text: string
  readonly family: Family
  readonly prefixLength: number
  /** Of ip-num, which does all arithmetic. */
  readonly cidr: IPv4CidrRange | IPv6CidrRange
}

/** Why a text is no range, completing the sentence "… is no range: ", and what to write instead where that is certain. */
export interface RangeProblem {
  readonly problem: string
  readonly instead?: string
}

const SHAPE = /^[0-9a-fA-F:.]+\/\d{1,3}$/

/** Reads a CIDR range. Host bits, a missing prefix and anything that is no address are problems. */
export function parseRange(text: string): Range | RangeProblem {
  if (!text.includes('/')) return {problem: 'it has no prefix length', ...insteadOfAddress(text)}
  if (!SHAPE.test(text)) return {problem: 'it is not an address and a prefix length, as in 10.1.0.0/22'}
  const cidr = cidrOf(text)
  if (cidr === undefined) return {problem: 'it is not an address and a prefix length, as in 10.1.0.0/22'}
  const first = cidr.getFirst()
  const written = cidr instanceof IPv4CidrRange ? new IPv4(addressPart(text)) : new IPv6(addressPart(text))
  const range = rangeOf(cidr)
  if (!written.isEquals(first as AbstractIPNum)) return {problem: 'it has host bits set', instead: range.text}
  return range
}

export function isRange(value: Range | RangeProblem): value is Range {
  return 'cidr' in value
}

/** A range that is known to be one. Only for constants: anything a user wrote goes through `parseRange`. */
export function knownRange(text: string): Range {
  const range = parseRange(text)
  if (!isRange(range)) throw new Error(`${text}: ${range.problem}`)
  return range
}

/** Reads one address, IPv4 or IPv6; undefined where the text is none. */
export function parseAddress(text: string): {readonly text: string; readonly family: Family} | undefined {
  const range = parseRange(`${text}/${text.includes(':') ? 128 : 32}`)
  return isRange(range) ? {text, family: range.family} : undefined
}

/** Whether an address lies in a range; false across families. */
export function containsAddress(range: Range, address: string): boolean {
  const single = parseRange(`${address}/${range.family === 'IPv4' ? 32 : 128}`)
  return isRange(single) && single.family === range.family && contains(range, single)
}

/** Whether an address is the n-th of a range, counted from 0 (negative: from its end, -1 is the last). */
export function isNthAddress(range: Range, address: string, n: number): boolean {
  const parsed = range.family === 'IPv4' ? new IPv4(address) : new IPv6(address)
  const base = n < 0 ? range.cidr.getLast().getValue() + 1n : range.cidr.getFirst().getValue()
  return parsed.getValue() === base + BigInt(n)
}

/** The n-th address of a range, counted from 0. */
export function nthAddress(range: Range, n: number): string {
  const value = range.cidr.getFirst().getValue() + BigInt(n)
  return range.family === 'IPv4' ? new IPv4(value).toString() : new IPv6(value).toString()
}

export function contains(outer: Range, inner: Range): boolean {
  return outer.family === inner.family && outer.cidr.contains(inner.cidr as never)
}

export function overlaps(a: Range, b: Range): boolean {
  return a.family === b.family && a.cidr.isOverlapping(b.cidr as never)
}

/** The two halves of a range, lower first; undefined for a single address. */
export function halves(range: Range): readonly [Range, Range] | undefined {
  if (range.prefixLength === (range.family === 'IPv4' ? 32 : 128)) return undefined
  const [low, high] = range.cidr.split()
  return low && high ? [rangeOf(low), rangeOf(high)] : undefined
}

/** Orders ranges by their first address. */
export function compareRanges(a: Range, b: Range): number {
  const [first, second] = [a.cidr.getFirst().getValue(), b.cidr.getFirst().getValue()]
  return first < second ? -1 : first > second ? 1 : a.prefixLength - b.prefixLength
}

function cidrOf(text: string): IPv4CidrRange | IPv6CidrRange | undefined {
  try {
    return text.includes(':') ? IPv6CidrRange.fromCidr(text) : IPv4CidrRange.fromCidr(text)
  } catch {
    return undefined
  }
}

function rangeOf(cidr: IPv4CidrRange | IPv6CidrRange): Range {
  const prefixLength = Number(cidr.getPrefix().getValue())
  const first = cidr.getFirst().toString()
  const family = cidr instanceof IPv4CidrRange ? 'IPv4' : 'IPv6'
  return {text: `${family === 'IPv6' ? shortened(first) : first}/${prefixLength}`, family, prefixLength, cidr}
}

/** RFC 5952 writes the longest run of zero groups as `::`; ip-num writes every group. */
function shortened(address: string): string {
  if (/^[0:]+$/.test(address)) return '::'
  const runs = address.match(/(?:^|:)0(?::0)+(?=:|$)/g) ?? []
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '')
  if (longest === '') return address
  return address
    .replace(longest, longest.startsWith(':') ? ':' : '::')
    .replace(/:$/, '::')
    .replace(/:::+/, '::')
}

function addressPart(text: string): string {
  return text.slice(0, text.indexOf('/'))
}

function insteadOfAddress(text: string): {readonly instead?: string} {
  const single = cidrOf(`${text}/${text.includes(':') ? 128 : 32}`)
  return single ? {instead: `${text}/${text.includes(':') ? 64 : 24}`} : {}
}
