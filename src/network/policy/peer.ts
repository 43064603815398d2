import type {Doubt} from './doubt.ts'
import {hasInternet, hasUnstatedNode, hasUnstatedPod, isInBlock, isWhole} from './ip-block.ts'
import type {NamespaceLabels} from './namespace-labels.ts'
import {completeLabels, type PartialLabels} from './partial-labels.ts'
import type {CalledAddress, Party} from './party.ts'
import type {PodGroup} from './pod-group.ts'
import {includesGroup, matchesSelector} from './pod-set.ts'
import type {IPBlock, Peer} from './policy.ts'
import type {Truth} from './truth.ts'

/** What is known beside the policies themselves. */
export interface Surroundings {
  readonly namespaceLabels: NamespaceLabels
  /** The network plugin whose blocks of addresses match nothing inside of the cluster; undefined where that is not known. */
  readonly blocksMissCluster: string | undefined
}

/** Whether a peer of a rule is the other end of a connection; `called` is how a destination was called before it was rewritten. */
export function isPeer(
  peer: Peer,
  other: Party,
  subject: PodGroup,
  {namespaceLabels, blocksMissCluster}: Surroundings,
  called: readonly CalledAddress[],
): Truth {
  switch (peer.kind) {
    case 'pods':
      // Pods on the network of a node are the node to everybody else.
      return other.kind === 'pod' && includesGroup(peer.pods, other.group, namespaceLabels, subject)
    case 'ip-block': {
      const truth = isPartyInBlock(peer.block, other)
      if (truth === true && other.kind !== 'outside' && blocksMissCluster !== undefined) return {kind: 'plugin', name: blocksMissCluster}
      if (truth !== false) return truth
      const seen = called.find(({address}) => isInBlock(peer.block, address))
      return seen ? {kind: 'rewritten', address: seen.address, what: 'destination'} : false
    }
    case 'nodes': {
      if (other.kind !== 'node') return false
      const noLabels: Doubt = {kind: 'not-understood', message: `the input does not have node ${other.name ?? ''}`.trim()}
      const labels: PartialLabels = {...completeLabels(other.labels ?? {}), isOpen: other.labels === undefined}
      return matchesSelector(peer.selector, labels, () => noLabels)
    }
    case 'domain-names':
      return (other.kind !== 'pod' || peer.names.some(mayNamePod)) && {kind: 'domain-names', names: peer.names}
    case 'not-understood':
      return peer
    case 'nobody':
      return false
  }
}

/**
 * Names of pods and of headless Services may be peers, "Targeting in-cluster endpoints with FQDN selector is not recommended" notwithstanding
 * (NPEP-133). Those of nodes, as of all outside, anybody may give.
 */
function mayNamePod(name: string): boolean {
  return /\.(svc|pod)\.|\.local\.?$/.test(name)
}

function isPartyInBlock(block: IPBlock, party: Party): Truth {
  const doubt: Doubt = {kind: 'address', block: block.text}
  if (party.kind === 'outside') {
    if (party.address !== null) return isInBlock(block, party.address)
    return hasInternet(block, party.family) ?? {kind: 'part', block: block.text}
  }
  const {addresses, family} = party
  if (addresses === undefined || addresses.length === 0) {
    // Whatever its address, it is of the family by which it comes.
    if (family !== undefined && family !== block.family) return false
    if (family !== undefined && isWhole(block)) return true
    return (party.kind === 'pod' ? hasUnstatedPod(block) : hasUnstatedNode(block)) ?? doubt
  }
  const inside = addresses.filter((address) => isInBlock(block, address))
  if (inside.length === 0) return false
  return inside.length === addresses.length ? true : doubt
}
