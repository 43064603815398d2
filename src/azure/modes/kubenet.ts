import type {AddressNeeds, ModeRules, PoolSize} from '../mode.ts'
import {OVERLAY, overlayNeeds} from './overlay.ts'

/**
 * Kubenet: N + S addresses in the node subnet, a /24 of the pod CIDR and one user-defined route per node (configure-kubenet.md).
 * The same figures as overlay; only the routes differ, and they are a limit of their own.
 */
export function kubenetNeeds(pool: PoolSize): AddressNeeds {
  return overlayNeeds(pool)
}

export const KUBENET: ModeRules = {
  flags: '--network-plugin kubenet',
  podSpace: 'pod CIDR',
  needs: kubenetNeeds,
  lostPerNode: OVERLAY.lostPerNode,
  formula: 'node subnet N + S; pod CIDR (N + S) × 256; one route per node',
  source: 'MicrosoftDocs/azure-aks-docs articles/aks/configure-kubenet.md',
}
