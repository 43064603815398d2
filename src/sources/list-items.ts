import type {Path, WireObject} from '../cluster/object.ts'

/** An object in a document and the way to it, or an item that is none. */
export type Item =
  | {readonly kind: 'object'; readonly object: WireObject; readonly path: Path}
  | {readonly kind: 'invalid'; readonly path: Path}

/** The document itself: one for all, for most documents are one object. */
const ROOT: Path = []

/**
 * The objects of one document: itself, or the items of a `List`, a `PodList` or any other list, lists in lists included. As in apimachinery, an item
 * without a kind of its own gets the list's: a PodList's items are Pods. An item that is undefined was reported before.
 */
export function flattenLists(object: WireObject): Iterable<Item> {
  return isList(object) ? itemsOf(object, ROOT) : [{kind: 'object', object, path: ROOT}]
}

function* itemsOf(list: WireObject, path: Path): Generator<Item> {
  const items = Array.isArray(list['items']) ? list['items'] : []
  for (const [index, item] of items.entries()) {
    const itemPath = [...path, 'items', index]
    if (!isMapping(item)) {
      if (item !== undefined) yield {kind: 'invalid', path: itemPath}
      continue
    }
    const object = withInheritedKind(item, list)
    if (isList(object)) yield* itemsOf(object, itemPath)
    else yield {kind: 'object', object, path: itemPath}
  }
}

export function isMapping(value: unknown): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A custom kind may end in List and be none: `items` decides, which only `List` itself can do without. */
function isList(object: WireObject): boolean {
  const {kind, items} = object
  if (typeof kind !== 'string' || !kind.endsWith('List')) return false
  return Array.isArray(items) || kind === 'List' || (items === null && 'items' in object)
}

/** apimachinery's `decodeToList`: only an item that says neither takes the list's kind and apiVersion. */
function withInheritedKind(item: WireObject, list: WireObject): WireObject {
  const kind = String(list['kind']).slice(0, -'List'.length)
  if (kind === '' || item['kind'] || item['apiVersion']) return item
  return {...item, apiVersion: list['apiVersion'], kind}
}
