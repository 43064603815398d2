import type {Read, ReadResult} from '../../cluster/read.ts'
import {createObjectStore} from './object-store.ts'
import {type Asking, listState, readResource, toObject} from './resource-reading.ts'
import type {Pace} from './retry.ts'
import {type WatchEnd, type WatchStart, watchOnce} from './watch-stream.ts'

/** One thing that is read, and then kept up with. */
export interface FollowedRead {
  /** What is known of it now; waits where that is nothing yet. Rejects where the cluster cannot be asked at all. */
  readonly current: () => Promise<ReadResult>
  readonly close: () => void
}

export interface Following {
  /** With the signal that ends everything. */
  readonly asking: () => Asking
  readonly pace: Pace
  /** Whether there is room for one more watch, which is this one's from then on; else it is read again now and then. */
  readonly takePlace: () => boolean
  /** Something is other than before. */
  readonly changed: () => void
  /** It cannot be followed at the moment, or can be again; what was known stands. */
  readonly lost: (message: string) => void
  readonly found: () => void
  /** It may be read and not watched, so that it is read again every so many milliseconds. */
  readonly refused: (every: number) => void
  /** It cannot be followed any more, and no waiting mends that. */
  readonly failed: (error: unknown) => void
}

/** After so many milliseconds that is read again which cannot be watched, or could not be read. */
const AGAIN = 15_000
const [FIRST_WAIT, LONGEST_WAIT] = [500, 30_000]
/** A watch that lasted so long, in milliseconds, has not failed. */
const STEADY = 5_000
/** Instead of begun again so often in vain, everything is listed anew. */
const MAX_RESUMPTIONS = 3

/** Lists what a read is about and watches it from there, until it is closed: again where the connection broke, and listed anew where changes were missed. */
export function followRead(read: Read, {asking, pace, takePlace, changed, lost, found, refused, failed}: Following): FollowedRead {
  const ending = new AbortController()
  const signal = AbortSignal.any([asking().signal, ending.signal])
  const ask = (): Asking => ({...asking(), signal})
  const store = createObjectStore()
  let known: ReadResult | undefined
  let isWatchable = true
  let failures = 0
  let wake = () => {}
  const first = new Promise<void>((resolve, reject) => {
    wake = resolve
    run().catch((error: unknown) => {
      reject(error)
      if (!signal.aborted) failed(error)
    })
  })
  // Nobody may be waiting for it any more.
  first.catch(() => {})

  async function run(): Promise<never> {
    for (;;) {
      const start = await readState()
      if (start) await watchFrom(start)
      // What failed is tried again sooner.
      await pace.sleep(start || failures > 0 ? waitAfter(failures, pace.random()) : AGAIN, signal)
    }
  }

  /** Where a watch can begin from there, that is the result. */
  async function readState(): Promise<WatchStart | undefined> {
    const listed = await listState(read, ask())
    if (listed.kind === 'unread') {
      // A role may allow to get an object by its name, and nothing else.
      const isOne = listed.reason === 'forbidden' && read.name !== undefined
      settle(isOne ? await readResource(read, ask()) : {kind: 'unread', read, reason: listed.reason, message: listed.message})
      return undefined
    }
    const {objects, at, resourceVersion} = listed
    settle({kind: 'read', read, objects})
    if (isWatchable && resourceVersion !== undefined && takePlace()) return {at, resourceVersion}
    failures = 0
    return undefined
  }

  function settle(result: ReadResult): void {
    const hasFailed = result.kind === 'unread' && result.reason === 'failed'
    if (hasFailed) failures++
    else found()
    if (hasFailed && known?.kind === 'read') {
      lost(result.message)
      return
    }
    const isFirst = known === undefined
    const isOther = result.kind === 'read' ? store.replace(result.objects) || known?.kind !== 'read' : !isSameUnread(known, result)
    known = result
    if (isFirst) wake()
    else if (isOther) changed()
  }

  /** Watches until everything has to be listed again. */
  async function watchFrom(start: WatchStart): Promise<void> {
    let {resourceVersion} = start
    for (;;) {
      const began = pace.now()
      let isHeard = false
      const end: WatchEnd = await watchOnce(read, {...start, resourceVersion}, ask(), pace.random(), {
        opened: found,
        take: (event) => {
          isHeard = true
          resourceVersion = event.resourceVersion ?? resourceVersion
          if (event.kind === 'bookmark') return
          store[event.kind === 'gone' ? 'remove' : 'put'](toObject(event.object, read, start.at))
          changed()
        },
      })
      if (pace.now() - began > STEADY) failures = 0
      // What ends soon after it was heard may do so again and again, so that a short wait is due.
      else failures = isHeard ? 1 : failures + 1
      if (end.kind === 'expired') return
      if (end.kind === 'refused') {
        isWatchable = false
        refused(AGAIN)
        return
      }
      if (end.kind === 'failed') lost(end.message)
      if (failures >= MAX_RESUMPTIONS) return
      await pace.sleep(waitAfter(failures, pace.random()), signal)
    }
  }

  return {
    current: async () => {
      await first
      if (known === undefined) throw new Error('a read is known as soon as it was settled')
      return known.kind === 'read' ? {...known, objects: store.all()} : known
    },
    close: () => ending.abort(new Error('it is not followed any more')),
  }
}

/** Nothing after a success; else doubled each time, and spread by a half so that many do not come back at once. */
function waitAfter(failures: number, random: number): number {
  return failures === 0 ? 0 : Math.min(FIRST_WAIT * 2 ** (failures - 1), LONGEST_WAIT) * (1 + random / 2)
}

function isSameUnread(before: ReadResult | undefined, now: ReadResult): boolean {
  return before?.kind === 'unread' && now.kind === 'unread' && before.reason === now.reason && before.message === now.message
}
