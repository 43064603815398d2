import {fieldsOf, integerOf, textOf, valueAt} from '../../cluster/fields.ts'
import type {WireObject} from '../../cluster/object.ts'

/** One line of a watch. */
export type WatchEvent =
  /** Added or modified: the object is this from now on. */
  | {readonly kind: 'present'; readonly object: WireObject; readonly resourceVersion: string | undefined}
  /** Deleted, or other than the selector wants it by now; this is how it was last. */
  | {readonly kind: 'gone'; readonly object: WireObject; readonly resourceVersion: string | undefined}
  /** Nothing more up to here. */
  | {readonly kind: 'bookmark'; readonly resourceVersion: string | undefined}
  /** The end of the watch, with the code of a Status where there is one. */
  | {readonly kind: 'error'; readonly code: number | undefined}

/** Reads a line of a watch; undefined for what is no event that there is today. */
export function parseWatchEvent(line: string): WatchEvent | undefined {
  let event: Readonly<Record<string, unknown>>
  try {
    event = fieldsOf(JSON.parse(line))
  } catch {
    return {kind: 'error', code: undefined}
  }
  const object = fieldsOf(event['object'])
  const resourceVersion = textOf(valueAt(object, 'metadata', 'resourceVersion'))
  switch (event['type']) {
    case 'ADDED':
    case 'MODIFIED':
      return {kind: 'present', object, resourceVersion}
    case 'DELETED':
      return {kind: 'gone', object, resourceVersion}
    case 'BOOKMARK':
      return {kind: 'bookmark', resourceVersion}
    case 'ERROR':
      return {kind: 'error', code: integerOf(object['code'])}
    default:
      return undefined
  }
}
