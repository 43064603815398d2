import {type Growth, growthFactor, lastMonth} from '../../azure/growth.ts'
import {type Neighbours, type ScenarioPool, usageAt} from '../../azure/scenario.ts'
import type {Option} from './option.ts'
import type {Plan} from './plan.ts'

/** How many months the table lists: three years, or as far as the plan looks. */
const LISTED_MONTHS = 36
const NOBODY: Neighbours = {inNodeSubnet: new Map(), elsewhere: 0}

/** The nodes month by month, the same in every mode. */
export function growthData(plan: Plan, options: readonly Option[]) {
  if (!plan.growth) return null
  const pools = options[0]?.pools ?? []
  return {
    kind: plan.growth.kind,
    rate: growthText(plan.growth),
    horizon: plan.horizon,
    months: monthsOf(plan.growth, pools, Math.max(plan.horizon, LISTED_MONTHS)),
  }
}

/** `4%/month`, as `--growth` takes it. */
export function growthText(growth: Growth): string {
  switch (growth.kind) {
    case 'percent':
      return `${Number(growth.perMonth.toFixed(4))}%/month`
    case 'nodes':
      return `${growth.perMonth}/month`
    case 'series':
      return growth.counts.join(',')
  }
}

function monthsOf(growth: Growth, pools: readonly ScenarioPool[], until: number) {
  const total = pools.reduce((sum, {nodes}) => sum + nodes, 0)
  const months = Math.min(until, lastMonth(growth))
  return Array.from({length: months + 1}, (_, month) => {
    const {nodes, surge} = usageAt(pools, NOBODY, growthFactor(growth, total, month))
    return {month, nodes, surge}
  })
}
