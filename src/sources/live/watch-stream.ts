import type {Read} from '../../cluster/read.ts'
import {messageOf} from './connection-error.ts'
import {splitLines} from './line-splitter.ts'
import type {ResourcePath} from './resource-path.ts'
import {type Asking, acceptOf} from './resource-reading.ts'
import {parseWatchEvent, type WatchEvent} from './watch-event.ts'

/** Where a watch begins. */
export interface WatchStart {
  readonly at: ResourcePath
  /** The state that is known. */
  readonly resourceVersion: string
}

/** How a watch ended. */
export type WatchEnd =
  /** After it had begun: its time was over, the connection broke, or the server was in trouble. */
  | {readonly kind: 'over'}
  /** The server does not remember changes from so long ago (410). */
  | {readonly kind: 'expired'}
  /** It cannot be watched, only read: no permission, or the server does not offer it. */
  | {readonly kind: 'refused'}
  | {readonly kind: 'failed'; readonly message: string}

export interface WatchListener {
  /** The server has taken the watch on. */
  readonly opened: () => void
  readonly take: (event: Exclude<WatchEvent, {readonly kind: 'error'}>) => void
}

/** How long the server keeps a watch, in seconds: as client-go asks for, from this to twice as long, so that not all end at once. */
const SECONDS = 300
/** A watch that the server has forgotten to end, in milliseconds. */
const GRACE = 30_000

const EXPIRED = 410
const REFUSALS: ReadonlySet<number> = new Set([400, 403, 404, 405, 406, 501])

/**
 * Follows the changes of what a read is about, in one request, until the server or the network ends it. Nothing is lost where it is begun again from the
 * last resourceVersion that an event had.
 * @param random from 0 to 1
 * @throws UserError where the server refuses the credentials; the signal's reason once it is aborted
 */
export async function watchOnce(read: Read, start: WatchStart, asking: Asking, random: number, listener: WatchListener): Promise<WatchEnd> {
  const {client, signal} = asking
  const seconds = Math.round(SECONDS * (1 + random))
  const query = {
    labelSelector: read.labels,
    fieldSelector: read.name === undefined ? read.fields : `metadata.name=${read.name}`,
    resourceVersion: start.resourceVersion,
    allowWatchBookmarks: 'true',
    timeoutSeconds: String(seconds),
    watch: 'true',
  }
  let end: WatchEnd | undefined
  let isOpen = false
  const take = splitLines((line) => {
    const event = parseWatchEvent(line)
    if (event?.kind === 'error') end = {kind: event.code === EXPIRED ? 'expired' : 'over'}
    else if (event) listener.take(event)
    return end === undefined
  })
  const opened = () => {
    isOpen = true
    listener.opened()
  }
  const stream = {opened, take, limit: seconds * 1000 + GRACE}
  const answer = await client.get(start.at.path, query, {accept: acceptOf(read, 'object'), signal, isPatient: true, stream})
  if (end) return end
  if (isOpen) return {kind: 'over'}
  if (answer.kind === 'failure') return {kind: 'failed', message: answer.message}
  if (answer.status === EXPIRED) return {kind: 'expired'}
  if (REFUSALS.has(answer.status)) return {kind: 'refused'}
  return {kind: 'failed', message: messageOf(answer.body) ?? `the server answered with ${answer.status}`}
}
