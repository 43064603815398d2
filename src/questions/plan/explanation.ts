import {nodeSubnetGuests} from '../../azure/companions.ts'
import {LIMITS, limitOf} from '../../azure/limits.ts'
import {staticBlocks} from '../../azure/modes/pod-subnet-static.ts'
import {RULES} from '../../azure/modes.ts'
import {grownNodes, poolSize, type ScenarioPool} from '../../azure/scenario.ts'
import {rangeSize} from '../../azure/subnet-size.ts'
import {surgeText} from '../../azure/surge.ts'
import {amount} from './amount.ts'
import {type Option, takenOf} from './option.ts'
import type {Plan} from './plan.ts'
import {checkSource} from './violation.ts'

/** One line of the arithmetic: what, the numbers, and the document that says so. `mode` is null for what all modes share. */
export interface ExplanationLine {
  readonly mode: string | null
  readonly what: string
  readonly arithmetic: string
  readonly source: string
}

const SURGE_SOURCE = 'MicrosoftDocs/azure-aks-docs articles/aks/upgrade-aks-node-pools-rolling.md'

/** The arithmetic of a plan, line by line. */
export function explanationOf(plan: Plan, options: readonly Option[]): readonly ExplanationLine[] {
  const first = options[0]
  return [...(first ? sharedLines(plan, first) : []), ...options.flatMap(optionLines)]
}

function sharedLines(plan: Plan, option: Option): readonly ExplanationLine[] {
  const pools = option.pools.map((pool, index) => ({
    mode: null,
    what: `surge of pool ${pool.name}`,
    ...surgeArithmetic(pool, plan.pools[index]?.maxSurge === undefined, option.factor),
  }))
  const guests = nodeSubnetGuests({...plan.companions, internalLoadBalancers: plan.loadBalancers.internal}).map(
    ({what, addresses, source}) => ({
      mode: null,
      what,
      arithmetic: `+ ${amount(addresses)} in the subnet of nodes`,
      source,
    }),
  )
  return [...pools, ...guests]
}

function surgeArithmetic(pool: ScenarioPool, byDefault: boolean, factor: number): {readonly arithmetic: string; readonly source: string} {
  const nodes = grownNodes(pool.nodes, factor)
  const {surge} = poolSize(pool, nodes)
  if (pool.way.spot) return {arithmetic: 'spot: 0', source: 'MicrosoftDocs/azure-aks-docs articles/aks/spot-node-pool.md'}
  if (pool.way.blueGreen)
    return {arithmetic: `blue-green: ${amount(nodes)}`, source: 'MicrosoftDocs/azure-aks-docs articles/aks/blue-green-node-pool-upgrade.md'}
  const stated = surgeText(pool.way.surge)
  const source = byDefault ? 'Azure/AKS CHANGELOG.md 2025-03-16' : SURGE_SOURCE
  const grown = factor === 1 ? '' : ` (${amount(pool.nodes)} grown to ${amount(nodes)})`
  const clipped = pool.way.surge.kind === 'nodes' && pool.way.surge.nodes > nodes ? ', clipped to the pool' : ''
  return {
    arithmetic:
      pool.way.surge.kind === 'percent'
        ? `⌈${amount(nodes)} × ${stated}⌉ = ${amount(surge)}${grown}`
        : `${stated}${clipped} = ${amount(surge)}${grown}`,
    source,
  }
}

function optionLines(option: Option): readonly ExplanationLine[] {
  const {mode} = option
  const lines: ExplanationLine[] = [{mode, what: 'formula', arithmetic: RULES[mode].formula, source: RULES[mode].source}]
  for (const pool of option.pools)
    lines.push({mode, what: `pool ${pool.name}`, arithmetic: poolArithmetic(pool, option.factor), source: RULES[pool.mode].source})
  for (const subnet of option.chosen.subnets) {
    const taken = takenOf(subnet, option.usage)
    lines.push({
      mode,
      what: `subnet ${subnet.name}`,
      arithmetic: `${amount(taken)} ${taken > subnet.usable ? '>' : '≤'} ${amount(subnet.usable)}: /${subnet.prefixLength} = ${amount(rangeSize(subnet.prefixLength))} − ${limitOf('reserved-per-subnet')}${nextSmaller(subnet.prefixLength, subnet.given !== undefined)}`,
      source: LIMITS['reserved-per-subnet'].source,
    })
  }
  if (option.chosen.podCidr) {
    const {prefixLength} = option.chosen.podCidr
    const size = rangeSize(prefixLength)
    lines.push({
      mode,
      what: 'pod CIDR',
      arithmetic: `${amount(option.usage.podCidr)} ${option.usage.podCidr > size ? '>' : '≤'} ${amount(size)}: /${prefixLength}, nothing deducted`,
      source: 'Azure/AKS-Construction#701',
    })
  }
  for (const {plan, usage, chosen} of option.clusters) {
    const sizes = chosen.subnets.map(({name, prefixLength}) => `${name} /${prefixLength}`).join(', ')
    lines.push({
      mode,
      what: `cluster ${plan.name}`,
      arithmetic: `${amount(usage.nodes)} + ${amount(usage.surge)} nodes: ${sizes}`,
      source: RULES[mode].source,
    })
  }
  for (const check of option.checks) {
    // Subnets and the pod CIDR have lines of their own above.
    if (check.id === 'node-subnet' || check.id === 'pod-subnet' || check.id === 'pod-cidr') continue
    lines.push({
      mode,
      what: `${check.id}${check.subject === '' ? '' : ` (${check.subject})`}`,
      arithmetic: `${amount(check.used)} ${check.used > check.allowed ? '>' : '≤'} ${amount(check.allowed)} ${check.unit}${check.strength === 'guidance' ? ' (guidance)' : ''}`,
      source: checkSource(check.id),
    })
  }
  return lines
}

/** A chosen subnet is the smallest: the line shows that the next one is not enough. */
function nextSmaller(prefixLength: number, given: boolean): string {
  if (given || prefixLength >= limitOf('smallest-subnet-prefix')) return ''
  return ` (a /${prefixLength + 1} has ${amount(rangeSize(prefixLength + 1) - limitOf('reserved-per-subnet'))})`
}

function poolArithmetic(pool: ScenarioPool, factor: number): string {
  const {nodes, surge, maxPods} = poolSize(pool, grownNodes(pool.nodes, factor))
  const all = `(${amount(nodes)} + ${amount(surge)})`
  const needs = RULES[pool.mode].needs({nodes, surge, maxPods})
  switch (pool.mode) {
    case 'overlay':
    case 'kubenet':
      return `${all} = ${amount(needs.node)}; pod CIDR ${amount(nodes + surge)} × 256 = ${amount(needs.podCidr)}`
    case 'node-subnet':
      return `${all} × (1 + ${maxPods}) = ${amount(needs.node)}`
    case 'pod-subnet-dynamic':
      return `${all} = ${amount(needs.node)}; pods ${amount(nodes + surge)} × (1 + ${maxPods}) = ${amount(needs.pod)}`
    case 'pod-subnet-static':
      return `${all} = ${amount(needs.node)}; pods 16 × ${amount(nodes + surge)} × ⌈(${maxPods} + 1) / 16⌉ = 16 × ${amount(nodes + surge)} × ${staticBlocks(maxPods)} = ${amount(needs.pod)}`
    case 'byo':
      return `${all} = ${amount(needs.node)}`
  }
}
