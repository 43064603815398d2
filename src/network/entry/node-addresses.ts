import type {Cluster} from '../../cluster/cluster.ts'
import {fieldsOf, itemsOf, textOf, valueAt} from '../../cluster/fields.ts'
import type {EntryFacts} from './entry-facts.ts'
import {isPublicAddress} from './scope.ts'

/**
 * Whether nodes have public addresses: one of them is enough, for every node answers on a node port. What a node calls its ExternalIP may be
 * private, and its InternalIP public; the address decides. Undefined where the input has no node with an address.
 */
export function nodeAddresses({nodes}: Pick<Cluster, 'nodes'>): EntryFacts['nodes'] {
  let count = 0
  for (const node of nodes.values()) {
    const stated = itemsOf(valueAt(node.object, 'status', 'addresses')).map(fieldsOf)
    let isSeen = false
    for (const {type, address} of stated) {
      if (type !== 'InternalIP' && type !== 'ExternalIP') continue
      const isPublic = isPublicAddress(textOf(address) ?? '')
      if (isPublic) return {addresses: 'public', evidence: `node ${node.name} has the public address ${textOf(address)}`}
      isSeen ||= isPublic === false
    }
    if (isSeen) count++
  }
  if (count === 0) return undefined
  return {addresses: 'private', evidence: count === 1 ? 'the only node has private addresses' : `all ${count} nodes have private addresses`}
}
