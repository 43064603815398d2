import {describe, expect, test} from 'vitest'
import type {Fields} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {at, LEAVING, portOf, READY, UNREADY, webService, webSlice} from './objects.ts'

const addresses = (endpoints: readonly {readonly address: string | null}[]) => endpoints.map(({address}) => address)

/** What node-a sends traffic to, by policy; `spec` is the Service's. */
function usable(endpoints: readonly WireObject[], spec: Fields = {}, node = 'node-a') {
  const {cluster, local, reachable, existAnywhere} = portOf([webService(spec), webSlice(endpoints)], {node}).usable
  return {cluster: addresses(cluster), local: addresses(local), reachable: addresses(reachable), existAnywhere}
}

const one = (index: number, rest: Fields = {}) => at(`10.244.0.${index}`, rest)
const here = {nodeName: 'node-a'}
const there = {nodeName: 'node-b'}
const forZone = (...names: readonly string[]) => ({hints: {forZones: names.map((name) => ({name}))}})
const forNode = (...names: readonly string[]) => ({hints: {forNodes: names.map((name) => ({name}))}})
const LOCAL_INSIDE = {internalTrafficPolicy: 'Local'}
const LOCAL_OUTSIDE = {type: 'NodePort', externalTrafficPolicy: 'Local', ports: [{port: 80, protocol: 'TCP', nodePort: 30_080}]}

describe('readiness', () => {
  test('ready endpoints are used, wherever they are', () => {
    expect(usable([one(1, here), one(2, {conditions: UNREADY}), one(3, there)])).toEqual({
      cluster: ['10.244.0.1', '10.244.0.3'],
      local: [],
      reachable: ['10.244.0.1', '10.244.0.3'],
      existAnywhere: true,
    })
  })

  test('endpoints that serve while they terminate are used where none is ready', () => {
    expect(usable([one(1, {conditions: LEAVING}), one(2, {conditions: UNREADY})]).cluster).toEqual(['10.244.0.1'])
    expect(usable([one(1, {conditions: LEAVING}), one(2)]).cluster).toEqual(['10.244.0.2'])
  })

  test('endpoints that neither are ready nor serve are never used', () => {
    expect(usable([one(1, {conditions: {...LEAVING, serving: false}}), one(2, {conditions: UNREADY})])).toMatchObject({
      cluster: [],
      existAnywhere: false,
    })
    expect(usable([])).toMatchObject({cluster: [], existAnywhere: false})
  })

  test('conditions that a slice does not state mean ready', () => {
    expect(usable([one(1, {conditions: {}})]).cluster).toEqual(['10.244.0.1'])
  })

  test('an endpoint that terminates serves unless the slice says otherwise', () => {
    expect(usable([one(1, {conditions: {ready: false, terminating: true}})]).cluster).toEqual(['10.244.0.1'])
  })
})

describe('policy Local', () => {
  test('inside only uses endpoints of the node, and knows that others exist', () => {
    expect(usable([one(1, here), one(2, there)], LOCAL_INSIDE)).toEqual({
      cluster: [],
      local: ['10.244.0.1'],
      reachable: ['10.244.0.1'],
      existAnywhere: true,
    })
    expect(usable([one(2, there)], LOCAL_INSIDE)).toMatchObject({local: [], existAnywhere: true})
  })

  test('outside uses both, since pods and the node itself reach everything', () => {
    expect(usable([one(1, here), one(2, there)], LOCAL_OUTSIDE)).toMatchObject({
      cluster: ['10.244.0.1', '10.244.0.2'],
      local: ['10.244.0.1'],
      reachable: ['10.244.0.1', '10.244.0.2'],
    })
  })

  test('falls back to what terminates on the node though others are ready elsewhere', () => {
    const endpoints = [one(1, {...here, conditions: LEAVING}), one(2, {...there, conditions: READY})]
    expect(usable(endpoints, LOCAL_OUTSIDE)).toMatchObject({
      cluster: ['10.244.0.2'],
      local: ['10.244.0.1'],
      reachable: ['10.244.0.1', '10.244.0.2'],
    })
  })

  test('takes no notice of hints', () => {
    expect(usable([one(1, {...here, ...forZone('zone-b')}), one(2, {...there, ...forZone('zone-a')})], LOCAL_OUTSIDE)).toMatchObject({
      cluster: ['10.244.0.2'],
      local: ['10.244.0.1'],
    })
  })
})

describe('hints', () => {
  test('for the zone of the node leave only those endpoints', () => {
    expect(usable([one(1, forZone('zone-a')), one(2, forZone('zone-b')), one(3, forZone('zone-a', 'zone-b'))]).cluster).toEqual([
      '10.244.0.1',
      '10.244.0.3',
    ])
  })

  test('do not count as soon as one ready endpoint has none', () => {
    expect(usable([one(1, forZone('zone-a')), one(2)]).cluster).toEqual(['10.244.0.1', '10.244.0.2'])
  })

  test('count although endpoints that are not ready have none', () => {
    expect(usable([one(1, forZone('zone-a')), one(2, forZone('zone-b')), one(3, {conditions: UNREADY})]).cluster).toEqual(['10.244.0.1'])
  })

  test('do not count where none is for the zone of the node', () => {
    expect(usable([one(1, forZone('zone-b')), one(2, forZone('zone-c'))]).cluster).toEqual(['10.244.0.1', '10.244.0.2'])
  })

  test('do not count on a node without zone', () => {
    expect(usable([one(1, forZone('zone-a')), one(2, forZone('zone-b'))], {}, 'node-nobody-knows').cluster).toEqual([
      '10.244.0.1',
      '10.244.0.2',
    ])
  })

  test('for nodes do not count as soon as one ready endpoint has none', () => {
    expect(usable([one(1, forNode('node-a')), one(2)]).cluster).toEqual(['10.244.0.1', '10.244.0.2'])
  })

  test('for the node come before those for its zone', () => {
    const both = (node: string, zone: string) => ({hints: {forNodes: [{name: node}], forZones: [{name: zone}]}})
    expect(usable([one(1, both('node-a', 'zone-b')), one(2, both('node-b', 'zone-a'))]).cluster).toEqual(['10.244.0.1'])
  })

  test('for other nodes give way to those for the zone', () => {
    const both = (node: string, zone: string) => ({hints: {forNodes: [{name: node}], forZones: [{name: zone}]}})
    expect(usable([one(1, both('node-b', 'zone-a')), one(2, both('node-c', 'zone-b'))]).cluster).toEqual(['10.244.0.1'])
    expect(usable([one(1, forNode('node-b')), one(2, forNode('node-c'))]).cluster).toEqual(['10.244.0.1', '10.244.0.2'])
  })

  test('do not keep terminating endpoints from being the last resort', () => {
    expect(usable([one(1, {...forZone('zone-b'), conditions: LEAVING})]).cluster).toEqual(['10.244.0.1'])
  })
})
