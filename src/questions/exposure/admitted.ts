import type {Reach} from '../../network/entry/front.ts'
import {decidersOf} from '../policy-data.ts'
import {nameOfPolicy} from '../policy-wording.ts'
import type {Side} from '../who/sides.ts'

/**
 * Who comes in by a way when policies have had their say. Only what holds however open doubts about policies turn out is told as a reach: where some
 * outcome lets clients come from farther away than another, the reach is unknown, with the question. Where they come from no farther away, and there may only
 * be more of them, the reach stays, with those who come in for certain, and the question beside it.
 */
export interface Admitted {
  readonly reach: Reach
  /** How far away clients are where the reach is unknown and policies keep nobody out; undefined where it is known, and where the way itself leaves it open. */
  readonly perhaps: Reach | undefined
  /** The only ones within reach, or perhaps within reach; [] is everybody. */
  readonly sources: readonly string[]
  /** What would settle whom policies keep out; what a way itself leaves open is asked elsewhere. */
  readonly question: string | undefined
  /** The policies that keep others out. */
  readonly narrowedBy: readonly string[]
  readonly remarks: readonly string[]
}

/** Nobody is kept out. */
export function everybody(reach: Reach, sources: readonly string[] = []): Admitted {
  return {reach, perhaps: undefined, sources, question: undefined, narrowedBy: [], remarks: []}
}

/** Nobody is let in, whoever comes. */
export function nobody(narrowedBy: readonly string[], remarks: readonly string[] = []): Admitted {
  return {...everybody('none'), narrowedBy, remarks}
}

/** From the nearest to the farthest. */
const DISTANCE: Readonly<Record<Reach, number>> = {none: 0, namespace: 1, cluster: 2, network: 3, internet: 4, unknown: 5}

/** How far clients may be, from 0 for nobody; what cannot be told may be farther than all. */
export function distanceOf(reach: Reach): number {
  return DISTANCE[reach]
}

/** The farthest that clients may be; what nobody can tell may be the internet. */
export function boundOf({reach, perhaps = 'internet'}: {readonly reach: Reach; readonly perhaps?: Reach | undefined}): Reach {
  return reach === 'unknown' ? perhaps : reach
}

/** One that cannot be told does not matter where another is as far for certain as that one may be. */
export function farthestOf(entries: readonly {readonly reach: Reach; readonly perhaps?: Reach | undefined}[]): Reach {
  let certain: Reach = 'none'
  let possible: Reach = 'none'
  for (const entry of entries) {
    if (entry.reach !== 'unknown' && distanceOf(entry.reach) > distanceOf(certain)) certain = entry.reach
    const bound = boundOf(entry)
    if (distanceOf(bound) > distanceOf(possible)) possible = bound
  }
  return distanceOf(possible) > distanceOf(certain) ? 'unknown' : certain
}

/** What several ways, or several pods behind one, come to: the farthest counts, and who is in any is in. */
export function joinAdmitted(all: readonly Admitted[]): Admitted {
  const [first, ...others] = all
  if (!first) return everybody('none')
  if (others.length === 0) return first
  const reach = farthestOf(all)
  const isOpen = reach === 'unknown'
  const bound = isOpen ? farthestOf(all.map((one) => ({reach: boundOf(one)}))) : reach
  const asking = all.filter((one) => boundOf(one) === bound)
  const open = isOpen ? asking : all.filter((one) => one.reach === reach)
  const sources = open.some((one) => one.sources.length === 0) ? [] : distinct(open.flatMap((one) => one.sources))
  return {
    reach,
    perhaps: isOpen && open.every((one) => one.perhaps !== undefined) ? bound : undefined,
    sources,
    // Where everybody there is let in, nobody can be let in besides.
    question: !isOpen && sources.length === 0 ? undefined : asking.find(({question}) => question !== undefined)?.question,
    narrowedBy: open.some(({narrowedBy}) => narrowedBy.length === 0) ? [] : distinct(open.flatMap(({narrowedBy}) => narrowedBy)),
    remarks: distinct(all.flatMap(({remarks}) => remarks)),
  }
}

/** What is so for certain, where others may come in too, or come from farther away, if doubts turn out so: `possible` has both. */
export function doubtAdmitted(certain: Admitted, possible: Admitted, question: string | undefined): Admitted {
  if (distanceOf(boundOf(possible)) <= distanceOf(boundOf(certain)))
    return {...certain, question: certain.sources.length > 0 ? question : undefined}
  return {...possible, reach: 'unknown', perhaps: possible.reach === 'unknown' ? possible.perhaps : possible.reach, question}
}

/** The policies by which sides decide. */
export function policiesBehind(sides: readonly Side[]): readonly string[] {
  return distinct(sides.flatMap(({verdict}) => decidersOf(verdict.because).map(({policy}) => nameOfPolicy(policy))))
}

export function distinct(words: readonly string[]): readonly string[] {
  return [...new Set(words)]
}
