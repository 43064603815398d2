import type {Neighbours, ScenarioPool, Usage} from '../../azure/scenario.ts'
import {usageAt} from '../../azure/scenario.ts'
import {fullNodes, type Plan} from './plan.ts'

/** What a cluster takes at one moment, summed over its subnets; guests of the node subnets included. */
export interface Moment {
  readonly nodes: number
  readonly surge: number
  readonly pods: number
  readonly nodeAddresses: number
  readonly podAddresses: number
  readonly podCidrAddresses: number
}

/** The moments that a plan is judged by. The subnets are sized for the last but one, `peak`; `blueGreen` is what doubling every pool would take. */
export interface Moments {
  readonly now: Moment
  readonly upgrade: Moment
  readonly fullScale: Moment
  readonly peak: Moment
  readonly blueGreen: Moment
}

/** `factor` is the growth until the horizon; `now` and `upgrade` are before it. */
export function momentsOf(plan: Plan, pools: readonly ScenarioPool[], neighbours: Neighbours, factor: number): Moments {
  const today = pools.map((pool, index) => ({...pool, nodes: plan.pools[index]?.count ?? pool.nodes}))
  const calm = (list: readonly ScenarioPool[]) => list.map((pool) => ({...pool, way: {...pool.way, spot: true}}))
  const doubled = pools.map((pool) => ({...pool, way: {...pool.way, blueGreen: true}}))
  return {
    now: momentOf(usageAt(calm(today), neighbours)),
    upgrade: momentOf(usageAt(today, neighbours)),
    fullScale: momentOf(usageAt(calm(pools), neighbours, factor)),
    peak: momentOf(usageAt(pools, neighbours, factor)),
    blueGreen: momentOf(usageAt(doubled, neighbours, factor)),
  }
}

export function momentOf(usage: Usage): Moment {
  return {
    nodes: usage.nodes,
    surge: usage.surge,
    pods: usage.pods,
    nodeAddresses: sum(usage.nodeSubnets),
    podAddresses: sum(usage.podSubnets),
    podCidrAddresses: usage.podCidr,
  }
}

/** Nodes of all pools at their maximum, before any growth. */
export function nodesAtFullScale(plan: Plan): number {
  return plan.pools.reduce((total, pool) => total + fullNodes(pool), 0)
}

function sum(addresses: ReadonlyMap<string, number>): number {
  let total = 0
  for (const value of addresses.values()) total += value
  return total
}
