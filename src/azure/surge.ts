/** What `maxSurge` states: a number of nodes, or a percentage of the pool at the time of the upgrade. */
export type Surge = {readonly kind: 'nodes'; readonly nodes: number} | {readonly kind: 'percent'; readonly percent: number}

/** How a pool upgrades. */
export interface UpgradeWay {
  readonly surge: Surge
  /** Spot pools get no surge nodes (spot-node-pool.md). */
  readonly spot: boolean
  /** A blue-green upgrade doubles the pool (blue-green-node-pool-upgrade.md). */
  readonly blueGreen: boolean
}

/** Changelog 2025-03-16, SDK text and live output: 10 %, on Kubernetes 1.32 and later. */
export const DEFAULT_SURGE: Surge = {kind: 'percent', percent: 10}
/** What upgrade-aks-node-pools-rolling.md and five more documents still state. */
export const DOCUMENTED_SURGE: Surge = {kind: 'nodes', nodes: 1}

/**
 * Nodes that an upgrade adds to a pool of `nodes`: 0 for spot pools, `nodes` for blue-green, else
 * min(nodes, ⌈nodes × percent / 100⌉) or min(nodes, number).
 * The percentage is of the pool's size at upgrade time, a fraction is rounded up, more than the pool has is clipped
 * (upgrade-aks-node-pools-rolling.md).
 */
export function surgeNodes(nodes: number, way: UpgradeWay): number {
  if (way.spot) return 0
  if (way.blueGreen) return nodes
  const wanted = way.surge.kind === 'percent' ? Math.ceil((nodes * way.surge.percent) / 100) : way.surge.nodes
  return Math.min(nodes, wanted)
}

export function surgeText(surge: Surge): string {
  return surge.kind === 'percent' ? `${surge.percent}%` : String(surge.nodes)
}
