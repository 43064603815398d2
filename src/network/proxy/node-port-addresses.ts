import type {AddressFamily} from '../../cluster/address.ts'
import {type AddressRange, contains, isLoopback, parseRange} from './address-range.ts'
import {does, type KubeProxyVersion} from './kube-proxy-version.ts'
import type {ProxyNode} from './proxy-node.ts'

/** On which of the node's own addresses node ports answer. */
export interface NodePortAddresses {
  /** Every local address. */
  readonly all: boolean
  readonly ranges: readonly AddressRange[]
  /** The node's known addresses in those ranges, sorted; loopback among them where a range covers it. Empty where `all`. */
  readonly addresses: readonly string[]
  /** Whether a range covers 127.0.0.0, be it the whole of IPv4. */
  readonly coversIPv4Loopback: boolean
  /** Whether a range of this family is loopback itself (`localhost`, 127.0.0.0/8, ::1/128). */
  readonly namesLoopback: boolean
}

const EVERYTHING: Readonly<Record<AddressFamily, string>> = {IPv4: '0.0.0.0/0', IPv6: '::/0'}

/** The node ports' addresses of one family; where none of the stated ranges is of it, all of them (NewNodePortAddresses). */
export function findNodePortAddresses(
  stated: readonly string[],
  family: AddressFamily,
  node: ProxyNode,
  version: KubeProxyVersion,
): NodePortAddresses {
  const parsed = expandKeywords(stated, node, version).flatMap((text) => parseRange(text) ?? [])
  const own = parsed.filter((range) => range.family === family)
  const ranges = own.length > 0 ? own : [parseRange(EVERYTHING[family])].flatMap((range) => range ?? [])
  const all = ranges.some(({prefixLength}) => prefixLength === 0)
  const known = node.interfaceAddresses.filter((address) => ranges.some((range) => contains(range, address)))
  return {
    all,
    ranges,
    addresses: all ? [] : [...new Set(known)].sort(),
    coversIPv4Loopback: ranges.some((range) => range.text.startsWith('127.') || contains(range, '127.0.0.0')),
    namesLoopback: ranges.some(({text}) => isLoopback(text.split('/')[0] ?? '')),
  }
}

/** Replaces `primary`, `localhost` and `all` by ranges (expandNodePortAddressKeywords). A family whose node address is loopback has no primary. */
function expandKeywords(stated: readonly string[], node: ProxyNode, version: KubeProxyVersion): readonly string[] {
  const {IPv4, IPv6} = node.addresses
  const primary = [`${IPv4}/32`, `${IPv6}/128`].filter((range) => !isLoopback(range.split('/')[0] ?? ''))
  if (!does(version, 'address-keywords')) return stated.length === 1 && stated[0] === 'primary' ? primary : stated
  const keywords: Readonly<Record<string, readonly string[]>> = {
    primary,
    localhost: ['127.0.0.0/8', '::1/128'],
    all: Object.values(EVERYTHING),
  }
  return stated.flatMap((text) => keywords[text] ?? [text])
}
