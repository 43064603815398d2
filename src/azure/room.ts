import {LIMITS, type LimitId, type Strength} from './limits.ts'
import type {Mode} from './mode.ts'
import type {Usage} from './scenario.ts'
import {nodesServed} from './snat.ts'

/** What a plan offers: the sizes of its subnets, and what its load balancers and its network take already. */
export interface Room {
  /** Usable addresses, by subnet. */
  readonly nodeSubnets: ReadonlyMap<string, number>
  readonly podSubnets: ReadonlyMap<string, number>
  /** All addresses of the pod CIDR. */
  readonly podCidr: number
  /** Private addresses in use in the peers of the network, where they are stated. */
  readonly peered: number | undefined
  /** Services of type LoadBalancer that the plan has, and the ports that each opens; `grow` lets them grow with the nodes. */
  readonly services: {readonly count: number; readonly ports: number; readonly grow: boolean} | undefined
  /** Outbound through a load balancer with a stated number of ports per node; undefined where Azure chooses them. */
  readonly outbound: {readonly addresses: number; readonly portsPerNode: number} | undefined
  /** Azure's own policy engine has limits of its own. */
  readonly npm: boolean
  readonly pools: number
}

/** A limit of the table, or the size of something that the plan chose itself. */
export type CheckId = LimitId | 'node-subnet' | 'pod-subnet' | 'pod-cidr' | 'snat-ports'

/** One limit held against one usage. It is broken where `used` exceeds `allowed`. */
export interface Check {
  readonly id: CheckId
  /** The subnet or pool that it is about, '' where there is but one. */
  readonly subject: string
  readonly used: number
  readonly allowed: number
  readonly unit: string
  readonly strength: Strength
}

/** Holds a usage against everything that can run out, in the order in which a reader would ask. */
export function checksOf(mode: Mode, usage: Usage, room: Room, factor = 1): readonly Check[] {
  const all = usage.nodes + usage.surge
  const checks: Check[] = []
  for (const [name, used] of usage.nodeSubnets) checks.push(own('node-subnet', name, used, room.nodeSubnets.get(name) ?? 0, 'addresses'))
  for (const [name, used] of usage.podSubnets) checks.push(own('pod-subnet', name, used, room.podSubnets.get(name) ?? 0, 'addresses'))
  if (usage.podCidr > 0) checks.push(own('pod-cidr', '', usage.podCidr, room.podCidr, 'addresses'))
  checks.push(
    limited('nodes-per-pool', usage.largestPool.nodes, usage.largestPool.name),
    limited('nodes-per-cluster', all),
    limited('upgrade-nodes', usage.nodes),
    limited('pools-per-cluster', room.pools),
    limited('addresses-per-vnet', usage.counted),
  )
  if (room.peered !== undefined) checks.push(limited('addresses-per-peered-group', usage.counted + room.peered))
  if (mode === 'kubenet') checks.push(limited('routes-per-table', all), limited('nodes-per-kubenet-cluster', all))
  checks.push(...podChecks(mode, usage, room), ...loadBalancerChecks(usage, room, factor))
  return checks
}

/** The checks that a usage breaks and that Azure enforces or does not support beyond. */
export function brokenChecks(checks: readonly Check[]): readonly Check[] {
  return checks.filter((check) => check.used > check.allowed && check.strength !== 'guidance')
}

function podChecks(mode: Mode, usage: Usage, room: Room): readonly Check[] {
  const checks: Check[] = []
  if (mode === 'overlay') checks.push(limited('pods-per-overlay-cluster', usage.pods))
  if (mode === 'pod-subnet-dynamic') checks.push(limited('pods-per-dynamic-cluster', usage.pods))
  if (mode === 'pod-subnet-static') checks.push(limited('pods-per-static-cluster', usage.pods))
  if (room.npm) checks.push(limited('npm-linux-nodes', usage.nodes + usage.surge), limited('npm-linux-pods', usage.pods))
  return checks
}

/**
 * One frontend per Service and one rule per Service and port; every rule stands on every node's interface; behind a frontend are
 * ports × nodes configurations.
 */
function loadBalancerChecks(usage: Usage, room: Room, factor: number): readonly Check[] {
  const all = usage.nodes + usage.surge
  const checks: Check[] = []
  if (room.services && room.services.count > 0) {
    const count = room.services.grow ? Math.ceil(room.services.count * factor - 1e-9) : room.services.count
    const rules = count * room.services.ports
    checks.push(
      limited('load-balancer-rules-per-nic', rules),
      limited('load-balancer-rules', rules),
      limited('load-balancer-services', count),
      limited('load-balancer-frontends', count),
      limited('load-balancer-backends', all),
      limited('load-balancer-backend-configurations', room.services.ports * all),
    )
  }
  if (room.outbound && room.outbound.portsPerNode > 0) {
    checks.push(own('snat-ports', '', all, nodesServed(room.outbound.portsPerNode, room.outbound.addresses), 'nodes'))
  }
  return checks
}

function limited(id: LimitId, used: number, subject = ''): Check {
  const {value, unit, strength} = LIMITS[id]
  return {id, subject, used, allowed: value, unit, strength}
}

function own(id: CheckId, subject: string, used: number, allowed: number, unit: string): Check {
  return {id, subject, used, allowed, unit, strength: 'enforced'}
}
