import {ADDRESS_LIMITS} from './limits/addresses.ts'
import {CLUSTER_LIMITS} from './limits/cluster.ts'
import {COMPANION_LIMITS} from './limits/companions.ts'
import type {Limit} from './limits/limit.ts'
import {LOAD_BALANCER_LIMIT_ROWS} from './limits/load-balancer.ts'
import {SERVICE_RANGE_LIMITS} from './limits/service-range.ts'

export type {Limit, Strength} from './limits/limit.ts'

/** Every limit that the planner knows, each with its value, its source and the date of the edition. No number of Azure's stands elsewhere. */
export const LIMITS = {
  ...ADDRESS_LIMITS,
  ...CLUSTER_LIMITS,
  ...LOAD_BALANCER_LIMIT_ROWS,
  ...COMPANION_LIMITS,
  ...SERVICE_RANGE_LIMITS,
} as const satisfies Record<string, Limit>

export type LimitId = keyof typeof LIMITS

/** The value of a limit, in the unit that its row states. */
export function limitOf(id: LimitId): number {
  return LIMITS[id].value
}
