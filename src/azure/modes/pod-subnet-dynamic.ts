import {limitOf} from '../limits.ts'
import type {AddressNeeds, ModeRules, PoolSize} from '../mode.ts'

/**
 * Addresses that one node asks of a dynamic pod subnet when `pods` of its pods need one, its primary address not counted:
 * min(P, 16 × ⌈0.5 + pods / 16⌉). Batches of 16, a new one when fewer than 8 are free
 * (Azure/azure-container-networking cns/ipampool/v2/monitor.go; docs/feature/ipammath).
 */
export function requestedAddresses(pods: number, maxPods: number, batch = limitOf('pod-subnet-batch'), buffer = 0.5): number {
  return Math.min(maxPods, batch * Math.ceil(buffer + pods / batch))
}

/** Addresses that a node takes of the pod subnet: what it requests, and one primary address (azure-container-networking#2462). */
export function nodeAddresses(pods: number, maxPods: number): number {
  return 1 + requestedAddresses(pods, maxPods)
}

/**
 * Pod subnet, dynamic: N + S addresses in the node subnet and at most (N + S)(1 + P) in the pod subnet.
 * The documents state 16 per node; every node has a primary address as well, and a full one holds max-pods (Azure/AKS#4035).
 */
export function dynamicNeeds({nodes, surge, maxPods}: PoolSize): AddressNeeds {
  const all = nodes + surge
  const pod = all * (1 + maxPods)
  return {node: all, pod, podCidr: 0, counted: all + pod}
}

export const POD_SUBNET_DYNAMIC: ModeRules = {
  flags: '--network-plugin azure --pod-subnet-id …',
  podSpace: 'pod subnet',
  needs: dynamicNeeds,
  lostPerNode: () => 1,
  formula: 'node subnet N + S; pod subnet (N + S) × (1 + P), idle (N + S) × (1 + min(P, 16))',
  source:
    'MicrosoftDocs/azure-aks-docs articles/aks/configure-azure-cni-dynamic-ip-allocation.md; Azure/azure-container-networking cns/ipampool',
}
