import {isLoopback} from '../../network/proxy/address-range.ts'
import type {ProxyNode} from '../../network/proxy/proxy-node.ts'

/** Whether anything states an address of the node. One that has none in a family is on loopback there, which kube-proxy takes for its address as well. */
export function isNodeAddressKnown({addresses}: ProxyNode): boolean {
  return Object.values(addresses).some((address) => !isLoopback(address))
}
