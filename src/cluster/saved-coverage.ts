import {fieldsOf, itemsOf, textOf} from './fields.ts'
import type {WireObject} from './object.ts'
import {type Coverage, isReadable, type Read, type Unread} from './read.ts'

/**
 * The coverage that a snapshot was saved with; undefined for any other object. A read counts as done where one was that includes it: a list of all
 * namespaces has those of each.
 */
export function coverageIn(object: WireObject): Coverage | undefined {
  const record = fieldsOf(object['svcscope'])
  if (object['kind'] !== 'List' || !('read' in record)) return undefined
  const done = itemsOf(record['read']).flatMap(readFrom)
  const unread = itemsOf(record['unread']).flatMap((entry): readonly Unread[] => {
    const {read, reason, message} = fieldsOf(entry)
    const known = REASONS.find((one) => one === reason)
    return known ? readFrom(read).map((one) => ({read: one, reason: known, message: textOf(message) ?? ''})) : []
  })
  return {done, has: (read) => done.some((one) => includes(one, read)), unread}
}

const REASONS: readonly Unread['reason'][] = ['forbidden', 'not-served', 'failed']

/** Files may say anything. */
function readFrom(value: unknown): readonly Read[] {
  const {kind, namespace, name, labels, fields, metadataOnly} = fieldsOf(value)
  if (typeof kind !== 'string' || !isReadable(kind)) return []
  return [
    {
      kind,
      namespace: textOf(namespace),
      name: textOf(name),
      labels: textOf(labels),
      fields: textOf(fields),
      ...(metadataOnly === true && {metadataOnly}),
    },
  ]
}

function includes(done: Read, asked: Read): boolean {
  const agrees = (key: 'namespace' | 'name' | 'labels' | 'fields') => done[key] === undefined || done[key] === asked[key]
  const isWhole = done.metadataOnly !== true || asked.metadataOnly === true
  return done.kind === asked.kind && isWhole && (['namespace', 'name', 'labels', 'fields'] as const).every(agrees)
}
