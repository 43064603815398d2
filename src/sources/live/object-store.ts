import {fieldsOf, textOf, valueAt} from '../../cluster/fields.ts'
import type {WireObject} from '../../cluster/object.ts'

/** The objects of one read, as far as they are known. */
export interface ObjectStore {
  readonly all: () => readonly WireObject[]
  /** These are all there are; false where that was known. */
  readonly replace: (objects: readonly WireObject[]) => boolean
  readonly put: (object: WireObject) => void
  readonly remove: (object: WireObject) => void
}

export function createObjectStore(): ObjectStore {
  let objects = new Map<string, WireObject>()
  return {
    all: () => [...objects.values()],
    replace: (all) => {
      const before = objects
      objects = new Map(all.map((object) => [keyOf(object), object]))
      return before.size !== objects.size || [...objects].some(([key, object]) => !isSame(before.get(key), object))
    },
    put: (object) => objects.set(keyOf(object), object),
    remove: (object) => objects.delete(keyOf(object)),
  }
}

/** Whether this is the later of two states of one object. They count up, though clients are told not to rely on it: it only decides which of two reads is shown. */
export function isLater(object: WireObject, than: WireObject): boolean {
  const [one, other] = [versionOf(object), versionOf(than)]
  return one.length === other.length ? one > other : one.length > other.length
}

function isSame(before: WireObject | undefined, object: WireObject): boolean {
  return before !== undefined && versionOf(before) !== '' && versionOf(before) === versionOf(object)
}

function versionOf(object: WireObject): string {
  return textOf(valueAt(object, 'metadata', 'resourceVersion')) ?? ''
}

function keyOf(object: WireObject): string {
  const {namespace, name} = fieldsOf(object['metadata'])
  return `${textOf(namespace) ?? ''}/${textOf(name) ?? ''}`
}
