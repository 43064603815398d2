import {setTimeout} from 'node:timers/promises'
import type {Cluster} from '../../cluster/cluster.ts'
import {type Read, type ReadResult, resourceName} from '../../cluster/read.ts'
import type {UserError} from '../../user-error.ts'
import {openApiClient} from './api-client.ts'
import type {Connection} from './connection.ts'
import {nothingRead} from './connection-error.ts'
import {followReads} from './followed-reads.ts'
import type {Gathered} from './gathering.ts'
import {inParallel} from './in-parallel.ts'
import {readResource} from './resource-reading.ts'
import type {Pace} from './retry.ts'
import {discoverApis} from './served-apis.ts'
import {watch} from './watching.ts'

/** A cluster that can be asked. */
export interface LiveCluster {
  readonly context: string
  /** Its URL. */
  readonly server: string
  /** The namespace that the context names, else `default`. */
  readonly namespace: string
  /**
   * Reads all of these, some at a time; the results are in their order.
   * @throws UserError where the cluster cannot be asked at all; the signal's reason once it is aborted
   */
  readonly readAll: (reads: readonly Read[]) => Promise<readonly ReadResult[]>
  /** The sequence of clusters that a question is asked of, from its first reading on: see `watch`. */
  readonly watch: (
    needs: (soFar: Cluster) => readonly Read[],
    build: (input: Gathered['input']) => Cluster,
  ) => AsyncGenerator<Gathered, never>
  /** What there is to say where nothing at all could be read: see `Reader`. */
  readonly nothingRead: (message: string) => UserError
  /** Closes the connections that are kept open. */
  readonly close: () => void
}

/** How far reading has come with one kind, whatever number of reads that takes. */
export interface Progress {
  /** As kubectl names it. */
  readonly kind: string
  readonly pages: number
  readonly objects: number
}

export interface LiveOptions {
  readonly signal?: AbortSignal | undefined
  /** Gets a line for each request, without secrets. */
  readonly log?: ((line: string) => void) | undefined
  /** Gets what a credential plugin prints for the person: where to log in, … */
  readonly say?: ((line: string) => void) | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
  readonly pace?: Pace | undefined
}

/** More would be held back by the API server's own fairness, and cost it memory. */
const AT_A_TIME = 6

/**
 * Which APIs there are is asked once for an answer. While something is watched, it is asked again after so many milliseconds at most: a bit less than
 * what is not served waits before it is looked for anew, so that all of that shares one request.
 */
const APIS_KEPT = 10_000

/** Opens a cluster for reading. Nothing is sent before the first read. */
export async function openLiveCluster(connection: Connection, options: LiveOptions): Promise<LiveCluster> {
  const {signal = new AbortController().signal, log, say = () => {}, onProgress, pace = REAL_PACE} = options
  const client = await openApiClient(connection, {pace, log, say, signal})
  const {context, server, namespace} = connection
  const onPage = countPages(onProgress)
  const apisKeptFor = (keptFor: number) => discoverApis({client, signal, now: pace.now, keptFor})
  const apis = apisKeptFor(Number.POSITIVE_INFINITY)
  return {
    context,
    server,
    namespace,
    close: client.close,
    nothingRead: (message) => nothingRead(message, connection),
    watch: (needs, build) => {
      const followed = followReads({
        asking: {client, connection, apis: apisKeptFor(APIS_KEPT), onPage, signal},
        pace,
        atATime: AT_A_TIME,
        say,
      })
      return watch({...followed, nothingRead: (message) => nothingRead(message, connection)}, needs, build, {pace, signal})
    },
    readAll: async (reads) => {
      // One that fails ends the others: there is no answer without it.
      const failed = new AbortController()
      const asking = {client, connection, apis, onPage, signal: AbortSignal.any([signal, failed.signal])}
      try {
        return await inParallel(AT_A_TIME, reads, (read) => readResource(read, asking))
      } catch (error) {
        failed.abort(error)
        throw error
      }
    },
  }
}

/** Objects that are read one by one come in no pages. */
function countPages(onProgress: LiveOptions['onProgress']): (read: Read, objects: number) => void {
  const kinds = new Map<string, Progress>()
  return (read, objects) => {
    const kind = resourceName(read.kind)
    const before = kinds.get(kind)
    const pages = (before?.pages ?? 0) + (read.name === undefined ? 1 : 0)
    const progress = {kind, pages, objects: (before?.objects ?? 0) + objects}
    kinds.set(kind, progress)
    onProgress?.(progress)
  }
}

const REAL_PACE: Pace = {
  now: Date.now,
  random: Math.random,
  sleep: async (milliseconds, signal) => {
    await setTimeout(milliseconds, undefined, {signal}).catch(() => signal.throwIfAborted())
  },
}
