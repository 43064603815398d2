import {contains, overlaps, type Range} from './range.ts'
import {RESERVED_RANGES} from './reserved-ranges.ts'

/** What a range is used for. `cluster` tells further clusters apart; the empty name is the one that is planned. */
export const RANGE_USES = ['vnet', 'subnet', 'service-cidr', 'pod-cidr', 'peer', 'on-premises', 'aks-reserved', 'azure-reserved'] as const
export type RangeUse = (typeof RANGE_USES)[number]

export interface NamedRange {
  readonly name: string
  readonly use: RangeUse
  readonly range: Range
  readonly cluster?: string
}

export type Consequence = 'none' | 'allowed' | 'create fails' | 'upgrade fails' | 'routing breaks' | 'unknown'

/** One range against another. `none` where they do not overlap. */
export interface RangePair {
  readonly a: NamedRange
  readonly b: NamedRange
  readonly consequence: Consequence
  readonly why: string
  readonly source: string
}

interface Judgement {
  readonly consequence: Consequence
  readonly why: string
  readonly source: string
}

const DOC = (name: string) => `MicrosoftDocs/azure-aks-docs articles/aks/${name}.md`
const SUPPORT = 'MicrosoftDocs/SupportArticles-docs create-upgrade-delete/error-code-servicecidroverlapexistingsubnetscidr'
const FAQ = 'MicrosoftDocs/azure-docs articles/virtual-network/virtual-networks-faq.md'

/** Judgements of two uses that overlap, keyed by both in the order of RANGE_USES. What is not here is judged by `judgeSpecial`. */
const JUDGEMENTS: Readonly<Record<string, Judgement>> = {
  'vnet+vnet': {consequence: 'create fails', why: 'two address spaces of one network overlap', source: FAQ},
  'vnet+service-cidr': {
    consequence: 'upgrade fails',
    why: 'no subnet lies there yet; as soon as one does, creating and every upgrade fail (ServiceCidrOverlapExistingSubnetsCidr)',
    source: SUPPORT,
  },
  'vnet+pod-cidr': {
    consequence: 'create fails',
    why: 'the pod CIDR may not overlap the network (NetworkProfileCIDROverlapVNET)',
    source: 'Azure/AKS-Construction#403',
  },
  'vnet+peer': {consequence: 'create fails', why: 'networks that overlap cannot be peered', source: FAQ},
  'vnet+on-premises': {
    consequence: 'routing breaks',
    why: 'the network keeps its own addresses to itself; on-premises hosts there cannot be reached',
    source: DOC('concepts-network-ip-address-planning'),
  },
  'subnet+subnet': {consequence: 'create fails', why: 'subnets of one network may not overlap', source: FAQ},
  'subnet+service-cidr': {
    consequence: 'create fails',
    why: 'refused when the cluster is created and again at every upgrade (ServiceCidrOverlapExistingSubnetsCidr)',
    source: `${SUPPORT}; Azure/AKS#1117`,
  },
  'subnet+pod-cidr': {
    consequence: 'create fails',
    why: 'the pod CIDR may not overlap the network (NetworkProfileCIDROverlapVNET)',
    source: 'Azure/AKS-Construction#403',
  },
  'subnet+peer': {consequence: 'create fails', why: 'networks that overlap cannot be peered', source: FAQ},
  'subnet+on-premises': {
    consequence: 'routing breaks',
    why: 'on-premises hosts in this range cannot be reached from the network',
    source: DOC('concepts-network-ip-address-planning'),
  },
  'service-cidr+pod-cidr': {
    consequence: 'create fails',
    why: 'pods and services may not share addresses',
    source: DOC('concepts-network-ip-address-planning'),
  },
  'service-cidr+peer': {
    consequence: 'routing breaks',
    why: 'pods take these addresses for services: hosts of the peer cannot be reached',
    source: DOC('concepts-network-ip-address-planning'),
  },
  'service-cidr+on-premises': {
    consequence: 'routing breaks',
    why: 'pods take these addresses for services: on-premises hosts cannot be reached',
    source: DOC('configure-kubenet'),
  },
  'pod-cidr+peer': {
    consequence: 'routing breaks',
    why: 'pods keep this range to themselves: hosts of the peer cannot be reached',
    source: DOC('azure-cni-overlay'),
  },
  'pod-cidr+on-premises': {
    consequence: 'routing breaks',
    why: 'pods keep this range to themselves: on-premises hosts cannot be reached',
    source: DOC('azure-cni-overlay'),
  },
  'peer+peer': {consequence: 'routing breaks', why: 'one address, two networks: only one of them can be reached', source: FAQ},
  'peer+on-premises': {consequence: 'routing breaks', why: 'one address, two networks: only one of them can be reached', source: FAQ},
  'on-premises+on-premises': {consequence: 'allowed', why: 'routing on premises is not the concern of a cluster', source: FAQ},
}

