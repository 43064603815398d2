import {DEFAULT_MAX_PODS} from '../../azure/default-max-pods.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {UserError} from '../../user-error.ts'
import {amount, counted} from './amount.ts'
import {demandsOf, loadBalancersOf, uncountedWorkloads} from './cluster-demand.ts'
import {demandOf, type NodeOffer} from './demand.ts'
import {emptyPool, type Plan} from './plan.ts'
import {parseQuantity} from './quantity.ts'

/** What `--node-size` and `--max-pods` say about a node. */
export interface NodeSize {
  readonly cpu: number
  readonly memory: number
}

/** Reads `4,16Gi`: cores and memory that a node offers to pods. */
export function readNodeSize(text: string): NodeSize {
  const [cpu, memory] = text.split(',').map(parseQuantity)
  if (!cpu || !memory)
    throw new UserError(`--node-size ${text} is not CPU,MEMORY`, 'what a node offers to pods (allocatable), as in 3860m,12Gi')
  return {cpu: cpu * 1000, memory}
}

/** Lays the Services of type LoadBalancer over a plan that counts none. */
export function withServices(plan: Plan, cluster: Cluster): Plan {
  const balancers = loadBalancersOf(cluster)
  if (balancers.internal + balancers.public === 0 || plan.loadBalancers.internal + plan.loadBalancers.public > 0) return plan
  const note = `Services of type LoadBalancer in the manifests: ${balancers.internal} internal, ${balancers.public} public`
  return {...plan, loadBalancers: {...balancers, grow: plan.loadBalancers.grow}, notes: [...plan.notes, note]}
}

/** Where a plan states no pool: one pool with the nodes that the workloads need now and with every autoscaler at its maximum. */
export function withWorkloads(plan: Plan, cluster: Cluster, size: NodeSize | undefined, maxPods: number | undefined): Plan {
  return plan.pools.length > 0 || demandsOf(cluster).length === 0
    ? plan
    : withPool(plan, cluster, offerOf(size, maxPods), size !== undefined, maxPods)
}

function offerOf(size: NodeSize | undefined, maxPods: number | undefined): NodeOffer {
  const places = maxPods ?? DEFAULT_MAX_PODS['node-subnet'][0].maxPods
  return {cpu: size?.cpu ?? Number.POSITIVE_INFINITY, memory: size?.memory ?? Number.POSITIVE_INFINITY, maxPods: places}
}

function withPool(plan: Plan, cluster: Cluster, offer: NodeOffer, sized: boolean, maxPods: number | undefined): Plan {
  const demands = demandsOf(cluster)
  const [now, full] = [demandOf(demands, offer, false), demandOf(demands, offer, true)]
  const uncounted = uncountedWorkloads(cluster)
  const notes = [
    `the manifests ask for ${counted(now.pods, 'pod')} on ${counted(now.nodes, 'node')} now, ${amount(full.pods)} on ${amount(full.nodes)} with every autoscaler at its maximum`,
    ...(sized ? [] : ['no --node-size: nodes are counted by max-pods alone, not by what pods request']),
    ...(maxPods === undefined ? [`no --max-pods: ${offer.maxPods} pods a node are taken`] : []),
    ...full.unplaceable.map((name) => `can't tell where ${name} runs: one of its pods asks for more than a node offers`),
    ...(uncounted.length > 0 ? [`can't tell how many pods these make: ${uncounted.join(', ')}; state the pools to settle it`] : []),
  ]
  // A pool that scales has its maximum beside its count; the pods are those that need an address.
  const pool = {
    ...emptyPool('manifests'),
    count: now.nodes,
    maxCount: Math.max(now.nodes, full.nodes),
    maxPods: offer.maxPods,
    pods: full.addresses,
  }
  return {...plan, pools: [pool], notes: [...plan.notes, ...notes]}
}
