import type {Finding} from '../../report.ts'
import type {Verdict} from './trace-data.ts'

/** Why a connection is not delivered, or what becomes of it instead. */
export interface Explanation {
  /** One word, for JSON. */
  readonly reason: string
  /** Completes "it is dropped: …". */
  readonly message: string
  readonly advice?: string | undefined
  /** What is to be mended in the input, and how. */
  readonly findings?: readonly Finding[]
}

/** A verdict, with the reason where it is not a good one. */
export interface Judged {
  readonly verdict: Verdict
  readonly why?: Explanation | undefined
}

const UNDECIDED: readonly Verdict[] = ['unknown']
const GOOD: readonly Verdict[] = ['delivered', 'external']

/** True, false, or null for what cannot be told. */
export function isGood(verdict: Verdict): boolean | null {
  return UNDECIDED.includes(verdict) ? null : GOOD.includes(verdict)
}

/** What several nodes come to: something surely fails, or nobody knows, or all is well. */
export function joinVerdicts(verdicts: readonly Verdict[]): Verdict {
  const distinct = [...new Set(verdicts)]
  const [first] = distinct
  if (first !== undefined && distinct.length === 1) return first
  const works = distinct.includes('delivered') || distinct.includes('partial')
  if (works) return distinct.some((verdict) => verdict !== 'delivered' && verdict !== 'unknown') ? 'partial' : 'unknown'
  // Everything fails, each in its way: silence is what takes longest to notice.
  if (distinct.includes('unknown') || first === undefined) return 'unknown'
  return 'dropped'
}
