import {nameHash} from '../../../network/proxy/name-hash.ts'

/** The value of each letter of base 32 (RFC 4648). */
const DIGITS = new Map([...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'].map((letter, digit) => [letter, digit]))

/** A number of 40 bits that nobody can tell without the key: the beginning of the SHA-256 of key and text. */
export function keyedNumber(key: string, text: string): number {
  let number = 0
  for (const letter of nameHash(`${key}\0${text}`, 8)) number = number * 32 + (DIGITS.get(letter) ?? 0)
  return number
}
