import type {Path} from '../../../cluster/object.ts'
import type {Scalar} from '../../../report.ts'

/** Why the API server refuses an object. */
export interface ApiProblem {
  /** The value that it names; of a label, the label itself. What is missing need not be there. */
  readonly path: Path
  /** In the server's words, without examples and expressions: `Required value`, `Invalid value: "a b": must …`. */
  readonly reason: string
  /** What to do, in words. */
  readonly fix: string
  /** The one change that surely mends it. */
  readonly change?: ApiChange
}

export type ApiChange =
  | {readonly kind: 'set'; readonly to: Scalar}
  | {readonly kind: 'quote'}
  | {readonly kind: 'rename'; readonly to: string}

/** Takes what is found of one object, in the order in which it is found. */
export type Refuse = (path: Path, reason: string, fix: string, change?: ApiChange) => void

export function invalid(value: unknown, why: string): string {
  // The server adds examples and the regular expression; nobody reads them twice.
  return `Invalid value: ${JSON.stringify(value)}: ${why.replace(/,? \(e\.g\. .*$/s, '')}`
}

export function unsupported(value: unknown, supported: readonly string[]): string {
  return `Unsupported value: ${JSON.stringify(value)}: supported values: ${supported.map((one) => JSON.stringify(one)).join(', ')}`
}

/** `spec.ports[0].name`, `metadata.labels[example.com/app]`. */
export function fieldName(path: Path): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : /^[\w-]+$/.test(step) ? `.${step}` : `[${step}]`))
    .join('')
    .replace(/^\./, '')
}
