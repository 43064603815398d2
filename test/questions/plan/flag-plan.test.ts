import {describe, expect, it} from 'vitest'
import {buildCluster} from '../../../src/cluster/cluster.ts'
import {type PlanFlags, withFlags} from '../../../src/questions/plan/flag-plan.ts'
import {EMPTY_PLAN} from '../../../src/questions/plan/plan.ts'
import {joinPlan} from '../../../src/questions/plan/question.ts'
import {parsePlanFile} from '../../../src/sources/plan-file.ts'
import {UserError} from '../../../src/user-error.ts'
import {plan, pool} from './plans.ts'

const read = (flags: PlanFlags) => withFlags(flags, EMPTY_PLAN)
const nothing = buildCluster({objects: [], leftOut: []}, 'default')

describe('flags', () => {
  it('state the simple case', () => {
    const [only] = read({nodes: '50', 'max-pods': '30', 'max-surge': '10%', mode: ['overlay']}).pools
    expect(only).toEqual(pool({name: 'pool', count: 50, maxPods: 30, maxSurge: {kind: 'percent', percent: 10}}))
  })

  it('ask what a range holds where they state no nodes', () => {
    const asked = read({subnet: '10.1.0.0/22'})
    expect(asked.pools.map(({count}) => count)).toEqual([undefined])
    expect(asked.network.only?.text).toBe('10.1.0.0/22')
  })

  it.each([
    [{nodes: '-3'}, '--nodes: count must be'],
    [{nodes: '3.5'}, '--nodes: count must be'],
    [{nodes: 'many'}, '--nodes: count must be'],
    [{nodes: '3', 'max-pods': '9'}, '--max-pods: maxPods must be a whole number from 10 to 250, not 9'],
    [{nodes: '3', 'max-pods': '251'}, '--max-pods: maxPods must be a whole number from 10 to 250, not 251'],
    [{nodes: '3', 'max-surge': '-1'}, '--max-surge: maxSurge must be'],
    [{nodes: '3', 'max-surge': '0'}, '--max-surge: pool pool has maxSurge 0 and maxUnavailable 0'],
    [{nodes: '3', subnet: '10.1.0.7/22'}, '--subnet: the subnet 10.1.0.7/22: it has host bits set'],
    [{nodes: '3', 'pod-cidr': 'fd00::/64'}, '--pod-cidr: podCidr fd00::/64 is an IPv6 range where IPv4 is needed'],
    [{nodes: '3', vnet: ['10.0.0.0/16', '10.1.0.1/16']}, '--vnet: addressSpace 10.1.0.1/16: it has host bits set'],
    [{nodes: '3', mode: ['kubnet']}, '--mode: mode cannot be "kubnet" (did you mean kubenet?)'],
    [{nodes: '3', growth: 'fast'}, '--growth: growth "fast" is no rate'],
    [{nodes: '3', growth: '1001%/month'}, '--growth: growth 1001%/month is more than 1000% a month'],
    [{nodes: '3', horizon: '999'}, '--horizon: horizon must be'],
    [{nodes: '3', 'ports-per-node': '1001'}, '--ports-per-node: portsPerNode 1001 is no multiple of 8'],
    [{}, 'nothing says how many nodes there are'],
    [{mode: ['overlay']}, 'nothing says how many nodes there are'],
  ] as const)('%j is an error that names the flag: %s', (flags, message) => {
    expect(() => read(flags)).toThrow(UserError)
    expect(() => read(flags)).toThrow(message)
  })

  it.each([
    ['5%/month', {kind: 'percent', perMonth: 5}],
    ['2.5%/month', {kind: 'percent', perMonth: 2.5}],
    ['3/month', {kind: 'nodes', perMonth: 3}],
    ['24/year', {kind: 'nodes', perMonth: 2}],
    ['50,55,61', {kind: 'series', counts: [50, 55, 61]}],
  ])('a growth of %s is %j', (growth, expected) => {
    expect(read({nodes: '3', growth}).growth).toEqual(expected)
  })

  it('a growth of 60 % a year is what, twelve times compounded, makes 60 %', () => {
    const {growth} = read({nodes: '3', growth: '60%/year'})
    expect(growth?.kind === 'percent' && (1 + growth.perMonth / 100) ** 12).toBeCloseTo(1.6, 10)
  })

  it('over a plan change every pool, and leave what they do not state', () => {
    const base = plan({
      pools: [pool({name: 'a', count: 3, maxPods: 30}), pool({name: 'b', count: 9, maxPods: 60, spot: true})],
      horizon: 12,
    })
    const changed = withFlags({'max-surge': '50%', growth: '1%/month'}, base)
    expect(changed.pools.map(({name, count, maxPods, maxSurge, spot}) => [name, count, maxPods, maxSurge, spot])).toEqual([
      ['a', 3, 30, {kind: 'percent', percent: 50}, false],
      ['b', 9, 60, {kind: 'percent', percent: 50}, true],
    ])
    expect(changed.horizon).toBe(12)
    expect(withFlags({nodes: '4'}, base).pools.map(({name, count}) => [name, count])).toEqual([['pool', 4]])
  })
})

describe('sources together', () => {
  it('a file is laid over nothing, flags over the file', () => {
    const file = parsePlanFile('plan.yaml', 'pools: [{name: a, count: 3, maxPods: 30}]\ngrowth: 4%/month\n')
    const joined = joinPlan({file, az: [], cluster: nothing, flags: {horizon: '6'}, nodeSize: undefined})
    expect(joined).toMatchObject({horizon: 6, growth: {kind: 'percent', perMonth: 4}})
    expect(joined.pools.map(({name}) => name)).toEqual(['a'])
  })
})
