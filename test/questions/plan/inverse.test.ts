import {describe, expect, it} from 'vitest'
import {ask, knownRange, network, optionIn, percent, plan, pool} from './plans.ts'

describe('the inverse: what a range holds', () => {
  const inverse = plan({pools: [pool({maxPods: 30, maxSurge: percent(10)})], network: network({only: knownRange('10.1.0.0/22')})})
  // /22: 1,019 usable. node subnet 32 × 31 = 992 with 29 + 3 nodes; halves are /23 with 507: 16 × 31 = 496 with 14 + 2; static 15 × 32 = 480 with 13 + 2.
  it.each([
    ['node-subnet', 29],
    ['pod-subnet-dynamic', 14],
    ['pod-subnet-static', 13],
    // 909 + 91 are the 1,000 nodes of a pool, 363 + 37 the 400 of kubenet.
    ['overlay', 909],
    ['kubenet', 363],
  ] as const)('a /22 holds in %s %i nodes', (mode, nodes) => {
    const option = optionIn(inverse, mode)
    expect(option.capacity.nodes).toBe(nodes)
    expect(option.pods).toBe(nodes * 30)
  })

  it('a stated pod CIDR binds: a /16 ends at 256 nodes, surge included', () => {
    const bound = optionIn(
      {...inverse, network: network({only: knownRange('10.1.0.0/22'), podCidr: knownRange('10.244.0.0/16')})},
      'overlay',
    )
    expect(bound.capacity).toMatchObject({nodes: 232, surge: 24})
    expect(bound.firstLimit.limit).toBe('pod-cidr')
  })

  it('a range that holds not even one node is a negative answer', () => {
    const report = ask({...inverse, modes: ['node-subnet'], network: network({only: knownRange('10.1.0.0/26')})})
    expect(report.data.options[0]?.capacity.nodes).toBe(0)
    expect(report.answer).toBe('negative')
  })
})
