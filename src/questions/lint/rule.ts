import type {ObjectReference, Place} from '../../cluster/object.ts'
import type {Fix, RuleDescription, Severity} from '../../report.ts'
import type {Graph} from './graph.ts'

export const RULE_GROUPS = ['routing', 'exposure', 'policy'] as const
export type RuleGroup = (typeof RULE_GROUPS)[number]

/** One thing that can be wrong: what it is called, why it matters, how it is mended, and how it is found. */
export interface Rule extends RuleDescription {
  readonly id: `${RuleGroup}/${string}`
  /** Manifests in which it is found. */
  readonly bad: string
  /** The same, mended: nothing is found. */
  readonly good: string
  /** Everything that is wrong, in the order of the input. */
  readonly check: (graph: Graph) => readonly Found[]
}

/** One finding of a rule. */
export interface Found {
  /** What is wrong, a sentence without a full stop that names the objects. */
  readonly message: string
  /** Null for one without a name. */
  readonly object: ObjectReference | null
  /** The value that is wrong; undefined for live objects. */
  readonly place: Place | undefined
  /** What is said under the value in a code frame, a few words. */
  readonly aside?: string
  readonly fix?: Fix
  /** Where it is milder than the rule's. */
  readonly severity?: Severity
  /** What would settle it, where it cannot be told: it is no finding, and shown with `--strict` only. */
  readonly settledBy?: string
}
