import {gunzipSync} from 'node:zlib'
import {errorCode} from './file-problem.ts'

/** Whether bytes are gzip, by what they begin with (RFC 1952): no text begins so, in whatever encoding. */
export function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/** Inflated in pieces of this size. */
const CHUNK = 1024 * 1024

/**
 * Inflates gzip, all members of it. It stops as soon as there are more than `limit` bytes: what inflates beyond measure costs no more memory than
 * a file of that size.
 * @returns undefined where they are more
 * @throws what zlib says of bytes that are damaged or end too early (`Z_DATA_ERROR`, `Z_BUF_ERROR`)
 */
export function inflateGzip(bytes: Buffer, limit: number): Buffer | undefined {
  try {
    return gunzipSync(bytes, {chunkSize: CHUNK, maxOutputLength: limit})
  } catch (error) {
    if (errorCode(error) === 'ERR_BUFFER_TOO_LARGE') return undefined
    throw error
  }
}
