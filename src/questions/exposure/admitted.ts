import type {Reach} from '../../network/entry/front.ts'
import {decidersOf} from '../policy-data.ts'
import {nameOfPolicy} from '../policy-wording.ts'
import type {Side} from '../who/sides.ts'

/** Who comes in by a way when policies have had their say. */
export interface Admitted {
  readonly reach: Reach
  /** The only ones within reach; [] is everybody. */
  readonly sources: readonly string[]
  /** The policies that keep others out. */
  readonly narrowedBy: readonly string[]
  readonly remarks: readonly string[]
}

/** Nobody is kept out. */
export function everybody(reach: Reach, sources: readonly string[] = []): Admitted {
  return {reach, sources, narrowedBy: [], remarks: []}
}

/** From the nearest to the farthest. */
const DISTANCE: Readonly<Record<Reach, number>> = {none: 0, namespace: 1, cluster: 2, network: 3, internet: 4, unknown: 5}

/** How far clients may be, from 0 for nobody; what cannot be told may be farther than all. */
export function distanceOf(reach: Reach): number {
  return DISTANCE[reach]
}

/** What several ways, or several pods behind one, come to: the farthest counts, and who is in any is in. */
export function joinAdmitted(all: readonly Admitted[]): Admitted {
  const [first, ...others] = all
  if (!first) return everybody('none')
  if (others.length === 0) return first
  const farthest = Math.max(...all.map(({reach}) => distanceOf(reach)))
  const open = all.filter(({reach}) => distanceOf(reach) === farthest)
  const [one = first] = open
  return {
    reach: one.reach,
    sources: open.some(({sources}) => sources.length === 0) ? [] : distinct(open.flatMap(({sources}) => sources)),
    narrowedBy: open.some(({narrowedBy}) => narrowedBy.length === 0) ? [] : distinct(open.flatMap(({narrowedBy}) => narrowedBy)),
    remarks: distinct(all.flatMap(({remarks}) => remarks)),
  }
}

/** The policies by which sides decide. */
export function policiesBehind(sides: readonly Side[]): readonly string[] {
  return distinct(sides.flatMap(({verdict}) => decidersOf(verdict.because).map(({policy}) => nameOfPolicy(policy))))
}

export function distinct(words: readonly string[]): readonly string[] {
  return [...new Set(words)]
}
