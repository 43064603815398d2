import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'
import {fileURLToPath} from 'node:url'
import {until} from '../harness/api.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** A command that goes on. */
export interface CommandRun {
  /** What came on standard output since the last time, once something like this did. */
  readonly read: (pattern: RegExp) => Promise<string>
  readonly stderr: () => string
  readonly interrupt: () => void
  /** Reads no more of its standard output. */
  readonly turnAway: () => void
  /** Its exit code. */
  readonly ended: Promise<number | null>
}

/** Runs the command line as it is built. */
export function runCommand(...args: readonly string[]): CommandRun {
  const child: ChildProcess = spawn(process.execPath, ['bin/run.js', ...args], {cwd: ROOT, env: {...process.env, TERM: 'xterm'}})
  let out = ''
  let err = ''
  child.stdout?.on('data', (part: Buffer) => {
    out += part
  })
  child.stderr?.on('data', (part: Buffer) => {
    err += part
  })
  return {
    read: async (pattern) => {
      await until(`${pattern}`, async () => pattern.test(out)).catch((error: Error) => {
        throw new Error(`${error.message} in what was printed:\n${out}${err}`)
      })
      const read = out
      out = ''
      return read
    },
    stderr: () => err,
    interrupt: () => child.kill('SIGINT'),
    turnAway: () => child.stdout?.destroy(),
    ended: once(child, 'exit').then(([code]) => code as number | null),
  }
}
