import {fieldsOf} from '../../../src/cluster/fields.ts'
import type {Path, WireObject} from '../../../src/cluster/object.ts'

/** A case that may be made smaller: a Service and what stands beside it in its namespace. */
export type Case = readonly WireObject[]

/** Says of each case whether it still fails; one that cannot be asked does not. */
export type StillFails = (cases: readonly Case[]) => Promise<readonly boolean[]>

export interface Reduction {
  readonly smallest: Case
  /** How many cases were tried. */
  readonly tries: number
}

/** So many cases are asked at a time. */
const BATCH = 40

/**
 * Looks for the smallest part of a failing case that still fails (delta debugging, after Zeller and Hildebrandt): first fewer objects, then fewer
 * fields and items in those that are left. Stops after so many tries with what it has.
 */
export async function reduceCase(failing: Case, stillFails: StillFails, maxTries = 500): Promise<Reduction> {
  let tries = 0
  const ask = async (cases: readonly Case[]): Promise<readonly boolean[]> => {
    const batch = cases.slice(0, Math.max(0, maxTries - tries))
    tries += batch.length
    return batch.length === 0 ? [] : await stillFails(batch)
  }
  const objects = await reduceObjects(failing, ask)
  const smallest = await reduceFields(objects, ask)
  return {smallest, tries}
}

/** Leaves out ever smaller chunks of the objects. The Service is the first one, and stays. */
async function reduceObjects(failing: Case, ask: StillFails): Promise<Case> {
  const [service, ...others] = failing
  if (!service) return failing
  let left: Case = others
  let chunks = 2
  while (left.length > 0) {
    const size = Math.ceil(left.length / chunks)
    const without = Array.from({length: Math.ceil(left.length / size)}, (_, index) => [
      ...left.slice(0, index * size),
      ...left.slice((index + 1) * size),
    ])
    const found = await first(
      without.map((rest) => [service, ...rest]),
      ask,
    )
    if (found) left = found.slice(1)
    else if (size === 1) break
    chunks = found ? 2 : chunks * 2
  }
  return [service, ...left]
}

/** Leaves out every field and item whose absence changes nothing, from the outside in: what goes whole need not be looked into. */
async function reduceFields(failing: Case, ask: StillFails): Promise<Case> {
  let left = failing
  for (let depth = 1; ; depth++) {
    const places = left.flatMap((object, index) => placesIn(object).map((path) => ({index, path})))
    if (places.every(({path}) => path.length < depth)) return left
    left = await reduceFieldsAt(left, depth, ask)
  }
}

/** Several at once where they do not depend on each other. */
async function reduceFieldsAt(failing: Case, depth: number, ask: StillFails): Promise<Case> {
  let left = failing
  for (;;) {
    const places = left
      .flatMap((object, index) => placesIn(object).map((path) => ({index, path})))
      .filter(({path}) => path.length === depth)
    const needless: Place[] = []
    for (let start = 0; start < places.length; start += BATCH) {
      const batch = places.slice(start, start + BATCH)
      const answers = await ask(batch.map((place) => without(left, [place])))
      needless.push(...batch.filter((_, index) => answers[index]))
    }
    if (needless.length === 0) return left
    const smaller = await first(
      chunksOf(needless).map((some) => without(left, some)),
      ask,
    )
    if (!smaller) return left
    left = smaller
  }
}

/** All, then the halves, the quarters, … down to single ones: the first that can go at once is the largest. */
function chunksOf<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const chunks: (readonly Item[])[] = []
  for (let size = items.length; size > 0; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size))
  }
  return chunks
}

async function first(cases: readonly Case[], ask: StillFails): Promise<Case | undefined> {
  for (let start = 0; start < cases.length; start += BATCH) {
    const batch = cases.slice(start, start + BATCH)
    const answers = await ask(batch)
    const found = batch.find((_, index) => answers[index])
    if (found) return found
  }
  return undefined
}

interface Place {
  readonly index: number
  readonly path: Path
}

/** Every field and item but those without which an object is none. */
function placesIn(object: WireObject): readonly Path[] {
  const {metadata, spec, status, subsets, endpoints, ports} = object
  const {labels, annotations} = fieldsOf(metadata)
  const parts = {spec, status, subsets, endpoints, ports}
  return [...placesUnder({metadata: {labels, annotations}}, []).filter((path) => path.length > 1), ...placesUnder(parts, [])]
}

function placesUnder(value: unknown, path: Path): readonly Path[] {
  if (typeof value !== 'object' || value === null) return []
  const keys: readonly (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value)
  return keys.flatMap((key) => {
    const inner = (value as Record<string | number, unknown>)[key]
    return inner === undefined ? [] : [[...path, key], ...placesUnder(inner, [...path, key])]
  })
}

function without(objects: Case, places: readonly Place[]): Case {
  return objects.map((object, index) => {
    const copy = structuredClone(object)
    // From the last to the first, so that the items before keep their numbers.
    for (const place of places.toReversed()) if (place.index === index) remove(copy, place.path)
    return copy
  })
}

function remove(object: WireObject, path: Path): void {
  const [last, ...above] = path.toReversed()
  const holder = above.toReversed().reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], object)
  if (Array.isArray(holder)) holder.splice(last as number, 1)
  else delete (holder as Record<string, unknown>)[last as string]
}
