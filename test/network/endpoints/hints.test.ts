import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {Service} from '../../../src/cluster/service.ts'
import {expectEndpoints} from '../../../src/network/endpoints/endpoint-group.ts'
import {expectHints, type Hints, hintsOf} from '../../../src/network/endpoints/hints.ts'
import {allocate, spread} from '../../../src/network/endpoints/zone-spread.ts'
import {service, workload} from '../../manifest.ts'
import {appliedService, clusterWith, node, pod} from './objects.ts'

/** The hints of all IPv4 endpoints, and of each pod: `zone-a`, `zone-a/node-1` with a node, `-` for none, `?` where they are open. */
function ask(...objects: readonly string[]): {readonly hints: Hints | undefined; readonly each: Readonly<Record<string, string>>} {
  const cluster = clusterWith(...objects)
  const groups = expectEndpoints(cluster, cluster.services[0] as Service)
  const [hints] = expectHints(cluster, cluster.services[0] as Service, groups).values()
  const each = groups.flatMap(({endpoints}) =>
    endpoints.map((endpoint) => {
      const own = hintsOf(cluster, endpoint, hints ?? {kind: 'none'})
      return [endpoint.target?.name, own ? [...own.forZones, ...own.forNodes].join('/') : own === null ? '-' : '?']
    }),
  )
  return {hints, each: Object.fromEntries(each)}
}

const preferring = (trafficDistribution: string) => appliedService({trafficDistribution})
const auto = appliedService({}, {annotations: {'service.kubernetes.io/topology-mode': 'Auto'}})
const nodes = [node('a1', 'zone-a'), node('b1', 'zone-b')]
/** Ready pods on each of these nodes. */
const podsOn = (...on: readonly string[]) => on.map((node, index) => pod(`web-${index}`, {node}))

describe('trafficDistribution', () => {
  test.each([
    ['PreferClose', {'web-0': 'zone-a', 'web-1': 'zone-b'}],
    ['PreferSameZone', {'web-0': 'zone-a', 'web-1': 'zone-b'}],
    ['PreferSameNode', {'web-0': 'zone-a/a1', 'web-1': 'zone-b/b1'}],
    // An API server lets no other value pass; one that did would mean nothing.
    ['PreferFar', {'web-0': '-', 'web-1': '-'}],
  ])('%s', (distribution, each) => {
    expect(ask(preferring(distribution), ...nodes, ...podsOn('a1', 'b1')).each).toEqual(each)
  })

  test('gives no hint to an endpoint that is not ready, and one to an unready pod that is published', () => {
    const unready = pod('web-0', {node: 'a1', ready: false})
    expect(ask(preferring('PreferClose'), ...nodes, unready).each).toEqual({'web-0': '-'})
    const published = appliedService({trafficDistribution: 'PreferClose', publishNotReadyAddresses: true})
    expect(ask(published, ...nodes, unready).each).toEqual({'web-0': 'zone-a'})
  })

  test('gives the node alone where it has no zone, and nothing where that is not asked for', () => {
    expect(ask(preferring('PreferSameNode'), node('a1'), ...podsOn('a1')).each).toEqual({'web-0': 'a1'})
    expect(ask(preferring('PreferSameZone'), node('a1'), ...podsOn('a1')).each).toEqual({'web-0': '-'})
  })

  test('is open where the input has no nodes, or no running pods', () => {
    expect(ask(preferring('PreferClose'), ...podsOn('a1')).each).toEqual({'web-0': '?'})
    expect(ask(service('web', {trafficDistribution: 'PreferClose'}), ...nodes, workload('web')).each).toEqual({web: '?'})
  })

  test('is open for pods that nobody has seen running, though they are published, until a node is named', () => {
    const published = {trafficDistribution: 'PreferClose', publishNotReadyAddresses: true}
    expect(ask(service('web', published), ...nodes, workload('web')).each).toEqual({web: '?'})
    const planned = pod('web-0', {node: 'a1', status: {phase: undefined}})
    expect(ask(appliedService(published), ...nodes, planned).each).toEqual({'web-0': 'zone-a'})
  })

  test('gives nothing to a published pod that has no node', () => {
    const published = appliedService({trafficDistribution: 'PreferSameNode', publishNotReadyAddresses: true})
    expect(ask(published, ...nodes, pod('web-0', {spec: {nodeName: undefined}})).each).toEqual({'web-0': '-'})
  })

  test('is nothing to a Service that does not ask, or has no selector', () => {
    expect(ask(appliedService(), ...nodes, ...podsOn('a1'))).toEqual({hints: {kind: 'none'}, each: {'web-0': '-'}})
    const endpoints = {apiVersion: 'v1', kind: 'Endpoints', metadata: {name: 'web'}, subsets: [{addresses: [{ip: '10.9.9.9'}]}]}
    const bare = appliedService({selector: undefined, trafficDistribution: 'PreferClose'})
    expect(ask(bare, JSON.stringify(endpoints), ...nodes).hints).toEqual({kind: 'none'})
  })
})

