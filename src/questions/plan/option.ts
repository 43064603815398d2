import {type Capacity, capacityOf} from '../../azure/capacity.ts'
import {type CompanionSubnet, companionSubnets, nodeSubnetGuests} from '../../azure/companions.ts'
import {type Exhaustion, exhaustionOf, type GrowthPath, growthFactor} from '../../azure/growth.ts'
import type {Mode} from '../../azure/mode.ts'
import {brokenChecks, type Check, checksOf} from '../../azure/room.ts'
import {type Neighbours, type ScenarioPool, type Usage, usageAt} from '../../azure/scenario.ts'
import {rangeSize} from '../../azure/subnet-size.ts'
import {fixedViolations, smallPools} from './fixed-violations.ts'
import {type ChosenRoom, type ChosenSubnet, chooseRoom, withFreePodCidr} from './given-room.ts'
import {type Moments, momentsOf} from './moment.ts'
import {type Defaults, scenarioPools} from './placed-cluster.ts'
import type {ClusterPlan, Plan} from './plan.ts'
import {missingFeatures, pinnedElsewhere} from './required-features.ts'
import {type Violation, violationOfCheck} from './violation.ts'

/** A further cluster as an option places it: what it takes at the horizon and the subnets for that. */
export interface FurtherCluster {
  readonly plan: ClusterPlan
  readonly pools: readonly ScenarioPool[]
  readonly usage: Usage
  readonly chosen: ChosenRoom
}

/** One networking mode, worked out. */
export interface Option {
  readonly mode: Mode
  readonly pools: readonly ScenarioPool[]
  /** By which the pools have grown in `usage`. */
  readonly factor: number
  /** At the horizon, through an upgrade at full scale; in the inverse question, at capacity. */
  readonly usage: Usage
  readonly chosen: ChosenRoom
  readonly checks: readonly Check[]
  readonly moments: Moments
  readonly capacity: Capacity
  readonly companions: readonly CompanionSubnet[]
  readonly clusters: readonly FurtherCluster[]
  readonly violations: readonly Violation[]
  readonly fits: boolean
  readonly exhaustion: Exhaustion | undefined
}

/** Whether the number of nodes is what is asked for. */
export function isInverse(plan: Plan): boolean {
  return plan.pools.length > 0 && plan.pools.every(({count}) => count === undefined)
}

/** Works out one mode: sizes, what is broken, how far it goes. Closed forms and binary searches: nothing is counted node by node. */
export function optionOf(plan: Plan, mode: Mode, defaults: Defaults): Option {
  const pools = scenarioPools(plan.pools, mode, plan.network, defaults)
  const total = pools.reduce((sum, pool) => sum + pool.nodes, 0)
  const factorAt = (month: number): number => (plan.growth ? growthFactor(plan.growth, total, month) : 1)
  const clusters = plan.clusters.map((cluster) => furtherCluster(plan, mode, defaults, cluster, factorAt))
  const companions = companionSubnets(plan.companions, mode)
  const neighbours = neighboursOf(plan, pools, companions, clusters, Number.POSITIVE_INFINITY)
  const inverse = isInverse(plan)
  const wanted = usageAt(pools, neighbours, factorAt(plan.horizon))
  const first = chooseRoom(plan, mode, wanted, pools.length)
  // With the number of nodes open, so is the pod CIDR, unless it is stated.
  const open = inverse && plan.network.podCidr === undefined
  const bound = capacityOf(mode, pools, neighbours, open ? withFreePodCidr(first.room) : first.room)
  const factor = inverse ? (total === 0 ? 0 : bound.nodes / total) : factorAt(plan.horizon)
  const usage = inverse ? usageAt(pools, neighbours, factor) : wanted
  const chosen = open ? chooseRoom(plan, mode, usage, pools.length) : first
  const checks = checksOf(mode, usage, chosen.room, factor)
  const subnetCount = plan.network.subnets.length + chosen.subnets.length + companions.length + clusters.length
  const violations = [
    ...brokenChecks(checks).map((check) => violationOfCheck(check, chosen)),
    ...clusters.flatMap((cluster) => clusterViolations(mode, cluster)),
    ...missingFeatures(plan, mode),
    ...pinnedElsewhere(plan, mode),
    ...fixedViolations(plan, mode, chosen, subnetCount),
    ...smallPools(plan, pools),
    ...(inverse && bound.nodes === 0 ? [violationOfCheck(bound.first, chosen)] : []),
  ]
  const path: GrowthPath = {mode, pools, room: chosen.room, neighboursAt: (month) => neighboursOf(plan, pools, companions, clusters, month)}
  return {
    mode,
    pools,
    factor,
    usage,
    chosen,
    checks,
    moments: momentsOf(plan, pools, neighbours, factorAt(plan.horizon)),
    capacity: bound,
    companions,
    clusters,
    violations,
    fits: violations.length === 0,
    exhaustion: plan.growth && !inverse ? exhaustionOf(path, plan.growth) : undefined,
  }
}

