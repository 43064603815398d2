import {rename, rm, writeFile} from 'node:fs/promises'
import {gzipSync} from 'node:zlib'
import {UserError} from '../user-error.ts'

/** Writes a file whole: a reader sees the old text or the new one, never a part. A name that ends in `.gz` is written as gzip. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const unfinished = `${file}.${process.pid}.tmp`
  try {
    await writeFile(unfinished, file.endsWith('.gz') ? gzipSync(text) : text)
    await rename(unfinished, file)
  } catch (error) {
    await rm(unfinished, {force: true}).catch(() => undefined)
    throw new UserError(
      `${file} cannot be written: ${reasonOf(error as NodeJS.ErrnoException)}`,
      'name a file in a directory that exists and that you may write to',
    )
  }
}

/** Why something could not be written, in a few words. */
export function reasonOf({code, message}: NodeJS.ErrnoException): string {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'no such directory'
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'permission denied'
    case 'EISDIR':
      return 'it is a directory'
    case 'ENOSPC':
      return 'no space left'
    default:
      return message
  }
}
