import {EMPTY_PLAN, emptyPool, type Plan} from '../../src/questions/plan/plan.ts'
import {planSubnets} from '../../src/questions/plan/subnet-plan.ts'

/** `pools` pools of `nodes` nodes each, growing, in all six modes. */
function planOfSize(pools: number, nodes: number): Plan {
  return {
    ...EMPTY_PLAN,
    pools: Array.from({length: pools}, (_, index) => ({
      ...emptyPool(`pool${index + 1}`),
      count: nodes,
      maxPods: 30 + (index % 5) * 20,
      maxSurge: {kind: 'percent' as const, percent: 10 + (index % 3) * 10},
    })),
    growth: {kind: 'percent', perMonth: 2},
    horizon: 36,
    loadBalancers: {internal: 12, public: 2, ports: 2, grow: true},
  }
}

/** Milliseconds of computing, the median of several runs after one that warms up. */
function medianPlanTime(plan: Plan, runs = 9): number {
  planSubnets(plan, {explain: true})
  const times = Array.from({length: runs}, () => {
    const start = performance.now()
    planSubnets(plan, {explain: true})
    return performance.now() - start
  }).toSorted((a, b) => a - b)
  return times[Math.floor(runs / 2)] ?? 0
}

/** Lines for the bench runner: 100 pools × 6 modes × 36 months, and one pool of 5 against one of 5,000 nodes. */
export async function benchPlan(): Promise<string[]> {
  const cold = performance.now()
  planSubnets(planOfSize(100, 10), {explain: true})
  const first = performance.now() - cold
  const line = (what: string, milliseconds: number) => `plan: ${what.padEnd(40)} ${milliseconds.toFixed(1).padStart(8)} ms`
  return [
    line('100 pools × 6 modes × 36 months, first run', first),
    line('100 pools × 6 modes × 36 months, median', medianPlanTime(planOfSize(100, 10))),
    line('1 pool of 5 nodes', medianPlanTime(planOfSize(1, 5))),
    line('5 pools of 1,000 nodes', medianPlanTime(planOfSize(5, 1000))),
    line('5 pools of 1 node', medianPlanTime(planOfSize(5, 1))),
  ]
}