/** A further cluster grows like the planned one, from its first month on. */
function furtherCluster(
  plan: Plan,
  mode: Mode,
  defaults: Defaults,
  cluster: ClusterPlan,
  factorAt: (month: number) => number,
): FurtherCluster {
  const pools = scenarioPools(cluster.pools ?? plan.pools.map(withoutSubnets), mode, plan.network, defaults, cluster.name)
  const guests = new Map(
    cluster.internalLoadBalancers > 0 ? [[pools[0]?.nodeSubnet ?? `${cluster.name}-nodes`, cluster.internalLoadBalancers]] : [],
  )
  const usage = usageAt(pools, {inNodeSubnet: guests, elsewhere: 0}, factorAt(Math.max(0, plan.horizon - cluster.fromMonth)))
  // Its subnets are its own: nothing that the plan gives to the first cluster is given to it as well.
  const own: Plan = {
    ...plan,
    network: {...plan.network, only: undefined, podCidr: undefined, subnets: []},
    loadBalancers: {...plan.loadBalancers, internal: cluster.internalLoadBalancers},
  }
  return {plan: cluster, pools, usage, chosen: chooseRoom(own, mode, usage, pools.length)}
}

function withoutSubnets<T extends {readonly nodeSubnet: string | undefined; readonly podSubnet: string | undefined}>(pool: T): T {
  return {...pool, nodeSubnet: undefined, podSubnet: undefined}
}

function clusterViolations(mode: Mode, {plan, usage, chosen}: FurtherCluster): readonly Violation[] {
  return brokenChecks(checksOf(mode, usage, chosen.room)).map((check) => {
    const violation = violationOfCheck(check, chosen)
    return {...violation, message: `cluster ${plan.name}: ${violation.message}`}
  })
}

/** Guests of the node subnet, companions, and the further clusters that have arrived by `month`. */
function neighboursOf(
  plan: Plan,
  pools: readonly ScenarioPool[],
  companions: readonly CompanionSubnet[],
  clusters: readonly FurtherCluster[],
  month: number,
): Neighbours {
  const guests = nodeSubnetGuests({...plan.companions, internalLoadBalancers: plan.loadBalancers.internal})
  const addresses = guests.reduce((sum, guest) => sum + guest.addresses, 0)
  const subnet = pools[0]?.nodeSubnet
  const beside = companions.reduce((sum, companion) => sum + companion.addresses, 0)
  const others = clusters.filter(({plan: {fromMonth}}) => fromMonth <= month).reduce((sum, {usage}) => sum + usage.counted, 0)
  const inUse = plan.network.subnets.reduce((sum, existing) => sum + existing.inUse, 0)
  return {inNodeSubnet: new Map(addresses > 0 && subnet !== undefined ? [[subnet, addresses]] : []), elsewhere: beside + others + inUse}
}

/** Addresses of a chosen subnet that the usage takes. */
export function takenOf(subnet: ChosenSubnet, usage: Usage): number {
  return (subnet.role === 'node' ? usage.nodeSubnets : usage.podSubnets).get(subnet.name) ?? 0
}

/** Addresses that an option takes out of the virtual network, as whole subnets. */
export function networkFootprint(option: Option): number {
  return option.chosen.subnets.reduce((sum, {prefixLength}) => sum + rangeSize(prefixLength), 0)
}
