import type {ProxyConfiguration, ProxyMode} from '../configuration.ts'

/** A mode whose packets can be followed. `userspace` was removed in Kubernetes 1.26: nothing renders it any more. */
export type PacketMode = ProxyMode | 'userspace'

/** Everything in which the modes treat the same packet differently. What is not here, they do alike. */
export interface ModeBehaviour {
  /** On which addresses of Services a port that no Service has is refused; on others such packets are left alone. */
  readonly refusesUnknownPortsOf: 'nothing' | 'cluster-ips' | 'virtual-addresses'
  /** Source ranges are held against packets of Services without endpoints too; else those are refused whoever asks. */
  readonly firewallsEmptyServices: boolean
  /** The node's own packets to external addresses that lead nowhere are refused; else they leave the node, as if there were no such Service. */
  readonly refusesOwnPackets: boolean
  /** A node port that leads nowhere is refused or dropped on every address of the node, whichever answer otherwise. */
  readonly closesNodePortsEverywhere: boolean
  /** Node ports may answer on 127.0.0.1. */
  readonly servesLoopback: boolean
  /**
   * Which pods that reach themselves see another address than their own, so that the packet is not thrown away: all; those that slices put on this
   * node, for whatever Service; or of these only those that the node would use for one.
   */
  readonly masqueradesHairpinsOf: 'all' | 'listed-here' | 'used-here'
  /** A policy Local without local endpoints sends traffic to those that policy Cluster uses. */
  readonly localFallsBack: boolean
  /** The node has the virtual addresses on an interface, and takes them for its own packets to them. */
  readonly ownsVirtualAddresses: boolean
  /** Connections end in a program on the node, which makes new ones: everybody comes from the node, and policies, hints and source ranges do not count. */
  readonly relaysConnections: boolean
}

/**
 * Read from the rules that each proxier writes: iptables has no chain for external addresses in OUTPUT and none at all for ports that a Service
 * lacks; nftables checks source ranges before destinations are translated, and cluster IPs as a set; IPVS binds addresses to kube-ipvs0, where
 * what is no virtual server is refused (KUBE-IPVS-FILTER), and its kernel side refuses where a virtual server has no real ones.
 */
export function behaviourOf(mode: PacketMode, {version}: ProxyConfiguration): ModeBehaviour {
  switch (mode) {
    case 'iptables':
      return IPTABLES
    case 'nftables':
      return {...NFTABLES, masqueradesHairpinsOf: version === '1.35' ? 'all' : 'used-here'}
    case 'ipvs':
      return IPVS
    case 'userspace':
      return USERSPACE
  }
}

const IPTABLES: ModeBehaviour = {
  refusesUnknownPortsOf: 'nothing',
  firewallsEmptyServices: false,
  refusesOwnPackets: false,
  closesNodePortsEverywhere: true,
  servesLoopback: true,
  masqueradesHairpinsOf: 'all',
  localFallsBack: false,
  ownsVirtualAddresses: false,
  relaysConnections: false,
}

const NFTABLES: ModeBehaviour = {
  ...IPTABLES,
  refusesUnknownPortsOf: 'cluster-ips',
  firewallsEmptyServices: true,
  refusesOwnPackets: true,
  closesNodePortsEverywhere: false,
  servesLoopback: false,
}

const IPVS: ModeBehaviour = {
  refusesUnknownPortsOf: 'virtual-addresses',
  firewallsEmptyServices: true,
  refusesOwnPackets: true,
  closesNodePortsEverywhere: false,
  servesLoopback: false,
  masqueradesHairpinsOf: 'listed-here',
  localFallsBack: true,
  ownsVirtualAddresses: true,
  relaysConnections: false,
}

const USERSPACE: ModeBehaviour = {...IPTABLES, closesNodePortsEverywhere: false, relaysConnections: true}
