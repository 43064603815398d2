import type {Origin, Place} from '../cluster/object.ts'
import {type Flaw, INVALID_ITEM} from './input-rules.ts'
import type {Item} from './list-items.ts'

/** Something that was parsed, and that no cluster takes for an object. Its line is looked up last. */
export interface Misfit {
  readonly place: Place
  readonly flaw: Flaw
}

/** What keeps an item, a document by itself among them, from being an object of a cluster; undefined where nothing does. */
export function findMisfit(item: Item, origin: Origin): Misfit | undefined {
  return item.kind === 'invalid' ? {place: {origin, path: []}, flaw: INVALID_ITEM} : findMisnamed(item.object, origin)
}

/**
 * An object whose name is no text, for YAML takes `n`, `off` and `8080` for something else: kubectl finds no name and refuses it, and left out in silence it
 * would be missed by nobody. Undefined where the name is text, or there is none.
 */
function findMisnamed(object: Readonly<Record<string, unknown>>, origin: Origin): Misfit | undefined {
  const {apiVersion, kind, metadata} = object
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof metadata !== 'object' || metadata === null) return undefined
  const {name} = metadata as {readonly name?: unknown}
  if (typeof name !== 'boolean' && typeof name !== 'number') return undefined
  const what = `names a ${kind} with a ${typeof name} (${name}), and the API server takes text only`
  return {place: {origin, path: ['metadata', 'name']}, flaw: {rule: 'input/wrong-type', offset: 0, what, fix: 'quote the name'}}
}
