import {limitOf} from '../limits.ts'
import type {AddressNeeds, ModeRules, PoolSize} from '../mode.ts'
import {rangeSize} from '../subnet-size.ts'

/**
 * Overlay: N + S addresses in the node subnet, (N + S) × 256 of the pod CIDR, whatever max-pods is.
 * A /24 per node, nothing deducted from the CIDR (concepts-network-azure-cni-overlay.md; Azure/AKS-Construction#701).
 */
export function overlayNeeds({nodes, surge}: PoolSize): AddressNeeds {
  const all = nodes + surge
  return {node: all, pod: 0, podCidr: all * rangeSize(limitOf('pod-cidr-block')), counted: all}
}

export const OVERLAY: ModeRules = {
  flags: '--network-plugin azure --network-plugin-mode overlay',
  podSpace: 'pod CIDR',
  needs: overlayNeeds,
  lostPerNode: (maxPods) => Math.max(0, rangeSize(limitOf('pod-cidr-block')) - maxPods),
  formula: 'node subnet N + S; pod CIDR (N + S) × 256',
  source: 'MicrosoftDocs/azure-aks-docs articles/aks/concepts-network-azure-cni-overlay.md',
}
