import {FEATURES, KUBENET_RETIREMENT} from '../../azure/features.ts'
import type {Mode} from '../../azure/mode.ts'
import {amount, counted} from './amount.ts'
import {networkFootprint, type Option} from './option.ts'
import type {Plan} from './plan.ts'
import {requiredFeatures} from './required-features.ts'

export interface Recommendation {
  readonly mode: Mode
  /** The short one for the table. */
  readonly because: string
  readonly reasons: readonly string[]
}

/** From this prefix length on static blocks are the better pod subnet (configure-azure-cni-static-block-allocation.md). */
const STATIC_FROM = 15

/**
 * The mode to take, of those that fit: overlay, since it takes the fewest addresses of the network; where something rules it out, the pod
 * subnet (static blocks from a /15 on, dynamic below); then the node subnet. Kubenet retires and is never recommended; a CNI of one's own
 * only where nothing else fits.
 */
export function recommendationOf(plan: Plan, options: readonly Option[], smallFootprint = true): Recommendation | undefined {
  const fitting = (mode: Mode): Option | undefined => options.find((option) => option.mode === mode && option.fits)
  const dynamic = fitting('pod-subnet-dynamic')
  const large = dynamic?.chosen.subnets.some(({role, prefixLength}) => role === 'pod' && prefixLength <= STATIC_FROM) ?? true
  const order: readonly Mode[] = large
    ? ['overlay', 'pod-subnet-static', 'pod-subnet-dynamic', 'node-subnet', 'byo']
    : ['overlay', 'pod-subnet-dynamic', 'pod-subnet-static', 'node-subnet', 'byo']
  const chosen = order.map(fitting).find((option) => option !== undefined)
  if (!chosen) return undefined
  return {
    mode: chosen.mode,
    because: chosen.mode === 'overlay' && !smallFootprint ? 'its pods take none of the range' : BECAUSE[chosen.mode],
    reasons: [
      ...reasonsFor(chosen, options, smallFootprint).map((reason) => `${chosen.mode}: ${reason}`),
      ...reasonsAgainst(plan, chosen, options, order),
    ],
  }
}

const BECAUSE: Record<Mode, string> = {
  overlay: 'smallest VNet footprint',
  'pod-subnet-dynamic': 'pods keep addresses of the network, nodes apart from them',
  'pod-subnet-static': 'counts blocks, not addresses',
  'node-subnet': 'the only one left with Azure CNI',
  byo: 'the only one left',
  kubenet: '',
}

function reasonsFor(chosen: Option, options: readonly Option[], smallFootprint: boolean): readonly string[] {
  const flat = options.find(({mode}) => mode === 'node-subnet')
  const reasons = [`it holds ${counted(chosen.capacity.nodes, 'node')} through an upgrade before anything runs out`]
  if (smallFootprint && flat && networkFootprint(chosen) < networkFootprint(flat)) {
    reasons.unshift(
      `its subnets take ${amount(networkFootprint(chosen))} addresses of the network, the node subnet ${amount(networkFootprint(flat))}`,
    )
  }
  if (chosen.mode === 'overlay') reasons.push('it is what AKS creates by default, and independent clusters may use the same pod CIDR')
  if (chosen.mode === 'pod-subnet-static')
    reasons.push(`blocks suit pod subnets from a /${STATIC_FROM} on, and only blocks count against the addresses of a network`)
  if (chosen.mode === 'pod-subnet-dynamic') reasons.push('its nodes take pod addresses in batches as they need them')
  return reasons
}

/** Why not the ones that come before it. */
function reasonsAgainst(plan: Plan, chosen: Option, options: readonly Option[], order: readonly Mode[]): readonly string[] {
  const passed = order.slice(0, order.indexOf(chosen.mode))
  const against = passed.flatMap((mode) => {
    const first = options.find((option) => option.mode === mode)?.violations[0]
    return first ? [`not ${mode}: ${first.message}`] : []
  })
  const silent = requiredFeatures(plan)
    .map((id) => FEATURES[id])
    .filter(({modes}) => modes[chosen.mode] === 'unknown')
    .map(({what}) => `no document says whether it has ${what}: try that first`)
  const kubenet = options.some(({mode}) => mode === 'kubenet') ? [`not kubenet: it retires ${KUBENET_RETIREMENT.on}`] : []
  return [...against, ...silent, ...kubenet]
}
