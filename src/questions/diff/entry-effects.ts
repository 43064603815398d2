import type {ObjectReference} from '../../cluster/object.ts'
import {type Effect, keyOf} from './effect.ts'
import type {PairedServices} from './pairing.ts'
import type {ServiceState, Side} from './side.ts'
import {wayChanges} from './way-changes.ts'
import {joinWays, lostOrGained, ownersLostOrGained} from './way-effect.ts'
import {allWaysIn, type Openness, opennessOf, type WayIn, waysIn} from './way-in.ts'
import {pairWays} from './way-pairing.ts'

/** How open the pods of the two inputs are. */
interface Opennesses {
  readonly before: Openness
  readonly after: Openness
}

/** What became of the ways in from outside. */
export function entryEffects(before: Side, after: Side, services: PairedServices): readonly Effect[] {
  const opennesses = {before: opennessOf(allWaysIn(before)), after: opennessOf(allWaysIn(after))}
  const states = [
    ...services.pairs.map((pair) => [pair.before, pair.after] as const),
    ...services.removed.map((state) => [state, undefined] as const),
    ...services.added.map((state) => [undefined, state] as const),
  ]
  const ofServices = states.flatMap(([was, is]) => {
    const subject = is?.reference ?? was?.reference
    return subject ? subjectEffects(subject, waysOf(was), waysOf(is), opennesses, involvedIn(was, is)) : []
  })
  const workloads = new Map([...before.exposed.workloads, ...after.exposed.workloads].map(({workload}) => [keyOf(workload), workload]))
  const ofWorkloads = [...workloads].flatMap(([key, workload]) => {
    const waysFrom = (side: Side) =>
      side.exposed.workloads.flatMap((one) => (keyOf(one.workload) === key ? waysIn(one.entries, [workload], workload) : []))
    return subjectEffects(workload, waysFrom(before), waysFrom(after), opennesses, [workload])
  })
  return [...ofServices, ...ofWorkloads]
}

function waysOf(state: ServiceState | undefined): readonly WayIn[] {
  if (!state) return []
  const owners = [...state.owners.values()].map(({reference}) => reference)
  return waysIn(state.exposed?.entries ?? [], owners, state.reference)
}

function involvedIn(...states: readonly (ServiceState | undefined)[]): readonly ObjectReference[] {
  const stated = states.flatMap((state) => state ?? [])
  const owners = stated.flatMap((state) => [...state.owners.values()])
  return [...stated, ...owners].map(({reference}) => reference)
}

function subjectEffects(
  subject: ObjectReference,
  before: readonly WayIn[],
  after: readonly WayIn[],
  opennesses: Opennesses,
  around: readonly ObjectReference[],
): readonly Effect[] {
  const {pairs, removed, added} = pairWays(before, after)
  const told = {subject, around}
  return [
    ...joinWays([
      ...removed.map((way) => lostOrGained(told, 'lost', way, opennesses.after)),
      ...added.map((way) => lostOrGained(told, 'gained', way, opennesses.before)),
      ...pairs.flatMap(([was, is]) => ownersLostOrGained(told, was, is, opennesses)),
    ]),
    ...wayChanges(told, pairs),
  ]
}
