import {surgeText} from '../../azure/surge.ts'
import type {Line} from '../../report.ts'
import {amount, counted} from './amount.ts'
import {isInverse, type Option} from './option.ts'
import type {Plan} from './plan.ts'

/** `50 nodes + 5 during upgrades, 30 pods a node, 1,500 pods`; in the inverse question, what the range is. */
export function headlineOf(plan: Plan, options: readonly Option[]): Line {
  const [option] = options
  if (!option) return ['nothing to plan']
  const pools = plan.pools.length > 1 ? `${plan.pools.length} pools, ` : ''
  const pods = new Set(plan.pools.map(({maxPods}) => maxPods))
  const [each] = pods
  const perNode = pods.size > 1 ? '' : each === undefined ? ', max-pods by default' : `, ${counted(each, 'pod')} a node`
  if (isInverse(plan)) {
    const surge = plan.pools[0]?.maxSurge
    return [`What ${plan.network.only?.text ?? 'the subnets given'} holds${perNode}, surge ${surge ? surgeText(surge) : '10% by default'}`]
  }
  const {nodes, surge} = option.usage
  const all = pods.has(undefined) ? '' : `, ${amount(option.usage.pods)} pods`
  const when = plan.horizon > 0 && plan.growth ? ` in ${plan.horizon} months` : ''
  return [`${pools}${counted(nodes, 'node')}${when} + ${amount(surge)} during upgrades${perNode}${all}`]
}
