import {limitOf} from '../../azure/limits.ts'
import type {Mode} from '../../azure/mode.ts'
import {RULES} from '../../azure/modes.ts'
import {halves, type Range} from '../../azure/range.ts'
import type {Room} from '../../azure/room.ts'
import type {Usage} from '../../azure/scenario.ts'
import {rangeSize, smallestRange, smallestSubnet, usableAddresses} from '../../azure/subnet-size.ts'
import type {Plan, SubnetPlan} from './plan.ts'

/** A subnet of an option: one that exists, or the smallest that fits. */
export interface ChosenSubnet {
  readonly role: 'node' | 'pod'
  readonly name: string
  readonly prefixLength: number
  readonly usable: number
  /** Undefined where the plan gives no such subnet. */
  readonly given: Range | undefined
}

export interface ChosenRoom {
  readonly subnets: readonly ChosenSubnet[]
  /** Undefined where the mode has none. */
  readonly podCidr: {readonly prefixLength: number; readonly given: Range | undefined} | undefined
  readonly room: Room
}

/** What no subnet of Azure holds is sized as the largest there is, and found too small by its check. */
function sized(addresses: number): number {
  return smallestSubnet(addresses) ?? limitOf('largest-vnet-prefix')
}

/** The subnets that a usage needs: those that the plan gives, and for the others the smallest that fit. */
export function chooseRoom(plan: Plan, mode: Mode, usage: Usage, pools: number): ChosenRoom {
  const subnets: ChosenSubnet[] = [
    ...[...usage.nodeSubnets].map(([name, addresses]) => chooseSubnet(plan, mode, 'node', name, addresses)),
    ...[...usage.podSubnets].map(([name, addresses]) => chooseSubnet(plan, mode, 'pod', name, addresses)),
  ]
  const given = plan.network.podCidr
  const podCidr =
    RULES[mode].podSpace === 'pod CIDR' ? {prefixLength: given?.prefixLength ?? podCidrPrefix(usage.podCidr), given} : undefined
  return {subnets, podCidr, room: roomOf(plan, subnets, podCidr?.prefixLength, pools)}
}

/** The smallest that fits, and room for one node even where there is none yet. */
function podCidrPrefix(addresses: number): number {
  return Math.min(limitOf('pod-cidr-block'), smallestRange(addresses) ?? 0)
}

/** The room without a stated pod CIDR being any obstacle: in the inverse question it is chosen last. */
export function withFreePodCidr(room: Room): Room {
  return {...room, podCidr: Number.POSITIVE_INFINITY}
}

function roomOf(plan: Plan, subnets: readonly ChosenSubnet[], podCidrPrefix: number | undefined, pools: number): Room {
  const byRole = (role: ChosenSubnet['role']) =>
    new Map(subnets.filter((subnet) => subnet.role === role).map(({name, usable}) => [name, usable]))
  const {internal, public: open, ports, grow} = plan.loadBalancers
  const peered = plan.network.peers.flatMap(({inUse}) => (inUse === undefined ? [] : [inUse]))
  return {
    nodeSubnets: byRole('node'),
    podSubnets: byRole('pod'),
    podCidr: podCidrPrefix === undefined ? 0 : rangeSize(podCidrPrefix),
    peered: peered.length === 0 ? undefined : peered.reduce((sum, addresses) => sum + addresses, 0),
    services: internal + open > 0 ? {count: internal + open, ports, grow} : undefined,
    outbound: plan.outbound?.kind === 'load-balancer' ? plan.outbound : undefined,
    npm: plan.requires.includes('policy-azure'),
    pools,
  }
}

function chooseSubnet(plan: Plan, mode: Mode, role: ChosenSubnet['role'], name: string, addresses: number): ChosenSubnet {
  const existing = plan.network.subnets.find((subnet) => subnet.name === name)
  if (existing) return {role, name, prefixLength: existing.range.prefixLength, usable: freeAddresses(existing), given: existing.range}
  const share = shareOfOnly(plan.network.only, mode, role)
  const prefixLength = share?.prefixLength ?? sized(addresses)
  return {role, name, prefixLength, usable: usableAddresses(prefixLength), given: share}
}

/** `--subnet` is all there is: the pod-subnet modes give its upper half to the pods. */
function shareOfOnly(only: Range | undefined, mode: Mode, role: ChosenSubnet['role']): Range | undefined {
  if (only === undefined || RULES[mode].podSpace !== 'pod subnet') return role === 'node' ? only : undefined
  const parts = halves(only)
  return role === 'node' ? parts?.[0] : parts?.[1]
}

function freeAddresses(subnet: SubnetPlan): number {
  return Math.max(0, usableAddresses(subnet.range.prefixLength) - subnet.inUse)
}
