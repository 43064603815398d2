import {UserError} from '../../user-error.ts'

const UNITS: Readonly<Record<string, number>> = {ns: 1e-6, us: 1e-3, µs: 1e-3, μs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000}
const PART = '(?:\\d+\\.?\\d*|\\.\\d+)(?:ns|us|µs|μs|ms|s|m|h)'

/**
 * Reads --request-timeout as kubectl does: whole seconds, or a duration of Go such as `1m30s`; `0` is no time-out.
 * @returns milliseconds
 * @throws UserError for anything else
 */
export function parseRequestTimeout(text: string): number {
  if (/^\+?\d+$/.test(text)) return Number(text) * 1000
  if (!new RegExp(`^\\+?(?:${PART})+$`).test(text)) {
    throw new UserError(`--request-timeout ${text} is no duration`, 'write seconds or a duration: 30, 30s, 1m30s, or 0 for none')
  }
  return [...text.matchAll(/([\d.]+)([a-zµμ]+)/g)].reduce((sum, [, number, unit]) => sum + Number(number) * (UNITS[unit ?? ''] ?? 0), 0)
}
