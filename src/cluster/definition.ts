import {posix} from 'node:path'
import type {Origin} from './object.ts'

/**
 * Which of several definitions of one object counts for a reader of `from`: manifests of variants (base and overlays, one directory per
 * environment) define the same object again and again, and only one of them is meant. It is the one nearest to `from`: in the same file, else
 * in the deepest directory that both share; among equals the last, as `kubectl apply` would leave it.
 */
export function nearestDefinition(definitions: readonly (Origin | undefined)[], from: Origin | undefined): Origin | undefined {
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