/** Every range against every other, and against the reserved ones. Reserved ranges appear only where something touches them. */
export function overlapMatrix(ranges: readonly NamedRange[]): readonly RangePair[] {
  const pairs: RangePair[] = []
  for (const [index, a] of ranges.entries()) {
    for (const b of ranges.slice(index + 1)) pairs.push(judgePair(a, b))
    for (const {range, why, source, everywhere} of RESERVED_RANGES) {
      if (!overlaps(a.range, range)) continue
      const reserved: NamedRange = {name: why, use: everywhere ? 'azure-reserved' : 'aks-reserved', range}
      pairs.push({a, b: reserved, ...judgeReserved(a, why, source, everywhere)})
    }
  }
  return pairs
}

/** One range against another. */
export function judgePair(a: NamedRange, b: NamedRange): RangePair {
  if (RANGE_USES.indexOf(a.use) > RANGE_USES.indexOf(b.use)) return judgePair(b, a)
  if (a.use === 'vnet' && b.use === 'subnet') return {a, b, ...judgeSubnetInNetwork(a, b)}
  if (!overlaps(a.range, b.range)) return {a, b, consequence: 'none', why: 'apart', source: ''}
  return {a, b, ...(judgeSiblings(a, b) ?? JUDGEMENTS[`${a.use}+${b.use}`] ?? UNKNOWN)}
}

const UNKNOWN: Judgement = {consequence: 'unknown', why: 'no document says what happens', source: ''}

/** Independent clusters may use the same pod and service ranges. */
function judgeSiblings(a: NamedRange, b: NamedRange): Judgement | undefined {
  if (a.use === 'service-cidr' && b.use === 'service-cidr') {
    return {consequence: 'allowed', why: 'clusters may share a service CIDR', source: DOC('concepts-network-ip-address-planning')}
  }
  if (a.use === 'pod-cidr' && b.use === 'pod-cidr') {
    return {
      consequence: 'allowed',
      why: 'independent clusters may use the same pod CIDR',
      source: DOC('concepts-network-azure-cni-overlay'),
    }
  }
  const pods = new Set([a.use, b.use])
  if (pods.has('service-cidr') && pods.has('pod-cidr') && a.cluster !== b.cluster) {
    return {consequence: 'unknown', why: "one cluster's services and another's pods: no document says", source: ''}
  }
  return undefined
}

function judgeSubnetInNetwork(network: NamedRange, subnet: NamedRange): Judgement {
  if (contains(network.range, subnet.range)) return {consequence: 'allowed', why: 'the subnet lies in the network', source: FAQ}
  if (!overlaps(network.range, subnet.range)) return {consequence: 'none', why: 'apart', source: ''}
  return {consequence: 'create fails', why: 'the subnet reaches beyond the address space', source: FAQ}
}

function judgeReserved(range: NamedRange, why: string, source: string, everywhere: boolean): Judgement {
  switch (range.use) {
    case 'vnet':
    case 'subnet':
    case 'service-cidr':
    case 'pod-cidr':
      return {consequence: 'create fails', why, source}
    case 'peer':
      return everywhere
        ? {consequence: 'create fails', why, source}
        : {...UNKNOWN, why: `${why}; what a peer there means, no document says`}
    case 'on-premises':
    case 'aks-reserved':
    case 'azure-reserved':
      return {...UNKNOWN, why: `${why}; what on-premises hosts there mean, no document says`}
  }
}
