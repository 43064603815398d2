import {type AddressFamily, familyOf} from '../cluster/address.ts'
import type {Cluster} from '../cluster/cluster.ts'
import {fieldsOf} from '../cluster/fields.ts'
import type {Pod} from '../cluster/pod.ts'
import type {Endpoint} from '../network/endpoints/endpoint.ts'
import {endPortOf, partyOfNode, partyOfPod, partyOfUnseenPod} from '../network/policy/parties.ts'
import type {EndPort, Party} from '../network/policy/party.ts'
import type {PodGroup} from '../network/policy/pod-group.ts'
import {nodeAt, nodeWithPodRange} from './node-at.ts'

/** What stands at an endpoint, as policies see it. */
export interface PolicyDestination {
  readonly party: Party
  /** Undefined for what is no pod, and for a pod that the input does not have. */
  readonly pod: Pod | undefined
  readonly isUnseenPod: boolean
  /** Whether a pod that the input does not have is on the network of its node, where no NetworkPolicy is for it, is not known. */
  readonly mayBeNode: boolean
  /** The node of whose range for pods the address is, where nothing says which pod has it, nor in which namespace it is. */
  readonly rangeOf: string | undefined
}

/**
 * Who is at an endpoint. `own` is the pod that it names, where the input has it; one that was written by hand may name none, and has the address of a pod
 * all the same: plugins judge by that. `home` is the namespace of the Service.
 */
export function findPolicyDestination(
  cluster: Cluster,
  own: Pod | undefined,
  {address, target, nodeName}: Pick<Endpoint, 'address' | 'target' | 'nodeName'>,
  home: Pick<PodGroup, 'namespace' | 'namespaceStated'>,
  family = address === null ? undefined : familyOf(address),
): PolicyDestination {
  const isPod = target?.kind === 'Pod'
  const pod = own ?? (isPod || address === null ? undefined : podAt(cluster, address))
  if (pod) return {party: partyOfPod(cluster, pod, family), pod, isUnseenPod: false, mayBeNode: false, rangeOf: undefined}
  const host = isPod || address === null ? undefined : nodeWithPodRange(cluster, address)
  if (host !== undefined) {
    // Plugins hand such addresses to pods only: this one is of a pod that the input does not have, in whatever namespace.
    const hidden = partyOfUnseenPod({namespace: '', namespaceStated: false}, address === null ? undefined : [address], host)
    return {party: hidden, pod, isUnseenPod: true, mayBeNode: false, rangeOf: host}
  }
  const party = partyWithoutPod(cluster, address, family)
  if (!isPod || party.kind === 'node') return {party, pod, isUnseenPod: false, mayBeNode: false, rangeOf: undefined}
  const unseen = partyOfUnseenPod(home, address === null ? undefined : [address], nodeName)
  return {party: unseen, pod, isUnseenPod: true, mayBeNode: cluster.nodes.size === 0, rangeOf: undefined}
}

/** A port of a destination, with the names that it has there. */
export function endPortAt({pod, isUnseenPod}: PolicyDestination, number: number | null, protocol: string): EndPort {
  const port = endPortOf(pod, number, protocol)
  return isUnseenPod ? {...port, names: undefined} : port
}

function partyWithoutPod(cluster: Cluster, address: string | null, family: AddressFamily | undefined): Party {
  const node = address === null ? undefined : nodeAt(cluster, address)
  return node === undefined ? {kind: 'outside', address} : partyOfNode(cluster, node, family)
}

const INDEXES = new WeakMap<Cluster, ReadonlyMap<string, Pod>>()

/** The pod that has an address of its own, while it runs. */
function podAt(cluster: Cluster, address: string): Pod | undefined {
  const index = INDEXES.get(cluster) ?? indexByAddress(cluster)
  INDEXES.set(cluster, index)
  return index.get(address)
}

function indexByAddress({pods}: Cluster): ReadonlyMap<string, Pod> {
  const own = pods.all.filter(({finished, spec}) => !finished && fieldsOf(spec)['hostNetwork'] !== true)
  return new Map(own.flatMap((pod) => (pod.addresses ?? []).map((address) => [address, pod] as const)))
}
