import {describe, expect, it} from 'vitest'
import {buildCluster} from '../../../src/cluster/cluster.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {withNodes} from '../../../src/questions/plan/node-pools.ts'
import {EMPTY_PLAN, emptyPool} from '../../../src/questions/plan/plan.ts'
import {joinPlan} from '../../../src/questions/plan/question.ts'

const clusterOf = (objects: readonly WireObject[]) =>
  buildCluster({objects: objects.map((object) => ({object, origin: undefined})), leftOut: []}, undefined)

const node = (name: string, labels: WireObject = {}, pods = '30', uid: string | undefined = `uid-${name}`): WireObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {name, labels, ...(uid !== undefined && {uid})},
  status: {capacity: {pods}},
})

const pod = (name: string, nodeName: string | undefined, spec: WireObject = {}, phase = 'Running'): WireObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {name, namespace: 'shop', uid: `uid-${name}`},
  spec: {...spec, nodeName, containers: [{name: 'a', image: 'a'}]},
  status: {phase},
})

const SYSTEM = {'kubernetes.azure.com/agentpool': 'system', 'kubernetes.azure.com/mode': 'system', 'kubernetes.io/os': 'linux'}
const SPOT = {agentpool: 'spot', 'kubernetes.azure.com/mode': 'user', 'kubernetes.azure.com/scalesetpriority': 'spot'}

describe('the nodes of a running cluster', () => {
  it('are pools by the names that AKS labels them with', () => {
    const {pools} = withNodes(EMPTY_PLAN, clusterOf([node('a', SYSTEM, '110'), node('b', SPOT), node('c', SPOT)]))
    expect(pools.map(({name, count, maxPods, spot, mode}) => ({name, count, maxPods, spot, mode}))).toEqual([
      {name: 'spot', count: 2, maxPods: 30, spot: true, mode: 'User'},
      {name: 'system', count: 1, maxPods: 110, spot: false, mode: 'System'},
    ])
  })

  it('are one pool where they name none', () => {
    expect(withNodes(EMPTY_PLAN, clusterOf([node('a'), node('b')])).pools.map(({name, count}) => [name, count])).toEqual([['nodes', 2]])
  })

  it('say nothing of the most pods where one of them does not', () => {
    expect(withNodes(EMPTY_PLAN, clusterOf([node('a'), node('b', {}, '')])).pools[0]?.maxPods).toBeUndefined()
  })

  it('count the pods with an address of their own: not those that have ended, nor those on the network of the host', () => {
    const pods = [
      pod('runs', 'a'),
      pod('waits', 'a', {}, 'Pending'),
      pod('done', 'a', {}, 'Succeeded'),
      pod('host', 'a', {hostNetwork: true}),
    ]
    expect(withNodes(EMPTY_PLAN, clusterOf([node('a'), ...pods])).pools[0]?.pods).toBe(2)
  })

  it('do not have the pods that wait for one, which a note counts', () => {
    const {pools, notes} = withNodes(EMPTY_PLAN, clusterOf([node('a'), pod('runs', 'a'), pod('waits', undefined, {}, 'Pending')]))
    expect(pools[0]?.pods).toBe(1)
    expect(notes).toContain('not counted: 1 pod without a node yet')
  })

  it('leave a plan alone that states its pools, and are none where they are only manifests', () => {
    const stated = {...EMPTY_PLAN, pools: [emptyPool('mine')]}
    expect(withNodes(stated, clusterOf([node('a')]))).toBe(stated)
    expect(withNodes(EMPTY_PLAN, clusterOf([{...node('a'), metadata: {name: 'a', labels: {}}}]))).toBe(EMPTY_PLAN)
  })

  it('have the range of Services from the ServiceCIDR, unless the plan states one', () => {
    const cidr = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'ServiceCIDR',
      metadata: {name: 'kubernetes', uid: 'u'},
      spec: {cidrs: ['fd00::/112', '10.8.0.0/16']},
    }
    expect(withNodes(EMPTY_PLAN, clusterOf([node('a'), cidr])).network.serviceCidr?.text).toBe('10.8.0.0/16')
  })

  it('come before workloads, and after flags that state the nodes', () => {
    const sources = {file: undefined, az: [], cluster: clusterOf([node('a'), node('b')]), nodeSize: undefined}
    expect(joinPlan({...sources, flags: {}}).pools.map(({count}) => count)).toEqual([2])
    expect(joinPlan({...sources, flags: {nodes: '7'}}).pools.map(({count}) => count)).toEqual([7])
  })
})
