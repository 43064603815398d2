import {describe, expect, it} from 'vitest'
import {ask, fifty, knownRange, network, percent, plan, pool} from './plans.ts'

describe('where documents disagree, both answers are shown', () => {
  const sixty = plan({pools: [pool({count: 60, maxPods: 30})], modes: ['node-subnet']})
  it('the default surge makes a /20 of what the planning document calls a /21', () => {
    const found = ask(sixty).data.disagreements.find(({id}) => id === 'default-surge')
    expect(found?.answers.map(({answer, effect, taken}) => [answer, effect, taken])).toEqual([
      ['10%', 'node-subnet /20', true],
      ['1 node', 'node-subnet /21', false],
    ])
  })

  it('in one line where it changes a size, and not at all where it does not', () => {
    expect(ask(sixty).notes).toContain(
      'documents disagree what maxSurge is where a pool states none: 10% (taken) is node-subnet /20, 1 node is node-subnet /21',
    )
    const same = ask({...sixty, pools: [pool({count: 50, maxPods: 30})]})
    expect(same.notes.join()).not.toContain('disagree')
    expect(same.data.disagreements.map(({id}) => id)).toEqual(['default-surge'])
  })

  it('a stated surge leaves nothing to disagree about', () => {
    expect(ask({...sixty, pools: [pool({count: 60, maxPods: 30, maxSurge: percent(10)})]}).data.disagreements).toEqual([])
  })

  it('the default of max-pods, mode by mode', () => {
    const ids = ask(plan({pools: [pool({count: 5, maxSurge: percent(10)})]})).data.disagreements.map(({id}) => id)
    expect(ids).toEqual(
      expect.arrayContaining(['default-max-pods/pod-subnet-dynamic', 'default-max-pods/node-subnet', 'default-max-pods/kubenet']),
    )
    expect(ids).not.toContain('default-max-pods/overlay')
  })

  it('a service CIDR of exactly /12', () => {
    const report = ask({...fifty, network: network({serviceCidr: knownRange('10.16.0.0/12')})})
    expect(report.data.disagreements.map(({id}) => id)).toContain('service-cidr-12')
    expect(report.findings.map(({severity}) => severity)).toEqual(['warning'])
    expect(report.answer).toBe('positive')
  })
})
