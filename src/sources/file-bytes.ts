import {closeSync, fstatSync, openSync, readFileSync, readSync} from 'node:fs'
import {MAX_TEXT_LENGTH} from './file-text.ts'
import {inflateGzip, isGzip} from './gzip.ts'

/** The bytes of a file or stream, inflated where they are gzip; undefined where they are more than one string can hold. */
export type Bytes = Buffer | undefined

/**
 * Reads a file, or a pipe or device in its place (`-f <(helm template …)`), but never more than can be decoded. gzip is known by its content,
 * whatever the name.
 * @throws what the operating system or zlib reports
 */
export function readBytes(path: string): Bytes {
  const file = openSync(path, 'r')
  try {
    const status = fstatSync(file)
    if (!status.isFile()) return inflateBytes(readPipe(file))
    return status.size > MAX_TEXT_LENGTH ? undefined : inflateBytes(readFileSync(file))
  } finally {
    closeSync(file)
  }
}

const CHUNK = 1024 * 1024

function readPipe(file: number): Bytes {
  const chunks: Buffer[] = []
  for (let length = 0; length <= MAX_TEXT_LENGTH; ) {
    const chunk = Buffer.allocUnsafe(CHUNK)
    const read = readSync(file, chunk)
    if (read === 0) return Buffer.concat(chunks)
    chunks.push(chunk.subarray(0, read))
    length += read
  }
  return undefined
}

/** Bytes as they are, or inflated where they are gzip. Throws what zlib reports. */
export function inflateBytes(bytes: Bytes): Bytes {
  return bytes !== undefined && isGzip(bytes) ? inflateGzip(bytes, MAX_TEXT_LENGTH) : bytes
}

/**
 * Reads a stream to its end, or as far as it can be decoded; gzip is inflated.
 * @throws what the stream or zlib reports
 */
export async function readStream(stream: NodeJS.ReadableStream): Promise<Bytes> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    chunks.push(bytes)
    length += bytes.length
    if (length > MAX_TEXT_LENGTH) return undefined
  }
  return inflateBytes(Buffer.concat(chunks))
}
