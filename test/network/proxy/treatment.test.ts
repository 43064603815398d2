import {describe, expect, test} from 'vitest'
import type {Fields} from '../../../src/cluster/fields.ts'
import type {Outcome, Treatment} from '../../../src/network/proxy/treatment.ts'
import {at, type ModelOptions, portOf, webService, webSlice} from './objects.ts'

const HERE = at('10.244.0.1', {nodeName: 'node-a'})
const THERE = at('10.244.1.1', {nodeName: 'node-b'})
const NODE_PORT = {type: 'NodePort', ports: [{port: 80, protocol: 'TCP', nodePort: 30_080}]}

/** `10.244.0.1 masqueraded`, `drop`. */
function inWords(outcome: Outcome | undefined): string {
  if (outcome?.kind !== 'endpoints') return outcome?.kind ?? 'nothing'
  return `${outcome.endpoints.map(({address}) => address).join(' or ')}${outcome.masquerade ? ' masqueraded' : ''}`
}

const treatment = (from: Treatment | undefined) => [inWords(from?.pods), inWords(from?.node), inWords(from?.others)]

function treatments(spec: Fields, endpoints: readonly Fields[], options: ModelOptions = {}) {
  const {internal, external} = portOf([webService(spec), webSlice(endpoints)], options)
  return {internal: treatment(internal), external: treatment(external)}
}

describe('traffic to the cluster IP, from pods, the node and elsewhere', () => {
  test('goes to all endpoints, masqueraded unless it comes from a pod', () => {
    const both = '10.244.0.1 or 10.244.1.1'
    expect(treatments({}, [HERE, THERE]).internal).toEqual([both, `${both} masqueraded`, `${both} masqueraded`])
  })

  test('is masqueraded always where masqueradeAll says so, and never where pods cannot be told', () => {
    const all = {configuration: {iptables: {masqueradeAll: true}}}
    expect(treatments({}, [HERE], all).internal).toEqual(Array(3).fill('10.244.0.1 masqueraded'))
    expect(treatments({}, [HERE], {configuration: {clusterCIDR: ''}}).internal).toEqual(Array(3).fill('10.244.0.1'))
  })

  test('is refused where nobody has endpoints, and dropped where only other nodes have', () => {
    expect(treatments({}, []).internal).toEqual(['reject', 'reject', 'reject'])
    expect(treatments({internalTrafficPolicy: 'Local'}, []).internal).toEqual(['reject', 'reject', 'reject'])
    expect(treatments({internalTrafficPolicy: 'Local'}, [THERE]).internal).toEqual(['drop', 'drop', 'drop'])
  })
})

describe('traffic to a node port', () => {
  test('is nothing where there is none', () => {
    expect(treatments({}, [HERE]).external).toEqual(['nothing', 'nothing', 'nothing'])
  })

  test('is masqueraded for everybody under policy Cluster', () => {
    expect(treatments(NODE_PORT, [HERE, THERE]).external).toEqual(Array(3).fill('10.244.0.1 or 10.244.1.1 masqueraded'))
  })

  test('keeps its source under policy Local, and reaches everything from pods and the node', () => {
    const local = {...NODE_PORT, externalTrafficPolicy: 'Local'}
    const both = '10.244.0.1 or 10.244.1.1'
    expect(treatments(local, [HERE, THERE]).external).toEqual([both, `${both} masqueraded`, '10.244.0.1'])
    expect(treatments(local, [THERE]).external).toEqual(['10.244.1.1', '10.244.1.1 masqueraded', 'drop'])
    expect(treatments(local, []).external).toEqual(['reject', 'reject', 'reject'])
  })

  test('is told with the policy that it goes by: under policy Local pods and the node go by Cluster all the same', () => {
    const policies = (spec: Fields) => {
      const {external} = portOf([webService({...NODE_PORT, ...spec}), webSlice([HERE, THERE])])
      return [external?.pods, external?.node, external?.others].map((outcome) => outcome?.kind === 'endpoints' && outcome.policy)
    }
    expect(policies({})).toEqual(['Cluster', 'Cluster', 'Cluster'])
    expect(policies({externalTrafficPolicy: 'Local'})).toEqual(['Cluster', 'Cluster', 'Local'])
  })

  test('of a pod is like any other under policy Local where pods cannot be told', () => {
    const local = {...NODE_PORT, externalTrafficPolicy: 'Local'}
    expect(treatments(local, [THERE], {configuration: {clusterCIDR: ''}}).external).toEqual(['drop', '10.244.1.1 masqueraded', 'drop'])
  })

  test('reaches all endpoints though the internal policy is Local', () => {
    expect(treatments({...NODE_PORT, internalTrafficPolicy: 'Local'}, [THERE])).toEqual({
      internal: ['drop', 'drop', 'drop'],
      external: Array(3).fill('10.244.1.1 masqueraded'),
    })
  })
})