describe('topology mode Auto', () => {
  const annotated = (annotations: Readonly<Record<string, string>>, spec = {}) =>
    ask(appliedService(spec, {annotations}), ...nodes, ...podsOn('a1', 'b1')).hints?.kind
  const MODE = 'service.kubernetes.io/topology-mode'
  const DEPRECATED = 'service.kubernetes.io/topology-aware-hints'

  test('is asked for by two annotations with two spellings, of which the deprecated one decides', () => {
    expect([annotated({[MODE]: 'Auto'}), annotated({[MODE]: 'auto'}), annotated({[DEPRECATED]: 'auto'})]).toEqual([
      'spread',
      'spread',
      'spread',
    ])
    expect([annotated({[MODE]: 'AUTO'}), annotated({[MODE]: 'Disabled'}), annotated({[MODE]: 'Auto', [DEPRECATED]: 'disabled'})]).toEqual([
      'none',
      'none',
      'none',
    ])
  })

  test('outweighs trafficDistribution, also where it is switched off', () => {
    expect(annotated({[MODE]: 'Auto'}, {trafficDistribution: 'PreferClose'})).toBe('spread')
    const both = appliedService({trafficDistribution: 'PreferClose'}, {annotations: {[MODE]: 'Auto'}})
    expect(ask(both, ...nodes, ...podsOn('a1')).each).toEqual({'web-0': '-'})
    expect(annotated({[MODE]: 'Disabled'}, {trafficDistribution: 'PreferClose'})).toBe('own-place')
  })

  test('leaves every endpoint to its own zone where that is fair', () => {
    expect(ask(auto, ...nodes, ...podsOn('a1', 'b1', 'a1', 'b1')).each).toEqual({
      'web-0': 'zone-a',
      'web-1': 'zone-b',
      'web-2': 'zone-a',
      'web-3': 'zone-b',
    })
  })

  test('moves endpoints to where the CPU is; which of a zone go is open', () => {
    // Half of the CPU each: two of four endpoints each, so one of three moves.
    const {hints, each} = ask(auto, ...nodes, ...podsOn('a1', 'a1', 'a1', 'b1'))
    expect(hints).toEqual({
      kind: 'spread',
      zones: [
        {zone: 'zone-a', ready: 3, given: {least: 1, most: 1}, received: {least: 0, most: 0}},
        {zone: 'zone-b', ready: 1, given: {least: 0, most: 0}, received: {least: 1, most: 1}},
      ],
    })
    expect(each).toEqual({'web-0': '?', 'web-1': '?', 'web-2': '?', 'web-3': 'zone-b'})
  })

  test('counts ready endpoints only', () => {
    const unready = pod('web-9', {node: 'a1', ready: false})
    expect(ask(auto, ...nodes, ...podsOn('a1', 'b1'), unready).each).toEqual({'web-0': 'zone-a', 'web-1': 'zone-b', 'web-9': '-'})
  })

  const off = (...objects: readonly string[]) => {
    const {hints, each} = ask(auto, ...objects)
    expect(new Set(Object.values(each))).toEqual(new Set(['-']))
    return hints?.kind === 'off' ? hints.reason : undefined
  }

  test.each([
    ['a node has no zone', [node('x1')], {kind: 'node-without-zone', node: 'x1'}],
    ['a node has no CPU', [node('x1', 'zone-a', {cpu: null})], {kind: 'node-without-cpu', node: 'x1'}],
    ['a node has no CPU to give', [node('x1', 'zone-a', {cpu: '0'})], {kind: 'node-without-cpu', node: 'x1'}],
  ])('is switched off where %s, which counts for no Service', (_, others, reason) => {
    expect(off(...nodes, ...others, ...podsOn('a1', 'b1'))).toEqual(reason)
  })

  test('overlooks a node that has not reported itself yet', () => {
    const silent = JSON.stringify({apiVersion: 'v1', kind: 'Node', metadata: {name: 'x1'}})
    expect(ask(auto, ...nodes, silent, ...podsOn('a1', 'b1')).hints?.kind).toBe('spread')
    expect(off(silent, ...podsOn('x1'))).toEqual({kind: 'too-few-zones', zones: []})
  })

  test('counts a node that is ready, whatever else it reports', () => {
    const reporting = JSON.parse(node('c1', 'zone-c'))
    reporting.status.conditions.unshift({type: 'MemoryPressure', status: 'False'})
    expect(off(...nodes, JSON.stringify(reporting), ...podsOn('a1', 'b1'))).toEqual({kind: 'too-few-endpoints', endpoints: 2, zones: 3})
  })

  test('adds up the CPU of all nodes of a zone', () => {
    // Two thirds of the CPU in zone-a: two of three endpoints, as they are.
    const {hints} = ask(auto, ...nodes, node('a2', 'zone-a'), ...podsOn('a1', 'a2', 'b1'))
    expect(hints).toEqual({
      kind: 'spread',
      zones: [
        {zone: 'zone-a', ready: 2, given: {least: 0, most: 0}, received: {least: 0, most: 0}},
        {zone: 'zone-b', ready: 1, given: {least: 0, most: 0}, received: {least: 0, most: 0}},
      ],
    })
  })

  test.each([
    ['not ready', {ready: false}],
    ['of the control plane', {labels: {'node-role.kubernetes.io/control-plane': ''}}],
    ['of the control plane, in the old word', {labels: {'node-role.kubernetes.io/master': 'true'}}],
  ])('overlooks a node without zone that is %s', (_, shape) => {
    expect(ask(auto, ...nodes, node('x1', undefined, shape), ...podsOn('a1', 'b1')).hints?.kind).toBe('spread')
  })

  test('is switched off where all nodes are in one zone', () => {
    expect(off(node('a1', 'zone-a'), node('a2', 'zone-a'), ...podsOn('a1', 'a2'))).toEqual({kind: 'too-few-zones', zones: ['zone-a']})
  })

  test('is switched off with fewer endpoints than zones', () => {
    expect(off(...nodes, ...podsOn('a1'))).toEqual({kind: 'too-few-endpoints', endpoints: 1, zones: 2})
  })

  test('is switched off where a fair share would overload an endpoint', () => {
    // 1.5 each; ⌈1.5 / 1.2⌉ = 2 each, and there are three.
    expect(off(...nodes, ...podsOn('a1', 'a1', 'b1'))).toEqual({kind: 'overload', endpoints: 3, zones: 2})
  })

  test('is switched off where a ready endpoint has no zone', () => {
    const control = node('x1', undefined, {labels: {'node-role.kubernetes.io/control-plane': ''}})
    expect(off(...nodes, control, ...podsOn('a1', 'b1', 'a1', 'x1'))).toEqual({kind: 'endpoint-without-zone', endpoint: 'web-3'})
  })

  test('is open where the input has no nodes, or pods that do not run', () => {
    expect(ask(auto, ...podsOn('a1')).hints).toEqual({kind: 'unknown'})
    expect(ask(auto, ...nodes, workload('web')).hints).toEqual({kind: 'unknown'})
    expect(ask(auto, ...nodes, ...podsOn('a1', 'b1'), workload('more', {labels: {app: 'web'}}))).toEqual({
      hints: {kind: 'unknown'},
      each: {'web-0': '?', 'web-1': '?', more: '?'},
    })
  })

  test('is open where a workload counts its ready pods and the input lacks them: nobody knows their zones', () => {
    const counted = (readyReplicas: number) => {
      const object = JSON.parse(workload('web', {replicas: 2}))
      object.metadata.uid = 'uid-of-workload'
      return JSON.stringify({...object, status: {replicas: 2, readyReplicas}})
    }
    expect(ask(auto, ...nodes, counted(2)).hints).toEqual({kind: 'unknown'})
    // Those that are not ready do not count, wherever they are.
    expect(ask(auto, ...nodes, counted(0)).hints).toEqual({kind: 'off', reason: {kind: 'too-few-endpoints', endpoints: 0, zones: 2}})
    const published = appliedService({publishNotReadyAddresses: true}, {annotations: {[MODE]: 'Auto'}})
    expect(ask(published, ...nodes, workload('web', {replicas: 5})).hints).toEqual({kind: 'unknown'})
  })

  test('reckons with all of the capacity where nothing is said to be allocatable', () => {
    const capacity = (name: string, zone: string) => {
      const ready = [{type: 'Ready', status: 'True'}]
      return JSON.stringify({
        apiVersion: 'v1',
        kind: 'Node',
        metadata: {name, labels: {'topology.kubernetes.io/zone': zone}},
        status: {capacity: {cpu: '4'}, conditions: ready},
      })
    }
    expect(ask(auto, capacity('a1', 'zone-a'), capacity('b1', 'zone-b'), ...podsOn('a1', 'b1')).hints?.kind).toBe('spread')
  })

  test('is worked out for each IP family by itself', () => {
    const dual = appliedService({ipFamilies: ['IPv4', 'IPv6']}, {annotations: {[MODE]: 'Auto'}})
    const cluster = clusterWith(
      dual,
      ...nodes,
      pod('web-0', {node: 'a1', ips: ['10.1.0.1', 'fd00::1']}),
      pod('web-1', {node: 'b1', ips: ['10.1.0.2']}),
    )
    const [only] = cluster.services
    const hints = only && expectHints(cluster, only, expectEndpoints(cluster, only))
    expect([hints?.get('IPv4')?.kind, hints?.get('IPv6')?.kind]).toEqual(['spread', 'off'])
  })
})

