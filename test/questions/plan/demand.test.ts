import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {buildCluster} from '../../../src/cluster/cluster.ts'
import {demandsOf, loadBalancersOf, uncountedWorkloads} from '../../../src/questions/plan/cluster-demand.ts'
import {type Demand, demandOf, type NodeOffer, type WorkloadDemand} from '../../../src/questions/plan/demand.ts'
import {readNodeSize, withServices, withWorkloads} from '../../../src/questions/plan/manifest-plan.ts'
import {EMPTY_PLAN} from '../../../src/questions/plan/plan.ts'
import {parseQuantity} from '../../../src/questions/plan/quantity.ts'
import {joinPlan} from '../../../src/questions/plan/question.ts'
import {ask} from './plans.ts'

const GI = 2 ** 30
const workload = (changes: Partial<WorkloadDemand>): WorkloadDemand => ({
  name: 'web',
  replicas: 1,
  maxReplicas: 1,
  perNode: false,
  cpu: 0,
  memory: 0,
  hostNetwork: false,
  ...changes,
})
const offer: NodeOffer = {cpu: 4000, memory: 16 * GI, maxPods: 30}

describe('nodes for workloads', () => {
  it('are counted by cpu: 10 pods of 1.5 cores go two on a node of 4', () => {
    expect(demandOf([workload({replicas: 10, cpu: 1500})], offer, false)).toMatchObject({nodes: 5, pods: 10, addresses: 10})
  })

  it('are counted by memory where that is scarcer', () => {
    expect(demandOf([workload({replicas: 10, cpu: 100, memory: 6 * GI})], offer, false).nodes).toBe(5)
  })

  it('are counted by max-pods where pods ask for nothing', () => {
    expect(demandOf([workload({replicas: 61})], offer, false).nodes).toBe(3)
  })

  it('carry one pod of every DaemonSet, which takes its share and its place', () => {
    const agent = workload({name: 'agent', replicas: 0, perNode: true, cpu: 1000, hostNetwork: true})
    // 3 cores are left: two pods of 1.5; five nodes, five agents, none of which has an address of its own.
    expect(demandOf([agent, workload({replicas: 10, cpu: 1500})], offer, false)).toMatchObject({nodes: 5, pods: 15, addresses: 10})
    // 29 places are left of 30.
    expect(demandOf([agent, workload({replicas: 58})], offer, false).nodes).toBe(2)
    expect(demandOf([agent, workload({replicas: 59})], offer, false).nodes).toBe(3)
  })

  it('follow the autoscaler to its maximum', () => {
    const scaled = [workload({replicas: 2, maxReplicas: 20, cpu: 2000})]
    expect([demandOf(scaled, offer, false).nodes, demandOf(scaled, offer, true).nodes]).toEqual([1, 10])
  })

  it('fill the gaps that large pods leave with small ones', () => {
    const large = workload({name: 'large', replicas: 2, cpu: 3000})
    expect(demandOf([workload({replicas: 2, cpu: 1000}), large], offer, false).nodes).toBe(2)
  })

  it('say which pod fits on no node', () => {
    expect(demandOf([workload({name: 'huge', cpu: 5000}), workload({cpu: 1000})], offer, false)).toMatchObject({
      nodes: 1,
      unplaceable: ['huge'],
    })
  })

  it('in groups come out as when every pod is placed by itself', () => {
    const any = fc.record({
      replicas: fc.integer({min: 0, max: 40}),
      cpu: fc.integer({min: 0, max: 4000}),
      memory: fc.integer({min: 0, max: 16}).map((gibibytes) => gibibytes * GI),
    })
    fc.assert(
      fc.property(fc.array(any, {minLength: 1, maxLength: 6}), (list) => {
        const workloads = list.map((one, index) => workload({...one, name: `w${index}`, maxReplicas: one.replicas}))
        const {nodes, pods} = demandOf(workloads, offer, false)
        expect(nodes).toBe(placedOneByOne(workloads, offer))
        expect(pods).toBe(list.reduce((sum, {replicas}) => sum + replicas, 0))
      }),
      {numRuns: 500, seed: 20},
    )
  })

  it('of a million replicas are counted as fast as of one', () => {
    const start = performance.now()
    const demand: Demand = demandOf(
      [workload({replicas: 1_000_000, cpu: 700}), workload({name: 'b', replicas: 500_000, cpu: 300})],
      offer,
      false,
    )
    // 5 × 700 leave 500: one of 300 more on each of 200,000 nodes; the other 300,000 go 13 on a node: 23,077.
    expect(demand.nodes).toBe(200_000 + 23_077)
    expect(performance.now() - start).toBeLessThan(100)
  })
})

/** First fit, largest share first, pod by pod. */
function placedOneByOne(workloads: readonly WorkloadDemand[], {cpu, memory, maxPods}: NodeOffer): number {
  const share = (one: WorkloadDemand) => Math.max(one.cpu / cpu, one.memory / memory)
  const ordered = workloads.toSorted((a, b) => share(b) - share(a) || (a.name < b.name ? -1 : 1))
  const nodes: {cpu: number; memory: number; places: number}[] = []
  for (const one of ordered) {
    for (let index = 0; index < one.replicas; index++) {
      const room = nodes.find((node) => node.cpu >= one.cpu && node.memory >= one.memory && node.places > 0)
      const node = room ?? {cpu, memory, places: maxPods}
      if (!room) nodes.push(node)
      node.cpu -= one.cpu
      node.memory -= one.memory
      node.places -= 1
    }
  }
  return nodes.length
}

