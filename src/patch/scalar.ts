import type {Scalar} from '../report.ts'
import type {Spot} from './spot.ts'

/** A key and its colon at the end of a text; an anchor may follow, a tag not: it decides how the value is read. */
export const KEY = /("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s,{}[\]"':#][^\s,{}[\]"':]*)\s*:\s*(?:&\S+\s+)?$/

/** Plain keys such as `on` were read as something else than their text. */
export function isKey(written: string, step: string | number | undefined): boolean {
  const quoted = /^["']/.test(written)
  return unquote(written) === step || (!quoted && typeof step === 'string' && !isPlainText(written))
}

interface WrittenScalar {
  readonly value: string
  readonly quoted: boolean
  readonly start: number
  readonly end: number
}

const SCALARS = {
  double: /^"(?:[^"\\]|\\.)*"/,
  single: /^'(?:[^']|'')*'/,
  inFlow: /^(?![*&!|>%@`?{}[\],#])(?:[^\s,{}[\]]|\s(?![\s#,}\]]|$))+/,
  inBlock: /^(?![*&!|>%@`?{}[\],#])(?:\S|\s+(?!#|\s|$))+/,
} as const

/** The whole scalar, where it ends on its line and no other may follow it there. */
export function scalarAt({text, column, flow}: Spot): WrittenScalar | undefined {
  const start = column - 1
  const rest = text.slice(start)
  const form = rest.startsWith('"') ? 'double' : rest.startsWith("'") ? 'single' : flow ? 'inFlow' : 'inBlock'
  const [written] = SCALARS[form].exec(rest) ?? []
  if (written === undefined) return undefined
  const after = rest.slice(written.length)
  if (!(flow ? /^\s*($|#|[,}\]])/ : /^\s*($|#)/).test(after)) return undefined
  return {value: unquote(written), quoted: form === 'double' || form === 'single', start, end: start + written.length}
}

function unquote(written: string): string {
  if (written.startsWith("'")) return written.slice(1, -1).replaceAll("''", "'")
  if (!written.startsWith('"')) return written
  try {
    return JSON.parse(written) as string
  } catch {
    // Escapes that only YAML has: nothing equals them, so nothing is changed.
    return written
  }
}

/** Text that no reader of YAML takes for anything else, with or without brackets around it. The words are those of YAML 1.1, as kubectl reads it. */
export function isPlainText(value: string): boolean {
  return /^[A-Za-z_/][\w./-]*$/.test(value) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(value)
}

/** @param json whether text must be quoted in any case */
export function write(value: Scalar, json: boolean): string {
  return typeof value === 'string' && (json || !isPlainText(value)) ? JSON.stringify(value) : String(value)
}

export function inStyleOf(old: string, value: Scalar, json: boolean): string {
  const single = typeof value === 'string' && old.startsWith("'") && !/['\n]/.test(value)
  return single ? `'${value}'` : write(value, json || old.startsWith('"'))
}
