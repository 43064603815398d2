import {posix} from 'node:path'
import {type Identity, identityKey} from './identity.ts'
import type {Origin} from './object.ts'

/** Which definitions of an input count for whom. */
export interface Definitions {
  /** Number of objects that are defined more than once. */
  readonly redefined: number
  /** Whether the definition at `origin` is the one that counts for a reader of `from`. */
  readonly counts: (identity: Identity, origin: Origin | undefined, from: Origin | undefined) => boolean
}

export function createDefinitions(...lists: readonly (readonly Definition[])[]): Definitions {
  const redefined = findRedefined(lists)
  // Every Service of a directory asks about the same pods.
  const chosen = new Map<string, Origin | undefined>()
  const choose = (key: string, several: readonly (Origin | undefined)[], from: Origin | undefined) => {
    const question = `${key}\n${from?.file}`
    if (!chosen.has(question)) chosen.set(question, nearestDefinition(several, from))
    return chosen.get(question)
  }
  return {
    redefined: redefined.size,
    counts: (identity, origin, from) => {
      if (redefined.size === 0) return true
      const key = identityKey(identity)
      const several = redefined.get(key)
      return several === undefined || choose(key, several, from) === origin
    },
  }
}

/** What has an identity, or, as a pod of a template, stands for something that has. */
type Definition = (Identity | {readonly identity: Identity}) & {readonly origin: Origin | undefined}

/**
 * Only the objects that are defined more than once, each with all its places. No two lists have the same object. The full key is made only for names
 * that come again in a list: most never do, and there may be a hundred thousand.
 */
function findRedefined(lists: readonly (readonly Definition[])[]): ReadonlyMap<string, readonly (Origin | undefined)[]> {
  const byKey = new Map<string, (Origin | undefined)[]>()
  const place = (definition: Definition) => {
    const key = identityKey(identityOf(definition))
    const places = byKey.get(key)
    if (!places) byKey.set(key, [definition.origin])
    else if (!places.includes(definition.origin)) places.push(definition.origin)
  }
  for (const list of lists) {
    const byName = new Map<string, Definition>()
    for (const definition of list) {
      const {name} = identityOf(definition)
      const before = byName.get(name)
      if (!before) byName.set(name, definition)
      else if (before !== definition) {
        place(before)
        place(definition)
      }
    }
  }
  return new Map([...byKey].filter(([, places]) => places.length > 1))
}

function identityOf(definition: Definition): Identity {
  return 'identity' in definition ? definition.identity : definition
}

/**
 * Which of several definitions of one object counts for a reader of `from`: manifests of variants (base and overlays, one directory per
 * environment) define the same object again and again, and only one of them is meant. It is the one nearest to `from`: in the same file, else
 * in the deepest directory that both share; among equals the last, as `kubectl apply` would leave it.
 */
function nearestDefinition(definitions: readonly (Origin | undefined)[], from: Origin | undefined): Origin | undefined {
  let nearest: Origin | undefined
  let best = -1
  for (const definition of definitions) {
    const closeness = definition && from ? closenessOf(definition.file, from.file) : 0
    if (closeness >= best) {
      best = closeness
      nearest = definition
    }
  }
  return nearest
}

function closenessOf(a: string, b: string): number {
  if (a === b) return Number.POSITIVE_INFINITY
  const left = posix.dirname(a).split('/')
  const right = posix.dirname(b).split('/')
  const apart = left.findIndex((part, index) => part !== right[index])
  return apart < 0 ? left.length : apart
}
