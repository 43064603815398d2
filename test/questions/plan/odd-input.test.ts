import {describe, expect, it} from 'vitest'
import {withFlags} from '../../../src/questions/plan/flag-plan.ts'
import {EMPTY_PLAN, type Plan} from '../../../src/questions/plan/plan.ts'
import {readPlan} from '../../../src/questions/plan/plan-field.ts'
import {parsePlanFile} from '../../../src/sources/plan-file.ts'
import {headline, textOf} from '../answer.ts'
import {ask, knownRange, network, optionIn, percent, plan, pool} from './plans.ts'

const read = (yaml: string): Plan => readPlan(parsePlanFile('plan.yaml', yaml))
const fifty = plan({pools: [pool({count: 50, maxPods: 30, maxSurge: percent(10)})]})
const within = (changes: Partial<Plan['network']>): Plan => ({...fifty, network: network(changes)})
const messages = (one: Plan, rule?: string) => ask(one).findings.flatMap((each) => (rule && each.rule !== rule ? [] : [each.message]))

describe('flags', () => {
  it('name a mode once, however often it is typed', () => {
    const {modes} = withFlags({nodes: '50', mode: ['overlay', 'kubenet', 'overlay']}, EMPTY_PLAN)
    expect(modes).toEqual(['overlay', 'kubenet'])
  })

  it('cannot take the surge from the system pool of a plan', () => {
    const base = read('pools:\n  - {name: sys, mode: System, count: 3}\n  - {name: apps, count: 5}\n')
    expect(() => withFlags({'max-surge': '0', 'max-unavailable': '1'}, base)).toThrow('--max-surge: system pool sys cannot have maxSurge 0')
  })

  it('cannot set a maximum below the count of a pool of the plan, and the error names the flag', () => {
    const base = read('pools:\n  - {name: apps, count: 5}\n')
    expect(() => withFlags({'max-nodes': '2'}, base)).toThrow('--max-nodes: pool apps: count 5 is more than maxCount 2')
  })

  it('that let the pools of a plan upgrade without surge say how many nodes may be away', () => {
    const changed = withFlags({'max-surge': '0', 'max-unavailable': '2'}, read('pools:\n  - {name: apps, count: 5}\n'))
    expect(changed.pools[0]).toMatchObject({maxUnavailable: 2, maxSurge: {kind: 'nodes', nodes: 0}})
  })

  it('state a series whose first count is where it starts', () => {
    const asked = withFlags({subnet: '10.1.0.0/26', 'max-pods': '30', growth: '50,53,54', mode: ['overlay']}, EMPTY_PLAN)
    // A /26 has 59: 53 + 6 are 59, 54 + 6 are 60.
    expect(ask(asked).data.options[0]?.exhaustion).toMatchObject({month: 3, nodes: 54, surge: 6, limit: 'node-subnet'})
  })

  it.each([[{subnet: '10.1.0.0/22', growth: '5%/month'}], [{subnet: '10.1.0.0/22', growth: '0,5,10'}], [{nodes: '0', growth: '3/month'}]])(
    'that state a growth from nowhere are refused: %o',
    (flags) => {
      expect(() => withFlags(flags, EMPTY_PLAN)).toThrow('nothing says how many nodes the growth starts from')
    },
  )
})

describe('a pool that forgot its count', () => {
  it('is refused beside pools that state theirs, with its line', () => {
    expect(() => read('pools:\n  - {name: a, count: 3}\n  - {name: b}\n')).toThrow('plan.yaml:3:5: pool b states no count')
  })

  it('is refused in a further cluster', () => {
    expect(() => read('pools:\n  - {count: 3}\nclusters:\n  - {name: c, pools: [{name: x}]}\n')).toThrow('4:23: pool x states no count')
  })

  it('may ask, where all of them do, how many nodes there can be', () => {
    expect(read('pools:\n  - {name: a}\n  - {name: b}\n').pools.map(({count}) => count)).toEqual([undefined, undefined])
  })
})

