import type {Party} from '../../network/policy/party.ts'
import {isUnseen, type PodGroup} from '../../network/policy/pod-group.ts'
import type {Direction} from '../../network/policy/policy.ts'
import {homeOf, type Membership, NO_SETS, type Sets} from './membership.ts'
import type {RulePeers} from './rule-peers.ts'
import {createSetsTable, restrictSets} from './sets-table.ts'

/** What the policies of one direction see in whoever is at the other end. The same object where that is the same. */
export interface PeerView {
  readonly index: number
  /** What sort of party it is, which every policy sees. */
  readonly kind: string
  /** By the number of each set of pods that some rule names. */
  readonly sets: Sets
  /** Its address, its node and its namespace, as far as any rule looks at them. */
  readonly rest: string
}

/** As the source that ingress rules look at, or the destination of egress rules; `called` is how a Service was called. */
export type ViewOf = (party: Party, direction: Direction, called?: readonly string[]) => PeerView

/** `placeOf` says what else of pods counts than the sets that they are in, and what rules look at: their namespace. */
export function createViews(
  peers: Readonly<Record<Direction, RulePeers>>,
  membership: Membership,
  placeOf: (group: PodGroup) => string,
): ViewOf {
  const known = createSetsTable<PeerView>()
  const named = {ingress: new Set(peers.ingress.sets), egress: new Set(peers.egress.sets)}
  const restrict = restrictSets((direction, number) => named[direction].has(number))
  return (party, direction, called = []) => {
    const {intervalOf, hasNodes} = peers[direction]
    const addresses = party.kind === 'outside' ? (party.address === null ? undefined : [party.address]) : party.addresses
    const place = intervalOf ? `${placesOf(addresses, intervalOf)}|${placesOf(called, intervalOf)}` : ''
    const node = hasNodes && party.kind === 'node' ? JSON.stringify([party.name, party.labels]) : ''
    const rest = `${place} ${node} ${party.kind === 'pod' ? placeOf(party.group) : ''}`
    const kind = party.kind === 'pod' && isUnseen(party.group) ? `unseen ${homeOf(party.group)}` : party.kind
    const own = party.kind === 'pod' ? restrict(direction, membership.setsOf(party.group)) : NO_SETS
    return known.obtain(`${direction} ${kind} ${rest}`, own, (index) => ({index, kind, sets: own, rest}))
  }
}

function placesOf(addresses: readonly string[] | undefined, intervalOf: (address: string) => number): string {
  return addresses === undefined ? '?' : [...new Set(addresses.map(intervalOf))].sort((a, b) => a - b).join(' ')
}
