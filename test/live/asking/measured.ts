import {spawn} from 'node:child_process'
import {readFileSync} from 'node:fs'

/** How a program went. */
export interface Measured {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly seconds: number
  /** The most memory that it had at a time, in MB. */
  readonly peak: number
}

/** Runs a program to its end, and sees by its own account in /proc how much memory it takes. */
export function measure(command: string, args: readonly string[]): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(command, args, {stdio: ['ignore', 'pipe', 'pipe']})
    let peak = 0
    const look = () => {
      peak = Math.max(peak, highWater(child.pid))
    }
    const timer = setInterval(look, 20)
    const parts: Buffer[] = []
    const errors: Buffer[] = []
    child.stdout.on('data', (part: Buffer) => parts.push(part))
    child.stderr.on('data', (part: Buffer) => errors.push(part))
    child.once('error', reject)
    child.once('close', (code) => {
      clearInterval(timer)
      const seconds = (performance.now() - started) / 1000
      resolve({code, stdout: Buffer.concat(parts).toString(), stderr: Buffer.concat(errors).toString(), seconds, peak})
    })
  })
}

function highWater(pid: number | undefined): number {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kilobytes ?? 0) / 1024
  } catch {
    return 0
  }
}
