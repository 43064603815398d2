import {type LabelSelector, type Labels, matchesLabels, type Requirement} from './label-selector.ts'

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
  /** Made when its labels are first asked for: most questions are about one namespace of many. */
  byKey: ReadonlyMap<string, KeyPostings> | undefined
}

/**
 * Builds the index in one pass over the entries, and one over those of each namespace that is asked about; `describe` is asked once for each
 * entry. Its labels are kept and must not change.
 */
export function createLabelIndex<T>(
  entries: readonly T[],
  describe: (entry: T) => {readonly namespace: string; readonly labels: Labels},
): LabelIndex<T> {
  const partitions = new Map<string, Partition>()
  const labelsAt: Labels[] = []
  for (const [position, entry] of entries.entries()) {
    const {namespace, labels} = describe(entry)
    labelsAt.push(labels)
    obtain(partitions, namespace, createPartition).positions.push(position)
  }
  const postingsOf = (partition: Partition) => {
    partition.byKey ??= indexKeys(partition.positions, labelsAt)
    return partition.byKey
  }
  const keysOf = (namespace: string) => {
    const partition = partitions.get(namespace)
    return partition && postingsOf(partition)
  }

  const entriesAt = (positions: Positions) => positions.map((position) => entries[position] as T)
  const selectIn = (partition: Partition, selector: LabelSelector) =>
    rarestCandidates(partition.positions, postingsOf(partition), selector).filter((position) =>
      matchesLabels(selector, labelsAt[position] as Labels),
    )
  const partitionsOf = (namespace: string | undefined) =>
    namespace === undefined ? [...partitions.values()] : [partitions.get(namespace)].filter((partition) => partition !== undefined)

  return {
    all: entries,
    select: (selector, namespace) => entriesAt(merge(partitionsOf(namespace).map((partition) => selectIn(partition, selector)))),
    inNamespace: (namespace) => entriesAt(partitions.get(namespace)?.positions ?? []),
    namespaces: () => [...partitions.keys()].sort(),
    valuesOf: (key, namespace) => [...(keysOf(namespace)?.get(key)?.byValue.keys() ?? [])].sort(),
    keysIn: (namespace) => [...(keysOf(namespace)?.keys() ?? [])].sort(),
    withPair: (key, value, namespace) => entriesAt(keysOf(namespace)?.get(key)?.byValue.get(value) ?? []),
  }
}

function createPartition(): Partition {
  return {positions: [], byKey: undefined}
}

function createPostings(): KeyPostings {
  return {positions: [], byValue: new Map()}
}

function indexKeys(positions: Positions, labelsAt: readonly Labels[]): ReadonlyMap<string, KeyPostings> {
  const byKey = new Map<string, KeyPostings>()
  for (const position of positions) {
    for (const [key, value] of Object.entries(labelsAt[position] as Labels)) {
      const postings = obtain(byKey, key, createPostings)
      postings.positions.push(position)
      obtain(postings.byValue, value, () => []).push(position)
    }
  }
  return byKey
}

function obtain<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const present = map.get(key)
  if (present !== undefined) return present
  const created = create()
  map.set(key, created)
  return created
}

/** The shortest list of positions outside of which the selector cannot match: of one requirement, or of the whole namespace. */
function rarestCandidates(all: Positions, byKey: ReadonlyMap<string, KeyPostings>, selector: LabelSelector): Positions {
  let rarest: readonly Positions[] = [all]
  for (const requirement of selector) {
    const lists = candidateLists(byKey, requirement)
    if (lists !== undefined && totalLength(lists) < totalLength(rarest)) rarest = lists
  }
  return merge(rarest)
}

/** Disjoint lists that hold every match of a requirement; undefined where it also matches entries without its key. */
function candidateLists(byKey: ReadonlyMap<string, KeyPostings>, {key, operator, values}: Requirement): readonly Positions[] | undefined {
  const postings = byKey.get(key)
  switch (operator) {
    case 'In':
      return [...new Set(values)].map((value) => postings?.byValue.get(value) ?? [])
    case 'Exists':
    case 'GreaterThan':
    case 'LessThan':
      return [postings?.positions ?? []]
    case 'NotIn':
    case 'DoesNotExist':
      return undefined
  }
}

function totalLength(lists: readonly Positions[]): number {
  return lists.reduce((total, list) => total + list.length, 0)
}

/** Disjoint lists as one, ascending. */
function merge(lists: readonly Positions[]): Positions {
  return lists.length === 1 ? (lists[0] as Positions) : lists.flat().sort((left, right) => left - right)
}
