import {familyOf, parseAddress} from '../../../cluster/address.ts'
import type {Pod} from '../../../cluster/pod.ts'
import type {Service} from '../../../cluster/service.ts'
import type {HealthCheck} from '../health-check.ts'
import {type Client, sourceAt} from './client.ts'
import type {Entry} from './entry.ts'
import {type Interpretation, interpretPacket, type PacketOutcome} from './interpretation.ts'
import type {Packet} from './packet.ts'
import type {ProxyView} from './proxy-view.ts'

/** A connection that somebody wants to open to an address, a port and a protocol (TCP, UDP, SCTP). */
export interface Connection {
  readonly from: Client
  readonly to: {readonly address: string; readonly port: number}
  readonly protocol: string
  /** The node that a packet from outside enters where its destination is no node's own address. */
  readonly entryNode?: string
}

/** One node that a packet met, and what its rules made of it. */
export interface Hop {
  readonly node: string
  readonly packet: Packet
  readonly interpretation: Interpretation
}

/** How it ends, as far as kube-proxies have a say. */
export type Fate =
  | {
      readonly kind: 'endpoints'
      readonly node: string
      readonly entry: Entry
      readonly outcome: Extract<PacketOutcome, {kind: 'endpoints'}>
    }
  /** `entry` is undefined where a Service has the address, but not the port. */
  | {readonly kind: 'rejected'; readonly node: string; readonly entry: Entry | undefined}
  | {readonly kind: 'dropped'; readonly node: string; readonly entry: Entry; readonly why: Extract<PacketOutcome, {kind: 'drop'}>['why']}
  | {readonly kind: 'health-check'; readonly node: string; readonly check: HealthCheck}
  /** It is for the node itself: something listens there, or it is refused. */
  | {readonly kind: 'node'; readonly node: string}
  /** It goes to a pod straight, no Service is involved. */
  | {readonly kind: 'pod'; readonly pod: Pod}
  /** It leaves the cluster for a load balancer, which sends it on to node ports as it likes. */
  | {readonly kind: 'balancer'; readonly services: readonly Service[]}
  /** A cluster IP that rules leave alone: no Service has got it, or none has the port. No network leads there, so there is silence. */
  | {readonly kind: 'nowhere'}
  /** It is sent on to wherever the address is; inside a cluster that is mostly silence. */
  | {readonly kind: 'leaves'}
  | {readonly kind: 'unknown'; readonly why: 'client-node' | 'entry-node' | 'placement' | 'source'}

export interface Decision {
  /** The nodes whose rules it met, in order: none, one, or the client's and the destination's. */
  readonly hops: readonly Hop[]
  readonly fate: Fate
}

/**
 * The nodes whose rules a connection meets first: the client's own; for one from outside the node that has the address, or else any, as routers
 * and load balancers choose.
 */
export function entryNodes(view: ProxyView, {from, to, entryNode}: Connection): readonly string[] {
  if (from.kind !== 'outside') return from.node === null ? view.nodeNames : [from.node]
  const owner = view.nodeAt(canonical(to.address))
  if (owner !== undefined) return [owner]
  return entryNode === undefined ? view.nodeNames : [entryNode]
}

/**
 * Follows a connection's first packet from node to node. Rules apply where the client is, and, where those leave it alone and another node has the
 * destination, there once more. A pod's source address is taken to stay as it is on the way to another node.
 */
export function decide(view: ProxyView, connection: Connection): Decision {
  const destination = canonical(connection.to.address)
  const first = firstNode(view, connection, destination)
  if (first.node === undefined) return {hops: [], fate: first.fate}
  const hop = meet(view, connection, destination, first.node)
  const owner = view.nodeAt(destination)
  if (!leavesNode(hop) || owner === undefined || owner === first.node) return {hops: [hop], fate: fateAt(view, hop)}
  const second = meet(view, connection, destination, owner)
  return {hops: [hop, second], fate: fateAt(view, second)}
}

type FirstNode = {readonly node: string} | {readonly node?: undefined; readonly fate: Fate}

function firstNode(view: ProxyView, connection: Connection, destination: string): FirstNode {
  const {from, entryNode} = connection
  if (from.kind !== 'outside') return from.node === null ? {fate: {kind: 'unknown', why: 'client-node'}} : {node: from.node}
  const node = view.nodeAt(destination) ?? entryNode
  return node === undefined ? {fate: {kind: 'unknown', why: 'entry-node'}} : {node}
}

function meet(view: ProxyView, {from, to, protocol}: Connection, destination: string, node: string): Hop {
  const family = familyOf(destination)
  const home = from.kind === 'node' && from.node !== null ? view.modelOf(from.node).node.addresses[family] : null
  const packet: Packet = {source: sourceAt(from, node, family, home), destination, port: to.port, protocol}
  return {node, packet, interpretation: interpretPacket(view.modelOf(node), packet, view)}
}

/** Whether a node sends a packet on as it came. */
function leavesNode({interpretation}: Hop): boolean {
  switch (interpretation.kind) {
    case 'service':
      return interpretation.outcome.kind === 'pass'
    case 'health-check':
      return false
    case 'unknown-port':
      return !interpretation.isRefused
    case 'not-ours':
      return !interpretation.isOwnAddress
  }
}

function fateAt(view: ProxyView, hop: Hop): Fate {
  const {node, interpretation} = hop
  switch (interpretation.kind) {
    case 'service':
      return fateOf(view, hop, interpretation.entry, interpretation.outcome)
    case 'health-check':
      return {kind: 'health-check', node, check: interpretation.check}
    case 'unknown-port':
      return interpretation.isRefused ? {kind: 'rejected', node, entry: undefined} : untouched(view, hop)
    case 'not-ours':
      return untouched(view, hop)
  }
}

function fateOf(view: ProxyView, hop: Hop, entry: Entry, outcome: PacketOutcome): Fate {
  const {node} = hop
  switch (outcome.kind) {
    case 'endpoints':
      return {kind: 'endpoints', node, entry, outcome}
    case 'reject':
      return {kind: 'rejected', node, entry}
    case 'drop':
      return {kind: 'dropped', node, entry, why: outcome.why}
    case 'pass':
      return untouched(view, hop)
    case 'unknown':
      return {kind: 'unknown', why: outcome.why}
  }
}

/** Where a packet goes that no rule has touched. */
function untouched(view: ProxyView, {node, packet: {destination}, interpretation}: Hop): Fate {
  const isLoopback = destination === '::1' || destination.startsWith('127.')
  const owner = isLoopback ? node : view.nodeAt(destination)
  if (owner !== undefined) return {kind: 'node', node: owner}
  const pod = view.podAt(destination)
  if (pod) return {kind: 'pod', pod}
  const services = view.balancedAt(destination)
  if (services.length > 0) return {kind: 'balancer', services}
  const isClusterIP = interpretation.kind === 'unknown-port' && interpretation.services.some(({via}) => via === 'cluster-ip')
  return isClusterIP || view.isInServiceRange(destination) ? {kind: 'nowhere'} : {kind: 'leaves'}
}

function canonical(address: string): string {
  return parseAddress(address)?.text ?? address
}
