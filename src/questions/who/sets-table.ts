import type {Direction} from '../../network/policy/policy.ts'
import {formatSets, type Sets} from './membership.ts'

export interface SetsTable<V> {
  /** What is known by a text and the sets of pods that somebody is in; else it is made, with the number that it gets. */
  readonly obtain: (text: string, sets: Sets, create: (index: number) => V) => V
}

export function createSetsTable<V>(): SetsTable<V> {
  const byText = new Map<string, Map<Sets, V>>()
  let size = 0
  return {
    obtain: (text, sets, create) => {
      const bySets = byText.get(text) ?? new Map<Sets, V>()
      const known = bySets.get(sets)
      if (known) return known
      const created = create(size++)
      byText.set(text, bySets.set(sets, created))
      return created
    },
  }
}

/** Those of the sets that count in a direction, the same object for the same ones; worked out once for all groups that share theirs. */
export function restrictSets(counts: (direction: Direction, number: number) => boolean): (direction: Direction, sets: Sets) => Sets {
  const known = {ingress: new Map<Sets, Sets>(), egress: new Map<Sets, Sets>()}
  const distinct = {ingress: new Map<string, Sets>(), egress: new Map<string, Sets>()}
  return (direction, sets) => {
    const already = known[direction].get(sets)
    if (already) return already
    const own = new Map([...sets].filter(([number]) => counts(direction, number)))
    const key = formatSets(own)
    const restricted = distinct[direction].get(key) ?? own
    distinct[direction].set(key, restricted)
    known[direction].set(sets, restricted)
    return restricted
  }
}
