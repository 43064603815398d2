import fc from 'fast-check'
import type {Mode} from '../../../src/azure/mode.ts'
import {knownRange} from '../../../src/azure/range.ts'
import type {Surge} from '../../../src/azure/surge.ts'
import {EMPTY_NETWORK, EMPTY_PLAN, emptyPool, type Plan, type PoolPlan} from '../../../src/questions/plan/plan.ts'
import {planSubnets} from '../../../src/questions/plan/subnet-plan.ts'

/** Runs of a property: 10,000 in the full suite, fewer where it has to be quick. */
export const RUNS = process.env['SVCSCOPE_FULL'] === '1' ? 10_000 : 1000

export const pool = (changes: Partial<PoolPlan> = {}): PoolPlan => ({...emptyPool('pool'), ...changes})
export const plan = (changes: Partial<Plan> = {}): Plan => ({...EMPTY_PLAN, ...changes})
export const percent = (value: number): Surge => ({kind: 'percent', percent: value})
export const network = (changes: Partial<Plan['network']>): Plan['network'] => ({...EMPTY_NETWORK, ...changes})
export {knownRange}

const surge: fc.Arbitrary<Surge> = fc.oneof(
  fc.record({kind: fc.constant('percent' as const), percent: fc.integer({min: 1, max: 100})}),
  fc.record({kind: fc.constant('nodes' as const), nodes: fc.integer({min: 1, max: 50})}),
)

const anyPool: fc.Arbitrary<PoolPlan> = fc
  .record({
    // Most pools are small, so that a good part of the plans fits; some are beyond every limit.
    count: fc.oneof({weight: 4, arbitrary: fc.integer({min: 1, max: 40})}, {weight: 1, arbitrary: fc.integer({min: 1, max: 900})}),
    extra: fc.option(
      fc.oneof({weight: 4, arbitrary: fc.integer({min: 0, max: 30})}, {weight: 1, arbitrary: fc.integer({min: 0, max: 400})}),
      {nil: undefined},
    ),
    maxPods: fc.integer({min: 10, max: 250}),
    maxSurge: fc.option(surge, {nil: undefined}),
    spot: fc.boolean(),
    blueGreen: fc.boolean(),
    os: fc.nat({max: 9}).map((number) => (number === 0 ? ('Windows' as const) : ('Linux' as const))),
  })
  .map(({extra, ...rest}) => pool({...rest, maxCount: extra === undefined ? undefined : rest.count + extra}))

/** Plans of up to eight pools, with load balancers and outbound that may or may not suffice. */
export const anyPlan: fc.Arbitrary<Plan> = fc
  .record({
    pools: fc.array(anyPool, {minLength: 1, maxLength: 8}),
    internal: fc.oneof({weight: 3, arbitrary: fc.integer({min: 0, max: 40})}, {weight: 1, arbitrary: fc.integer({min: 0, max: 400})}),
    ports: fc.integer({min: 1, max: 8}),
    outbound: fc.option(
      fc.record({
        addresses: fc.integer({min: 1, max: 120}),
        portsPerNode: fc.oneof(fc.constant(0), fc.integer({min: 0, max: 1000})).map((step) => step * 8),
      }),
      {nil: undefined},
    ),
    peered: fc.option(fc.integer({min: 0, max: 130_000}), {nil: undefined, freq: 2}),
    npm: fc.nat({max: 4}).map((number) => number === 0),
  })
  .map(({pools, internal, ports, outbound, peered, npm}) =>
    plan({
      pools: pools.map((one, index) => ({...one, name: `pool${index + 1}`})),
      loadBalancers: {internal, public: 0, ports, grow: false},
      outbound: outbound && {kind: 'load-balancer', ...outbound},
      requires: npm ? ['policy-azure'] : [],
      network: network({peers: peered === undefined ? [] : [{name: 'hub', ranges: [knownRange('10.200.0.0/16')], inUse: peered}]}),
    }),
  )

/** 50 nodes of 30 pods with a surge of 10 %, the example of every document. */
export const fifty = plan({pools: [pool({count: 50, maxPods: 30, maxSurge: percent(10)})]})

export const ask = (one: Plan, explain = false) => planSubnets(one, {explain})

export function optionIn(one: Plan, mode: Mode) {
  const option = ask(one).data.options.find((each) => each.mode === mode)
  if (!option) throw new Error(`${mode} was not answered`)
  return option
}

/** A subnet of nodes that nothing fills. */
export function wide(name: string): Plan['network']['subnets'][number] {
  return {name, range: knownRange('10.64.0.0/12'), role: 'nodes', inUse: 0, delegated: false}
}
