import type {Mode} from './mode.ts'

/** What documents state where `maxPods` is left out. The first is what the planner takes; where there is another, they disagree. */
export interface MaxPodsDefault {
  readonly maxPods: number
  readonly source: string
}

const PLANNING = 'MicrosoftDocs/azure-aks-docs articles/aks/concepts-network-ip-address-planning.md'
const DYNAMIC = 'MicrosoftDocs/azure-aks-docs articles/aks/configure-azure-cni-dynamic-ip-allocation.md'
const LIMITS_INCLUDE = 'MicrosoftDocs/azure-docs includes/container-service-limits.md (2024-01)'

/** Of the pod subnets the larger figure comes first: a subnet that is too large can be lived with. The others are what the CLI takes. */
export const DEFAULT_MAX_PODS: Record<Mode, readonly [MaxPodsDefault, ...MaxPodsDefault[]]> = {
  overlay: [{maxPods: 250, source: `${PLANNING}; live output of az aks create (2026-09)`}],
  'pod-subnet-dynamic': [
    {maxPods: 250, source: DYNAMIC},
    {maxPods: 110, source: PLANNING},
  ],
  'pod-subnet-static': [
    {maxPods: 250, source: `${DYNAMIC} (of the dynamic mode; none states it for static blocks)`},
    {maxPods: 110, source: PLANNING},
  ],
  'node-subnet': [
    {maxPods: 30, source: PLANNING},
    {maxPods: 110, source: 'an old portal table'},
  ],
  byo: [{maxPods: 250, source: 'azure-cli acs _help.py'}],
  kubenet: [
    {maxPods: 110, source: PLANNING},
    {maxPods: 30, source: `${LIMITS_INCLUDE}: portal`},
  ],
}
