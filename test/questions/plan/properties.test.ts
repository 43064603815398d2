import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {LIMITS, type LimitId} from '../../../src/azure/limits.ts'
import {MODES, type Mode} from '../../../src/azure/mode.ts'
import {surgeNodes} from '../../../src/azure/surge.ts'
import {optionOf} from '../../../src/questions/plan/option.ts'
import {OWN_DEFAULTS} from '../../../src/questions/plan/placed-cluster.ts'
import {fullNodes, type Plan} from '../../../src/questions/plan/plan.ts'
import {planSubnets} from '../../../src/questions/plan/subnet-plan.ts'
import {anyPlan, knownRange, network, percent, plan, pool, RUNS} from './plans.ts'

const usable = (prefixLength: number): number => 2 ** (32 - prefixLength) - 5
const anyMode = fc.constantFrom(...MODES)
const addressesOf = (one: Plan, mode: Mode) => {
  const {usage, chosen} = optionOf(one, mode, OWN_DEFAULTS)
  const sum = (addresses: ReadonlyMap<string, number>) => [...addresses.values()].reduce((total, value) => total + value, 0)
  return {
    node: sum(usage.nodeSubnets),
    pod: sum(usage.podSubnets),
    podCidr: usage.podCidr,
    prefixes: chosen.subnets.map(({prefixLength}) => prefixLength),
  }
}

/** The formulas of the six modes, written out once more and node by node, so that the closed forms have something to agree with. */
function countedByHand(one: Plan, mode: Mode): {node: number; pod: number; podCidr: number} {
  let [node, pod, podCidr] = [one.loadBalancers.internal, 0, 0]
  for (const each of one.pools) {
    const nodes = fullNodes(each)
    const all = nodes + surgeNodes(nodes, {surge: each.maxSurge ?? percent(10), spot: each.spot, blueGreen: each.blueGreen})
    const pods = each.maxPods ?? 0
    for (let index = 0; index < all; index++) {
      node += 1
      if (mode === 'node-subnet') node += pods
      if (mode === 'pod-subnet-dynamic') pod += 1 + pods
      if (mode === 'pod-subnet-static') pod += 16 * blocksByHand(pods)
      if (mode === 'overlay' || mode === 'kubenet') podCidr += 256
    }
  }
  return {node, pod, podCidr}
}

function blocksByHand(pods: number): number {
  let blocks = 0
  while (blocks * 16 - 1 < pods) blocks++
  return blocks
}

type Row = readonly [used: number, limit: LimitId]

/** What a plan uses of every limit that concerns it, by a count of its own. */
function usesByHand(one: Plan, mode: Mode): readonly Row[] {
  const hand = countedByHand(one, mode)
  const sizes = one.pools.map((each) => {
    const nodes = fullNodes(each)
    const surge = surgeNodes(nodes, {surge: each.maxSurge ?? percent(10), spot: each.spot, blueGreen: each.blueGreen})
    return {all: nodes + surge, pods: nodes * (each.maxPods ?? 0)}
  })
  const all = sizes.reduce((sum, size) => sum + size.all, 0)
  const pods = sizes.reduce((sum, size) => sum + size.pods, 0)
  const counted = hand.node + (mode === 'pod-subnet-static' ? hand.pod / 16 : hand.pod)
  const {internal, ports} = one.loadBalancers
  const rows: Row[] = [
    ...sizes.map((size): Row => [size.all, 'nodes-per-pool']),
    [all, 'nodes-per-cluster'],
    [counted, 'addresses-per-vnet'],
  ]
  if (one.network.peers[0]) rows.push([counted + (one.network.peers[0].inUse ?? 0), 'addresses-per-peered-group'])
  if (internal > 0) {
    rows.push([internal * ports, 'load-balancer-rules-per-nic'], [internal, 'load-balancer-services'])
    rows.push([ports * all, 'load-balancer-backend-configurations'])
  }
  if (one.outbound)
    rows.push(
      [one.outbound.addresses, 'managed-outbound-addresses'],
      [(all * one.outbound.portsPerNode) / one.outbound.addresses, 'snat-ports-per-address'],
    )
  if (one.requires.includes('policy-azure')) rows.push([all, 'npm-linux-nodes'], [pods, 'npm-linux-pods'])
  if (mode === 'kubenet') rows.push([all, 'routes-per-table'])
  if (mode === 'overlay') rows.push([pods, 'pods-per-overlay-cluster'])
  if (mode === 'pod-subnet-static') rows.push([pods, 'pods-per-static-cluster'])
  return rows
}

