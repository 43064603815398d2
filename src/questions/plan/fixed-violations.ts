import {LIMITS, type LimitId, limitOf} from '../../azure/limits.ts'
import type {Mode} from '../../azure/mode.ts'
import type {ScenarioPool} from '../../azure/scenario.ts'
import {amount, counted} from './amount.ts'
import type {ChosenRoom} from './given-room.ts'
import type {Plan} from './plan.ts'
import type {Violation} from './violation.ts'

/** Limits of single subnets and of what stands beside the nodes, which no growth changes. */
export function fixedViolations(plan: Plan, mode: Mode, chosen: ChosenRoom, subnetCount: number): readonly Violation[] {
  const violations: Violation[] = []
  const broken = (id: LimitId, message: string) => violations.push({id, message, source: `${LIMITS[id].source} (${LIMITS[id].date})`})
  const {largest, staticLargest} = {largest: limitOf('largest-vnet-prefix'), staticLargest: limitOf('largest-static-pod-subnet-prefix')}
  for (const subnet of chosen.subnets) {
    if (subnet.prefixLength < largest)
      broken('largest-vnet-prefix', `subnet ${subnet.name} is a /${subnet.prefixLength}, larger than a /${largest}`)
    if (mode === 'pod-subnet-static' && subnet.role === 'pod' && subnet.prefixLength < staticLargest) {
      broken(
        'largest-static-pod-subnet-prefix',
        `subnet ${subnet.name} is a /${subnet.prefixLength}; static blocks allow a /${staticLargest} at most`,
      )
    }
    if (subnet.prefixLength > limitOf('smallest-subnet-prefix')) {
      broken(
        'smallest-subnet-prefix',
        `subnet ${subnet.name} is a /${subnet.prefixLength}; Azure makes none smaller than a /${limitOf('smallest-subnet-prefix')}`,
      )
    }
  }
  if (subnetCount > limitOf('subnets-per-vnet'))
    broken('subnets-per-vnet', `${amount(subnetCount)} subnets of ${amount(limitOf('subnets-per-vnet'))}`)
  if (plan.companions.privateLinkServices.length > limitOf('private-link-services')) {
    broken(
      'private-link-services',
      `${plan.companions.privateLinkServices.length} Private Link Services of ${limitOf('private-link-services')}`,
    )
  }
  violations.push(...outboundViolations(plan), ...delegatedViolations(plan))
  return violations
}

function delegatedViolations(plan: Plan): readonly Violation[] {
  return plan.network.subnets
    .filter(({role, delegated}) => role === 'nodes' && delegated)
    .map(({name}) => ({
      id: 'delegated-subnet',
      message: `subnet ${name} is delegated; a subnet of nodes may not be`,
      source: 'MicrosoftDocs/azure-aks-docs articles/aks/concepts-network-cni-overview.md',
    }))
}

/** A pool must hold 30 pods: count × max-pods (concepts-network-ip-address-planning.md, validated per pool). */
export function smallPools(plan: Plan, pools: readonly ScenarioPool[]): readonly Violation[] {
  const {value: floor, source, date} = LIMITS['pods-per-pool-floor']
  return pools.flatMap(({name, maxPods}, index) => {
    const count = plan.pools[index]?.count ?? 0
    if (count === 0 || count * maxPods >= floor) return []
    const message = `pool ${name}: ${count} × ${maxPods} pods are fewer than the ${floor} that a pool must hold`
    return [
      {id: 'pods-per-pool-floor', message, source: `${source} (${date})`, mend: `at least ${counted(Math.ceil(floor / maxPods), 'node')}`},
    ]
  })
}

function outboundViolations(plan: Plan): readonly Violation[] {
  if (plan.outbound === undefined) return []
  const id: LimitId = plan.outbound.kind === 'nat-gateway' ? 'nat-gateway-addresses' : 'managed-outbound-addresses'
  if (plan.outbound.addresses <= limitOf(id)) return []
  const {of, source, date} = LIMITS[id]
  return [{id, message: `${amount(plan.outbound.addresses)} of ${limitOf(id)} ${of}`, source: `${source} (${date})`}]
}
