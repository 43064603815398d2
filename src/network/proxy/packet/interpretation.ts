import {parseAddress} from '../../../cluster/address.ts'
import {contains} from '../address-range.ts'
import type {HealthCheck} from '../health-check.ts'
import type {FamilyModel, ProxyModel, RoutedPort} from '../proxy-model.ts'
import type {TrafficPolicy} from '../service-port.ts'
import type {Outcome, Treatment} from '../treatment.ts'
import {type Arrival, arrivalsAt} from './arrival.ts'
import {answersNodePorts, type Entry, findEntry, portsAt} from './entry.ts'
import {behaviourOf, type ModeBehaviour, type PacketMode} from './mode-behaviour.ts'
import {isOwnAddress, type Packet, type PodAttachment, sourceAddressOf} from './packet.ts'

/** What a node does with a packet for a Service. */
export type PacketOutcome =
  /** It goes to one of these. A client with affinity stays with its first one for so many seconds after its last connection. */
  | {
      readonly kind: 'endpoints'
      readonly policy: TrafficPolicy
      readonly arrivals: readonly Arrival[]
      readonly affinitySeconds: number | null
    }
  | {readonly kind: 'reject'}
  | {readonly kind: 'drop'; readonly why: 'no-local-endpoints' | 'source-ranges'}
  /** The rules leave it alone all the same: node ports do not answer on this address, or a node's own packets are not refused. */
  | {readonly kind: 'pass'; readonly why: 'other-node-port-address' | 'own-packet'}
  /** The input does not say on which nodes endpoints are, or from where the packet comes. */
  | {readonly kind: 'unknown'; readonly why: 'placement' | 'source'}

/** What a packet is to a node's rules, and what they do with it. */
export type Interpretation =
  | {readonly kind: 'service'; readonly entry: Entry; readonly outcome: PacketOutcome}
  /** For kube-proxy itself, which tells load balancers whether the node has endpoints. */
  | {readonly kind: 'health-check'; readonly check: HealthCheck}
  /** For an address of Services that have no such port. */
  | {readonly kind: 'unknown-port'; readonly services: readonly Omit<Entry, 'rivals'>[]; readonly isRefused: boolean}
  /** For the node's own programs, or to be sent on. */
  | {readonly kind: 'not-ours'; readonly isOwnAddress: boolean}

export interface InterpretationOptions {
  /** Unknown unless stated. */
  readonly attachment?: PodAttachment
  /** Instead of the configuration's. */
  readonly mode?: PacketMode
}

/**
 * Says what a node does with the first packet of a connection, by the rules that kube-proxy programs. Whether anything listens at the endpoint, and
 * what network policies say, is beyond it. A destination that is no address is nobody's.
 */
export function interpretPacket(model: ProxyModel, packet: Packet, options: InterpretationOptions = {}): Interpretation {
  const {attachment = 'unknown', mode = model.configuration.mode} = options
  const behaviour = behaviourOf(mode, model.configuration)
  const address = parseAddress(packet.destination)
  if (!address) return {kind: 'not-ours', isOwnAddress: false}
  const crossing = {
    model,
    packet,
    behaviour,
    attachment,
    family: model.families[address.family],
    sourceAddress: sourceAddressOf(model, packet, {attachment, ownsVirtualAddresses: behaviour.ownsVirtualAddresses}),
    toOwnAddress: isOwnAddress(model.node, attachment, packet.destination),
  }
  const entry = findEntry(crossing.family, packet, crossing.toOwnAddress)
  return entry ? {kind: 'service', entry, outcome: outcomeAt(entry, crossing)} : interpretOther(crossing)
}

interface Context {
  readonly model: ProxyModel
  readonly packet: Packet
  readonly behaviour: ModeBehaviour
  readonly attachment: PodAttachment
  readonly family: FamilyModel
  readonly sourceAddress: string | null
  readonly toOwnAddress: boolean
}

function interpretOther({family, packet, behaviour, toOwnAddress}: Context): Interpretation {
  const check = family.healthChecks.find(({port}) => port === packet.port)
  if (check && toOwnAddress && packet.protocol === 'TCP') return {kind: 'health-check', check}
  const services = portsAt(family, packet.destination)
  if (services.length === 0) return {kind: 'not-ours', isOwnAddress: toOwnAddress}
  const isClusterIP = services.some(({via}) => via === 'cluster-ip')
  const refused = {nothing: false, 'cluster-ips': isClusterIP, 'virtual-addresses': !toOwnAddress}
  return {kind: 'unknown-port', services, isRefused: refused[behaviour.refusesUnknownPortsOf]}
}

