import {describe, expect, it} from 'vitest'
import type {Mode} from '../../../src/azure/mode.ts'
import {ask, fifty, knownRange, network, optionIn, percent, plan, pool} from './plans.ts'

describe('what does not fit', () => {
  it('a mode that was asked for is a negative answer and an error, with what would hold it', () => {
    const small = {name: 'nodes', range: knownRange('10.0.0.0/27'), role: 'nodes' as const, inUse: 0, delegated: false}
    const report = ask(plan({...fifty, modes: ['overlay'], network: network({subnets: [small], serviceCidr: knownRange('172.16.0.0/16')})}))
    expect(report.answer).toBe('negative')
    expect(report.findings.map(({rule, severity}) => [rule, severity])).toEqual([['plan/does-not-fit', 'error']])
    expect(report.findings[0]?.message).toBe('overlay: the /27 of nodes: 55 addresses of 27')
    expect(report.findings[0]?.fix?.description).toContain('a /26 holds them')
  })

  it('a mode that nobody asked for is no error while another fits', () => {
    const report = ask(plan({pools: [pool({count: 390, maxPods: 30, maxSurge: percent(10)})]}))
    expect(report.data.options.find(({mode}) => mode === 'kubenet')?.violations.map(({id}) => id)).toContain('routes-per-table')
    expect(report.answer).toBe('positive')
    expect(report.findings).toEqual([])
  })

  it('the pool with the most nodes and surge together is the one that ends at 1,000', () => {
    const two = plan({
      pools: [
        pool({name: 'a', count: 600, maxPods: 30, maxSurge: percent(1)}),
        pool({name: 'b', count: 590, maxPods: 30, blueGreen: true}),
      ],
    })
    expect(optionIn(two, 'overlay').violations.map(({message}) => message)).toEqual([
      'nodes in a pool, surge included (one scale set) (b): 1,180 nodes of 1,000',
    ])
  })

  it('a node subnet in use by others has only the rest', () => {
    const busy = {name: 'nodes', range: knownRange('10.0.0.0/26'), role: 'nodes' as const, inUse: 5, delegated: false}
    expect(optionIn(plan({...fifty, network: network({subnets: [busy]})}), 'overlay')).toMatchObject({fits: false})
  })

  it('a delegated subnet takes no nodes', () => {
    const given = {name: 'nodes', range: knownRange('10.0.0.0/24'), role: 'nodes' as const, inUse: 0, delegated: true}
    expect(optionIn(plan({...fifty, network: network({subnets: [given]})}), 'overlay').violations.map(({id}) => id)).toEqual([
      'delegated-subnet',
    ])
  })

  it('a Windows pool rules out kubenet, and pods that must be reachable rule out overlay', () => {
    const windows = plan({pools: [pool({count: 5, maxPods: 30, os: 'Windows'})], requires: ['pods-reachable']})
    const fits = Object.fromEntries(ask(windows).data.options.map((option) => [option.mode, option.fits]))
    expect(fits).toEqual({
      overlay: false,
      'pod-subnet-dynamic': true,
      'pod-subnet-static': true,
      'node-subnet': true,
      byo: true,
      kubenet: false,
    })
    expect(ask(windows).data.recommendation?.mode).toBe('pod-subnet-dynamic')
  })

  it('static blocks are recommended for pod subnets from a /15 on', () => {
    const large = plan({
      pools: [1, 2, 3].map((index) => pool({name: `p${index}`, count: 180, maxPods: 239, maxSurge: percent(10)})),
      requires: ['pods-reachable'],
    })
    expect(ask(large).data.recommendation?.mode).toBe('pod-subnet-static')
  })

  it('a pool that is pinned to overlay cannot be part of another mode; dynamic and static may stand side by side', () => {
    const pinned = (networkMode: Mode) =>
      ask(plan({pools: [pool({name: 'a', count: 5, maxPods: 31, networkMode}), pool({name: 'b', count: 5, maxPods: 31})]})).data.options
    expect(
      pinned('overlay')
        .filter(({fits}) => fits)
        .map(({mode}) => mode),
    ).toEqual(['overlay'])
    const mixed = pinned('pod-subnet-static').find(({mode}) => mode === 'pod-subnet-dynamic')
    expect(mixed?.fits).toBe(true)
    // 6 × 2 blocks of 16, and 6 × 32: two subnets, since one keeps one allocation mode forever.
    expect(mixed?.subnets.filter(({role}) => role === 'pod').map(({name, addresses}) => [name, addresses])).toEqual([
      ['pods-static', 192],
      ['pods', 192],
    ])
  })

  it('a pool of fewer than 30 pods, and a system pool of one node', () => {
    const report = ask(plan({pools: [pool({count: 1, maxPods: 10, mode: 'System'})]}))
    expect(report.findings.map(({rule, severity}) => `${severity} ${rule}`)).toEqual([
      'error plan/does-not-fit',
      'warning plan/system-pool',
    ])
  })
})
