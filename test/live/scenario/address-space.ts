/** The families that Kubernetes names, in its spelling. */
export type Family = 'IPv4' | 'IPv6'

/** Addresses of one node or pod, one of each family. */
export type Addresses = Readonly<Record<Family, string>>

/** Hands out the addresses of pods: the same pods in the same order get the same addresses. */
export interface AddressSpace {
  /** The next free pair of a node's pod ranges. Throws when its 253 are used up. */
  readonly take: (nodeIndex: number) => Addresses
}

/** The bridge of a node's pods has the first address of its ranges. */
const FIRST_POD = 2
const LAST_POD = 254
/** Below it stand the fabric's own: its bridge, the API server, clients from outside. */
const FIRST_NODE = 10

export function createAddressSpace(): AddressSpace {
  const next = new Map<number, number>()
  const take = (nodeIndex: number): Addresses => {
    const host = next.get(nodeIndex) ?? FIRST_POD
    if (host > LAST_POD) throw new Error(`node ${nodeIndex} has no pod address left`)
    next.set(nodeIndex, host + 1)
    return {IPv4: `10.244.${nodeIndex}.${host}`, IPv6: `${prefixOf(nodeIndex)}::${host.toString(16)}`}
  }
  return {take}
}

/** The addresses of a node itself, on the fabric 192.168.77.0/24 and fd77::/64. */
export function nodeAddresses(nodeIndex: number): Addresses {
  const host = FIRST_NODE + nodeIndex
  return {IPv4: `192.168.77.${host}`, IPv6: `fd77::${host.toString(16)}`}
}

/** The ranges of a node's pods, IPv4 first. */
export function podRanges(nodeIndex: number): readonly [string, string] {
  return [`10.244.${nodeIndex}.0/24`, `${prefixOf(nodeIndex)}::/64`]
}

/** Go writes `fd00:244:0::` as `fd00:244::`, and objects state addresses as Go writes them. */
function prefixOf(nodeIndex: number): string {
  return nodeIndex === 0 ? 'fd00:244' : `fd00:244:${nodeIndex.toString(16)}`
}
