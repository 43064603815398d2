import type {Severity} from '../../report.ts'

/** What `-o json` prints beside the findings (schemas/lint.json). */
export interface LintData {
  /** Number of findings by severity; what could not be read is not among them. */
  readonly counts: Readonly<Record<Severity, number>>
  /** Of Services in scope. */
  readonly services: number
  /** Of files with objects; null of a running cluster. */
  readonly files: number | null
  /** The rules that were checked. */
  readonly rules: readonly string[]
  /** How much could not be told, by rule; `--strict` makes findings of it. */
  readonly undecided: Readonly<Record<string, number>>
  /** How many findings annotations of their objects silence, by rule. */
  readonly silenced: Readonly<Record<string, number>>
}
