import {contains, knownRange, type Range} from './range.ts'

export interface ReservedRange {
  readonly range: Range
  readonly why: string
  readonly source: string
  /** Azure allows it in no virtual network; the others are only closed to clusters. */
  readonly everywhere: boolean
}

const OVERVIEW = 'MicrosoftDocs/azure-aks-docs articles/aks/concepts-network-cni-overview.md'
const FAQ = 'MicrosoftDocs/azure-docs articles/virtual-network/virtual-networks-faq.md (2019 edition)'

/** Ranges that a cluster's network, pods and services may not touch. */
export const RESERVED_RANGES: readonly ReservedRange[] = [
  reserved('169.254.0.0/16', 'link-local, reserved for AKS; no virtual network may hold it', OVERVIEW, true),
  reserved('172.30.0.0/16', 'reserved for AKS', OVERVIEW, false),
  reserved('172.31.0.0/16', 'reserved for AKS', OVERVIEW, false),
  reserved('192.0.2.0/24', 'reserved for AKS', OVERVIEW, false),
  reserved('224.0.0.0/4', 'multicast: allowed in no virtual network', FAQ, true),
  reserved('255.255.255.255/32', 'broadcast: allowed in no virtual network', FAQ, true),
  reserved('127.0.0.0/8', 'loopback: allowed in no virtual network', FAQ, true),
  reserved('168.63.129.16/32', "Azure's platform address: allowed in no virtual network", FAQ, true),
]

/** RFC 1918 and RFC 6598, the only ranges that are supported for pods (azure-cni-overlay.md), and IPv6's private one. */
const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'].map(knownRange)

export function isPrivateRange(range: Range): boolean {
  return PRIVATE_RANGES.some((outer) => contains(outer, range))
}

function reserved(text: string, why: string, source: string, everywhere: boolean): ReservedRange {
  return {range: knownRange(text), why, source, everywhere}
}
