import type {ObjectReference} from '../../cluster/object.ts'
import {type Effect, keyOf} from './effect.ts'
import type {PairedServices} from './pairing.ts'
import type {ServiceState, Side} from './side.ts'
import {wayChanges} from './way-changes.ts'
import {joinWays, lostOrGained, ownersLostOrGained, policyOf, type Told} from './way-effect.ts'
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
  const behind = workloadsBehind(before, after)
  const ofServices = states.flatMap(([was, is]) => {
    const subject = is?.reference ?? was?.reference
    return subject
      ? subjectEffects({subject, around: involvedIn(was, is), further: policiesOf(was, is), behind}, waysOf(was), waysOf(is), opennesses)
      : []
  })
  const workloads = new Map([...before.exposed.workloads, ...after.exposed.workloads].map(({workload}) => [keyOf(workload), workload]))
  const ofWorkloads = [...workloads].flatMap(([key, workload]) => {
    const waysFrom = (side: Side) =>
      side.exposed.workloads.flatMap((one) => (keyOf(one.workload) === key ? waysIn(one.entries, [workload], workload) : []))
    return subjectEffects({subject: workload, around: [workload], further: [], behind}, waysFrom(before), waysFrom(after), opennesses)
  })
  return [...ofServices, ...ofWorkloads]
}

function waysOf(state: ServiceState | undefined): readonly WayIn[] {
  if (!state) return []
  return waysIn(state.exposed?.entries ?? [], ownersOf(state), state.reference)
}

function involvedIn(...states: readonly (ServiceState | undefined)[]): readonly ObjectReference[] {
  const stated = states.flatMap((state) => state ?? [])
  return [...stated.map(({reference}) => reference), ...stated.flatMap(ownersOf)]
}

function policiesOf(...states: readonly (ServiceState | undefined)[]): readonly ObjectReference[] {
  const names = states.flatMap((state) => (state?.exposed?.entries ?? []).flatMap(({narrowedBy}) => narrowedBy))
  return [...new Set(names)].map(policyOf)
}

/** Of a Service in either input; of anything else there is nothing behind. */
function workloadsBehind(...sides: readonly Side[]): Told['behind'] {
  return (reference) => sides.flatMap(({services}) => (services.get(keyOf(reference)) ?? []).flatMap(ownersOf))
}

function ownersOf({owners}: ServiceState): readonly ObjectReference[] {
  return [...owners.values()].map(({reference}) => reference)
}

function subjectEffects(told: Told, before: readonly WayIn[], after: readonly WayIn[], opennesses: Opennesses): readonly Effect[] {
  const {pairs, removed, added} = pairWays(before, after)
  return [
    ...joinWays([
      ...removed.map((way) => lostOrGained(told, 'lost', way, opennesses.after, after)),
      ...added.map((way) => lostOrGained(told, 'gained', way, opennesses.before, before)),
      ...pairs.flatMap(([was, is]) => ownersLostOrGained(told, was, is, opennesses)),
    ]),
    ...wayChanges(told, pairs),
  ]
}