function outcomeAt(entry: Entry, context: Context): PacketOutcome {
  const {port, via} = entry
  const {model, packet, behaviour, attachment} = context
  if (behaviour.relaysConnections) return relayed(port, context)
  const sourceClass = classOf(context)
  const treatment = via === 'cluster-ip' ? port.internal : (port.external ?? port.internal)
  const outcome = behaviour.localFallsBack ? withoutDrops(entry, sourceClass, context) : treatment[sourceClass]
  if (via === 'node-port' && !answersNodePorts(model, packet.destination, behaviour, attachment)) {
    const isClosed = behaviour.closesNodePortsEverywhere && treatment.others.kind !== 'endpoints'
    return isClosed ? refusalOf(treatment.others, context, entry) : {kind: 'pass', why: 'other-node-port-address'}
  }
  const guarded = via === 'load-balancer' ? heldAgainstRanges(port, outcome, context) : undefined
  if (guarded) return guarded
  if (isLeftOpen(port, outcome)) return {kind: 'unknown', why: 'placement'}
  return outcome.kind === 'endpoints' ? followed(outcome, port, context) : refusalOf(outcome, context, entry)
}

/** A policy Local asks where endpoints are; a template does not say. */
function isLeftOpen({uncertainties}: RoutedPort, outcome: Outcome): boolean {
  if (!uncertainties.includes('placement')) return false
  return outcome.kind === 'drop' || (outcome.kind === 'endpoints' && outcome.policy === 'Local')
}

function followed(outcome: Extract<Outcome, {kind: 'endpoints'}>, {affinitySeconds}: RoutedPort, context: Context): PacketOutcome {
  const arrivals = arrivalsAt(outcome.endpoints, {...context, masquerade: outcome.masquerade})
  return {kind: 'endpoints', policy: outcome.policy, arrivals, affinitySeconds}
}

function refusalOf(outcome: Outcome, {packet, behaviour, toOwnAddress}: Context, {via}: Entry): PacketOutcome {
  const isExternal = via === 'external-ip' || via === 'load-balancer'
  if (packet.source.kind === 'node' && isExternal && !toOwnAddress && !behaviour.refusesOwnPackets) return {kind: 'pass', why: 'own-packet'}
  return outcome.kind === 'drop' ? {kind: 'drop', why: 'no-local-endpoints'} : {kind: 'reject'}
}

/** The rules know packets by their source address, and by the interface where pods are told by that. */
function classOf({packet: {source}, family: {localTraffic}, sourceAddress}: Context): keyof Treatment {
  const isByAddress = localTraffic.kind === 'source'
  if (isByAddress && sourceAddress !== null && contains(localTraffic.range, sourceAddress)) return 'pods'
  switch (source.kind) {
    case 'node':
      return 'node'
    case 'pod': {
      // The address of a pod that nobody has seen will be one of them.
      const isTakenForPod = isByAddress ? sourceAddress === null : source.isLocal
      return isTakenForPod ? 'pods' : 'others'
    }
    case 'other':
      return 'others'
  }
}

/** What source ranges say: undefined where they let the packet on. An address of the balancer counts as the node's, which may have it. */
function heldAgainstRanges(port: RoutedPort, outcome: Outcome, {sourceAddress, family, behaviour}: Context): PacketOutcome | undefined {
  const {sourceRanges, loadBalancerIPs} = port
  if (sourceRanges.length === 0 || (outcome.kind === 'reject' && !behaviour.firewallsEmptyServices)) return undefined
  if (sourceAddress === null) return {kind: 'unknown', why: 'source'}
  const isIn = (address: string) => sourceRanges.some((range) => contains(range, address))
  const isAllowed = isIn(sourceAddress) || (loadBalancerIPs.includes(sourceAddress) && isIn(family.nodeAddress))
  return isAllowed ? undefined : {kind: 'drop', why: 'source-ranges'}
}

/** IPVS: whatever the policy, there is no drop; and the source stays for any external policy Local (syncEndpoint, writeIptablesRules). */
function withoutDrops({port, via}: Entry, source: keyof Treatment, {model, family}: Context): Outcome {
  const {internalPolicy, externalPolicy, usable} = port
  const isInternal = via === 'cluster-ip'
  const policy = isInternal ? internalPolicy : externalPolicy
  const endpoints = policy === 'Local' && usable.local.length > 0 ? usable.local : usable.cluster
  if (endpoints.length === 0) return {kind: 'reject'}
  const comesFromOutside = source === 'others' && family.localTraffic.kind !== 'unknown'
  // The node's own packets to a cluster IP come from that very address.
  const masquerade = isInternal ? model.configuration.masqueradeAll || comesFromOutside || source === 'node' : policy === 'Cluster'
  return {kind: 'endpoints', policy, endpoints, masquerade}
}

/** Userspace: any ready endpoint, in turn; without one, the connection is closed as soon as it is made. */
function relayed({endpoints, affinitySeconds}: RoutedPort, context: Context): PacketOutcome {
  const ready = endpoints.filter(({isReady}) => isReady)
  if (ready.length === 0) return {kind: 'reject'}
  return {kind: 'endpoints', policy: 'Cluster', arrivals: arrivalsAt(ready, {...context, masquerade: true}), affinitySeconds}
}
