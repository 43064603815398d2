import {labelOf} from './fields.ts'
import {type LabelSelector, type Labels, matchesLabels, type Requirement} from './label-selector.ts'
import {obtain} from './obtain.ts'

/** Answers which entries a selector matches without visiting those that it cannot match. Answers keep the order of the entries. */
export interface LabelIndex<T> {
  /** All entries, in the order in which they were given. */
  readonly all: readonly T[]
  /** The entries of one namespace (undefined: of all) that the selector matches, in the order in which they were given. */
  select(selector: LabelSelector, namespace?: string): readonly T[]
  /** All entries of a namespace in order. */
  inNamespace(namespace: string): readonly T[]
  /** The namespaces that have entries, sorted. */
  namespaces(): readonly string[]
  /** Distinct values that a key has in a namespace (for near misses), sorted. */
  valuesOf(key: string, namespace: string): readonly string[]
  /** Distinct keys in a namespace, sorted. */
  keysIn(namespace: string): readonly string[]
  /** Entries of a namespace with exactly this pair. */
  withPair(key: string, value: string, namespace: string): readonly T[]
}

/** Places in the list of entries, ascending. */
type Positions = readonly number[]

interface KeyPostings {
  readonly positions: number[]
  readonly byValue: Map<string, number[]>
}

/** What is indexed of one namespace. Maps, because a label may be called `constructor`. */
interface Partition {
  readonly positions: number[]
  /** Of the keys that were asked for: most questions are about one namespace of many, and most selectors about few keys. */
  readonly byKey: Map<string, KeyPostings>
  /** Whether those are all that there are. */
  isWhole: boolean
}

/** After so many keys one by one, each with a pass over the entries of a namespace, the others are looked up at once. */
const MOST_SINGLE_KEYS = 8

/**
 * Builds the index in one pass over the entries, and a few over those of each namespace that is asked about; `describe` is asked once for each
 * entry. Its labels are kept and must not change.
 */
export function createLabelIndex<T>(
  entries: readonly T[],
  describe: (entry: T) => {readonly namespace: string; readonly labels: Labels},
): LabelIndex<T> {
  const partitions = new Map<string, Partition>()
  const labelsAt: Labels[] = []
  for (const entry of entries) {
    const {namespace, labels} = describe(entry)
    const position = labelsAt.push(labels) - 1
    obtain(partitions, namespace, createPartition).positions.push(position)
  }
  const postingsOf = (partition: Partition, key: string): KeyPostings | undefined => {
    const {byKey, isWhole, positions} = partition
    const known = byKey.get(key)
    if (known || isWhole) return known
    if (byKey.size >= MOST_SINGLE_KEYS) return keysOf(partition).get(key)
    const postings = indexKey(positions, key, labelsAt)
    byKey.set(key, postings)
    return postings
  }
  const keysOf = (partition: Partition): ReadonlyMap<string, KeyPostings> => {
    if (!partition.isWhole) indexKeys(partition.positions, labelsAt, partition.byKey)
    partition.isWhole = true
    return partition.byKey
  }
  const postingsIn = (namespace: string, key: string): KeyPostings | undefined => {
    const partition = partitions.get(namespace)
    return partition && postingsOf(partition, key)
  }

  const entryAt = (position: number) => entries[position] as T
  const entriesAt = (positions: Positions) => positions.map(entryAt)
  const selectIn = (partition: Partition, selector: LabelSelector): Positions => {
    const only = selector.length === 1 ? selector[0] : undefined
    // One label with one value is what most ask for.
    if (only?.operator === 'In' && only.values.length === 1) return withValue(postingsOf(partition, only.key), only.values[0])
    const found: number[] = []
    for (const position of rarestCandidates(partition.positions, (key) => postingsOf(partition, key), selector))
      if (matchesLabels(selector, labelsAt[position] as Labels)) found.push(position)
    return found
  }

  return {
    all: entries,
    select: (selector, namespace) => {
      if (namespace === undefined) return entriesAt(merge([...partitions.values()].map((partition) => selectIn(partition, selector))))
      const partition = partitions.get(namespace)
      return partition ? entriesAt(selectIn(partition, selector)) : []
    },
    inNamespace: (namespace) => entriesAt(partitions.get(namespace)?.positions ?? []),
    namespaces: () => [...partitions.keys()].sort(),
    valuesOf: (key, namespace) => [...(postingsIn(namespace, key)?.byValue.keys() ?? [])].sort(),
    keysIn: (namespace) => {
      const partition = partitions.get(namespace)
      return partition ? [...keysOf(partition).keys()].sort() : []
    },
    withPair: (key, value, namespace) => entriesAt(postingsIn(namespace, key)?.byValue.get(value) ?? []),
  }
}

function createPartition(): Partition {
  return {positions: [], byKey: new Map(), isWhole: false}
}

function createPostings(): KeyPostings {
  return {positions: [], byValue: new Map()}
}

function indexKey(positions: Positions, key: string, labelsAt: readonly Labels[]): KeyPostings {
  const postings = createPostings()
  for (const position of positions) {
    const value = labelOf(labelsAt[position] as Labels, key)
    if (value !== undefined) add(postings, position, value)
  }
  return postings
}

/** Makes an index of a few keys one of all. */
function indexKeys(positions: Positions, labelsAt: readonly Labels[], byKey: Map<string, KeyPostings>): void {
  byKey.clear()
  for (const position of positions)
    for (const [key, value] of Object.entries(labelsAt[position] as Labels)) add(obtain(byKey, key, createPostings), position, value)
}

function add({positions, byValue}: KeyPostings, position: number, value: string): void {
  positions.push(position)
  const known = byValue.get(value)
  if (known) known.push(position)
  else byValue.set(value, [position])
}

type PostingsOf = (key: string) => KeyPostings | undefined

/** The shortest list of positions outside of which the selector cannot match: of one requirement, or of the whole namespace. */
function rarestCandidates(all: Positions, postingsOf: PostingsOf, selector: LabelSelector): Positions {
  let rarest: readonly Positions[] = [all]
  for (const requirement of selector) {
    const lists = candidateLists(postingsOf, requirement)
    if (lists !== undefined && totalLength(lists) < totalLength(rarest)) rarest = lists
  }
  return merge(rarest)
}

/** Disjoint lists that hold every match of a requirement; undefined where it also matches entries without its key. */
function candidateLists(postingsOf: PostingsOf, {key, operator, values}: Requirement): readonly Positions[] | undefined {
  switch (operator) {
    case 'In': {
      const postings = postingsOf(key)
      const [only, second] = values
      if (only !== undefined && second === undefined) return [withValue(postings, only)]
      return [...new Set(values)].map((value) => postings?.byValue.get(value) ?? [])
    }
    case 'Exists':
    case 'GreaterThan':
    case 'LessThan':
      return [postingsOf(key)?.positions ?? []]
    case 'NotIn':
    case 'DoesNotExist':
      return undefined
  }
}

function withValue(postings: KeyPostings | undefined, value: string | undefined): Positions {
  return (value === undefined ? undefined : postings?.byValue.get(value)) ?? NONE
}

const NONE: Positions = []

function totalLength(lists: readonly Positions[]): number {
  let total = 0
  for (const list of lists) total += list.length
  return total
}

/** Disjoint lists as one, ascending. */
function merge(lists: readonly Positions[]): Positions {
  return lists.length === 1 ? (lists[0] as Positions) : lists.flat().sort((left, right) => left - right)
}
