import type {AddressNeeds, ModeRules, PoolSize} from '../mode.ts'

/** Bring your own CNI: N + S addresses in the node subnet; where pods get theirs is the plugin's affair (use-byo-cni.md). */
export function byoNeeds({nodes, surge}: PoolSize): AddressNeeds {
  const all = nodes + surge
  return {node: all, pod: 0, podCidr: 0, counted: all}
}

export const BYO: ModeRules = {
  flags: '--network-plugin none',
  podSpace: 'none',
  needs: byoNeeds,
  lostPerNode: () => 0,
  formula: 'node subnet N + S; pod space as the plugin has it',
  source: 'MicrosoftDocs/azure-aks-docs articles/aks/use-byo-cni.md',
}
