import {describe, expect, it} from 'vitest'
import {ask, fifty, knownRange, network, optionIn, percent, plan, pool, wide} from './plans.ts'

describe('growth', () => {
  it('50 nodes at 5 % a month fill a /26 in month 2: 56 + 6 are more than 59', () => {
    const grown = plan({...fifty, growth: {kind: 'percent', perMonth: 5}})
    expect(optionIn(grown, 'overlay').exhaustion).toMatchObject({
      month: 2,
      nodes: 56,
      surge: 6,
      limit: 'node-subnet',
      used: 62,
      allowed: 59,
    })
  })

  it('a horizon sizes for the month that is asked for, and the month in which that is full lies behind it', () => {
    const far = plan({...fifty, growth: {kind: 'percent', perMonth: 5}, horizon: 24})
    // 50 × 1.05^24 = 161.25 → 162, + 17 = 179: a /24.
    expect(optionIn(far, 'overlay')).toMatchObject({nodes: 162, surge: 17})
    expect(optionIn(far, 'overlay').subnets[0]?.prefixLength).toBe(24)
    expect(optionIn(far, 'overlay').exhaustion?.month).toBeGreaterThan(24)
  })

  it('a series of counts is months 1, 2, 3', () => {
    const series = plan({...fifty, growth: {kind: 'series', counts: [51, 53, 54]}})
    expect(optionIn(series, 'overlay').exhaustion).toMatchObject({month: 3, nodes: 54})
    expect(optionIn({...series, growth: {kind: 'series', counts: [51, 53]}}, 'overlay').exhaustion).toBeNull()
  })

  it('compounds on the exact figure: 3 nodes at 4 % are 4 after a month and still 4 after seven', () => {
    const months = ask(plan({pools: [pool({count: 3, maxPods: 30})], growth: {kind: 'percent', perMonth: 4}})).data.growth?.months
    expect([1, 7, 8, 18].map((month) => months?.[month]?.nodes)).toEqual([4, 4, 5, 7])
  })

  it.each([
    ['the 300 rules of a NIC', {loadBalancers: {internal: 140, public: 0, ports: 2, grow: true}}, 'load-balancer-rules-per-nic'],
    ['the SNAT ports', {outbound: {kind: 'load-balancer' as const, addresses: 1, portsPerNode: 1024}}, 'snat-ports'],
    [
      'the nodes of a pool',
      {pools: [pool({count: 900, maxPods: 30, maxSurge: percent(10)})], network: network({subnets: [wide('nodes')]})},
      'nodes-per-pool',
    ],
    [
      'the addresses of a VNet',
      {
        modes: ['node-subnet' as const],
        pools: [1, 2, 3].map((index) => pool({name: `p${index}`, count: 80, maxPods: 250, maxSurge: percent(1)})),
        network: network({subnets: [wide('nodes')]}),
      },
      'addresses-per-vnet',
    ],
    [
      'the routes of kubenet',
      {
        modes: ['kubenet' as const],
        pools: [pool({count: 300, maxPods: 30})],
        network: network({subnets: [wide('nodes')], podCidr: knownRange('10.128.0.0/9')}),
      },
      'routes-per-table',
    ],
    [
      'the pods of an overlay cluster',
      {
        modes: ['overlay' as const],
        pools: [pool({count: 790, maxPods: 250, maxSurge: percent(1)})],
        network: network({subnets: [wide('nodes')], podCidr: knownRange('10.128.0.0/9')}),
      },
      'pods-per-overlay-cluster',
    ],
    [
      'the addresses of a peered group',
      {
        modes: ['node-subnet' as const],
        pools: [pool({count: 100, maxPods: 100})],
        network: network({subnets: [wide('nodes')], peers: [{name: 'hub', ranges: [], inUse: 115_000}]}),
      },
      'addresses-per-peered-group',
    ],
  ])('meets %s first where that is what is scarce', (_, changes, limit) => {
    const one = plan({
      ...fifty,
      network: network({subnets: [wide('nodes')], podCidr: knownRange('10.128.0.0/9')}),
      modes: ['overlay'],
      growth: {kind: 'percent', perMonth: 2},
      ...changes,
    })
    const option = ask(one).data.options[0]
    expect(option?.violations).toEqual([])
    expect(option?.exhaustion?.limit).toBe(limit)
    expect(option?.firstLimit.limit === limit || limit === 'load-balancer-rules-per-nic').toBe(true)
  })
})
