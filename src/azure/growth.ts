import type {Mode} from './mode.ts'
import {brokenChecks, type Check, checksOf, type Room} from './room.ts'
import {type Neighbours, type ScenarioPool, usageAt} from './scenario.ts'

/** How a cluster grows: by a percentage a month, by nodes a month, or through stated counts for months 1, 2, 3, … */
export type Growth =
  | {readonly kind: 'percent'; readonly perMonth: number}
  | {readonly kind: 'nodes'; readonly perMonth: number}
  | {readonly kind: 'series'; readonly counts: readonly number[]}

/** How far a growth is followed: ten years, or as far as the series goes. */
export const LAST_MONTH = 120

/** The month in which a plan no longer fits, and what breaks it. */
export interface Exhaustion {
  readonly month: number
  readonly nodes: number
  readonly surge: number
  readonly first: Check
}

/**
 * The factor by which a cluster of `total` nodes has grown after `month` months.
 * Percentages compound on the exact figure and each pool is rounded up once: rounding up month by month would turn 3 nodes at 4 % into
 * a node a month.
 */
export function growthFactor(growth: Growth, total: number, month: number): number {
  if (month === 0 || total === 0) return 1
  switch (growth.kind) {
    case 'percent':
      return (1 + growth.perMonth / 100) ** month
    case 'nodes':
      return (total + growth.perMonth * month) / total
    case 'series':
      return (growth.counts[Math.min(month, growth.counts.length) - 1] ?? total) / total
  }
}

/** The last month that a growth says anything about. */
export function lastMonth(growth: Growth): number {
  return growth.kind === 'series' ? growth.counts.length : LAST_MONTH
}

/** What a growth meets: the pools, what is beside them in a given month, and the room. */
export interface GrowthPath {
  readonly mode: Mode
  readonly pools: readonly ScenarioPool[]
  /** Neighbours may arrive over time: a further cluster takes addresses from its first month on. */
  readonly neighboursAt: (month: number) => Neighbours
  readonly room: Room
}

/** The first month, from 0, in which a limit is broken; undefined where none is as far as the growth goes. */
export function exhaustionOf(path: GrowthPath, growth: Growth): Exhaustion | undefined {
  const total = path.pools.reduce((sum, pool) => sum + pool.nodes, 0)
  let before = 0
  for (let month = 0; month <= lastMonth(growth); month++) {
    const factor = growthFactor(growth, total, month)
    const neighbours = path.neighboursAt(month)
    if (broken(path, neighbours, factor).length > 0) return exhaustion(path, neighbours, month, before, factor)
    before = factor
  }
  return undefined
}

/** Within the month, the limit that is met first on the way from the month before. */
function exhaustion(path: GrowthPath, neighbours: Neighbours, month: number, before: number, factor: number): Exhaustion {
  let [fits, breaks] = [before, factor]
  if (broken(path, neighbours, before).length > 0) breaks = before
  for (let step = 0; step < 40 && breaks > fits; step++) {
    const middle = (fits + breaks) / 2
    if (broken(path, neighbours, middle).length === 0) fits = middle
    else breaks = middle
  }
  const id = broken(path, neighbours, breaks)[0]
  const usage = usageAt(path.pools, neighbours, factor)
  const now = broken(path, neighbours, factor)
  const first = now.find((check) => check.id === id?.id && check.subject === id.subject) ?? now[0]
  if (first === undefined) throw new Error('a month that breaks nothing was called the month of exhaustion')
  return {month, nodes: usage.nodes, surge: usage.surge, first}
}

function broken(path: GrowthPath, neighbours: Neighbours, factor: number): readonly Check[] {
  return brokenChecks(checksOf(path.mode, usageAt(path.pools, neighbours, factor), path.room, factor))
}
