import {isRange, parseRange, type Range} from '../../azure/range.ts'
import type {Cluster, Node} from '../../cluster/cluster.ts'
import {fieldsOf, itemsOf, labelOf, textOf, valueAt} from '../../cluster/fields.ts'
import type {Pod} from '../../cluster/pod.ts'
import {counted} from './amount.ts'
import {emptyPool, type Plan, type PoolPlan} from './plan.ts'

/** The labels that AKS puts on the nodes of a pool (learn.microsoft.com/azure/aks/use-labels, "Reserved system labels"). */
const POOL_LABELS = ['kubernetes.azure.com/agentpool', 'agentpool']
const MODE_LABEL = 'kubernetes.azure.com/mode'
const PRIORITY_LABEL = 'kubernetes.azure.com/scalesetpriority'

/** Nodes that say no pool make one, as in a cluster that is not AKS. */
const UNNAMED = 'nodes'

/**
 * The pools of a running cluster where a plan states none: its Nodes by the pool that their labels name, the pods that each takes at most, and those that
 * run there now with an address of their own. Its ServiceCIDRs stand for the range of Services.
 */
export function withNodes(plan: Plan, cluster: Cluster): Plan {
  const running = [...cluster.nodes.values()].filter(({uid}) => uid !== undefined)
  if (plan.pools.length > 0 || running.length === 0) return plan
  const pods = cluster.pods.all.filter(takesAddress)
  const byName = new Map<string, Node[]>()
  for (const node of running) byName.set(poolOf(node), [...(byName.get(poolOf(node)) ?? []), node])
  const pools = [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, nodes]) => toPool(name, nodes, pods))
  const nowhere = pods.filter(({nodeName}) => nodeName === null).length
  const notes = [
    `the cluster has ${counted(running.length, 'node')} in ${counted(pools.length, 'pool')}, which run ${counted(pods.length - nowhere, 'pod')} with an address of their own`,
    ...(nowhere > 0 ? [`not counted: ${counted(nowhere, 'pod')} without a node yet`] : []),
    'how far a pool may scale, and which subnets it is in, no node says: az aks show says it (--az)',
  ]
  const serviceCidr = plan.network.serviceCidr ?? serviceRangeOf(cluster)
  return {...plan, pools, network: {...plan.network, serviceCidr}, notes: [...plan.notes, ...notes]}
}

function poolOf({labels}: Node): string {
  return POOL_LABELS.map((key) => labelOf(labels, key)).find((name) => name !== undefined) ?? UNNAMED
}

function toPool(name: string, nodes: readonly Node[], pods: readonly Pod[]): PoolPlan {
  const names = new Set(nodes.map((node) => node.name))
  const [first] = nodes
  const labels = first?.labels ?? {}
  const places = nodes.map(({object}) => Number(textOf(valueAt(object, 'status', 'capacity', 'pods')) ?? Number.NaN))
  const isKnown = places.every((one) => Number.isInteger(one) && one > 0)
  return {
    ...emptyPool(name),
    count: nodes.length,
    maxPods: isKnown ? Math.max(...places) : undefined,
    spot: labelOf(labels, PRIORITY_LABEL) === 'spot',
    os: labelOf(labels, 'kubernetes.io/os') === 'windows' ? 'Windows' : 'Linux',
    mode: labelOf(labels, MODE_LABEL) === 'system' ? 'System' : 'User',
    pods: pods.filter(({nodeName}) => nodeName !== null && names.has(nodeName)).length,
  }
}

/** A pod that runs, or will, and is not on its node's own network. */
function takesAddress({identity, finished, spec}: Pod): boolean {
  return identity.uid !== undefined && !finished && fieldsOf(spec)['hostNetwork'] !== true
}

/** The first range of IPv4 that the cluster's ServiceCIDRs state. */
function serviceRangeOf({others}: Cluster): Range | undefined {
  const texts = others
    .filter(({group, kind}) => group === 'networking.k8s.io' && kind === 'ServiceCIDR')
    .flatMap(({object}) => itemsOf(valueAt(object, 'spec', 'cidrs')))
  const ranges = texts.flatMap((text) => (typeof text === 'string' ? parseRange(text) : []))
  return ranges.filter(isRange).find(({family}) => family === 'IPv4')
}
