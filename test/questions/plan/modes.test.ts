import {describe, expect, it} from 'vitest'
import {headline, textOf} from '../answer.ts'
import {ask, fifty, optionIn, percent, plan, pool} from './plans.ts'

describe('50 nodes of 30 pods with a surge of 10 %', () => {
  // By hand: 55 nodes; 55 ≤ 59 in a /26; 55 × 31 = 1,705 ≤ 2,043 in a /21; 55 × 256 = 14,080 ≤ 16,384 in a /18; 55 × 2 × 16 = 1,760.
  it.each([
    ['overlay', [['node', 55, 26]], [14_080, 18], 53],
    ['kubenet', [['node', 55, 26]], [14_080, 18], 53],
    ['byo', [['node', 55, 26]], undefined, 53],
    ['node-subnet', [['node', 1705, 21]], undefined, 59],
    [
      'pod-subnet-dynamic',
      [
        ['node', 55, 26],
        ['pod', 1705, 21],
      ],
      undefined,
      53,
    ],
    [
      'pod-subnet-static',
      [
        ['node', 55, 26],
        ['pod', 1760, 21],
      ],
      undefined,
      53,
    ],
  ] as const)('%s takes %j and a pod CIDR of %j, and holds %i nodes', (mode, subnets, podCidr, nodes) => {
    const option = optionIn(fifty, mode)
    expect(option.subnets.map(({role, addresses, prefixLength}) => [role, addresses, prefixLength])).toEqual(subnets)
    expect(option.podCidr && [option.podCidr.addresses, option.podCidr.prefixLength]).toEqual(podCidr)
    expect(option.capacity.nodes).toBe(nodes)
    expect(option.fits).toBe(true)
  })

  it('runs out of its /26 at 54 nodes, since 54 + 6 are more than 59', () => {
    expect(optionIn(fifty, 'overlay').firstLimit).toMatchObject({limit: 'node-subnet', nodes: 54, surge: 6, used: 60, allowed: 59})
    expect(textOf(ask(fifty).tables[0]?.footer)).toBe('First to run out: the /26 of nodes, at 54 nodes (54 + 6 > 59)')
  })

  it('is headed by what it was understood as, and overlay is recommended', () => {
    const report = ask(fifty)
    expect(headline(report)).toBe('50 nodes + 5 during upgrades, 30 pods a node, 1,500 pods')
    expect(report.data.recommendation?.mode).toBe('overlay')
    expect(report.answer).toBe('positive')
    expect(report.findings).toEqual([])
  })

  it('says what idle nodes take of a dynamic pod subnet: 55 × 17', () => {
    expect(optionIn(fifty, 'pod-subnet-dynamic').subnets[1]?.note).toBe('full; idle nodes take 935')
  })

  it('tells the moments apart', () => {
    const scaling = plan({pools: [pool({count: 10, maxCount: 20, maxPods: 30, maxSurge: percent(33)})]})
    const {moments} = optionIn(scaling, 'node-subnet')
    // 10; 10 + 4; 20; 20 + 7; 20 + 20: each times 31.
    expect(Object.values(moments).map(({nodeAddresses}) => nodeAddresses)).toEqual([310, 434, 620, 837, 1240])
    expect(moments.peak).toMatchObject({nodes: 20, surge: 7, pods: 600})
  })
})

describe('what surges', () => {
  it.each([
    ['a spot pool has no surge', {spot: true}, 50],
    ['a blue-green pool doubles', {blueGreen: true}, 100],
    ['more surge than nodes is clipped', {maxSurge: {kind: 'nodes', nodes: 70}}, 100],
    ['10 % of 50 are 5', {}, 55],
    ['1 % of 50 is rounded up to 1', {maxSurge: {kind: 'percent', percent: 1}}, 51],
    ['no surge with maxUnavailable', {maxSurge: {kind: 'nodes', nodes: 0}, maxUnavailable: 1}, 50],
  ] as const)('%s', (_, changes, addresses) => {
    expect(optionIn(plan({pools: [pool({count: 50, maxPods: 30, ...changes})]}), 'overlay').subnets[0]?.addresses).toBe(addresses)
  })

  it('adds up across pools: five pools of 4 nodes at 50 % surge by 10', () => {
    const pools = [1, 2, 3, 4, 5].map((index) => pool({name: `pool${index}`, count: 4, maxPods: 30, maxSurge: percent(50)}))
    expect(optionIn(plan({pools}), 'overlay')).toMatchObject({nodes: 20, surge: 10})
  })
})

describe('the explanation', () => {
  it('shows every step with numbers and a source', () => {
    const {explanation} = ask(fifty, true).data
    expect(explanation.map(({what, arithmetic}) => `${what}: ${arithmetic}`)).toEqual(
      expect.arrayContaining([
        'surge of pool pool: ⌈50 × 10%⌉ = 5',
        'pool pool: (50 + 5) × (1 + 30) = 1,705',
        'subnet nodes: 1,705 ≤ 2,043: /21 = 2,048 − 5 (a /22 has 1,019)',
        'pod CIDR: 14,080 ≤ 16,384: /18, nothing deducted',
      ]),
    )
    for (const line of explanation) expect(line.source).toMatch(/[a-z]{3,}/)
  })
})
