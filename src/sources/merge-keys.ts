import {isMapping} from './list-items.ts'

// A NUL cannot stand in YAML, so no key of a manifest looks like this.
const MARK = '\0<<'
let serial = 0

/** A key that stands for one `<<`. Each is another, so that a mapping with several of them keeps all. */
export function nextMergeKey(): string {
  serial += 1
  return MARK + serial
}

/** How many merge keys were handed out: those of a document count on from there. */
export function countMergeKeys(): number {
  return serial
}

type Mapping = Record<string, unknown>

/**
 * Applies the merge keys in a value, in place. goyaml goes through a mapping in order and lets whatever comes later win, be it a key of
 * its own or a merged one; in a list of mappings the first wins. js-yaml's own merging lets a key that stands before `<<` win.
 * @returns the number of a merge key that names no mapping; undefined where all is well
 */
export function applyMergeKeys(value: unknown, seen: Set<object> = new Set()): number | undefined {
  if (typeof value !== 'object' || value === null || seen.has(value)) return undefined
  seen.add(value)
  for (const [key, child] of Object.entries(value)) {
    // A list that was seen before stands here as an alias, which goyaml does not merge.
    if (key.startsWith(MARK) && !canMerge(child, seen)) return Number(key.slice(MARK.length))
    const bad = applyMergeKeys(child, seen)
    if (bad !== undefined) return bad
  }
  if (Array.isArray(value)) unmarkItems(value)
  else mergeMapping(value as Mapping)
  return undefined
}

function canMerge(value: unknown, seen: ReadonlySet<object>): boolean {
  return Array.isArray(value) ? !seen.has(value) && value.every(isMapping) : isMapping(value)
}

/** A `<<` that is no key is just text. */
function unmarkItems(list: unknown[]): void {
  for (const [index, item] of list.entries()) list[index] = unmark(item)
}

function unmark(value: unknown): unknown {
  return typeof value === 'string' && value.startsWith(MARK) ? '<<' : value
}

function mergeMapping(mapping: Mapping): void {
  const entries = Object.entries(mapping)
  const merges = entries.some(([key]) => key.startsWith(MARK))
  if (merges) for (const [key] of entries) delete mapping[key]
  for (const [key, value] of entries) {
    if (key.startsWith(MARK)) merge(mapping, value)
    else define(mapping, key, unmark(value))
  }
}

function merge(mapping: Mapping, value: unknown): void {
  // Backwards, so that earlier mappings win.
  const sources = Array.isArray(value) ? value.toReversed() : [value]
  for (const source of sources) for (const [key, inherited] of Object.entries(source as Mapping)) define(mapping, key, inherited)
}

/** Assigning to `__proto__` would set the prototype instead. */
function define(mapping: Mapping, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(mapping, key, {value, writable: true, enumerable: true, configurable: true})
  else mapping[key] = value
}
