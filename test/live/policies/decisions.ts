import {familyOf} from '../../../src/cluster/address.ts'
import type {SideVerdict} from '../../../src/network/policy/judgement.ts'
import type {IPBlock, Policy} from '../../../src/network/policy/policy.ts'
import {contains} from '../../../src/network/proxy/address-range.ts'
import type {Connection, End} from './random-cluster.ts'

/**
 * By what one end decided, in words that are counted: a comparison says nothing about a shape that decided nothing. A rule is named by what all of its
 * peers, or all of its ports, are; one with several kinds counts as mixed.
 */
export function decisionsOf({because}: SideVerdict, direction: 'egress' | 'ingress', connection: Connection): readonly string[] {
  switch (because.kind) {
    case 'rule': {
      const {peers, ports} = because.rule
      const byPeer =
        peers === 'anyone' ? 'anyone' : only(peers.map((peer) => (peer.kind === 'pods' ? peer.pods.namespaces.kind : peer.kind)))
      const byPort = ports === 'any' ? 'any' : only(ports.map((port) => (port.kind === 'range' ? rangeOf(port) : port.kind)))
      const protocol = ports === 'any' ? [] : [`allowed: a rule with ports, ${connection.protocol}`]
      const family = peers !== 'anyone' && byPeer === 'ip-block' ? [`allowed: peers ip-block, ${connection.family}`] : []
      return [`allowed: peers ${byPeer}`, `allowed: ports ${byPort}`, ...protocol, ...family]
    }
    case 'isolated': {
      const other = direction === 'egress' ? connection.destination : connection.source
      const isExcepted = because.policies.some((policy) => blocksOf(policy, direction).some((block) => isLeftOut(block, other, connection)))
      return ['denied', ...(isExcepted ? ['denied: its address is in a block and excepted'] : [])]
    }
    default:
      return [because.kind]
  }
}

function only(kinds: readonly string[]): string {
  const [first = 'none', ...others] = new Set(kinds)
  return others.length === 0 ? first : 'mixed'
}

function rangeOf({first, last}: {readonly first: number; readonly last: number}): string {
  return first === last ? 'number' : 'range'
}

function blocksOf(policy: Policy, direction: 'egress' | 'ingress'): readonly IPBlock[] {
  const peers = (policy[direction] ?? []).flatMap((rule) => (rule.peers === 'anyone' ? [] : rule.peers))
  return peers.flatMap((peer) => (peer.kind === 'ip-block' ? peer.block : []))
}

function isLeftOut({range, except}: IPBlock, end: End, {family}: Connection): boolean {
  if (end.kind === 'node') return false
  const address = end.kind === 'outside' ? end.address : end.addresses.find((one) => familyOf(one) === family)
  return address !== undefined && contains(range, address) && except.some((one) => contains(one, address))
}
