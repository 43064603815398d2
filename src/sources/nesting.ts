import type {Parsed} from './input-rules.ts'

/**
 * How deep a document may nest. kubectl's parser stops at 10,000, a recursive one overflows Node's stack between 1,000 and 2,000; real
 * manifests stay under 60 (the schema of a CustomResourceDefinition).
 */
export const MAX_DEPTH = 500

/** The answer to a document beyond MAX_DEPTH that begins at `offset`. */
export function tooDeep(offset: number): Parsed {
  return {
    kind: 'flaw',
    rule: 'input/too-deep',
    offset,
    what: `begins a document that nests deeper than ${MAX_DEPTH} levels`,
    fix: 'no Kubernetes object is that deep: check how the file was made',
  }
}

/** Whether a value without cycles nests deeper than `depth` levels. */
export function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (depth === 0) return true
  if (Array.isArray(value)) {
    for (const item of value) if (isDeeperThan(item, depth - 1)) return true
    return false
  }
  const mapping = value as Record<string, unknown>
  for (const key in mapping) if (isDeeperThan(mapping[key], depth - 1)) return true
  return false
}
