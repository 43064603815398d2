import type {Coverage} from './read.ts'

/** One object in wire JSON, as it stands in a manifest or comes from the API server. Nothing about its shape is certain. */
export type WireObject = Readonly<Record<string, unknown>>

/** The way from an object's root to one of its values: `['spec', 'ports', 0, 'targetPort']`. */
export type Path = readonly (string | number)[]

/** Where an object was read. `document` and `path` lead back to its text when a finding needs a line. */
export interface Origin {
  /** The file as the user would name it (relative to the working directory where it was named so); `-` is standard input. */
  readonly file: string
  /** Index of the document in its file, from 0. */
  readonly document: number
  /** Where the object stands in its document: `[]`, or `['items', 3]` in a List. */
  readonly path: Path
  /** The source that a renderer named for this object (helm's `# Source:`, kustomize's origin annotation); it replaces file and line. */
  readonly renderedFrom?: string
}

/** What every source yields, live or from files. `origin` is undefined for an object that came from the API. */
export interface SourcedObject {
  readonly object: WireObject
  readonly origin: Origin | undefined
}

/** One value of one sourced object: what a finding points at. */
export interface Place {
  readonly origin: Origin
  readonly path: Path
}

/** How messages and JSON name an object. `namespace` is null for objects without one. */
export interface ObjectReference {
  readonly kind: string
  readonly namespace: string | null
  readonly name: string
}

/** A part of the input that could not be read: it becomes an `input/*` finding and exit code 2. Line and column count from 1. */
export interface InputProblem {
  readonly rule: `input/${string}`
  readonly message: string
  readonly file: string
  readonly line: number | null
  readonly column: number | null
  /** What to do about it. */
  readonly fix: string
}

/** Something that was read but is no object a cluster would take as it stands: a patch, a values file, a kustomization. */
export interface LeftOut {
  readonly file: string
  /** Line of its first character, from 1. */
  readonly line: number | null
  readonly kind: string | null
  readonly namespace: string | null
  readonly name: string | null
  /** Why, completing the sentence "left out: …". */
  readonly reason: string
}

/** A position in a file, from 1, with the text of its line for patches and code frames. */
export interface Position {
  readonly line: number
  readonly column: number
  readonly text: string
  /** The lines before it, two at most, where they are at hand. */
  readonly linesBefore?: readonly string[]
}

/** What a source hands over: everything that was read, and everything that could not be. */
export interface Input {
  readonly objects: readonly SourcedObject[]
  readonly problems: readonly InputProblem[]
  readonly leftOut: readonly LeftOut[]
  /** Remarks for the reader, a sentence each (a linked directory that was not followed, …). */
  readonly notes: readonly string[]
  /** Resolves a place to its line and column; undefined where the text is not at hand. Costs a parse of one document, so only for findings. */
  readonly locate: (place: Place) => Promise<Position | undefined>
  /** What a cluster was asked for; undefined where manifests were read. */
  readonly coverage?: Coverage | undefined
}
