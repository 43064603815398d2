import {nodeAddresses} from '../../azure/modes/pod-subnet-dynamic.ts'
import {staticBlocks} from '../../azure/modes/pod-subnet-static.ts'
import {RULES} from '../../azure/modes.ts'
import {grownNodes, poolSize, type ScenarioPool} from '../../azure/scenario.ts'
import {amount, counted} from './amount.ts'
import {type Option, takenOf} from './option.ts'

/** What a mode takes and does not use. */
export interface Waste {
  /** Addresses that no pod of a full node can use, surge nodes included; in the virtual network or in the pod CIDR. */
  readonly lost: number
  readonly of: 'network' | 'pod CIDR' | 'none'
  /** Usable addresses of the subnets that nothing takes. */
  readonly headroom: number
  /** Addresses that are reserved for pods beyond the pods that the plan states; null where it states none. */
  readonly reservedForNoPod: number | null
  /** Addresses of the pod subnet that idle nodes take; null where the mode has none. */
  readonly idle: number | null
  readonly text: string
}

export function wasteOf(option: Option): Waste {
  const {usage} = option
  const shares = poolShares(option)
  const lost = shares.reduce((sum, {pool, nodes}) => sum + nodes * RULES[pool.mode].lostPerNode(pool.maxPods), 0)
  const places = shares.reduce((sum, {pool, nodes}) => sum + nodes * pool.maxPods, 0)
  const stated = option.pools.some(({pods}) => pods !== undefined)
  const dynamic = shares.filter(({pool}) => pool.mode === 'pod-subnet-dynamic')
  const space = RULES[option.mode].podSpace
  return {
    lost,
    of: space === 'pod CIDR' ? 'pod CIDR' : space === 'pod subnet' ? 'network' : 'none',
    headroom: option.chosen.subnets.reduce((sum, subnet) => sum + Math.max(0, subnet.usable - takenOf(subnet, usage)), 0),
    reservedForNoPod: stated && space === 'node subnet' ? Math.max(0, places - usage.pods) : null,
    idle: dynamic.length > 0 ? dynamic.reduce((sum, {pool, nodes}) => sum + nodes * nodeAddresses(0, pool.maxPods), 0) : null,
    text: wasteText(option, lost),
  }
}

/** The pools with the nodes, surge included, that the usage was worked out for. */
function poolShares(option: Option): readonly {readonly pool: ScenarioPool; readonly nodes: number}[] {
  return option.pools.map((pool) => {
    const {nodes, surge} = poolSize(pool, grownNodes(pool.nodes, option.factor))
    return {pool, nodes: nodes + surge}
  })
}

function wasteText(option: Option, lost: number): string {
  const maxPods = option.pools.map((pool) => pool.maxPods)
  const most = Math.max(0, ...maxPods)
  switch (option.mode) {
    case 'overlay':
    case 'kubenet':
      return `a /24 a node for ${amount(most)} pods: ${amount(lost)} addresses of the pod CIDR, which cost the network nothing`
    case 'pod-subnet-dynamic':
      return `an idle node takes ${nodeAddresses(0, most)} addresses`
    case 'pod-subnet-static':
      return `${counted(staticBlocks(most), 'block')} a node for ${amount(most)} pods: ${amount(lost)} addresses that no pod can use`
    case 'node-subnet':
      return 'every place for a pod is reserved, whether a pod runs there or not'
    case 'byo':
      return 'nothing in the network; the pod space is the affair of the plugin'
  }
}
