import {expect, it} from 'vitest'
import {medianPlanTime, planOfSize} from '../../bench/plan.ts'

it('100 pools in 6 modes over 36 months take less than 200 ms of computing', () => {
  expect(medianPlanTime(planOfSize(100, 10))).toBeLessThan(200)
})

it('a plan for 5,000 nodes is no slower than one for 5: nothing is counted node by node', () => {
  const [small, large] = [medianPlanTime(planOfSize(5, 1), 25), medianPlanTime(planOfSize(5, 1000), 25)]
  // Generous to a busy machine, and still far from the factor of 1,000 that a loop over nodes would cost.
  expect(large).toBeLessThan(small * 3 + 5)
})
