import {obtain} from '../../cluster/obtain.ts'
import {type Access, type Judged, joinSides, joinVerdicts, keyOf, toJudged} from './access.ts'
import type {ClientClass} from './clients.ts'
import type {Destination} from './destinations.ts'
import {createHeldUp, type HeldUp} from './held-up.ts'
import type {Side, Sides, SidesTowards} from './sides.ts'

/** Clients with the same answer for the same reason. */
export interface AudienceRow extends Judged {
  readonly classes: readonly ClientClass[]
  /** Whether it is so of everybody, too, who is in no row and not held up on its own side. */
  readonly isRest: boolean
}

/** Who may reach the endpoints of a port, and of all ports with alike endpoints. */
export interface Audience {
  readonly index: number
  /** Where no row has a client who is held up on its own side, that is what is so of it. */
  readonly rows: readonly AudienceRow[]
  /** Those of all rows, each once. */
  readonly accesses: ReadonlySet<Access>
}

export interface Audiences {
  readonly of: (destinations: readonly Destination[]) => Audience
  readonly heldUp: HeldUp
}

interface Building extends AudienceRow {
  readonly classes: ClientClass[]
  isRest: boolean
}

/** Asks about each class of clients whom policies may treat otherwise than the rest, and about one of the rest. */
export function createAudiences(sides: Sides, clients: readonly ClientClass[]): Audiences {
  const known = new Map<string, Audience>()
  // Nodes are few, and no policy of a pod is for them.
  const nodes = clients.filter(({kind}) => kind !== 'pod')
  const restricted = clients.filter(({kind, egress}) => kind === 'pod' && (egress.policies.length > 0 || egress.hasForeign))
  const others = new Set([...nodes, ...restricted])
  const heldUp = createHeldUp(sides, restricted)
  const apartAt = (destination: Destination, towards: SidesTowards) => [...towards.mentioned, ...heldUp.apartAt(destination, towards)]
  const rowsOf = (destinations: readonly Destination[]): readonly AudienceRow[] => {
    const ends = destinations.map((destination) => ({destination, towards: sides.towards(destination)}))
    const rows = createRows(ends.map(({towards}) => towards))
    const apart = new Set([...nodes, ...ends.flatMap(({destination, towards}) => apartAt(destination, towards))])
    const rest = clients.find((client) => !apart.has(client) && !others.has(client))
    if (rest) rows.rowOf(rest).isRest = true
    for (const client of apart) {
      if (rows.isHeldBy(client, heldUp.sideOf(client))) continue
      const row = rows.rowOf(client)
      // Who may be held up elsewhere is not of the rest, whatever is so of it here.
      if (!row.isRest || others.has(client)) row.classes.push(client)
    }
    return rows.all()
  }
  return {
    heldUp,
    of: (destinations) => {
      const key = destinations.length === 1 ? String(destinations[0]?.index) : destinations.map(({index}) => index).join()
      return obtain(known, key, () => {
        const rows = rowsOf(destinations)
        return {index: known.size, rows, accesses: new Set(rows.map(({access}) => access))}
      })
    },
  }
}

/** Puts those together who fare alike at some ends. */
function createRows(ends: readonly SidesTowards[]) {
  const rows = new Map<number | string, Building>()
  const rowFor = (key: number | string, create: () => Judged): Building =>
    obtain(rows, key, () => ({...create(), classes: [], isRest: false}))
  const [only, second] = ends
  const rowOf = (client: ClientClass): Building => {
    if (only && !second) {
      const [egress, ingress] = [only.egress(client), only.ingress(client)]
      return rowFor(keyOf(egress, ingress), () => toJudged(joinSides(egress, ingress)))
    }
    const joined = joinVerdicts(ends.map((end) => joinSides(end.egress(client), end.ingress(client))))
    return rowFor(`${joined.access} ${joined.because.map(({index}) => index).join()}`, () => joined)
  }
  return {
    rowOf,
    isHeldBy: (client: ClientClass, side: Side | undefined) => side !== undefined && ends.every((end) => end.egress(client) === side),
    all: () => [...rows.values()],
  }
}

/** All rows with everybody who is in them, and those whom their own side holds up. */
export function completeRows({rows}: Audience, clients: readonly ClientClass[], {sideOf}: HeldUp): readonly AudienceRow[] {
  const named = new Set(rows.flatMap(({classes}) => classes))
  const bySide = new Map<Side, ClientClass[]>()
  const rest: ClientClass[] = []
  for (const client of clients) {
    if (named.has(client)) continue
    const side = sideOf(client)
    if (!side) rest.push(client)
    else obtain(bySide, side, () => []).push(client)
  }
  const held = [...bySide].map(([side, classes]): AudienceRow => ({access: 'denied', because: [side], classes, isRest: false}))
  return [...rows.map((row) => (row.isRest ? {...row, classes: [...row.classes, ...rest]} : row)), ...held]
}
