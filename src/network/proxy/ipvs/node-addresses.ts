import {type AddressFamily, familyOf} from '../../../cluster/address.ts'
import {contains, isLoopback} from '../address-range.ts'
import type {FamilyModel, RoutedPort} from '../proxy-model.ts'
import type {ProxyNode} from '../proxy-node.ts'

/** The addresses of a node in one family, as the ipvs proxier sorts them. */
export interface NodeAddresses {
  /** Of all its interfaces but kube-ipvs0, loopback apart; `<node-a>` where none is known. */
  readonly own: readonly string[]
  /** What it binds to kube-ipvs0: virtual addresses that no other interface has. */
  readonly bound: readonly string[]
  /** Where node ports answer. */
  readonly forNodePorts: readonly string[]
}

/**
 * Sorts addresses as syncProxyRules does. Node ports that are limited to ranges answer on bound addresses in them too, from the second sync on.
 * `known` are those that interfaces of the node are known to have.
 */
export function findNodeAddresses(node: ProxyNode, model: FamilyModel, known: readonly string[]): NodeAddresses {
  const {family, nodePortAddresses} = model
  const own = ownOf(node, family, known)
  const virtual = model.ports.flatMap((port) => [
    clusterIPText(port),
    ...externalAddresses(port).filter((address) => !own.includes(address)),
  ])
  const bound = [...new Set(virtual)]
  if (nodePortAddresses.all) return {own, bound, forNodePorts: own}
  const isIncluded = (address: string) => nodePortAddresses.ranges.some((range) => contains(range, address))
  // What stands for addresses that nobody states may be in any range.
  const forNodePorts = [...own.filter((address) => address.startsWith('<') || isIncluded(address)), ...bound.filter(isIncluded)]
  return {own, bound, forNodePorts}
}

/** A node without any known address has some all the same. */
function ownOf(node: ProxyNode, family: AddressFamily, known: readonly string[]): readonly string[] {
  const used = known.filter((address) => !isLoopback(address))
  return used.length === 0 ? [`<${node.name}>`] : [...new Set(used.filter((address) => familyOf(address) === family))]
}

/** All ports of a Service have the same. */
export function clusterIPText({clusterIP, service}: RoutedPort): string {
  return clusterIP ?? `<${service.namespace}/${service.name}>`
}

export function externalAddresses({externalIPs, loadBalancerIPs}: RoutedPort): readonly string[] {
  return [...externalIPs, ...loadBalancerIPs]
}
