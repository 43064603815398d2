import type {Mode} from './mode.ts'
import {brokenChecks, type Check, checksOf, type Room} from './room.ts'
import {type Neighbours, type ScenarioPool, type Usage, usageAt} from './scenario.ts'

/** More nodes than any cluster may have, surge aside: the search never looks further. */
const BEYOND_ANY_CLUSTER = 8192

/** The most that a plan holds. */
export interface Capacity {
  /** Nodes without surge, all pools together; 0 where not even one fits. */
  readonly nodes: number
  readonly surge: number
  readonly pods: number
  /** What breaks with one node more, the nodes and what they would take. */
  readonly first: Check
  readonly nodesThen: number
  readonly surgeThen: number
}

/**
 * The inverse: the most nodes that a plan holds through an upgrade, pools growing in proportion, and what breaks next.
 * A binary search over the number of nodes; the need never shrinks when nodes are added. With several pools the proportion is
 * rounded up per pool, so the answer is the largest total that such a growth passes through.
 */
export function capacityOf(mode: Mode, pools: readonly ScenarioPool[], neighbours: Neighbours, room: Room): Capacity {
  // Empty pools have no proportion: they grow alike.
  const shares = pools.some((pool) => pool.nodes > 0) ? pools : pools.map((pool) => ({...pool, nodes: 1}))
  const total = shares.reduce((sum, pool) => sum + pool.nodes, 0)
  const at = (nodes: number): Usage => usageAt(shares, neighbours, nodes / total)
  const broken = (nodes: number): readonly Check[] => brokenChecks(checksOf(mode, at(nodes), room, nodes / total))
  let [fits, breaks] = [0, BEYOND_ANY_CLUSTER]
  if (broken(0).length > 0) breaks = 0
  while (breaks - fits > 1) {
    const middle = (fits + breaks) >> 1
    if (broken(middle).length === 0) fits = middle
    else breaks = middle
  }
  const [most, then] = [at(fits), at(breaks)]
  const first = broken(breaks)[0]
  if (first === undefined) throw new Error('a cluster without limits: the table of limits lost its nodes-per-cluster row')
  return {
    nodes: breaks === 0 ? 0 : most.nodes,
    surge: breaks === 0 ? 0 : most.surge,
    pods: breaks === 0 ? 0 : most.pods,
    first,
    nodesThen: then.nodes,
    surgeThen: then.surge,
  }
}
