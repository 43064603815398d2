import {type AddressFamily, parseAddress} from '../../../cluster/address.ts'
import {keyedNumber} from './keyed-number.ts'

/** Replaces addresses and ranges; undefined for a text that is neither. */
export type MapAddress = (text: string) => string | undefined

interface Block {
  readonly prefix: string
  /** Left as it is: it says what it is, and nothing of whose it is. Others are mapped within themselves. */
  readonly stays: boolean
}

/** What must not change its meaning: private stays private, link-local link-local, loopback what it is. All the rest is public, and stays that. */
const BLOCKS: Readonly<Record<AddressFamily, readonly Block[]>> = {
  IPv4: [
    ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16'].map((range) => blockOf(range, false)),
    // This network, loopback, multicast and reserved.
    ...['0.0.0.0/8', '127.0.0.0/8', '224.0.0.0/3'].map((range) => blockOf(range, true)),
  ],
  IPv6: [
    ...['fc00::/8', 'fd00::/8', 'fe80::/10', '2000::/3', '64:ff9b::/96'].map((range) => blockOf(range, false)),
    // Unspecified and loopback, discarded, multicast.
    ...['::/64', '100::/64', 'ff00::/8'].map((range) => blockOf(range, true)),
  ],
}

/**
 * Maps addresses one to one so that two that share their first n bits still do (Crypto-PAn: each bit is turned or not by a keyed function of the bits
 * before it). So a range holds afterwards what it held before.
 */
export function createAddressMapping(key: string): MapAddress {
  const fixed = {IPv4: ancestorsOf(BLOCKS.IPv4), IPv6: ancestorsOf(BLOCKS.IPv6)}
  const known = new Map<string, string>()

  /** Of a multiple of four bits: what many addresses begin with is mapped once. */
  const mapStart = (family: AddressFamily, start: string): string => {
    if (start === '') return ''
    const id = `${family} ${start}`
    const mapped = known.get(id) ?? mapStart(family, start.slice(0, -4)) + mapLast(family, start)
    known.set(id, mapped)
    return mapped
  }

  /** One hash decides for the fifteen nodes of the tree of four bits. */
  const mapLast = (family: AddressFamily, start: string): string => {
    const before = start.length - 4
    const turns = keyedNumber(key, `${family} ${start.slice(0, before)}`)
    return Array.from({length: 4}, (_, index) => {
      const end = before + index
      const node = Number.parseInt(`1${start.slice(before, end)}`, 2)
      const turn = fixed[family].has(start.slice(0, end)) ? 0 : Math.floor(turns / 2 ** node) % 2
      return Number(start[end]) ^ turn
    }).join('')
  }

  const mapBits = (family: AddressFamily, bits: string) =>
    BLOCKS[family].some(({prefix, stays}) => stays && bits.startsWith(prefix)) ? bits : mapStart(family, bits)

  return (text) => {
    const [address = '', length] = text.split('/')
    const parsed = parseAddress(address)
    if (!parsed) return undefined
    const bits = bitsOf(parsed.text)
    const mapped = mapBits(parsed.family, bits)
    if (length === undefined) return textOf(mapped)
    // A range is written with zeros behind its prefix, an address in its range is not.
    const isRange = !bits.slice(Number(length)).includes('1')
    return `${textOf(isRange ? mapped.slice(0, Number(length)).padEnd(bits.length, '0') : mapped)}/${length}`
  }
}

function blockOf(range: string, stays: boolean): Block {
  const [address = '', length] = range.split('/')
  return {prefix: bitsOf(parseAddress(address)?.text ?? '').slice(0, Number(length)), stays}
}

/** Whatever stands on the way to a block must not turn, or the block would be elsewhere. */
function ancestorsOf(blocks: readonly Block[]): ReadonlySet<string> {
  return new Set(blocks.flatMap(({prefix}) => Array.from(prefix, (_, length) => prefix.slice(0, length))))
}

/** Of an address in the text that Go prints. */
function bitsOf(text: string): string {
  if (!text.includes(':'))
    return text
      .split('.')
      .map((octet) => binary(Number(octet), 8))
      .join('')
  const [left = '', right] = text.split('::')
  const [before, after] = [left, right ?? ''].map((side) => (side === '' ? [] : side.split(':')))
  const zeros = Array<string>(8 - (before?.length ?? 0) - (after?.length ?? 0)).fill('0')
  return [...(before ?? []), ...zeros, ...(after ?? [])].map((group) => binary(Number.parseInt(group, 16), 16)).join('')
}

function binary(number: number, length: number): string {
  return number.toString(2).padStart(length, '0')
}

function textOf(bits: string): string {
  const numbers = (size: number) =>
    Array.from({length: bits.length / size}, (_, index) => Number.parseInt(bits.slice(index * size, (index + 1) * size), 2))
  if (bits.length === 32) return numbers(8).join('.')
  const groups = numbers(16).map((group) => group.toString(16))
  return parseAddress(groups.join(':'))?.text ?? ''
}
