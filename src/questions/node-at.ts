import type {Cluster} from '../cluster/cluster.ts'
import {readProxyNode} from '../network/proxy/proxy-node.ts'

/** The name of the node that has an address on one of its interfaces. */
export function nodeAt({nodes}: Cluster, address: string): string | undefined {
  return [...nodes].find(([name, node]) => readProxyNode(name, node).interfaceAddresses.includes(address))?.[0]
}
