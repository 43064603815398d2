import {familyOf} from '../../../cluster/address.ts'
import {addressOf, isLoopback, parseRange} from '../address-range.ts'
import type {ProxyModel} from '../proxy-model.ts'
import type {ProxyNode} from '../proxy-node.ts'

/** Who sent a packet, as seen from the node whose rules apply. */
export type PacketSource =
  /** The node itself, or a pod on its network. The kernel picks the address. */
  | {readonly kind: 'node'}
  /** A pod with an address of its own, on this node or on another; null where the address is not known. */
  | {readonly kind: 'pod'; readonly isLocal: boolean; readonly address: string | null}
  /** Another node, or whoever is outside of the cluster. */
  | {readonly kind: 'other'; readonly address: string | null}

/** The first packet of a connection as it comes to a node. Addresses are in Go's spelling. */
export interface Packet {
  readonly source: PacketSource
  readonly destination: string
  readonly port: number
  readonly protocol: string
}

/**
 * How pods are joined to their node: by a bridge with the first address of the node's pod range (kubenet, flannel, the bridge plugin), or by links
 * without addresses (Azure CNI, Calico). It decides which of its addresses the node takes towards its pods.
 */
export type PodAttachment = 'bridge' | 'links' | 'unknown'

/** The addresses of a node that it is known to have: on a bridge of its pods too. */
export function ownAddresses(node: ProxyNode, attachment: PodAttachment): readonly string[] {
  return [...node.interfaceAddresses, ...(attachment === 'bridge' ? bridgeAddresses(node) : [])]
}

export function isOwnAddress(node: ProxyNode, attachment: PodAttachment, address: string): boolean {
  return isLoopback(address) || ownAddresses(node, attachment).includes(address)
}

/** The first address of each of its pod ranges. */
export function bridgeAddresses({podRanges}: ProxyNode): readonly string[] {
  return podRanges.flatMap((text) => {
    const range = parseRange(text)
    return range ? addressOf(range.first + 1n, range.family) : []
  })
}

/**
 * The source address of a packet: that of a node's own is the destination where that is its own too, else the node's. IPVS gives nodes the virtual
 * addresses as well.
 */
export function sourceAddressOf(
  {node, families}: ProxyModel,
  {source, destination}: Packet,
  {attachment, ownsVirtualAddresses}: {readonly attachment: PodAttachment; readonly ownsVirtualAddresses: boolean},
): string | null {
  if (source.kind !== 'node') return source.address
  if (isOwnAddress(node, attachment, destination)) return destination
  const family = familyOf(destination)
  const isVirtual = families[family].ports.some(({clusterIP, externalIPs, loadBalancerIPs}) =>
    [clusterIP, ...externalIPs, ...loadBalancerIPs].includes(destination),
  )
  return ownsVirtualAddresses && isVirtual ? destination : node.addresses[family]
}
