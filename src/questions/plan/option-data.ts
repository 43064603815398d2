import {FEATURE_IDS, FEATURES, KUBENET_RETIREMENT} from '../../azure/features.ts'
import {staticBlocks} from '../../azure/modes/pod-subnet-static.ts'
import {RULES} from '../../azure/modes.ts'
import {rangeSize, usableAddresses} from '../../azure/subnet-size.ts'
import {amount, counted} from './amount.ts'
import type {ChosenSubnet} from './given-room.ts'
import type {Layout} from './layout.ts'
import {type Option, takenOf} from './option.ts'
import type {ProposedRange} from './range-plan.ts'
import {checkName, checkSource, type Violation} from './violation.ts'
import {wasteOf} from './waste.ts'

/** Everything about an option that only the whole plan knows. */
export interface OptionContext {
  readonly recommended: boolean
  readonly layout: Layout
  readonly podCidr: ProposedRange | undefined
  /** Of the option and of the layout and the ranges together. */
  readonly violations: readonly Violation[]
}

/** One option as json and yaml print it. */
export function optionData(option: Option, context: OptionContext) {
  const {mode, usage, chosen} = option
  const waste = wasteOf(option)
  return {
    mode,
    fits: context.violations.length === 0,
    recommended: context.recommended,
    flags: RULES[mode].flags,
    retires: mode === 'kubenet' ? KUBENET_RETIREMENT.on : null,
    nodes: usage.nodes,
    surge: usage.surge,
    pods: usage.pods,
    pools: option.pools.map(({name, maxPods, mode: own}) => ({name, maxPods, mode: own})),
    subnets: chosen.subnets.map((subnet) => subnetData(subnet, takenOf(subnet, usage), context.layout, option)),
    ...(chosen.podCidr
      ? {
          podCidr: {
            addresses: usage.podCidr,
            prefixLength: chosen.podCidr.prefixLength,
            size: rangeSize(chosen.podCidr.prefixLength),
            range: context.podCidr?.range.text ?? null,
            given: chosen.podCidr.given !== undefined,
          },
        }
      : {}),
    companions: option.companions.map((companion) => ({
      role: companion.role,
      addresses: companion.addresses,
      prefixLength: companion.prefixLength,
      usable: usableAddresses(companion.prefixLength),
      exact: companion.exact,
      delegation: companion.delegation ?? null,
      range: placed(context.layout, companion.role),
      why: companion.why,
      source: companion.source,
    })),
    clusters: option.clusters.map(({plan, usage: its, chosen: own}) => ({
      name: plan.name,
      fromMonth: plan.fromMonth,
      nodes: its.nodes,
      surge: its.surge,
      subnets: own.subnets.map((subnet) => ({
        role: subnet.role,
        name: subnet.name,
        addresses: takenOf(subnet, its),
        prefixLength: subnet.prefixLength,
        usable: subnet.usable,
        range: placed(context.layout, subnet.name),
      })),
    })),
    capacity: {nodes: option.capacity.nodes, surge: option.capacity.surge, pods: option.capacity.pods},
    firstLimit: firstLimitData(option),
    exhaustion: option.exhaustion
      ? {
          month: option.exhaustion.month,
          nodes: option.exhaustion.nodes,
          surge: option.exhaustion.surge,
          limit: option.exhaustion.first.id,
          used: option.exhaustion.first.used,
          allowed: option.exhaustion.first.allowed,
          message: checkName(option.exhaustion.first, chosen),
        }
      : null,
    moments: option.moments,
    waste,
    excludes: FEATURE_IDS.filter((id) => FEATURES[id].modes[mode] === 'no').map((id) => ({
      feature: id,
      what: FEATURES[id].what,
      source: FEATURES[id].source,
    })),
    undocumented: FEATURE_IDS.filter((id) => FEATURES[id].modes[mode] === 'unknown').map((id) => id),
    remarks: FEATURE_IDS.flatMap((id) => {
      const {remarks} = FEATURES[id] as {remarks: Partial<Record<string, string>>}
      return remarks[mode] === undefined ? [] : [{feature: id, remark: remarks[mode]}]
    }),
    smallestNetwork: context.layout.smallestNetwork ?? null,
    layout: (context.layout.placement?.placed ?? []).map(({name, range}) => ({name, range: range.text})),
    free: (context.layout.placement?.free ?? []).map(({text}) => text),
    violations: context.violations,
  }
}

export type OptionData = ReturnType<typeof optionData>

/** What breaks first as nodes are added: `the /26 of nodes, at 54 nodes (54 + 6 > 59)`. */
export function firstLimitData(option: Option) {
  const {first, nodesThen, surgeThen} = option.capacity
  return {
    limit: first.id,
    subject: first.subject,
    nodes: nodesThen,
    surge: surgeThen,
    used: first.used,
    allowed: first.allowed,
    unit: first.unit,
    message: `${checkName(first, option.chosen)}, at ${counted(nodesThen, 'node')} (${amount(first.used)} > ${amount(first.allowed)} ${first.unit})`,
    source: checkSource(first.id),
  }
}

function subnetData(subnet: ChosenSubnet, addresses: number, layout: Layout, option: Option) {
  return {
    role: subnet.role,
    name: subnet.name,
    addresses,
    prefixLength: subnet.prefixLength,
    usable: subnet.usable,
    headroom: subnet.usable - addresses,
    range: subnet.given?.text ?? placed(layout, subnet.name),
    given: subnet.given !== undefined,
    note: subnetNote(subnet, option),
  }
}

/** What the figure of a pod subnet does not say. */
function subnetNote(subnet: ChosenSubnet, option: Option): string | null {
  if (subnet.role !== 'pod') return null
  const {idle} = wasteOf(option)
  const own = option.pools.filter(({podSubnet}) => podSubnet === subnet.name)
  if (own.every(({mode}) => mode === 'pod-subnet-dynamic')) return `full; idle nodes take ${amount(idle ?? 0)}`
  const blocks = Math.max(...own.map(({maxPods}) => staticBlocks(maxPods)))
  return `${counted(blocks, 'block')} a node; the first and the last block may be lost to the addresses that Azure keeps`
}

function placed(layout: Layout, name: string): string | null {
  return layout.placement?.placed.find((place) => place.name === name)?.range.text ?? null
}
