import type {Direction, Peer, Policy, PolicyPort, Rule} from '../../network/policy/policy.ts'
import type {PolicySet} from '../../network/policy/policy-set.ts'
import {createIntervals, type IntervalOf} from './address-interval.ts'
import {comparesNamespaces, type Membership} from './membership.ts'

/** What policies look at in the other end of a connection, in one direction. */
export interface RulePeers {
  /** Undefined where no rule has a block of addresses: then addresses play no part. */
  readonly intervalOf: IntervalOf | undefined
  readonly hasNodes: boolean
  /** Numbers of all sets of pods that rules name. */
  readonly sets: readonly number[]
  /** Some set of pods is compared with the namespace of the subject. */
  readonly comparesNamespaces: boolean
  /** The ports that rules name, each once. */
  readonly ports: readonly PolicyPort[]
  readonly of: (policy: Policy) => PeersOfPolicy
}

/** The same of one policy. */
export interface PeersOfPolicy {
  /** Numbers of sets of pods. */
  readonly sets: readonly number[]
  /** Whether more counts than in which of the sets the other end is: its address, its node, its namespace. */
  readonly asksMore: boolean
}

export function readRulePeers({all}: PolicySet, direction: Direction, membership: Membership): RulePeers {
  const rules = all.flatMap((policy) => policy[direction] ?? [])
  const peers = rules.flatMap(peersOf)
  const ranges = peers.flatMap((peer) => (peer.kind === 'ip-block' ? [peer.block.range, ...peer.block.except] : []))
  const ports = rules.flatMap((rule) => (rule.ports === 'any' ? [] : rule.ports))
  const byPolicy = new Map(
    all.flatMap((policy) => (policy[direction] ? [[policy, readPolicy(policy, direction, membership)] as const] : [])),
  )
  return {
    intervalOf: ranges.length > 0 ? createIntervals(ranges) : undefined,
    hasNodes: peers.some(({kind}) => kind === 'nodes'),
    sets: [...byPolicy.values()].flatMap(({sets}) => sets),
    comparesNamespaces: peers.some((peer) => peer.kind === 'pods' && comparesNamespaces(peer.pods)),
    ports: [...new Map(ports.map((port) => [JSON.stringify(port), port])).values()],
    of: (policy) => byPolicy.get(policy) ?? NO_PEERS,
  }
}

function readPolicy(policy: Policy, direction: Direction, {numberOf}: Membership): PeersOfPolicy {
  const sets = new Set<number>()
  let asksMore = false
  for (const peer of (policy[direction] ?? []).flatMap(peersOf)) {
    const number = peer.kind === 'pods' ? numberOf(peer.pods) : undefined
    if (number !== undefined) sets.add(number)
    // Of other peers the kind of party says it all, and that is always asked.
    else if (peer.kind === 'pods' || peer.kind === 'ip-block' || peer.kind === 'nodes') asksMore = true
  }
  return {sets: [...sets], asksMore}
}

function peersOf({peers}: Rule): readonly Peer[] {
  return peers === 'anyone' ? [] : peers
}

const NO_PEERS: PeersOfPolicy = {sets: [], asksMore: false}
