import {contains, parseRange} from '../address-range.ts'
import type {ProxyEndpoint} from '../proxy-endpoint.ts'
import type {FamilyModel, ProxyModel} from '../proxy-model.ts'
import type {ModeBehaviour} from './mode-behaviour.ts'
import {bridgeAddresses, type Packet, type PodAttachment} from './packet.ts'

/** The source address that an endpoint sees. */
export type SeenSource =
  | {readonly kind: 'client'; readonly address: string | null}
  /** The node masqueraded, with the address that it has towards its own pods or towards everybody else. Null where that is not known. */
  | {readonly kind: 'node'; readonly node: string; readonly towards: 'pods' | 'network' | 'unknown'; readonly address: string | null}

/** What becomes of the endpoint's answer. */
export type Answer =
  /** It comes back by the node, which makes the client take it for the Service's. */
  | 'returns'
  /** It goes to the client straight, from an address that the client never asked: the connection hangs. */
  | 'bypasses-node'
  /** The packet arrives from the endpoint's own address, and is thrown away there. */
  | 'own-address'
  /** That depends on where the endpoint is. */
  | 'unknown'

/** One endpoint that a packet may go to. */
export interface Arrival {
  readonly endpoint: ProxyEndpoint
  /** From 0 to 1, all together 1: each pod as likely as the others. Null where it is not known for how many pods an endpoint stands. */
  readonly probability: number | null
  readonly source: SeenSource
  readonly answer: Answer
}

export interface Crossing {
  readonly model: ProxyModel
  readonly family: FamilyModel
  readonly packet: Packet
  readonly sourceAddress: string | null
  readonly masquerade: boolean
  readonly behaviour: ModeBehaviour
  readonly attachment: PodAttachment
  /** The packet is to an address that the node itself has, which is never a virtual one. */
  readonly toOwnAddress: boolean
}

/** Where an endpoint is, seen from a node: the node itself (hostNetwork), a pod of it, or anywhere else. */
type Place = 'node' | 'here' | 'elsewhere' | 'unknown'

/** Follows a packet to each of the endpoints that rules pick from at random. */
export function arrivalsAt(endpoints: readonly ProxyEndpoint[], crossing: Crossing): readonly Arrival[] {
  const pods = endpoints.map(({listed}) => listed.replicas)
  const total = pods.reduce((sum: number | null, count) => (sum === null || count === null ? null : sum + count), 0)
  return endpoints.map((endpoint, index) => {
    const count = pods[index] ?? null
    const probability = endpoints.length === 1 ? 1 : total === null || count === null ? null : count / total
    return {endpoint, probability, ...arrivalAt(endpoint, crossing)}
  })
}

function arrivalAt(endpoint: ProxyEndpoint, crossing: Crossing): Pick<Arrival, 'source' | 'answer'> {
  const {model, packet, sourceAddress, masquerade, behaviour} = crossing
  const place = placeOf(endpoint, model)
  const isHairpin = sourceAddress !== null && sourceAddress === endpoint.address
  const masqueradesHairpin = isHairpin && hairpinIsMasqueraded(endpoint, crossing)
  // What is for a program of the node is taken in before the place where sources are rewritten, unless it comes from there too.
  const isTakenIn = place === 'node' && packet.source.kind !== 'node' && !behaviour.relaysConnections
  if ((masquerade || masqueradesHairpin) && !isTakenIn) return {source: nodeSource(place, crossing), answer: 'returns'}
  return {source: {kind: 'client', address: sourceAddress}, answer: answerTo(crossing, place, isHairpin)}
}

/** The set of such connections is one for all Services, so it counts as well where another one lists the same endpoint. */
function hairpinIsMasqueraded({address, port}: ProxyEndpoint, {family, packet, behaviour}: Crossing): boolean {
  const {masqueradesHairpinsOf} = behaviour
  if (masqueradesHairpinsOf === 'all') return true
  return family.ports.some(({protocol, usable, endpoints}) => {
    const known = masqueradesHairpinsOf === 'used-here' ? usable.reachable : endpoints
    return protocol === packet.protocol && known.some((other) => other.isLocal && other.address === address && other.port === port)
  })
}

/**
 * Unless sources are rewritten, an answer passes the node only where it, the endpoint or the client is there. A node that has virtual addresses for
 * its own connects from the one that it connects to; every other node has that address as well, and keeps the answer.
 */
function answerTo({packet: {source}, behaviour, toOwnAddress}: Crossing, place: Place, isHairpin: boolean): Answer {
  if (isHairpin && place !== 'node') return 'own-address'
  const isVirtual = behaviour.ownsVirtualAddresses && !toOwnAddress
  const clientIsHere = (source.kind === 'node' && !isVirtual) || (source.kind === 'pod' && source.isLocal)
  if (clientIsHere || place === 'node' || place === 'here') return 'returns'
  return place === 'elsewhere' ? 'bypasses-node' : 'unknown'
}

/** The kernel takes the first address of the interface that leads to the endpoint. */
function nodeSource(place: Place, {model: {node}, packet, attachment}: Crossing): SeenSource {
  const family = packet.destination.includes(':') ? 'IPv6' : 'IPv4'
  const primary = node.addresses[family]
  switch (place) {
    case 'node':
    case 'elsewhere':
      return {kind: 'node', node: node.name, towards: 'network', address: primary}
    case 'unknown':
      return {kind: 'node', node: node.name, towards: 'unknown', address: null}
    case 'here': {
      const bridge = bridgeAddresses(node).find((address) => address.includes(':') === packet.destination.includes(':')) ?? null
      const address = {bridge, links: primary, unknown: null}[attachment]
      return {kind: 'node', node: node.name, towards: 'pods', address}
    }
  }
}

function placeOf({address, isLocal, listed}: ProxyEndpoint, {node}: ProxyModel): Place {
  if (address !== null && node.interfaceAddresses.includes(address)) return 'node'
  const inPodRange = address !== null && node.podRanges.some((text) => isIn(text, address))
  if (isLocal || inPodRange) return 'here'
  return listed.nodeName === null && address === null ? 'unknown' : 'elsewhere'
}

function isIn(text: string, address: string): boolean {
  const range = parseRange(text)
  return range !== undefined && contains(range, address)
}