describe('the spread over zones', () => {
  const shares = new Map([
    ['a', 1 / 3],
    ['b', 1 / 3],
    ['c', 1 / 3],
  ])
  const of = (ready: Readonly<Record<string, number>>, endpoints: number) =>
    Object.fromEntries(
      spread(allocate(shares, endpoints) ?? new Map(), new Map(Object.entries(ready))).map(({zone, given, received}) => [
        zone,
        [given.least, given.most, received.least, received.most],
      ]),
    )

  test('is to give each zone its share, and no less than keeps its endpoints from overload', () => {
    // Of six 1.5 and 4.5; ⌈1.5 / 1.2⌉ = 2 and ⌈4.5 / 1.2⌉ = 4.
    const quarters = new Map([
      ['a', 0.25],
      ['b', 0.75],
    ])
    expect([...(allocate(quarters, 6) ?? [])]).toEqual([
      ['a', 2],
      ['b', 4.5],
    ])
  })

  test('gives each zone its share where one has all', () => {
    expect(of({a: 6}, 6)).toEqual({a: [4, 4, 0, 0], b: [0, 0, 2, 2], c: [0, 0, 2, 2]})
  })

  test('leaves to chance which of two zones gets an endpoint that both lack', () => {
    // Zone d has no share of the CPU but an endpoint, so a's surplus of one cannot make up for what b and c lack: one each.
    expect(of({a: 3, b: 1, c: 1, d: 1}, 6)).toEqual({a: [1, 1, 0, 0], b: [0, 0, 0, 1], c: [0, 0, 0, 1], d: [0, 0, 0, 0]})
  })

  test('leaves to chance which of two zones gives', () => {
    // Of 9, a and b should have 2.25 each and c 4.5: one goes to c, and then too little is left on both sides.
    const uneven = new Map([
      ['a', 0.25],
      ['b', 0.25],
      ['c', 0.5],
    ])
    const ready = new Map([
      ['a', 3],
      ['b', 3],
      ['c', 3],
    ])
    const bounds = Object.fromEntries(spread(allocate(uneven, 9) ?? new Map(), ready).map(({zone, given}) => [zone, given]))
    expect(bounds).toEqual({a: {least: 0, most: 1}, b: {least: 0, most: 1}, c: {least: 0, most: 0}})
  })

  test('moves nothing for less than half an endpoint', () => {
    // 2.4 and 2.6 of five: ⌈2⌉ and ⌈2.17⌉ are 2 and 3, so b should have 3, and a 2.4.
    const slight = new Map([
      ['a', 0.48],
      ['b', 0.52],
    ])
    expect(
      spread(
        allocate(slight, 5) ?? new Map(),
        new Map([
          ['a', 3],
          ['b', 2],
        ]),
      ).map(({given}) => given.most),
    ).toEqual([1, 0])
    expect(
      spread(
        allocate(slight, 5) ?? new Map(),
        new Map([
          ['a', 2],
          ['b', 3],
        ]),
      ).map(({given}) => given.most),
    ).toEqual([0, 0])
  })

  const between = (desired: Readonly<Record<string, number>>, ready: Readonly<Record<string, number>>) =>
    spread(new Map(Object.entries(desired)), new Map(Object.entries(ready)))

  test('leaves open only the last moves: those from the amount at which several zones are equal', () => {
    // Zone a has 3.25 to give, b 1.25, and c lacks as much as a has: a gives two, and then a or b one.
    expect(between({a: 1.75, b: 1.75, c: 4.25}, {a: 5, b: 3, c: 1}).map(({given, received}) => [given, received])).toEqual([
      [
        {least: 2, most: 3},
        {least: 0, most: 0},
      ],
      [
        {least: 0, most: 1},
        {least: 0, most: 0},
      ],
      [
        {least: 0, most: 0},
        {least: 3, most: 3},
      ],
    ])
  })

  test('moves half an endpoint for a whole one that is lacking, and a whole one for a half', () => {
    expect(between({a: 2.5, b: 5}, {a: 3, b: 4}).map(({given, received}) => [given.most, received.most])).toEqual([
      [1, 0],
      [0, 1],
    ])
    expect(between({a: 3, b: 4.5}, {a: 4, b: 4}).map(({given, received}) => [given.most, received.most])).toEqual([
      [1, 0],
      [0, 1],
    ])
    // Half an endpoint on both sides stays where it is.
    expect(between({a: 2.5, b: 4.5}, {a: 3, b: 4}).map(({given, received}) => [given.most, received.most])).toEqual([
      [0, 0],
      [0, 0],
    ])
  })

  test('stands in the order of the zones, wherever they were read', () => {
    expect(between({c: 1, a: 1}, {b: 1, c: 1}).map(({zone, ready}) => [zone, ready])).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 1],
    ])
  })

  const zones = fc.array(fc.record({cpu: fc.integer({min: 1, max: 64}), ready: fc.integer({min: 0, max: 30})}), {
    minLength: 2,
    maxLength: 5,
  })

  test('takes from no zone what it has not, gives back what it takes, and overloads nobody', () => {
    fc.assert(
      fc.property(zones, (zones) => {
        const total = zones.reduce((sum, {cpu}) => sum + cpu, 0)
        const endpoints = zones.reduce((sum, {ready}) => sum + ready, 0)
        fc.pre(endpoints >= zones.length)
        const shares = new Map(zones.map(({cpu}, index) => [`z${index}`, cpu / total]))
        const desired = allocate(shares, endpoints)
        fc.pre(desired !== undefined)
        const result = spread(desired ?? new Map(), new Map(zones.map(({ready}, index) => [`z${index}`, ready])))
        for (const {ready, given, received} of result) {
          expect(given.least).toBeGreaterThanOrEqual(0)
          expect(received.least).toBeGreaterThanOrEqual(0)
          expect(given.most).toBeLessThanOrEqual(ready)
          expect(Math.min(given.most, received.most)).toBe(0)
          expect(given.most - given.least).toBeLessThanOrEqual(1)
        }
        // Each move has a giver and a receiver: their numbers agree within what chance leaves open.
        const sum = (side: 'given' | 'received', bound: 'least' | 'most') => result.reduce((all, zone) => all + zone[side][bound], 0)
        expect(sum('given', 'least')).toBeLessThanOrEqual(sum('received', 'most'))
        expect(sum('received', 'least')).toBeLessThanOrEqual(sum('given', 'most'))
      }),
    )
  })
})
