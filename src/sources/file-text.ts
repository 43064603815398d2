import {constants} from 'node:buffer'

/** What one string can hold, in UTF-16 units (V8's limit, 512 MiB): no file above it can be read. */
export const MAX_TEXT_LENGTH = constants.MAX_STRING_LENGTH

const BLOCK = 8192
const REPLACEMENT = '\ufffd'
/** Above this share of undecodable characters a block is not text in any encoding near UTF-8. */
const MOST_UNDECODABLE = 0.1

/**
 * Decodes a manifest as kubectl does: UTF-16 where a byte-order mark says so, UTF-8 otherwise, with U+FFFD for bytes that are none (a
 * comment in Latin-1 hides no object).
 * @returns undefined for bytes that are no text: a NUL, or hardly any UTF-8, in the first 8 KiB
 */
export function decodeText(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return swapBytes(bytes).toString('utf16le', 2)
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  return isBinary(bytes.subarray(start, start + BLOCK)) ? undefined : bytes.toString('utf8', start)
}

function swapBytes(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16()
}

function isBinary(block: Buffer): boolean {
  if (block.includes(0)) return true
  const text = block.toString('utf8')
  let undecodable = 0
  for (let at = text.indexOf(REPLACEMENT); at !== -1; at = text.indexOf(REPLACEMENT, at + 1)) undecodable += 1
  return undecodable > text.length * MOST_UNDECODABLE
}
