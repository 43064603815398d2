import type {Labels} from './label-selector.ts'

/** A mapping of which nothing is known. */
export type Fields = Readonly<Record<string, unknown>>

const NOTHING: Fields = Object.freeze({})

/** The value as a mapping; anything else reads as an empty one, so that a null or a list in its place never crashes. */
export function fieldsOf(value: unknown): Fields {
  return isMapping(value) ? value : NOTHING
}

export function isMapping(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value as a list; anything else reads as an empty one. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** A stated, non-empty string. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function integerOf(value: unknown): number | undefined {
  return Number.isInteger(value) ? (value as number) : undefined
}

export function flagOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined
}

/**
 * A map of labels or annotations: the very mapping of the object where it holds strings only, which is nearly always. Numbers and booleans, which
 * the API server refuses, read as their text so that the question can still be answered.
 */
export function labelsOf(value: unknown): Labels {
  const fields = fieldsOf(value)
  for (const key in fields) if (typeof fields[key] !== 'string') return labelsAsText(fields)
  return fields as Labels
}

function labelsAsText(fields: Fields): Labels {
  const scalars = Object.entries(fields).filter(([, value]) => typeof value !== 'object' || value === null)
  return Object.fromEntries(scalars.map(([key, value]) => [key, value === null || value === undefined ? '' : String(value)]))
}

/** One label. Labels may be called `constructor`, so what objects inherit does not count. */
export function labelOf(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined
}

/** The value at a path of keys; undefined as soon as one is missing. */
export function valueAt(value: unknown, ...keys: readonly string[]): unknown {
  let inner = value
  for (const key of keys) inner = fieldsOf(inner)[key]
  return inner
}
