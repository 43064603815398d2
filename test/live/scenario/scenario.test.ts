import {describe, expect, test} from 'vitest'
import {valueAt} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {parsePort} from './port-notation.ts'
import {randomObjects} from './random.ts'
import {type Case, reduceCase} from './reduction.ts'
import {objectsTogether, scenario} from './scenario.ts'
import {WRITTEN} from './written/index.ts'

const named = (objects: readonly WireObject[], name: string) => objects.find((object) => valueAt(object, 'metadata', 'name') === name)
const addressesOf = (objects: readonly WireObject[], name: string) => valueAt(named(objects, name), 'status', 'podIPs')

describe('a scenario', () => {
  test('gives pods in turn to its nodes, with addresses of their ranges, and its lists in turn to the pods', () => {
    const objects = scenario('shop')
      .node('one', {zone: 'zone-a'})
      .node('two')
      .pods('web', 3, {ports: {http: 8080}, ready: [true, false]})
      .pods('agent', 1, {on: 'two', hostNetwork: true, families: ['IPv6']})
      .objects()
    expect(addressesOf(objects, 'web-0')).toEqual([{ip: '10.244.0.2'}, {ip: 'fd00:244::2'}])
    expect(addressesOf(objects, 'web-1')).toEqual([{ip: '10.244.1.2'}, {ip: 'fd00:244:1::2'}])
    expect(addressesOf(objects, 'web-2')).toEqual([{ip: '10.244.0.3'}, {ip: 'fd00:244::3'}])
    expect(addressesOf(objects, 'agent-0')).toEqual([{ip: 'fd77::b'}])
    expect(valueAt(named(objects, 'web-1'), 'status', 'conditions')).toContainEqual(
      expect.objectContaining({type: 'Ready', status: 'False'}),
    )
    expect(valueAt(named(objects, 'two'), 'spec', 'podCIDRs')).toEqual(['10.244.1.0/24', 'fd00:244:1::/64'])
  })

  test('goes on in another namespace after that is named', () => {
    const objects = scenario('one')
      .service('web', {ports: ['80']})
      .namespace('other')
      .service('api', {ports: ['80']})
      .objects()
    expect(objects.filter(({kind}) => kind === 'Namespace').map((object) => valueAt(object, 'metadata', 'name'))).toEqual(['one', 'other'])
    expect(valueAt(named(objects, 'api'), 'metadata', 'namespace')).toBe('other')
  })

  test('shares nodes with others, and no address', () => {
    const one = scenario('one').pods('web', 3)
    const other = scenario('other').pods('api', 3)
    const together = objectsTogether([one, other])
    expect(together.filter(({kind}) => kind === 'Node')).toHaveLength(3)
    const addresses = together.filter(({kind}) => kind === 'Pod').map((pod) => valueAt(pod, 'status', 'podIP'))
    expect(new Set(addresses).size).toBe(6)
    expect(() => objectsTogether([one, scenario('third').node('node-a')])).toThrow('third has another Node/node-a')
  })

  test('names its ports in one line', () => {
    expect(parsePort('80')).toEqual({port: 80})
    expect(parsePort('dns 53→5353/UDP')).toEqual({name: 'dns', port: 53, targetPort: 5353, protocol: 'UDP'})
    expect(parsePort('web 443→https@30043 kubernetes.io/h2c')).toEqual({
      name: 'web',
      port: 443,
      targetPort: 'https',
      nodePort: 30043,
      appProtocol: 'kubernetes.io/h2c',
    })
    expect(() => parsePort('http')).toThrow('"http" is no port')
    expect(() => parsePort('80/tcp')).toThrow('is no port')
  })

  test('is written at least twelve times, with a hundred and fifty Services in all', () => {
    expect(WRITTEN.length).toBeGreaterThanOrEqual(12)
    expect(objectsTogether(WRITTEN).filter(({kind}) => kind === 'Service').length).toBeGreaterThanOrEqual(150)
  })
})

describe('random objects', () => {
  const size = {services: 50, pods: 100}

  test('are the same for one seed, and others for another', () => {
    expect(randomObjects(7, size)).toEqual(randomObjects(7, size))
    expect(randomObjects(8, size)).not.toEqual(randomObjects(7, size))
  })

  test('are as many as was asked for', () => {
    const kinds = randomObjects(7, size).map(({kind}) => kind)
    expect(kinds.filter((kind) => kind === 'Service')).toHaveLength(50)
    expect(kinds.filter((kind) => kind === 'Pod')).toHaveLength(100)
  })
})

describe('the reduction of a case', () => {
  const pods = (count: number): Case =>
    Array.from({length: count}, (_, index) => ({kind: 'Pod', metadata: {name: `pod-${index}`}, spec: {a: 1, b: {c: [1, 2, 3]}}}))
  const service: WireObject = {kind: 'Service', metadata: {name: 'web', labels: {x: 'y'}}, spec: {ports: [{port: 80}, {port: 81}]}}

  test('comes down to the objects, fields and items without which it does not fail', async () => {
    // Fails where pods 3 and 17 are both there and the second item of `c` in one of them is.
    const fails = (one: Case) =>
      named(one, 'pod-3') !== undefined && JSON.stringify(valueAt(named(one, 'pod-17'), 'spec', 'b', 'c') ?? '').includes('2')
    const {smallest} = await reduceCase([service, ...pods(40)], async (cases) => cases.map(fails))
    expect(smallest).toEqual([
      {kind: 'Service', metadata: {name: 'web'}},
      {kind: 'Pod', metadata: {name: 'pod-3'}},
      {kind: 'Pod', metadata: {name: 'pod-17'}, spec: {b: {c: [2]}}},
    ])
  })

  test('ends with what it has after so many tries', async () => {
    const {smallest, tries} = await reduceCase([service, ...pods(40)], async (cases) => cases.map((one) => one.length > 20), 30)
    expect(tries).toBe(30)
    expect(smallest.length).toBeGreaterThan(20)
    expect(smallest.length).toBeLessThan(41)
  })
})
