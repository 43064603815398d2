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
 * A map of labels or annotations. Numbers and booleans, which the API server refuses, read as their text so that the question can still be
 * answered; `onWrongType` hears of each.
 */
export function labelsOf(value: unknown, onWrongType?: (key: string, value: unknown) => void): Labels {
  const labels: Record<string, string> = Object.create(null)
  for (const [key, label] of Object.entries(fieldsOf(value))) {
    if (typeof label === 'string') labels[key] = label
    else if (label !== null && label !== undefined) {
      onWrongType?.(key, label)
      if (typeof label !== 'object') labels[key] = String(label)
    } else labels[key] = ''
  }
  return labels
}

/** The value at a path of keys; undefined as soon as one is missing. */
export function valueAt(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((inner, key) => fieldsOf(inner)[key], value)
}
