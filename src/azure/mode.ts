/** The networking modes of AKS, in the order in which they are shown. */
export const MODES = ['overlay', 'pod-subnet-dynamic', 'pod-subnet-static', 'node-subnet', 'byo', 'kubenet'] as const
export type Mode = (typeof MODES)[number]

/** One pool at one moment. `nodes` excludes the surge; `maxPods` includes pods on the host's network. */
export interface PoolSize {
  readonly nodes: number
  readonly surge: number
  readonly maxPods: number
}

/** The addresses that a pool takes, by where they come from. */
export interface AddressNeeds {
  /** Of the subnet of nodes. */
  readonly node: number
  /** Of the subnet of pods; 0 where the mode has none. */
  readonly pod: number
  /** Of the pod CIDR, outside the virtual network; 0 where the mode has none. */
  readonly podCidr: number
  /** What the private-address limit of the virtual network counts. */
  readonly counted: number
}

/** What a mode does with a pool, as closed forms. */
export interface ModeRules {
  /** The `az aks create` flags, for those who look it up. */
  readonly flags: string
  readonly podSpace: 'none' | 'node subnet' | 'pod subnet' | 'pod CIDR'
  readonly needs: (pool: PoolSize) => AddressNeeds
  /** Addresses that one node takes from the pod space and that its pods can never use. */
  readonly lostPerNode: (maxPods: number) => number
  /** The formula in words and its source, for --explain. */
  readonly formula: string
  readonly source: string
}