describe('plans', () => {
  it('take the addresses that counting node by node gives', () => {
    fc.assert(
      fc.property(anyPlan, anyMode, (one, mode) => {
        const {node, pod, podCidr} = addressesOf(one, mode)
        expect({node, pod, podCidr}).toEqual(countedByHand(one, mode))
      }),
      {numRuns: Math.min(RUNS, 2000) / 2, seed: 10},
    )
  })

  it('get the prefix that fits, and the next smaller does not', () => {
    fc.assert(
      fc.property(anyPlan, anyMode, (one, mode) => {
        const {usage, chosen} = optionOf(one, mode, OWN_DEFAULTS)
        for (const {role, name, prefixLength} of chosen.subnets) {
          const taken = (role === 'node' ? usage.nodeSubnets : usage.podSubnets).get(name) ?? 0
          expect(usable(prefixLength)).toBeGreaterThanOrEqual(taken)
          if (prefixLength < 29) expect(usable(prefixLength + 1)).toBeLessThan(taken)
        }
        if (chosen.podCidr) {
          expect(2 ** (32 - chosen.podCidr.prefixLength)).toBeGreaterThanOrEqual(usage.podCidr)
          expect(2 ** (31 - chosen.podCidr.prefixLength)).toBeLessThan(usage.podCidr)
        }
      }),
      {numRuns: RUNS, seed: 11},
    )
  })

  it('never need fewer addresses for more nodes, more pods or more surge', () => {
    const more = fc.record({
      nodes: fc.integer({min: 0, max: 50}),
      pods: fc.integer({min: 0, max: 50}),
      surge: fc.integer({min: 0, max: 50}),
    })
    fc.assert(
      fc.property(anyPlan, anyMode, more, (one, mode, added) => {
        const larger: Plan = {
          ...one,
          pools: one.pools.map((each) => ({
            ...each,
            count: (each.count ?? 0) + added.nodes,
            maxCount: each.maxCount === undefined ? undefined : each.maxCount + added.nodes,
            maxPods: Math.min(250, (each.maxPods ?? 0) + added.pods),
            maxSurge:
              each.maxSurge?.kind === 'nodes'
                ? {kind: 'nodes', nodes: each.maxSurge.nodes + added.surge}
                : percent(Math.min(100, (each.maxSurge?.percent ?? 10) + added.surge)),
          })),
        }
        const [before, after] = [addressesOf(one, mode), addressesOf(larger, mode)]
        expect(after.node).toBeGreaterThanOrEqual(before.node)
        expect(after.pod).toBeGreaterThanOrEqual(before.pod)
        expect(after.podCidr).toBeGreaterThanOrEqual(before.podCidr)
        for (const [index, prefixLength] of after.prefixes.entries()) expect(prefixLength).toBeLessThanOrEqual(before.prefixes[index] ?? 32)
      }),
      {numRuns: RUNS, seed: 12},
    )
  })

  it('hold forward what the inverse answers, and one node more does not fit', () => {
    const question = fc.record({
      prefixLength: fc.integer({min: 14, max: 28}),
      maxPods: fc.integer({min: 10, max: 250}),
      surge: fc.integer({min: 1, max: 100}),
    })
    fc.assert(
      fc.property(question, anyMode, ({prefixLength, maxPods, surge}, mode) => {
        const room = network({only: knownRange(`10.0.0.0/${prefixLength}`)})
        const asked = (count: number | undefined) =>
          optionOf(plan({pools: [pool({count, maxPods, maxSurge: percent(surge)})], network: room}), mode, OWN_DEFAULTS)
        const {capacity} = asked(undefined)
        // The floor of 30 pods is about pools that are too small, which no subnet can mend.
        const small = capacity.nodes * maxPods < 30
        if (capacity.nodes > 0 && !small) expect(asked(capacity.nodes).violations).toEqual([])
        expect(asked(capacity.nodes + 1).violations.map(({id}) => id)).toContain(capacity.first.id)
      }),
      {numRuns: RUNS, seed: 13},
    )
  })

  it('that pass break no limit of the table, by a count of their own', () => {
    let passed = 0
    fc.assert(
      fc.property(anyPlan, anyMode, (one, mode) => {
        const option = optionOf(one, mode, OWN_DEFAULTS)
        if (!option.fits) return
        passed++
        for (const [used, limit] of usesByHand(one, mode))
          expect({limit, broken: used > LIMITS[limit].value}).toEqual({limit, broken: false})
        for (const {count = 0, maxPods = 0} of one.pools)
          expect(count * maxPods).toBeGreaterThanOrEqual(LIMITS['pods-per-pool-floor'].value)
        if (mode === 'kubenet') expect(one.pools.every(({os}) => os === 'Linux')).toBe(true)
      }),
      {numRuns: RUNS, seed: 14},
    )
    // A property over nothing says nothing.
    expect(passed).toBeGreaterThan(RUNS / 10)
  })

  it('that do not fit without a missing feature break at least one limit, by the same count or by the size of a subnet', () => {
    fc.assert(
      fc.property(anyPlan, anyMode, (one, mode) => {
        const option = optionOf(one, mode, OWN_DEFAULTS)
        if (option.fits || option.violations.some(({id}) => id.startsWith('feature/'))) return
        const small = one.pools.some(({count = 0, maxPods = 0}) => count * maxPods < 30)
        expect(small || usesByHand(one, mode).some(([used, limit]) => used > LIMITS[limit].value)).toBe(true)
      }),
      {numRuns: RUNS, seed: 19},
    )
  })

  it('give the same report for the same input, and every number in it is finite', () => {
    fc.assert(
      fc.property(anyPlan, (one) => {
        const {data} = planSubnets(one, {explain: false})
        expect(JSON.stringify(planSubnets(one, {explain: false}).data)).toBe(JSON.stringify(data))
        expect(numbersIn(data).filter((number) => !Number.isFinite(number))).toEqual([])
        expect(numbersIn(data).length).toBeGreaterThan(100)
      }),
      {numRuns: Math.min(RUNS, 300), seed: 15},
    )
  })
})

