import type {ObjectReference} from '../../cluster/object.ts'
import {obtain} from '../../cluster/obtain.ts'
import type {Pod} from '../../cluster/pod.ts'
import {ownerOf} from '../pod-owner.ts'
import type {Access} from './access.ts'
import type {Audience, AudienceRow} from './audience.ts'
import type {ClientClass} from './clients.ts'
import type {HeldUp} from './held-up.ts'

/** A workload, or a pod without one, as far as its pods are in some classes. */
export interface RosterEntry {
  readonly reference: ObjectReference
  /** Null where the input does not state how many. */
  readonly pods: number | null
}

/** The workloads of all clients, by the classes that their pods are in. */
export interface Roster {
  readonly total: number
  readonly entriesOf: (classes: readonly ClientClass[]) => readonly RosterEntry[]
  /** How many workloads have pods with one of these accesses. */
  readonly countIn: (audience: Audience, ...accesses: readonly Access[]) => number
}

export function createRoster(clients: readonly ClientClass[], heldUp: HeldUp): Roster {
  const numbers = new Map<string, number>()
  const classesOf: ClientClass[][] = []
  const numbersIn = new Map<ClientClass, ReadonlySet<number>>()
  for (const client of clients) {
    const own = new Set<number>()
    for (const {pods} of client.groups) for (const pod of pods) own.add(numberOf(keyOf(pod)))
    numbersIn.set(client, own)
    for (const number of own) {
      const classes = classesOf[number]
      if (classes) classes.push(client)
      else classesOf[number] = [client]
    }
  }
  const isHeldUp = (client: ClientClass) => heldUp.sideOf(client) !== undefined
  // Held up everywhere, unless an audience says otherwise. Asked for when all audiences are there.
  let stuck: ReadonlySet<number> | undefined
  return {
    total: numbers.size,
    entriesOf: (classes) => entriesOf(classes.flatMap(({groups}) => groups.flatMap(({pods}) => pods))),
    countIn: ({rows}, ...accesses) => {
      const fits = (row: AudienceRow) => accesses.includes(row.access)
      const rest = rows.find(({isRest}) => isRest)
      if (!rest || !fits(rest)) return touched(rows.filter(fits).flatMap(({classes}) => classes)).size
      stuck ??= new Set(classesOf.flatMap((classes, number) => (classes.every(isHeldUp) ? number : [])))
      const named = new Map(rows.flatMap((row) => row.classes.map((client) => [client, fits(row)] as const)))
      const isIn = (client: ClientClass) => named.get(client) ?? !isHeldUp(client)
      let count = numbers.size - stuck.size
      for (const number of touched([...named.keys()])) {
        const now = classesOf[number]?.some(isIn) === true
        if (now === stuck.has(number)) count += now ? 1 : -1
      }
      return count
    },
  }

  function numberOf(key: string): number {
    return obtain(numbers, key, () => numbers.size)
  }

  function touched(classes: readonly ClientClass[]): ReadonlySet<number> {
    const all = new Set<number>()
    for (const client of classes) for (const number of numbersIn.get(client) ?? []) all.add(number)
    return all
  }
}

/** Pods by their workloads, in the order of the input. */
export function entriesOf(pods: readonly Pod[]): readonly RosterEntry[] {
  const [only, second] = pods
  // Those of one label set, as a rule.
  if (only && !second) return [{reference: ownerOf(only), pods: only.replicas}]
  const entries = new Map<string, {readonly reference: ObjectReference; pods: number | null}>()
  for (const pod of pods) {
    const key = keyOf(pod)
    const entry = obtain(entries, key, () => ({reference: ownerOf(pod), pods: 0}))
    entry.pods = entry.pods === null || pod.replicas === null ? null : entry.pods + pod.replicas
  }
  return [...entries.values()]
}

function keyOf(pod: Pod): string {
  const {kind, name} = pod.workload ?? pod.target
  return `${pod.namespace}/${kind}/${name}`
}
