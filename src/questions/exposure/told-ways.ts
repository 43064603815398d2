import {obtain} from '../../cluster/obtain.ts'
import type {EntryFacts} from '../../network/entry/entry-facts.ts'
import {distanceOf} from './admitted.ts'
import {NO_CONTROLLER, NO_ENDPOINT} from './emptiness.ts'
import type {ExposedEntry} from './exposed-service.ts'
import type {Shown, ShownEntry} from './shown-entry.ts'
import {describeThrough} from './wording.ts'

/** Ways of one Service that a reader need not tell apart. */
export interface Way {
  readonly shown: Shown
  readonly first: ShownEntry
  readonly entries: readonly ShownEntry[]
}

/**
 * What the table tells, the worst first. The cluster IP is told of where there is no farther way, and ways that let in nobody whom another does not let in
 * anyway are left out, unless somebody asks for all (`isWhole`); -o json has them of each.
 */
export function toldWays(all: readonly Shown[], facts: EntryFacts, isWhole: boolean): readonly Way[] {
  return all.flatMap((shown) => waysOf(shown, facts, isWhole)).toSorted((a, b) => b.first.severity - a.first.severity)
}

function waysOf(shown: Shown, facts: EntryFacts, isWhole: boolean): readonly Way[] {
  const outside = shown.entries.filter(({entry: {via}}) => via !== 'ClusterIP' && via !== 'Headless')
  const isFarther = outside.some(({entry: {reach}}) => reach !== 'none')
  const told = isWhole ? shown.entries : isFarther ? outside.filter((one) => !isOutdone(one, outside)) : shown.entries
  const [only, second] = told
  if (only && !second) return [{shown, first: only, entries: told}]
  const groups = new Map<string, ShownEntry[]>()
  for (const one of told) {
    const {entry, sensitivity} = one
    const {via, reach, perhaps, sources, tls, protocol, question, remarks} = entry
    const empty = remarks.includes(NO_ENDPOINT) || remarks.includes(NO_CONTROLLER)
    const key = [
      via,
      reach,
      perhaps,
      tls,
      protocol,
      question,
      empty,
      sensitivity?.what,
      describeThrough(entry, facts, []),
      ...sources,
    ].join('|')
    obtain(groups, key, () => []).push(one)
  }
  return [...groups.values()].flatMap((entries) => {
    const [first] = entries
    return first ? {shown, first, entries} : []
  })
}

/** Whether whoever comes this way may as well come by another, which leads to the same from farther away. */
function isOutdone({entry}: ShownEntry, others: readonly ShownEntry[]): boolean {
  return others.some(
    ({entry: other}) =>
      other.servicePort?.index === entry.servicePort?.index &&
      other.sources.length === 0 &&
      other.reach !== 'unknown' &&
      (isBalancerOver(other, entry) || isFartherRoute(other, entry)),
  )
}

function isBalancerOver(other: ExposedEntry, {via, reach}: ExposedEntry): boolean {
  return other.via === 'LoadBalancer' && via === 'NodePort' && distanceOf(other.reach) >= distanceOf(reach)
}

/** The same hosts and path, by another door of the same controller. */
function isFartherRoute(other: ExposedEntry, {via, reach, tls, hosts, path}: ExposedEntry): boolean {
  if (via !== 'Ingress' && via !== 'Gateway') return false
  const isSame = other.via === via && other.tls === tls && other.path === path && other.hosts.join() === hosts.join()
  return isSame && distanceOf(other.reach) > distanceOf(reach)
}
