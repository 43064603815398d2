import type {Cluster} from '../cluster/cluster.ts'
import {contains, parseRange} from '../network/proxy/address-range.ts'
import {readProxyNode} from '../network/proxy/proxy-node.ts'

/** The name of the node that has an address on one of its interfaces. */
export function nodeAt({nodes}: Cluster, address: string): string | undefined {
  return [...nodes].find(([name, node]) => readProxyNode(name, node).interfaceAddresses.includes(address))?.[0]
}

/** The name of the node of whose range for pods (`spec.podCIDRs`) an address is. */
export function nodeWithPodRange({nodes}: Cluster, address: string): string | undefined {
  const isIn = (text: string) => {
    const range = parseRange(text)
    return range !== undefined && contains(range, address)
  }
  return [...nodes].find(([name, node]) => readProxyNode(name, node).podRanges.some(isIn))?.[0]
}
