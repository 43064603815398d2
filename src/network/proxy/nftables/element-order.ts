import type {AddressFamily} from '../../../cluster/address.ts'
import {rangeOf} from './source-set.ts'
import type {Element} from './table.ts'

const PROTOCOLS: Readonly<Record<string, number>> = {tcp: 6, udp: 17, sctp: 132}

/**
 * Sorts elements as nft does: an address by its value; a key of several fields by its bytes in memory from last to first, so 256 comes before 1,
 * whose bytes are turned. Names, which stand for what is not known, come last.
 */
export function inOrderOfNft(elements: readonly Element[], family: AddressFamily): readonly Element[] {
  const keyed = elements.map((element) => ({
    element,
    rank: element.key.length === 1 ? digitsOf(element.key[0] ?? '', family) : turnedRank(element, family),
  }))
  return keyed.toSorted((a, b) => compare(a.rank, b.rank)).map(({element}) => element)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : 1
}

function turnedRank({key}: Element, family: AddressFamily): string {
  return key
    .map((field) => turn(digitsOf(field, family)))
    .toReversed()
    .join(' ')
}

/** Hexadecimal digits of one length for fields of one kind; `~` sorts behind all of them. */
function digitsOf(field: string, family: AddressFamily): string {
  if (field.startsWith('<')) return `~${field}`
  const protocol = PROTOCOLS[field]
  if (protocol !== undefined) return protocol.toString(16).padStart(2, '0')
  if (/^\d+$/.test(field)) return Number(field).toString(16).padStart(4, '0')
  return (rangeOf(field, family)?.first ?? 0n).toString(16).padStart(family === 'IPv4' ? 8 : 32, '0')
}

function turn(digits: string): string {
  return digits.startsWith('~') ? digits : (digits.match(/../g) ?? []).toReversed().join('')
}