describe('plans that are odd', () => {
  it.each([
    ['an empty pool', plan({pools: [pool({count: 0, maxPods: 30})]})],
    ['an empty pool that grows', plan({pools: [pool({count: 0})], growth: {kind: 'percent', perMonth: 5}, horizon: 24})],
    ['a million nodes', plan({pools: [pool({count: 1_000_000, maxPods: 250})]})],
    [
      'a hundred pools of a million nodes',
      plan({pools: Array.from({length: 100}, (_, index) => pool({name: `p${index}`, count: 1_000_000, maxPods: 250}))}),
    ],
    [
      'growth beyond all numbers of nodes',
      plan({pools: [pool({count: 50, maxPods: 30})], growth: {kind: 'percent', perMonth: 1000}, horizon: 120}),
    ],
    [
      'more load balancers than addresses',
      plan({pools: [pool({count: 3, maxPods: 30})], loadBalancers: {internal: 1_000_000, public: 0, ports: 65_535, grow: true}}),
    ],
    ['a range with no usable address', plan({pools: [pool({maxPods: 30})], network: network({only: knownRange('10.0.0.0/30')})})],
    ['a range of one address', plan({pools: [pool({maxPods: 30})], network: network({only: knownRange('10.0.0.0/32')})})],
    [
      'the whole of IPv4',
      plan({
        pools: [pool({count: 3, maxPods: 30})],
        network: network({only: knownRange('0.0.0.0/0'), podCidr: knownRange('0.0.0.0/0'), addressSpace: [knownRange('0.0.0.0/0')]}),
      }),
    ],
    ['a series that shrinks', plan({pools: [pool({count: 50, maxPods: 30})], growth: {kind: 'series', counts: [10, 0]}})],
  ])('are answered: %s', (_, one) => {
    const {data, answer} = planSubnets(one, {explain: true})
    expect(data.options).toHaveLength(6)
    expect(numbersIn(data).filter((number) => !Number.isFinite(number))).toEqual([])
    expect(['positive', 'negative']).toContain(answer)
    for (const option of data.options) expect(option.fits).toBe(option.violations.length === 0)
  })
})

function numbersIn(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : []
}
