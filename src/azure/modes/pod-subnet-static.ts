import {limitOf} from '../limits.ts'
import type {AddressNeeds, ModeRules, PoolSize} from '../mode.ts'

/**
 * Blocks of 16 addresses that a node takes: ⌈(P + 1) / 16⌉, one address of them for the node itself
 * (configure-azure-cni-static-block-allocation.md; fits all its examples).
 */
export function staticBlocks(maxPods: number): number {
  return Math.ceil((maxPods + 1) / limitOf('static-block'))
}

/** Addresses of a node's blocks that no pod can use: 16 × blocks − 1 − P. */
export function staticWaste(maxPods: number): number {
  return staticBlocks(maxPods) * limitOf('static-block') - 1 - maxPods
}

/**
 * Pod subnet, static blocks: N + S addresses in the node subnet and 16 × (N + S) × ⌈(P + 1) / 16⌉ in the pod subnet.
 * A block counts as one private address of the virtual network (.NET SDK, PodIPAllocationMode.StaticBlock).
 */
export function staticNeeds({nodes, surge, maxPods}: PoolSize): AddressNeeds {
  const all = nodes + surge
  const blocks = all * staticBlocks(maxPods)
  return {node: all, pod: blocks * limitOf('static-block'), podCidr: 0, counted: all + blocks}
}

export const POD_SUBNET_STATIC: ModeRules = {
  flags: '--network-plugin azure --pod-subnet-id … --pod-ip-allocation-mode StaticBlock',
  podSpace: 'pod subnet',
  needs: staticNeeds,
  lostPerNode: staticWaste,
  formula: 'node subnet N + S; pod subnet 16 × (N + S) × ⌈(P + 1) / 16⌉',
  source: 'MicrosoftDocs/azure-aks-docs articles/aks/configure-azure-cni-static-block-allocation.md',
}
