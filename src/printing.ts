import {type Output, terminalWidth} from './output.ts'
import {RENDERERS, type RenderOptions} from './renderers/index.ts'
import type {LocatedFinding, Report, Severity} from './report.ts'
import {writeWhole} from './sinks/file.ts'
import {writeStderr, writeStdout} from './sinks/stdout.ts'

/** The flags that say how an answer looks. */
export interface LookFlags {
  readonly color: string
  readonly 'no-color': boolean
  readonly 'no-headers': boolean
  readonly 'fail-on': Severity | 'never'
}

/** Prints an answer to everywhere it is wanted. */
export async function print(report: Report<LocatedFinding>, outputs: readonly Output[], flags: LookFlags): Promise<void> {
  const looks = looksOf(flags)
  if (report.document !== undefined) writeStderr(report.notes)
  // Files first: where one of them cannot be written there is no answer on standard output either.
  // What is saved in a file need not be seen too.
  const wanted = report.document === undefined || outputs.length === 1 ? outputs : outputs.filter(({format}) => format !== 'table')
  for (const {format, file} of wanted.toSorted((a, b) => Number(a.file === undefined) - Number(b.file === undefined))) {
    const render = await RENDERERS[format]()
    if (file === undefined) await writeStdout(render(report, looks))
    else await writeWhole(file, render(report, {...looks, color: false, unicode: true, width: undefined}))
  }
}

/** How text looks on standard output: what the flags, the terminal and the environment say. */
export function looksOf(flags: LookFlags): RenderOptions {
  return {
    color: wantsColor(flags),
    unicode: !/^(linux|dumb)$/.test(process.env['TERM'] ?? ''),
    headers: !flags['no-headers'],
    failOn: flags['fail-on'],
    width: process.stdout.isTTY ? terminalWidth(process.stdout.columns, process.env['COLUMNS']) : undefined,
  }
}

function wantsColor(flags: LookFlags): boolean {
  if (flags['no-color'] || flags.color === 'never') return false
  if (flags.color === 'always') return true
  return process.stdout.isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb'
}
