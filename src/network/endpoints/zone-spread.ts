/** They differ where the controller breaks a tie by chance. */
export interface Bounds {
  readonly least: number
  readonly most: number
}

/** What becomes of the ready endpoints of one zone. */
export interface ZoneSpread {
  readonly zone: string
  readonly ready: number
  /** So many of them are for other zones; which ones is chance. */
  readonly given: Bounds
  /** So many of other zones are for this one. */
  readonly received: Bounds
}

/** By how much an endpoint may get more than its share of the traffic (overloadThreshold). */
const OVERLOAD_THRESHOLD = 0.2

/**
 * How many endpoints each zone should have, the least that keeps them from overload counting as whole ones; undefined where these alone are more
 * than there are (getAllocations).
 * @param shares by zone, 1 in all
 * @param endpoints the number of ready ones
 */
export function allocate(shares: ReadonlyMap<string, number>, endpoints: number): ReadonlyMap<string, number> | undefined {
  let spare = endpoints
  const desired = new Map<string, number>()
  for (const [zone, share] of shares) {
    const fair = share * endpoints
    const minimum = Math.ceil(fair * (1 / (1 + OVERLOAD_THRESHOLD)))
    desired.set(zone, Math.max(fair, minimum))
    spare -= minimum
  }
  return spare < 0 ? undefined : desired
}

/**
 * Moves endpoints from zones with more than they should have to zones with fewer, as the controller does for a new Service: one at a time, from the
 * zone with most to give to the one that lacks most, until less than half an endpoint is left on either side, or less than a whole one on both
 * (getGivingAndReceivingZones, redistributeHints). Endpoints of zones without any share stay for their own.
 */
export function spread(desired: ReadonlyMap<string, number>, ready: ReadonlyMap<string, number>): readonly ZoneSpread[] {
  const [giving, receiving] = [createSide(), createSide()]
  for (const [zone, target] of desired) {
    const has = ready.get(zone) ?? 0
    giving.left.set(zone, has - target)
    receiving.left.set(zone, target - has)
  }
  for (;;) {
    const [give, receive] = [most(giving), most(receiving)]
    if (Math.min(give, receive) < 0.5 || Math.max(give, receive) < 1) break
    move(giving, give)
    move(receiving, receive)
  }
  const zones = [...new Set([...desired.keys(), ...ready.keys()])].sort()
  return zones.map((zone) => ({zone, ready: ready.get(zone) ?? 0, given: boundsOf(giving, zone), received: boundsOf(receiving, zone)}))
}

/** The zones that give, or those that receive. */
interface Side {
  /** What each still has to give or lacks; less than nothing for a zone of the other side. */
  readonly left: Map<string, number>
  /** What each had before each of its moves. */
  readonly moves: Map<string, number[]>
}

function createSide(): Side {
  return {left: new Map(), moves: new Map()}
}

function most({left}: Side): number {
  return Math.max(0, ...left.values())
}

/** Any zone that has the most left; among equals the controller takes one by chance. */
function move({left, moves}: Side, amount: number): void {
  const [zone] = [...left].find(([, mine]) => mine === amount) ?? ['']
  left.set(zone, amount - 1)
  moves.set(zone, [...(moves.get(zone) ?? []), amount])
}

/**
 * Amounts only go down, so chance decides no more than who had the last moves: those from the smallest amount that was moved from. A zone that
 * still has this much could have been taken, one that was taken for it could have been left.
 */
function boundsOf({left, moves}: Side, zone: string): Bounds {
  const last = Math.min(...[...moves.values()].flat())
  const mine = moves.get(zone) ?? []
  const isOpen = (tied: string) => left.get(tied) === last
  const couldMove = isOpen(zone)
  const couldStay = mine.at(-1) === last && [...left.keys()].some(isOpen)
  return {least: mine.length - (couldStay ? 1 : 0), most: mine.length + (couldMove ? 1 : 0)}
}
