import {DEFAULT_SURGE, surgeText} from '../../azure/surge.ts'
import type {Plan} from './plan.ts'

/** The pools as they were understood; null for what the plan leaves out. */
export function poolsData(plan: Plan) {
  return plan.pools.map((pool) => ({
    name: pool.name,
    mode: pool.mode,
    os: pool.os,
    count: pool.count ?? null,
    minCount: pool.minCount ?? null,
    maxCount: pool.maxCount ?? null,
    maxPods: pool.maxPods ?? null,
    maxSurge: surgeText(pool.maxSurge ?? DEFAULT_SURGE),
    surgeStated: pool.maxSurge !== undefined,
    maxUnavailable: pool.maxUnavailable ?? null,
    spot: pool.spot,
    blueGreen: pool.blueGreen,
    networkMode: pool.networkMode ?? null,
    pods: pool.pods ?? null,
  }))
}
