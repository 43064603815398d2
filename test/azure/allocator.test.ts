import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {dynamicNeeds, nodeAddresses} from '../../src/azure/modes/pod-subnet-dynamic.ts'
import {createReactiveAllocator, holdIdempotently, typicalScaler} from './allocator.ts'

const RUNS = process.env['SVCSCOPE_FULL'] === '1' ? 10_000 : 1000
/** Enough ticks for the slowest climb: 250 addresses in batches of 16, one batch a tick. */
const SETTLE = 20

/** Pods over time: how many run at each tick, as they start and stop. */
const history = fc
  .integer({min: 10, max: 250})
  .chain((maxPods) =>
    fc.record({maxPods: fc.constant(maxPods), pods: fc.array(fc.integer({min: 0, max: maxPods}), {minLength: 1, maxLength: 60})}),
  )

describe('the addresses of a dynamic pod subnet, against a simulation of the published allocator', () => {
  it('the worst case of max-pods + 1 is never exceeded while pods start and stop', () => {
    fc.assert(
      fc.property(history, ({maxPods, pods}) => {
        const hold = createReactiveAllocator(typicalScaler(maxPods))
        for (const running of pods) {
          const bound = dynamicNeeds({nodes: 1, surge: 0, maxPods}).pod
          expect(1 + hold(running)).toBeLessThanOrEqual(bound)
          expect(1 + holdIdempotently(running, typicalScaler(maxPods))).toBeLessThanOrEqual(bound)
        }
      }),
      {numRuns: RUNS, seed: 16},
    )
  })

  it('the bound for a known peak of pods is never exceeded by any history that stays under it, once a node has its first batch', () => {
    fc.assert(
      fc.property(history, ({maxPods, pods}) => {
        const hold = createReactiveAllocator(typicalScaler(maxPods))
        const bound = nodeAddresses(Math.max(...pods), maxPods)
        for (const running of pods) expect(1 + hold(running)).toBeLessThanOrEqual(bound)
      }),
      {numRuns: RUNS, seed: 17},
    )
  })

  it('the bound for a peak is reached when the peak lasts, from whatever went before', () => {
    fc.assert(
      fc.property(history, ({maxPods, pods}) => {
        const hold = createReactiveAllocator(typicalScaler(maxPods))
        const peak = Math.max(...pods)
        let most = 0
        for (const running of [...pods, ...Array.from({length: SETTLE}, () => peak)]) most = Math.max(most, 1 + hold(running))
        expect(most).toBe(nodeAddresses(peak, maxPods))
      }),
      {numRuns: RUNS, seed: 18},
    )
  })

  it('the idempotent allocator holds exactly what the formula says, for every number of pods and every max-pods', () => {
    for (let maxPods = 10; maxPods <= 250; maxPods++) {
      for (let pods = 0; pods <= maxPods; pods++)
        expect(1 + holdIdempotently(pods, typicalScaler(maxPods))).toBe(nodeAddresses(pods, maxPods))
    }
  })

  it('a full node holds max-pods and its primary address: the worst case is reached', () => {
    for (let maxPods = 10; maxPods <= 250; maxPods++) {
      const hold = createReactiveAllocator(typicalScaler(maxPods))
      let held = 0
      for (let tick = 0; tick < SETTLE; tick++) held = hold(maxPods)
      expect(1 + held).toBe(dynamicNeeds({nodes: 1, surge: 0, maxPods}).pod)
    }
  })

  it('an idle node starts with 17 and is given back to 17 after a burst', () => {
    const hold = createReactiveAllocator(typicalScaler(110))
    expect(1 + hold(0)).toBe(17)
    for (let tick = 0; tick < SETTLE; tick++) hold(100)
    let held = 0
    for (let tick = 0; tick < SETTLE; tick++) held = hold(0)
    expect(1 + held).toBe(17)
  })
})
