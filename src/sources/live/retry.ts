import type {Exchange} from './http-get.ts'

/** The clock and the dice, so that tests need not wait. */
export interface Pace {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Ends early, with the signal's reason, where it is aborted. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>
  /** From 0 to 1. */
  readonly random: () => number
}

/** How often a request is sent at most. */
const MAX_TRIES = 4
/** A server may ask for more, and is then asked too early: nobody waits longer at a terminal. */
const MAX_WAIT = 20_000
const FIRST_WAIT = 500

const BUSY: ReadonlySet<number> = new Set([429, 500, 502, 503, 504])

/**
 * How long to wait before the request is sent again; undefined where that is of no use.
 * @param tries how often it was sent
 * @param hasAnswered whether the server has ever answered: one that never did is not asked again
 */
export function waitBeforeRetry(exchange: Exchange, tries: number, hasAnswered: boolean, {now, random}: Pace): number | undefined {
  if (tries >= MAX_TRIES) return undefined
  // Doubled each time, and spread by a half so that many clients do not come back at once.
  const backOff = FIRST_WAIT * 2 ** (tries - 1) * (1 + random() / 2)
  switch (exchange.kind) {
    case 'response':
      return BUSY.has(exchange.status) ? Math.min(retryAfter(exchange.headers['retry-after'], now()) ?? backOff, MAX_WAIT) : undefined
    case 'timeout':
      return undefined
    case 'error':
      if (exchange.isStale) return 0
      return isPassing(exchange.error.code) && (exchange.isConnected || hasAnswered) ? backOff : undefined
  }
}

/** A restart of the server, or of what stands in front of it. */
function isPassing(code: string | undefined): boolean {
  return code === 'ECONNRESET' || code === 'ECONNREFUSED' || code === 'EPIPE' || code === 'ECONNABORTED'
}

/** RFC 9110, 10.2.3: seconds or a date. */
function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
