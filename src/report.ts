import type {ObjectReference, Place} from './cluster/object.ts'

export const SEVERITIES = ['error', 'warning', 'info'] as const
export type Severity = (typeof SEVERITIES)[number]

/** How a piece of text is meant; only a renderer knows what that looks like. */
export type Tone = 'good' | 'bad' | 'unsure' | 'name' | 'dim'
export type Span = string | {readonly text: string; readonly tone: Tone}
/** Spans that stand on one line, one after the other. */
export type Line = readonly Span[]

export interface Column {
  readonly name: string
  /** Shown by `-o wide` only. */
  readonly wide?: boolean
  readonly align?: 'left' | 'right'
  /** What does not fit goes beneath its row, before the last cell, where other columns are cut. */
  readonly whole?: boolean
}

/** Rows under columns; without `columns` the rows are only aligned. A cell is a line of its own. */
export interface Table {
  readonly title?: Line
  readonly columns?: readonly Column[]
  readonly rows: readonly (readonly Line[])[]
  readonly indent?: number
  /** The rows are lines of code in it, of one cell each. */
  readonly language?: string
  readonly footer?: Line
}

/** A value as it is to be read. Text is quoted where a manifest would otherwise say something else with it. */
export type Scalar = string | number | boolean

/** A change in a manifest. Its place must exist, and the file must be the user's own. */
export type Edit =
  /** Another value. `from` is what was read there, as text. */
  | {readonly kind: 'replace'; readonly place: Place; readonly from: string; readonly to: Scalar}
  /** The same value under another key. */
  | {readonly kind: 'rename'; readonly place: Place; readonly to: string}
  /** The value as the text that it is written as: `1.10` becomes `"1.10"`. */
  | {readonly kind: 'quote'; readonly place: Place}
  /**
   * Entries for the mapping at the place, or for a new one inside it. `missing` are the mappings to make on the way to it, `siblings` the
   * keys that the mapping at the place already has.
   */
  | {
      readonly kind: 'add'
      readonly place: Place
      readonly missing: readonly string[]
      readonly entries: Readonly<Record<string, Scalar>>
      readonly siblings: readonly string[]
    }

/** What mends a finding: in words, and as edits or a command where they are certain. All edits together mend it. */
export interface Fix {
  readonly description: string
  readonly edits?: readonly Edit[]
  readonly command?: string
}

/** What is wrong, with what, and where in the input. `rule` is `group/name`. */
export interface Finding {
  readonly rule: string
  readonly severity: Severity
  readonly message: string
  readonly object: ObjectReference | null
  readonly place?: Place
  /** What is said under the value in a code frame, a few words. */
  readonly aside?: string
  readonly fix?: Fix
}

/** What is to be known of a rule beside its findings. */
export interface RuleDescription {
  /** `group/name`. */
  readonly id: string
  /** Of most of its findings. `error`: it does not work, or is open by mistake; `warning`: a hazard; `info`: worth knowing. */
  readonly severity: Severity
  /** What is found, in a line without a full stop. */
  readonly title: string
  /** What comes of it, in sentences. */
  readonly why: string
  /** What to do about it, in sentences. */
  readonly fix: string
  /** Addresses to read on. */
  readonly references: readonly string[]
}

/** A change as lines of a patch: at `line` (from 1) the lines of `remove` stand, and those of `add` take their place or go before. */
export interface LocatedEdit {
  readonly file: string
  readonly line: number
  readonly remove: readonly string[]
  readonly add: readonly string[]
}

export interface LocatedFix {
  readonly description: string
  readonly edits?: readonly LocatedEdit[]
  readonly command?: string
}

/** A finding whose place was looked up in the text. All three are null for live objects. */
export interface LocatedFinding {
  /** Of which cluster it is, where several were asked. */
  readonly context?: string
  readonly rule: string
  readonly severity: Severity
  readonly message: string
  readonly object: ObjectReference | null
  readonly file: string | null
  readonly line: number | null
  readonly column: number | null
  readonly fix?: LocatedFix
  /** Absent where no code is shown. */
  readonly frame?: Frame
}

/** The line that a finding is about, with those before it. */
export interface Frame {
  /** The last is the line itself. */
  readonly lines: readonly {readonly number: number; readonly text: string}[]
  /** From 1. */
  readonly column: number
  /** Characters from there that the finding is about, 1 at least. */
  readonly length: number
  /** What to say under them; empty is nothing. */
  readonly aside: string
}

/** The answer about a named target, for the exit code; `undecided` is `partial` and `unknown`. */
export type Answer = 'positive' | 'negative' | 'undecided'

/**
 * What every question returns and every renderer reads: the waist of the hourglass.
 * `data` is what json and yaml print, `tables` what the table prints, `findings` what SARIF prints and the exit code counts.
 */
export interface Report<F = Finding, D = unknown> {
  readonly kind: string
  readonly data: D
  /** The first line a reader needs; absent where a table says it all. */
  readonly headline?: Line
  /** Whether a terminal shows each finding with the code that it is about, and how to mend it. */
  readonly framed?: boolean
  /** The rules that were checked, for formats that describe them. */
  readonly rules?: readonly RuleDescription[]
  /** What a terminal prints as it stands in place of tables, for other programs to read: lines that begin with # are remarks to them. */
  readonly text?: string
  /** What every format writes as it stands, as JSON or YAML: an object for other programs, without the frame of an answer. */
  readonly document?: unknown
  readonly tables: readonly Table[]
  readonly findings: readonly F[]
  readonly notes: readonly string[]
  /** Whether the terminal's answer ends with how its findings are mended; a list of many only names the causes. */
  readonly mends?: boolean
  /** Whether the tables say all that the findings say, so that nobody need list them beside the tables. */
  readonly tablesTellFindings?: boolean
  /** So many of the first findings are told by the headline; those after them are told by the sentence above their mend. Absent is all. */
  readonly told?: number
  /**
   * Where in the input stands what the answer names, by the very objects of `data` and the very spans of `tables` that name it: an object of data gets
   * `file`, `line` and `column` when it is printed, a span the line behind the file that it says.
   */
  readonly places?: ReadonlyMap<object, Place>
  /** What `-o name` prints: `service/web`. */
  readonly names: readonly string[]
  /** Absent where no target was named: then only findings count. */
  readonly answer?: Answer
}
