import {MAX_DEPTH} from './nesting.ts'

/** What aliases make of a document: nothing bad, a value that contains itself, or one that grows beyond measure. */
export type AliasFlaw = 'cycle' | 'excessive' | 'deep'

interface Extent {
  /** Values and keys, each alias written out. */
  readonly size: number
  readonly depth: number
}

/**
 * Judges a value in which aliases are shared references, by goyaml's rule (`decode.go`): too much of what is decoded, more than 99 % up
 * to 400,000 values and ever less up to 10 % at 4,000,000, comes out of aliases. Each shared value is visited once, so a document that
 * would expand to billions costs no more than its text.
 */
export function findAliasFlaw(root: unknown): AliasFlaw | undefined {
  const extents = new Map<object, Extent | undefined>()
  let decoded = 0
  let aliased = 0
  let flaw: AliasFlaw | undefined

  const visit = (value: unknown): Extent => {
    if (typeof value !== 'object' || value === null) return count(1)
    if (extents.has(value)) return visitAlias(extents.get(value))
    extents.set(value, undefined)
    const before = decoded
    let depth = 0
    decoded += 1
    for (const key in value) {
      if (!Array.isArray(value)) decoded += 1
      depth = Math.max(depth, visit((value as Record<string, unknown>)[key]).depth)
      if (flaw !== undefined) break
    }
    if (depth >= MAX_DEPTH) flaw ??= 'deep'
    const extent = {size: decoded - before, depth: depth + 1}
    extents.set(value, extent)
    return extent
  }

  const count = (size: number): Extent => {
    decoded += size
    if (isExcessive(aliased, decoded)) flaw ??= 'excessive'
    return {size, depth: 0}
  }

  const visitAlias = (target: Extent | undefined): Extent => {
    if (target === undefined) {
      flaw ??= 'cycle'
      return {size: 0, depth: 0}
    }
    aliased += target.size
    count(target.size + 1)
    return target
  }

  visit(root)
  return flaw
}

function isExcessive(aliased: number, decoded: number): boolean {
  return aliased > 100 && decoded > 1000 && aliased / decoded > allowedShare(decoded)
}

function allowedShare(decoded: number): number {
  const scale = Math.min(Math.max((decoded - 400_000) / 3_600_000, 0), 1)
  return 0.99 - 0.89 * scale
}
