import type {Mode} from '../../azure/mode.ts'
import {RULES} from '../../azure/modes.ts'
import {type NamedRange, overlapMatrix, type RangePair} from '../../azure/overlaps.ts'
import {placeSubnets} from '../../azure/placement.ts'
import {knownRange, nthAddress, overlaps, type Range} from '../../azure/range.ts'
import {RESERVED_RANGES} from '../../azure/reserved-ranges.ts'
import {
  DEFAULT_POD_CIDR,
  DEFAULT_SERVICE_CIDR,
  judgeDnsServiceIp,
  judgePodCidr,
  judgeServiceCidr,
  type RangeRemark,
} from '../../azure/service-range.ts'
import type {Plan} from './plan.ts'

/** A range that the plan states, or that AKS takes where it states none; `instead` where that default collides. */
export interface ProposedRange {
  readonly range: Range
  readonly stated: boolean
  /** What the default collides with, and a range that does not. */
  readonly collides: readonly string[]
  readonly instead: Range | undefined
}

export interface RangePlan {
  readonly ranges: readonly NamedRange[]
  readonly matrix: readonly RangePair[]
  readonly serviceCidr: ProposedRange
  readonly dnsServiceIp: string
  readonly remarks: readonly RangeRemark[]
}

/** Tried in turn where a default collides: what configure-kubenet.md suggests first, then the quieter corners of the private ranges. */
const CANDIDATES = [
  '172.16.0.0/16',
  '10.244.0.0/16',
  '10.0.0.0/16',
  '192.168.0.0/16',
  '100.64.0.0/16',
  '172.20.0.0/16',
  '10.200.0.0/16',
  '100.100.0.0/16',
].map(knownRange)
const POD_SPACES = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16'].map(knownRange)

/** Every range of a plan, each held against every other. The pod CIDR of one option comes later, from `podCidrOf`. */
export function rangePlanOf(plan: Plan): RangePlan {
  const fixed = statedRanges(plan)
  const {network} = plan
  const pods: NamedRange[] = network.podCidr ? [{name: 'pod CIDR', use: 'pod-cidr', range: network.podCidr}] : []
  const serviceCidr = proposed(network.serviceCidr, knownRange(DEFAULT_SERVICE_CIDR), [...fixed, ...pods])
  const ranges: NamedRange[] = [...fixed, ...pods]
  if (serviceCidr.stated || fixed.length > 0)
    ranges.push({name: serviceCidr.stated ? 'service CIDR' : 'service CIDR (default)', use: 'service-cidr', range: serviceCidr.range})
  if (network.serviceCidr6) ranges.push({name: 'IPv6 service CIDR', use: 'service-cidr', range: network.serviceCidr6})
  if (network.podCidr6) ranges.push({name: 'IPv6 pod CIDR', use: 'pod-cidr', range: network.podCidr6})
  return {
    ranges,
    matrix: overlapMatrix(ranges),
    serviceCidr,
    dnsServiceIp: network.dnsServiceIp ?? dnsAddress(serviceCidr.range),
    remarks: [
      ...judgeServiceCidr(serviceCidr.range),
      ...(network.serviceCidr6 ? judgeServiceCidr(network.serviceCidr6) : []),
      ...(network.dnsServiceIp ? judgeDnsServiceIp(network.dnsServiceIp, serviceCidr.range) : []),
      ...(network.podCidr ? judgePodCidr(network.podCidr) : []),
    ],
  }
}

/** The pod CIDR of an option: the stated one, the default 10.244.0.0 at the size that is needed, or the first that collides with nothing. */
export function podCidrOf(plan: Plan, mode: Mode, prefixLength: number | undefined, rangePlan: RangePlan): ProposedRange | undefined {
  if (RULES[mode].podSpace !== 'pod CIDR' || prefixLength === undefined || prefixLength < 1) return undefined
  if (plan.network.podCidr) return {range: plan.network.podCidr, stated: true, collides: [], instead: undefined}
  const taken = rangePlan.ranges.map(({range}) => range)
  const usual = knownRange(DEFAULT_POD_CIDR)
  const base = prefixLength >= usual.prefixLength ? placeSubnets([usual], [], [{name: 'pods', prefixLength}]).placed[0]?.range : undefined
  const clear = (range: Range): boolean =>
    !taken.some((other) => overlaps(range, other)) && !RESERVED_RANGES.some((reserved) => overlaps(range, reserved.range))
  // AKS takes the whole default where nothing is stated, not only the part that is needed.
  const collides = rangePlan.ranges.filter(({range}) => overlaps(usual, range)).map(({name}) => name)
  if (base && clear(base)) return {range: base, stated: false, collides, instead: undefined}
  const free = placeSubnets(POD_SPACES, [...taken, ...RESERVED_RANGES.map(({range}) => range)], [{name: 'pods', prefixLength}]).placed[0]
    ?.range
  return free ? {range: free, stated: false, collides, instead: undefined} : undefined
}

function statedRanges({network}: Plan): readonly NamedRange[] {
  const only: NamedRange[] = network.only ? [{name: 'the subnet given', use: 'subnet', range: network.only}] : []
  return [
    ...network.addressSpace.map(
      (range, index): NamedRange => ({name: network.addressSpace.length > 1 ? `network ${index + 1}` : 'network', use: 'vnet', range}),
    ),
    ...network.subnets.map(({name, range}): NamedRange => ({name: `subnet ${name}`, use: 'subnet', range})),
    ...only,
    ...network.peers.flatMap(({name, ranges}) => ranges.map((range): NamedRange => ({name: `peer ${name}`, use: 'peer', range}))),
    ...network.onPremises.flatMap(({name, ranges}) =>
      ranges.map((range): NamedRange => ({name: `on-premises ${name}`, use: 'on-premises', range})),
    ),
  ]
}

function proposed(stated: Range | undefined, fallback: Range, others: readonly NamedRange[]): ProposedRange {
  if (stated) return {range: stated, stated: true, collides: [], instead: undefined}
  const collides = others.filter(({range}) => overlaps(fallback, range)).map(({name}) => name)
  if (collides.length === 0) return {range: fallback, stated: false, collides, instead: undefined}
  const usual = knownRange(DEFAULT_POD_CIDR)
  const instead = CANDIDATES.find((candidate) => !overlaps(candidate, usual) && !others.some(({range}) => overlaps(candidate, range)))
  return {range: fallback, stated: false, collides, instead}
}

/** .10 of the range by custom (10.0.0.10 in the default one); in a range too small for it, .2. */
function dnsAddress(range: Range): string {
  return nthAddress(range, range.family === 'IPv4' && range.prefixLength > 28 ? 2 : 10)
}
