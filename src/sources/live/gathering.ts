import type {Cluster} from '../../cluster/cluster.ts'
import {fieldsOf, textOf} from '../../cluster/fields.ts'
import type {Input, WireObject} from '../../cluster/object.ts'
import {type Coverage, READABLE, type Read, type ReadResult, readKey, type Unread} from '../../cluster/read.ts'
import {isLater} from './object-store.ts'

/** A running cluster, as far as reading it goes. */
export interface Reader {
  /** Results in the order of the reads. */
  readonly readAll: (reads: readonly Read[]) => Promise<readonly ReadResult[]>
  /** The error where every read of the first round has failed; without it the question is asked of nothing. */
  readonly nothingRead?: (message: string) => Error
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
 * @throws UserError where nothing could be read
 */
export async function gather(
  {readAll, nothingRead}: Reader,
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
    const results = await readAll(open)
    // What a cluster does not have says nothing about whether it can be read.
    const tried = results.filter((result) => result.kind === 'read' || result.reason !== 'not-served')
    const failed = tried.flatMap((result) => (result.kind === 'unread' && result.reason === 'failed' ? result.message : []))
    if (round === 0 && nothingRead && failed[0] !== undefined && failed.length === tried.length) throw nothingRead(failed[0])
    for (const result of results) gathering.add(result)
  }
  throw new Error(`after ${MAX_ROUNDS} rounds of reading the question still wants more`)
}

interface Known {
  readonly object: WireObject
  readonly isWhole: boolean
}

function isBetter(one: Known, before: Known): boolean {
  return one.isWhole === before.isWhole ? !isLater(before.object, one.object) : one.isWhole
}

/** Whether a read brings all objects of a kind that a namespace has, whole. */
function isOfAll({name, labels, fields, metadataOnly}: Read): boolean {
  return name === undefined && labels === undefined && fields === undefined && !metadataOnly
}

/** Reads are not of one moment: of an object that a list of all does not have, nothing but its labels may still be known. */
function isGone({object, isWhole}: Known, listed: ReadonlySet<string>): boolean {
  if (isWhole) return false
  const namespace = textOf(fieldsOf(object['metadata'])['namespace'])
  return listed.has(`${object['kind']} `) || listed.has(`${object['kind']} ${namespace ?? ''}`)
}

/** Puts the results of reads together: each object once, however often it was read, as it was last, and whole where one of them was. */
function startGathering() {
  const objects = new Map<string, Known>()
  const known = new Set<string>()
  const read = new Map<string, Read>()
  const unread: Unread[] = []
  const listed = new Set<string>()
  const coverage = (): Coverage => {
    const done = new Map(read)
    return {done: [...done.values()], has: (one) => done.has(readKey(one)), unread: [...unread]}
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
      read.set(key, result.read)
      if (isOfAll(result.read)) listed.add(`${result.read.kind} ${result.read.namespace ?? ''}`)
      const isWhole = result.read.metadataOnly !== true
      for (const object of result.objects) {
        const place = placeOf(result.read, object)
        const before = objects.get(place)
        if (before === undefined || isBetter({object, isWhole}, before)) objects.set(place, {object, isWhole})
      }
    },
    input: (): Input => ({
      objects: [...objects]
        .filter(([, one]) => !isGone(one, listed))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, {object}]) => ({object, origin: undefined})),
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
