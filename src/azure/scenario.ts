import type {Mode, PoolSize} from './mode.ts'
import {RULES} from './modes.ts'
import {surgeNodes, type UpgradeWay} from './surge.ts'

/** A pool as a mode would place it. */
export interface ScenarioPool {
  readonly name: string
  /** The nodes that it has to hold: its count, or its maximum where it scales. */
  readonly nodes: number
  readonly maxPods: number
  readonly way: UpgradeWay
  /** Usually the scenario's; a pinned pool of the other kind of pod subnet keeps its own. */
  readonly mode: Mode
  readonly nodeSubnet: string
  readonly podSubnet: string
  /** Pods that really run on it, where they are stated; else every node counts as full. */
  readonly pods: number | undefined
}

/** What sits in the virtual network beside the nodes and pods, and does not grow with them. */
export interface Neighbours {
  /** Addresses of load balancer frontends, private endpoints and the like, by the subnet of nodes that they take them from. */
  readonly inNodeSubnet: ReadonlyMap<string, number>
  /** Addresses in other subnets of the same network: companions, further clusters. */
  readonly elsewhere: number
}

/** Addresses, nodes and pods of a cluster at one moment of an upgrade. */
export interface Usage {
  readonly nodes: number
  readonly surge: number
  readonly pods: number
  /** Nodes and surge of the pool that has most of them. */
  readonly largestPool: {readonly name: string; readonly nodes: number}
  readonly nodeSubnets: ReadonlyMap<string, number>
  readonly podSubnets: ReadonlyMap<string, number>
  readonly podCidr: number
  /** What the private-address limit of the virtual network counts, neighbours included. */
  readonly counted: number
}

/** The size of a pool with this many nodes, its surge worked out anew. */
export function poolSize(pool: ScenarioPool, nodes: number): PoolSize {
  return {nodes, surge: surgeNodes(nodes, pool.way), maxPods: pool.maxPods}
}

/** The nodes of a pool that grew by a factor: ⌈nodes × factor⌉, a hair below to be safe from binary fractions (50 × 1.04 is 52). */
export function grownNodes(nodes: number, factor: number): number {
  return Math.ceil(nodes * factor - 1e-9 * nodes)
}

/**
 * What a cluster takes when every pool grew by `factor` and all of them surge at once, which is what Azure asks room for:
 * surge adds up across pools (upgrade-aks-node-pools-rolling.md).
 */
export function usageAt(pools: readonly ScenarioPool[], neighbours: Neighbours, factor = 1): Usage {
  const nodeSubnets = new Map(neighbours.inNodeSubnet)
  const podSubnets = new Map<string, number>()
  let [nodes, surge, pods, podCidr] = [0, 0, 0, 0]
  let counted = neighbours.elsewhere
  for (const addresses of nodeSubnets.values()) counted += addresses
  let largestPool = {name: '', nodes: 0}
  for (const pool of pools) {
    const size = poolSize(pool, grownNodes(pool.nodes, factor))
    const needs = RULES[pool.mode].needs(size)
    nodes += size.nodes
    surge += size.surge
    pods += pool.pods === undefined ? size.nodes * pool.maxPods : grownNodes(pool.pods, factor)
    podCidr += needs.podCidr
    counted += needs.counted
    add(nodeSubnets, pool.nodeSubnet, needs.node)
    if (needs.pod > 0) add(podSubnets, pool.podSubnet, needs.pod)
    if (size.nodes + size.surge > largestPool.nodes) largestPool = {name: pool.name, nodes: size.nodes + size.surge}
  }
  return {nodes, surge, pods, largestPool, nodeSubnets, podSubnets, podCidr, counted}
}

function add(sums: Map<string, number>, key: string, value: number): void {
  sums.set(key, (sums.get(key) ?? 0) + value)
}
