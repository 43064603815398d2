import type {OtherObject} from '../../../cluster/cluster.ts'
import type {Identity} from '../../../cluster/identity.ts'
import {isInNamespace, type Permission} from './permission.ts'

/** An object that a reference leads to, and whether it surely does. */
export interface Allowed<T> {
  readonly object: T
  readonly isMeant: Exclude<Permission, false>
}

/**
 * Looks objects up by name and namespace. One that is surely meant comes first; else one that would be, were a manifest without a namespace in the
 * right one. Of several definitions the one that `counts` for the reader is found.
 */
export function findNamed<T extends Identity>(
  byName: ReadonlyMap<string, readonly T[]>,
  counts: (object: T, from: OtherObject) => boolean,
): (name: string, namespace: string, stated: boolean, from: OtherObject) => Allowed<T> | undefined {
  return (name, namespace, stated, from) => {
    let doubtful: Allowed<T> | undefined
    for (const object of byName.get(name) ?? []) {
      if (!counts(object, from)) continue
      const isMeant = isInNamespace(object, namespace, {kind: from.kind, name: from.name, namespaceStated: stated})
      if (isMeant === true) return {object, isMeant}
      if (isMeant !== false) doubtful ??= {object, isMeant}
    }
    return doubtful
  }
}
