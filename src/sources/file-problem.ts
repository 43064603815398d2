import type {InputProblem} from '../cluster/object.ts'
import type {InputRule} from './input-rules.ts'

/** A problem with a file as a whole: it has no line. */
export function fileProblem(rule: InputRule, file: string, what: string, fix: string): InputProblem {
  return {rule, message: `${file} ${what}`, file, line: null, column: null, fix}
}

/** What the operating system said when a file was opened or read. */
export function readFailure(file: string, error: unknown): InputProblem {
  const code = errorCode(error)
  const [what, fix] = FAILURES[code] ?? [`cannot be read (${code})`, 'check that it is a file and that the disk is well']
  return fileProblem('input/unreadable-file', file, what, fix)
}

const FAILURES: Readonly<Record<string, readonly [what: string, fix: string]>> = {
  EACCES: ['cannot be read: permission denied', 'make it readable, or name only files that are'],
  EPERM: ['cannot be read: permission denied', 'make it readable, or name only files that are'],
  ELOOP: ['is a symbolic link that leads back to itself', 'point the link at a file, or remove it'],
  ENOENT: ['is a symbolic link to a file that does not exist', 'point the link at a file, or remove it'],
  Z_DATA_ERROR: ['is damaged gzip', 'copy or compress it again; gunzip -t FILE says whether it is whole'],
  Z_BUF_ERROR: ['is gzip that ends too early', 'copy or compress it again; gunzip -t FILE says whether it is whole'],
}

export function errorCode(error: unknown): string {
  return (error as NodeJS.ErrnoException | null)?.code ?? 'unknown error'
}
