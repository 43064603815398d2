import {contains, isLoopback} from '../address-range.ts'
import type {FamilyModel, ProxyModel, RoutedPort} from '../proxy-model.ts'
import type {ModeBehaviour} from './mode-behaviour.ts'
import {isOwnAddress, type Packet, type PodAttachment} from './packet.ts'

/** By which of its addresses a packet is for a Service. */
export type Via = 'cluster-ip' | 'external-ip' | 'load-balancer' | 'node-port'

/** A way into a Service port. */
export interface Entry {
  readonly via: Via
  readonly port: RoutedPort
  /** Other Service ports with the same virtual address and port, or node port. Which of them gets a packet is chance. */
  readonly rivals: readonly RoutedPort[]
}

/** The Service port that a packet is for: virtual addresses count before node ports. Undefined where it is for none. */
export function findEntry(family: FamilyModel, {destination, port, protocol}: Packet, toOwnAddress: boolean): Entry | undefined {
  const sameProtocol = family.ports.filter((candidate) => candidate.protocol === protocol)
  const atAddress = sameProtocol.flatMap((candidate) => {
    const via = candidate.port === port ? viaOf(candidate, destination) : undefined
    return via ? [{via, port: candidate}] : []
  })
  const atNodePort = toOwnAddress ? sameProtocol.filter(({nodePort}) => nodePort === port) : []
  const [first, ...rest] = atAddress.length > 0 ? atAddress : atNodePort.map((candidate) => ({via: 'node-port' as const, port: candidate}))
  return first && {...first, rivals: rest.map((rival) => rival.port)}
}

/** The ports of all Services that have an address, with what it is to them. */
export function portsAt(family: FamilyModel, address: string): readonly Omit<Entry, 'rivals'>[] {
  return family.ports.flatMap((port) => {
    const via = viaOf(port, address)
    return via ? [{via, port}] : []
  })
}

function viaOf({clusterIP, externalIPs, loadBalancerIPs}: RoutedPort, address: string): Via | undefined {
  if (clusterIP === address) return 'cluster-ip'
  if (externalIPs.includes(address)) return 'external-ip'
  return loadBalancerIPs.includes(address) ? 'load-balancer' : undefined
}

/**
 * Whether node ports answer on an address of the node. On 127.0.0.1 that takes a kernel that routes such packets, which iptables mode asks for
 * (route_localnet); IPv6 has nothing of the kind.
 */
export function answersNodePorts(
  {configuration, node, families}: ProxyModel,
  address: string,
  {servesLoopback}: ModeBehaviour,
  attachment: PodAttachment,
): boolean {
  const {nodePortAddresses} = families[address.includes(':') ? 'IPv6' : 'IPv4']
  if (isLoopback(address)) {
    const routed = servesLoopback && configuration.localhostNodePorts && !address.includes(':') && nodePortAddresses.coversIPv4Loopback
    return routed && (nodePortAddresses.all || nodePortAddresses.addresses.includes(address))
  }
  return (
    nodePortAddresses.addresses.includes(address) ||
    (isOwnAddress(node, attachment, address) && isInRanges(nodePortAddresses.ranges, address))
  )
}

function isInRanges(ranges: FamilyModel['nodePortAddresses']['ranges'], address: string): boolean {
  return ranges.some((range) => contains(range, address))
}
