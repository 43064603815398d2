import type {ClientClass} from './clients.ts'
import type {Destination} from './destinations.ts'
import type {Side, Sides, SidesTowards} from './sides.ts'

/**
 * Pods whose own egress policies forbid what they do not name. There may be as many of them as there are Services, and most are held up on their side
 * wherever they connect: that is told once of each, and not at each destination again.
 */
export interface HeldUp {
  /** What holds a client up wherever nothing else is said; undefined for others. */
  readonly sideOf: (client: ClientClass) => Side | undefined
  /** The clients of whom something else may be so at a destination. */
  readonly apartAt: (destination: Destination, towards: SidesTowards) => Iterable<ClientClass>
}

/** What is so at destinations that are alike but for the sets of pods that they are in. */
interface Plain {
  /** Those who were not seen at one that their rules do not name. */
  readonly pending: Set<ClientClass>
  /** Those who are not held up there, or for another reason. */
  readonly apart: Set<ClientClass>
}

export function createHeldUp(sides: Sides, restricted: readonly ClientClass[]): HeldUp {
  const heldUp = new Map<ClientClass, Side>()
  const bySet = new Map<number, ClientClass[]>()
  for (const client of restricted) {
    for (const number of sides.namedBy(client)) {
      const known = bySet.get(number)
      if (known) known.push(client)
      else bySet.set(number, [client])
    }
  }
  const plains = new Map<string, Plain>()
  const plainAt = ({portKey, view: {kind, rest}}: Destination): Plain => {
    const key = JSON.stringify([portKey, kind, rest])
    const plain = plains.get(key) ?? {pending: new Set(restricted), apart: new Set()}
    plains.set(key, plain)
    return plain
  }
  return {
    sideOf: (client) => heldUp.get(client),
    apartAt: (destination, towards) => {
      const named = new Set([...destination.view.sets.keys()].flatMap((number) => bySet.get(number) ?? []))
      const {pending, apart} = plainAt(destination)
      for (const client of pending) {
        if (named.has(client)) continue
        pending.delete(client)
        const side = towards.egress(client)
        if (side.verdict.allowed === false && !heldUp.has(client)) heldUp.set(client, side)
        if (side !== heldUp.get(client)) apart.add(client)
      }
      return [...named, ...apart]
    },
  }
}
