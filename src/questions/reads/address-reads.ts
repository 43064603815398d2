import {isPrivateAddress} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import type {Read} from '../../cluster/read.ts'
import {contains, parseRange} from '../../network/proxy/address-range.ts'
import {readProxyNode} from '../../network/proxy/proxy-node.ts'
import {nodeAt} from '../node-at.ts'
import {servicesAt} from '../services-at.ts'
import type {LiveScope} from './needs.ts'
import {NODES} from './node-reads.ts'

/**
 * Whoever has an address: Services, endpoints, nodes, and the pod whose it is. Pods are found by their first address only, so that endpoints name
 * theirs, and where nobody has it, all pods are read that may: those of the node whose range it is in.
 */
export function readsOfAddress(soFar: Cluster, address: string, {search}: Pick<LiveScope, 'search'>): readonly Read[] {
  const first: readonly Read[] = [{kind: 'Service'}, {kind: 'EndpointSlice'}, NODES, {kind: 'Pod', fields: `status.podIP=${address}`}]
  const listed = soFar.slices.flatMap(({endpoints, namespace}) =>
    endpoints.flatMap(({addresses, target}) =>
      target?.kind === 'Pod' && addresses.includes(address) ? [{namespace, name: target.name}] : [],
    ),
  )
  const pods = listed.map(({namespace, name}): Read => ({kind: 'Pod', namespace, name}))
  const node = nodeAt(soFar, address)
  const isKnown = listed.length > 0 || node !== undefined || servicesAt(soFar, address).length > 0
  const isOpen = !isKnown && search && first.every((read) => soFar.coverage?.has(read))
  return [...first, ...pods, ...podsOnNode(soFar, node), ...(isOpen ? podsThatMayHave(soFar, address) : [])]
}

function podsThatMayHave(soFar: Cluster, address: string): readonly Read[] {
  if (soFar.pods.all.some(({addresses}) => addresses?.includes(address))) return []
  const nodes = [...soFar.nodes].map(([name, node]) => ({
    name,
    ranges: readProxyNode(name, node).podRanges.flatMap((text) => parseRange(text) ?? []),
  }))
  const hosts = nodes.filter(({ranges}) => ranges.some((range) => contains(range, address)))
  // Where nodes state no ranges, pods take their addresses from anywhere; none that pods have is public.
  if (hosts.length === 0) return isPrivateAddress(address) ? [{kind: 'Pod'}] : []
  return hosts.flatMap(({name}) => podsOnNode(soFar, name))
}

/** One of them may have a port of the node, where no Service has. */
export function podsOnNode({nodes}: Cluster, name: string | undefined): readonly Read[] {
  return name !== undefined && nodes.has(name) ? [{kind: 'Pod', fields: `spec.nodeName=${name}`}] : []
}
