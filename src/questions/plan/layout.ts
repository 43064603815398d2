import {limitOf} from '../../azure/limits.ts'
import {type Placement, placeSubnets, smallestNetwork, type WantedSubnet} from '../../azure/placement.ts'
import {overlaps} from '../../azure/range.ts'
import type {Option} from './option.ts'
import type {Plan} from './plan.ts'
import type {Violation} from './violation.ts'

/** Where an option's subnets go, and the network that would hold them where none is stated. */
export interface Layout {
  readonly wanted: readonly WantedSubnet[]
  /** Undefined where the plan states no address space. */
  readonly placement: Placement | undefined
  /** Prefix length of the smallest network that holds all subnets, the existing ones as well. */
  readonly smallestNetwork: number | undefined
}

/** Lays out what an option needs beside what exists: subnets of nodes and pods, companions, further clusters. */
export function layoutOf(plan: Plan, option: Option): Layout {
  const wanted: WantedSubnet[] = [
    ...option.chosen.subnets.filter(({given}) => given === undefined).map(({name, prefixLength}) => ({name, prefixLength})),
    ...option.companions.filter(({role}) => !exists(plan, role)).map(({role, prefixLength}) => ({name: role, prefixLength})),
    ...option.clusters.flatMap(({chosen}) => chosen.subnets.map(({name, prefixLength}) => ({name, prefixLength}))),
  ]
  const existing = plan.network.subnets.map(({range}) => range)
  const given = option.chosen.subnets.flatMap(({given: range}) => (range === undefined ? [] : [range]))
  const taken = existing.length > 0 ? existing : given
  return {
    wanted,
    placement: plan.network.addressSpace.length > 0 ? placeSubnets(plan.network.addressSpace, [...existing, ...given], wanted) : undefined,
    smallestNetwork: smallestNetwork([...wanted.map(({prefixLength}) => prefixLength), ...taken.map(({prefixLength}) => prefixLength)]),
  }
}

/** What found no place in the address space; and networks larger than Azure has. */
export function layoutViolations(layout: Layout): readonly Violation[] {
  const unplaced = layout.placement?.unplaced ?? []
  const free = layout.placement?.free.map(({text}) => text).join(', ') || 'nothing'
  const violations = unplaced.map(({name, prefixLength}) => ({
    id: 'address-space',
    message: `no room for ${name} (/${prefixLength}) in the address space; free: ${free}`,
    source: 'arithmetic: subnets of one network may not overlap',
  }))
  const largest = limitOf('largest-vnet-prefix')
  if (layout.smallestNetwork !== undefined && layout.smallestNetwork >= largest) return violations
  return [
    ...violations,
    {
      id: 'largest-vnet-prefix',
      message: `the subnets together need a network larger than a /${largest}`,
      source: 'MicrosoftDocs/azure-aks-docs articles/aks/concepts-network-ip-address-planning.md',
    },
  ]
}

/** Subnets that exist nowhere in the stated address space. One that reaches beyond it is an overlap and told there. */
export function strayViolations({network}: Plan): readonly Violation[] {
  if (network.addressSpace.length === 0) return []
  const subnets = network.subnets.map(({name, range}) => ({what: `subnet ${name}`, range}))
  return [...subnets, ...(network.only ? [{what: 'the subnet given', range: network.only}] : [])]
    .filter(({range}) => !network.addressSpace.some((space) => overlaps(space, range)))
    .map(({what, range}) => ({
      id: 'address-space',
      message: `${what} ${range.text} lies outside the address space ${network.addressSpace.map(({text}) => text).join(', ')}`,
      source: 'MicrosoftDocs/azure-docs articles/virtual-network/virtual-networks-faq.md',
    }))
}

function exists(plan: Plan, role: string): boolean {
  return plan.network.subnets.some(({name}) => name === role)
}
