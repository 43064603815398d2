import type {Cluster} from '../../cluster/cluster.ts'
import {fieldsOf, textOf} from '../../cluster/fields.ts'
import type {Input, WireObject} from '../../cluster/object.ts'
import {type Coverage, READABLE, type Read, type ReadResult, readKey, type Unread} from '../../cluster/read.ts'

/** A running cluster, as far as reading it goes. */
export interface Reader {
  /** Results in the order of the reads. */
  readonly readAll: (reads: readonly Read[]) => Promise<readonly ReadResult[]>
}

/** What was read, and the cluster that was built of it. */
export interface Gathered {
  readonly input: Input
  readonly cluster: Cluster
}

/** A question that wanted more after so many rounds would never be asked. */
const MAX_ROUNDS = 20

/**
 * Reads what a question needs, round by round, until it needs nothing more. `build` makes the Cluster of what was read; what could not be read is in its
 * coverage.
 */
export async function gather(
  {readAll}: Reader,
  needs: (soFar: Cluster) => readonly Read[],
  build: (input: Input) => Cluster,
): Promise<Gathered> {
  const gathering = startGathering()
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const input = gathering.input()
    const cluster = build(input)
    const wanted = new Map(needs(cluster).map((read) => [readKey(read), read]))
    const open = [...wanted].filter(([key]) => !gathering.knows(key)).map(([, read]) => read)
    if (open.length === 0) return {input, cluster}
    for (const result of await readAll(open)) gathering.add(result)
  }
  throw new Error(`after ${MAX_ROUNDS} rounds of reading the question still wants more`)
}

/** Puts the results of reads together: each object once, however often it was read. */
function startGathering() {
  const objects = new Map<string, {readonly object: WireObject; readonly isWhole: boolean}>()
  const known = new Set<string>()
  const read = new Set<string>()
  const unread: Unread[] = []
  const coverage = (): Coverage => {
    const done = new Set(read)
    return {has: (one) => done.has(readKey(one)), unread: [...unread]}
  }
  return {
    knows: (key: string) => known.has(key),
    add: (result: ReadResult) => {
      const key = readKey(result.read)
      known.add(key)
      if (result.kind === 'unread') {
        unread.push({read: result.read, reason: result.reason, message: result.message})
        return
      }
      read.add(key)
      const isWhole = result.read.metadataOnly !== true
      for (const object of result.objects) {
        const place = placeOf(result.read, object)
        if (isWhole || !objects.has(place)) objects.set(place, {object, isWhole})
      }
    },
    input: (): Input => ({
      objects: [...objects].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, {object}]) => ({object, origin: undefined})),
      problems: [],
      leftOut: [],
      notes: [],
      locate: async () => undefined,
      coverage: coverage(),
    }),
  }
}

const ORDER = Object.keys(READABLE)

/** Where an object stands among the others: by kind, namespace and name, the order in which the API server lists them, whenever it was read. */
function placeOf({kind}: Read, object: WireObject): string {
  const metadata = fieldsOf(object['metadata'])
  const rank = String(ORDER.indexOf(kind)).padStart(3, '0')
  return `${rank} ${textOf(metadata['namespace']) ?? ''}/${textOf(metadata['name']) ?? ''}`
}
