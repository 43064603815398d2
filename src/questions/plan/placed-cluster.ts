import {DEFAULT_MAX_PODS} from '../../azure/default-max-pods.ts'
import type {Mode} from '../../azure/mode.ts'
import type {ScenarioPool} from '../../azure/scenario.ts'
import {DEFAULT_SURGE, type Surge} from '../../azure/surge.ts'
import {fullNodes, type NetworkPlan, type PoolPlan} from './plan.ts'

/** What stands in for figures that a plan leaves out. */
export interface Defaults {
  readonly surge: Surge
  /** The n-th default of a mode, where documents disagree; 0 is the planner's own. */
  readonly maxPodsChoice: number
}

export const OWN_DEFAULTS: Defaults = {surge: DEFAULT_SURGE, maxPodsChoice: 0}

/** Dynamic and static pod subnets may stand side by side in one cluster; every other mode is the whole cluster's. */
const MIXABLE: readonly Mode[] = ['pod-subnet-dynamic', 'pod-subnet-static']

/** The mode that a pool has in an option of the given mode. */
export function poolMode(pool: PoolPlan, mode: Mode): Mode {
  return pool.networkMode !== undefined && canMix(pool.networkMode, mode) ? pool.networkMode : mode
}

/** Whether a pool that is pinned to one mode can be part of a cluster of another. */
export function canMix(a: Mode, b: Mode): boolean {
  return a === b || (MIXABLE.includes(a) && MIXABLE.includes(b))
}

export function maxPodsOf(pool: PoolPlan, mode: Mode, defaults: Defaults): number {
  const stated = DEFAULT_MAX_PODS[poolMode(pool, mode)]
  return pool.maxPods ?? (stated[defaults.maxPodsChoice] ?? stated[0]).maxPods
}

/** The pools as a mode places them. Subnets that a pool does not name are the cluster's: `nodes` and `pods`, or the one that has that role. */
export function scenarioPools(
  pools: readonly PoolPlan[],
  mode: Mode,
  network: NetworkPlan,
  defaults: Defaults,
  cluster = '',
): readonly ScenarioPool[] {
  const prefix = cluster === '' ? '' : `${cluster}-`
  const fallback = (role: 'nodes' | 'pods'): string => (cluster === '' && onlyWithRole(network, role)) || `${prefix}${role}`
  return pools.map((pool) => {
    const own = poolMode(pool, mode)
    // A subnet keeps one allocation mode forever, so pools that differ in it need two.
    const podSubnet =
      pool.podSubnet ?? (own === mode ? fallback('pods') : `${prefix}pods-${own === 'pod-subnet-static' ? 'static' : 'dynamic'}`)
    return {
      name: pool.name,
      nodes: pool.count === undefined ? 1 : fullNodes(pool),
      maxPods: maxPodsOf(pool, mode, defaults),
      way: {surge: pool.maxSurge ?? defaults.surge, spot: pool.spot, blueGreen: pool.blueGreen},
      mode: own,
      nodeSubnet: pool.nodeSubnet ?? fallback('nodes'),
      podSubnet,
      pods: pool.pods,
    }
  })
}

function onlyWithRole(network: NetworkPlan, role: 'nodes' | 'pods'): string | undefined {
  const candidates = network.subnets.filter((subnet) => subnet.role === role)
  return candidates.length === 1 ? candidates[0]?.name : undefined
}
