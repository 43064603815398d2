import {createHash} from 'node:crypto'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const LETTERS_PER_GROUP = 8

/** The first letters, a multiple of eight, of the base 32 (RFC 4648) of a text's SHA-256: what kube-proxy tells chains of one kind apart by. */
export function nameHash(text: string, letters: number): string {
  const digest = createHash('sha256').update(text).digest()
  // Five bytes are eight letters, and a number that is still exact.
  return Array.from({length: letters / LETTERS_PER_GROUP}, (_, group) => lettersOf(digest.readUIntBE(group * 5, 5))).join('')
}

function lettersOf(bits: number): string {
  const digits = bits.toString(32).padStart(LETTERS_PER_GROUP, '0')
  return [...digits].map((digit) => ALPHABET[Number.parseInt(digit, 32)]).join('')
}
