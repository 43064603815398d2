import {UserError} from '../user-error.ts'
import {reasonOf} from './file.ts'

/**
 * Writes the answer; false where nobody reads it. A reader that has seen enough (`| head`) closes the pipe: that is no error.
 * @throws UserError where it cannot be written otherwise: a full disk
 */
export async function writeStdout(text: string): Promise<boolean> {
  const {stdout} = process
  // The command line's framework listens too, and throws from where nobody can catch it.
  stdout.removeAllListeners('error').on('error', ignore)
  const error = await new Promise<NodeJS.ErrnoException | null | undefined>((resolve) => stdout.write(text, resolve))
  if (!error || error.code === 'EPIPE') return !error
  throw new UserError(`standard output cannot be written: ${reasonOf(error)}`, 'make room, or write elsewhere: -o FORMAT=FILE')
}

/** Warnings and errors, a line each. Where nobody takes them there is still an answer. */
export function writeStderr(lines: readonly string[]): void {
  if (lines.length === 0) return
  const {stderr} = process
  if (!stderr.listeners('error').includes(ignore)) stderr.on('error', ignore)
  stderr.write(`${lines.join('\n')}\n`)
}

/** Whoever writes is told by itself. */
function ignore(): void {}
