import {readFile} from 'node:fs/promises'
import {UserError} from '../user-error.ts'
import {errorCode} from './file-problem.ts'

const REASONS: Readonly<Record<string, string>> = {ENOENT: 'no such file', EISDIR: 'it is a directory', EACCES: 'permission denied'}

/**
 * Reads a small file whole that a flag names; `-` is standard input. Throws a UserError where it cannot be read.
 * @param what how a message names it: `the plan plan.yaml`
 */
export async function readTextFile(file: string, what: string, hint: string): Promise<string> {
  try {
    return await readFile(file === '-' ? '/dev/stdin' : file, 'utf8')
  } catch (error) {
    const code = errorCode(error)
    throw new UserError(`cannot read ${what}: ${REASONS[code] ?? code}`, hint)
  }
}
