import {UserError} from '../user-error.ts'
import {readBytes} from './file-bytes.ts'
import {errorCode} from './file-problem.ts'
import {decodeText} from './file-text.ts'

/** The text of a file that a flag names, in whatever encoding text comes. */
export interface NamedFile {
  /** As the user would name it; standard input is `standard input`. */
  readonly name: string
  readonly text: string
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'it is a directory',
  EACCES: 'permission denied',
  Z_DATA_ERROR: 'it is damaged gzip',
  Z_BUF_ERROR: 'it is gzip that ends too early',
}

/**
 * Reads a file or pipe that a flag names, also as PowerShell saves it; `-` is standard input.
 * @throws UserError where it cannot be read, is empty, or is no text; `hint` says what it should be
 */
export function readNamedFile(file: string, hint: string): NamedFile {
  const {name, text} = readPossiblyEmptyFile(file, hint)
  if (text.trim() === '') throw new UserError(`${name} is empty`, hint)
  return {name, text}
}

/** As readNamedFile, where a program that prints nothing says something by it. */
export function readPossiblyEmptyFile(file: string, hint: string): NamedFile {
  const name = file === '-' ? 'standard input' : file
  const bytes = read(file, name, hint)
  if (bytes === undefined) throw new UserError(`${name} is too large`, hint)
  const text = decodeText(bytes)
  if (text === undefined) throw new UserError(`${name} is not text`, hint)
  return {name, text}
}

function read(file: string, name: string, hint: string) {
  try {
    return readBytes(file === '-' ? '/dev/stdin' : file)
  } catch (error) {
    const code = errorCode(error)
    throw new UserError(`cannot read ${name}: ${REASONS[code] ?? code}`, hint)
  }
}

/** Throws a UserError where standard input is to be read more than once. */
export function refuseSharedStdin(files: readonly (string | undefined)[]): void {
  if (files.filter((file) => file === '-').length < 2) return
  throw new UserError('standard input is named twice', 'read one of them from a file')
}
