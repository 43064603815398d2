import type {AddressNeeds, ModeRules, PoolSize} from '../mode.ts'

/**
 * Azure CNI node subnet: (N + S) + (N + S) × P, all in one subnet (concepts-network-ip-address-planning.md; the same as
 * (N + S)(1 + P) in upgrade-capacity-cost-planning.md). An upper bound: AKS reserves a little less for pods on the host's network, by an
 * amount that it does not publish.
 */
export function nodeSubnetNeeds({nodes, surge, maxPods}: PoolSize): AddressNeeds {
  const addresses = (nodes + surge) * (1 + maxPods)
  return {node: addresses, pod: 0, podCidr: 0, counted: addresses}
}

export const NODE_SUBNET: ModeRules = {
  flags: '--network-plugin azure',
  podSpace: 'node subnet',
  needs: nodeSubnetNeeds,
  lostPerNode: () => 0,
  formula: 'node subnet (N + S) + (N + S) × P',
  source: 'MicrosoftDocs/azure-aks-docs articles/aks/concepts-network-ip-address-planning.md',
}
