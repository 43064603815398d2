import {type AddressFamily, parseAddress} from '../../cluster/address.ts'
import type {Node} from '../../cluster/cluster.ts'
import {fieldsOf, itemsOf, labelOf, textOf, valueAt} from '../../cluster/fields.ts'

/** The node that a kube-proxy runs on, as far as its rules depend on it. */
export interface ProxyNode {
  readonly name: string
  readonly zone: string | undefined
  readonly primaryFamily: AddressFamily
  /** One of each family; loopback where the node states none. */
  readonly addresses: Readonly<Record<AddressFamily, string>>
  /** What is known of the addresses of its interfaces: loopback, and those that its object states. Bridges have more. */
  readonly interfaceAddresses: readonly string[]
  /** spec.podCIDRs */
  readonly podRanges: readonly string[]
}

const ZONE_LABEL = 'topology.kubernetes.io/zone'
const LOOPBACK: Readonly<Record<AddressFamily, string>> = {IPv4: '127.0.0.1', IPv6: '::1'}

/**
 * Reads what kube-proxy takes from its Node object (NodeManager, detectNodeIPs): InternalIPs count before ExternalIPs, the first decides the
 * primary family, and `bindAddress` outweighs it. A node that the input lacks has a name only: no zone, and loopback for its addresses.
 */
export function readProxyNode(name: string, node: Node | undefined, bindAddress?: string): ProxyNode {
  const stated = itemsOf(valueAt(node?.object, 'status', 'addresses')).map(fieldsOf)
  const ofType = (wanted: string) =>
    stated.filter(({type}) => type === wanted).flatMap(({address}) => parseAddress(textOf(address) ?? '') ?? [])
  const internal = ofType('InternalIP')
  const all = [...internal, ...ofType('ExternalIP')]
  const bound = parseAddress(bindAddress ?? '')
  const override = bound && !['0.0.0.0', '::'].includes(bound.text) ? bound : undefined
  const primaryFamily = override?.family ?? all[0]?.family ?? 'IPv4'
  const addressOf = (family: AddressFamily) =>
    [...(override ? [override] : []), ...all].find((address) => address.family === family)?.text ?? LOOPBACK[family]
  return {
    name,
    zone: labelOf(node?.labels ?? {}, ZONE_LABEL),
    primaryFamily,
    addresses: {IPv4: addressOf('IPv4'), IPv6: addressOf('IPv6')},
    interfaceAddresses: [...Object.values(LOOPBACK), ...internal.map(({text}) => text)],
    podRanges: itemsOf(valueAt(node?.object, 'spec', 'podCIDRs')).filter((range) => typeof range === 'string'),
  }
}
