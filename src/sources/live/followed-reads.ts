import {type Read, readKey, ruleFor} from '../../cluster/read.ts'
import {type FollowedRead, followRead} from './followed-read.ts'
import type {Reader} from './gathering.ts'
import {inParallel} from './in-parallel.ts'
import type {Asking} from './resource-reading.ts'
import type {Pace} from './retry.ts'

/** A running cluster whose changes are kept up with, as far as it was read. */
export interface FollowedReads extends Reader {
  /** Changes count from here, those of what is read from here on. */
  readonly beginTurn: () => void
  /** Everything was read: what nobody has wanted for a while is not followed any more, and the cluster is one that can be asked. */
  readonly endTurn: () => void
  /** Resolves as soon as something has changed since the turn began; rejects where the cluster refuses to be asked any more, or it was aborted. */
  readonly changed: () => Promise<void>
  readonly close: () => void
}

interface Options {
  readonly asking: Asking
  readonly pace: Pace
  readonly atATime: number
  /** A line for the person: what cannot be followed. */
  readonly say: (line: string) => void
}

interface Entry {
  readonly followed: FollowedRead
  /** Milliseconds since 1970. */
  readonly usedAt: number
}

/** Each is a connection and a place in the API server's memory; what is beyond is read again now and then. */
const MAX_WATCHES = 50
/** What is wanted by turns is not read anew each time; milliseconds. */
const KEPT = 60_000

export function followReads({asking, pace, atATime, say}: Options): FollowedReads {
  const entries = new Map<string, Entry>()
  const wanted = new Set<string>()
  const lost = new Set<string>()
  const watched = new Set<string>()
  let isPatient = false
  let isChanged = false
  let failure: {readonly error: unknown} | undefined
  let wake = () => {}
  const {signal} = asking

  function fail(error: unknown): void {
    failure ??= {error}
    wake()
  }
  const abort = () => fail(signal.reason)
  signal.addEventListener('abort', abort)

  function follow(read: Read, key: string): FollowedRead {
    return followRead(read, {
      asking: () => ({...asking, isPatient}),
      pace,
      takePlace: () => {
        if (watched.size < MAX_WATCHES) watched.add(key)
        return watched.has(key)
      },
      changed: () => {
        if (!wanted.has(key)) return
        isChanged = true
        wake()
      },
      lost: (message) => {
        if (lost.size === 0) say(`warning: ${message}; trying again, what is shown may be old`)
        lost.add(key)
      },
      found: () => {
        if (lost.delete(key) && lost.size === 0) say(`${asking.connection.context} can be followed again`)
      },
      refused: (every) =>
        say(`warning: no permission to watch: it is read every ${every / 1000} s; missing RBAC rule: ${ruleFor(read, 'watch')}`),
      failed: fail,
    })
  }

  return {
    readAll: (reads) =>
      inParallel(atATime, reads, (read) => {
        const key = readKey(read)
        const {followed} = entries.get(key) ?? {followed: follow(read, key)}
        entries.set(key, {followed, usedAt: pace.now()})
        wanted.add(key)
        return followed.current()
      }),
    beginTurn: () => {
      isChanged = false
      wanted.clear()
    },
    endTurn: () => {
      isPatient = true
      for (const [key, {followed, usedAt}] of entries) {
        if (wanted.has(key) || pace.now() - usedAt < KEPT) continue
        followed.close()
        entries.delete(key)
        lost.delete(key)
        watched.delete(key)
      }
    },
    changed: async () => {
      if (!isChanged && failure === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      if (failure) throw failure.error
    },
    close: () => {
      signal.removeEventListener('abort', abort)
      for (const {followed} of entries.values()) followed.close()
    },
  }
}