describe('quantities', () => {
  it.each([
    ['500m', 0.5],
    ['2', 2],
    [2, 2],
    ['1.5', 1.5],
    ['128Mi', 134_217_728],
    ['1Gi', 1_073_741_824],
    ['1G', 1e9],
    ['2e3', 2000],
    ['.5', 0.5],
    ['', undefined],
    ['-1', undefined],
    ['1 Gi', undefined],
    ['lots', undefined],
    [null, undefined],
  ])('%j is %s', (text, value) => {
    expect(parseQuantity(text)).toBe(value)
  })
})

const container = (cpu: string, memory: string) => ({name: 'c', image: 'web', resources: {requests: {cpu, memory}}})
const selector = {matchLabels: {app: 'web'}}
const template = (spec: object) => ({metadata: {labels: {app: 'web'}}, spec})
const objects = [
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {name: 'web'},
    spec: {selector, replicas: 3, template: template({containers: [container('500m', '1Gi'), container('250m', '1Gi')]})},
  },
  {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: {name: 'web'},
    spec: {scaleTargetRef: {kind: 'Deployment', name: 'web'}, maxReplicas: 12},
  },
  {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: {name: 'agent'},
    spec: {selector, template: template({hostNetwork: true, containers: [container('100m', '64Mi')]})},
  },
  {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: {name: 'db'},
    spec: {
      selector,
      replicas: 2,
      template: template({
        containers: [{name: 'db', image: 'db', resources: {limits: {cpu: '1', memory: '2Gi'}}}],
        initContainers: [
          {name: 'init', resources: {requests: {cpu: '3'}}},
          {name: 'proxy', restartPolicy: 'Always', resources: {requests: {cpu: '100m'}}},
        ],
      }),
    },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: 'in', annotations: {'service.beta.kubernetes.io/azure-load-balancer-internal': 'true'}},
    spec: {type: 'LoadBalancer', ports: [{port: 80}, {port: 443}]},
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: 'slip', annotations: {'service.beta.kubernetes.io/azure-load-balancer-internal': 'True'}},
    spec: {type: 'LoadBalancer', ports: [{port: 80}]},
  },
  {apiVersion: 'v1', kind: 'Service', metadata: {name: 'plain'}, spec: {ports: [{port: 80}]}},
]
const cluster = buildCluster({objects: objects.map((object) => ({object, origin: undefined})), leftOut: []}, 'default')

describe('what manifests ask for', () => {
  it('is read per workload, with the maximum of its autoscaler', () => {
    expect(demandsOf(cluster)).toEqual([
      {name: 'Deployment/web', replicas: 3, maxReplicas: 12, perNode: false, cpu: 750, memory: 2 * GI, hostNetwork: false},
      {name: 'DaemonSet/agent', replicas: 0, maxReplicas: 0, perNode: true, cpu: 100, memory: 64 * 2 ** 20, hostNetwork: true},
      // A limit stands for a request that is not stated; the init container asks for more than the rest together.
      {name: 'StatefulSet/db', replicas: 2, maxReplicas: 2, perNode: false, cpu: 3000, memory: 2 * GI, hostNetwork: false},
    ])
    expect(uncountedWorkloads(cluster)).toEqual([])
  })

  it('counts load balancers, internal only where the annotation is exactly "true" as the controller has it', () => {
    expect(loadBalancersOf(cluster)).toEqual({internal: 1, public: 1, ports: 2, grow: false})
  })

  it('becomes one pool where the plan states none', () => {
    const plan = withWorkloads(withServices(EMPTY_PLAN, cluster), cluster, readNodeSize('3900m,14Gi'), 30)
    // Now: db 3000 + web 750 = 3750 ≤ 3800 on two nodes, the third web beside nothing: 3 nodes. Full: 12 web: 2 beside db, 10 at 5 a node (6 × 2 Gi > 13.9).
    expect(plan.pools.map(({count, maxCount, maxPods, pods}) => ({count, maxCount, maxPods, pods}))).toEqual([
      {count: 3, maxCount: 4, maxPods: 30, pods: 14},
    ])
    expect(plan.loadBalancers).toMatchObject({internal: 1, public: 1})
    expect(plan.notes.join('\n')).toContain('the manifests ask for 8 pods on 3 nodes now, 18 on 4')
  })

  it('counts the sidecars that run before an init container with it', () => {
    const sidecar = {name: 'proxy', restartPolicy: 'Always', resources: {requests: {cpu: '100m'}}}
    const init = {name: 'init', resources: {requests: {cpu: '3'}}}
    const cpuOf = (initContainers: readonly object[]) => {
      const spec = {selector, replicas: 1, template: template({containers: [container('500m', '1Gi')], initContainers})}
      const object = {apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name: 'x'}, spec}
      return demandsOf(buildCluster({objects: [{object, origin: undefined}], leftOut: []}, 'default'))[0]?.cpu
    }
    expect(cpuOf([init, sidecar])).toBe(3000)
    expect(cpuOf([sidecar, init])).toBe(3100)
  })

  it('puts the frontends of the Services given into the subnet of nodes, whoever states the nodes', () => {
    const flags = {nodes: '10', 'max-pods': '30', mode: ['overlay']}
    const joined = joinPlan({file: undefined, az: [], cluster, flags, nodeSize: undefined})
    // 10 + 1 nodes would fill the 11 of a /28; with one internal frontend they are 12.
    expect(ask(joined).data.options[0]?.subnets[0]).toMatchObject({addresses: 12, prefixLength: 27})
    expect(joined.pools.map(({count}) => count)).toEqual([10])
  })

  it.each(['4', '4,', 'x,1Gi', ''])('a node size of %j is an error', (text) => {
    expect(() => readNodeSize(text)).toThrow('is not CPU,MEMORY')
  })
})