describe('ranges', () => {
  it('that lie outside the address space are no place for a subnet', () => {
    const report = ask(within({addressSpace: [knownRange('10.1.0.0/16')], only: knownRange('10.2.0.0/24')}))
    expect(report.answer).toBe('negative')
    expect(report.findings[0]?.message).toBe('every mode: the subnet given 10.2.0.0/24 lies outside the address space 10.1.0.0/16')
  })

  it('that hold the default pod CIDR are told, with one that is free', () => {
    const {findings, data} = ask({...within({addressSpace: [knownRange('10.244.128.0/17')]}), modes: ['overlay']})
    const [finding] = findings
    expect(finding).toMatchObject({rule: 'plan/overlap', severity: 'warning'})
    expect(finding?.message).toContain('the default pod CIDR 10.244.0.0/16 overlaps network')
    expect(finding?.fix?.description).toContain(data.options[0]?.podCidr?.range ?? 'no range')
  })

  it('that hold it are no concern of a mode without pod CIDR', () => {
    expect(messages({...within({addressSpace: [knownRange('10.244.0.0/16')]}), modes: ['node-subnet']})).toEqual([])
  })

  it('of pods that overlap those of services are no concern of a mode without pod CIDR', () => {
    const both = within({podCidr: knownRange('10.244.0.0/16'), serviceCidr: knownRange('10.244.0.0/20')})
    expect(messages({...both, modes: ['node-subnet']})).toEqual([])
    expect(messages({...both, modes: ['overlay']}, 'plan/overlap')).toHaveLength(1)
  })

  it('that touch two reserved ones are two findings, each told once', () => {
    const all = messages(within({addressSpace: [knownRange('172.16.0.0/12')]}))
    expect(all).toEqual([
      'network 172.16.0.0/12 overlaps 172.30.0.0/16: create fails: reserved for AKS',
      'network 172.16.0.0/12 overlaps 172.31.0.0/16: create fails: reserved for AKS',
    ])
  })
})

describe('plans at the edge', () => {
  it('of no node at all still get the pod CIDR of one', () => {
    expect(optionIn(plan({pools: [pool({count: 0, maxPods: 30})]}), 'overlay').podCidr).toMatchObject({addresses: 0, prefixLength: 24})
  })

  it('of more than a pool holds are told into how many it must be split', () => {
    const [finding] = ask(plan({pools: [pool({count: 2000, maxPods: 30, maxSurge: percent(10)})], modes: ['overlay']})).findings
    // 2,200 nodes of 1,000.
    expect(finding?.fix?.description).toBe('split it into 3 pools or more')
  })

  it('of a static pod subnet name the size that holds both lost blocks, and nothing where the subnet is too small anyway', () => {
    const edge = (one: Plan) => ask(one).data.disagreements.find(({id}) => id === 'static-edge-blocks')?.answers[1]?.effect
    // 3 + 1 nodes of one block: 64 addresses of the 123 of a /25, with two lost blocks 96 of 128.
    const small = plan({pools: [pool({count: 3, maxPods: 10, maxSurge: percent(10)})], modes: ['pod-subnet-static']})
    expect(edge(small)).toBe('96 of 128: the /25 still holds')
    // 3 + 0: 48 of 59, with the lost blocks 80 of 64.
    expect(edge({...small, pools: [pool({count: 3, maxPods: 10, spot: true})]})).toBe('80 of 64: take a /25')
    expect(edge({...small, network: network({only: knownRange('10.0.5.0/27')})})).toBeUndefined()
  })

  it('say where a horizon means nothing, or reaches beyond the growth that is stated', () => {
    expect(ask({...fifty, horizon: 24}).notes.join()).toContain('the horizon of 24 months changes nothing')
    const series = {...fifty, growth: {kind: 'series', counts: [50, 55]} as const}
    expect(ask({...series, horizon: 24}).notes.join()).toContain('the growth is stated for 2 months')
    expect(ask({...series, horizon: 2}).notes.join()).not.toMatch(/horizon|the growth is stated/)
  })

  it('call a peer without a name what it is', () => {
    const notes = ask(within({peers: [{name: '1', ranges: [knownRange('10.9.0.0/16')], inUse: undefined}]})).notes.join()
    expect(notes).toContain('in use in peer 1:')
    expect(headline(ask(fifty))).toContain('50 nodes + 5')
  })

  it('that find no place in the address space hold no number of nodes, and nothing runs out first', () => {
    const [table] = ask({...within({addressSpace: [knownRange('10.1.0.0/24')]}), modes: ['node-subnet']}).tables
    expect(table?.rows[0]?.map(textOf)).toContain('–')
    expect(table?.footer).toBeUndefined()
  })

  it('of the inverse question recommend overlay for another reason than its footprint', () => {
    const asked = plan({pools: [pool({maxPods: 30})], network: network({only: knownRange('10.1.0.0/22')})})
    expect(ask(asked).tables[0]?.rows[0]?.map(textOf).at(-1)).toBe('recommended: its pods take none of the range')
  })
})
