import type {ProxyConfiguration} from '../configuration.ts'
import type {FamilyModel} from '../proxy-model.ts'

/** Above this many endpoints the rules of single Services have no comments (largeClusterEndpointsThreshold). */
const LARGE_CLUSTER_ENDPOINTS = 1000

/** What the iptables rules of one family depend on besides Services. */
export interface IptablesSettings {
  /** The mark of packets to be masqueraded, as iptables-save prints it: 0x4000 for bit 14. */
  readonly mark: string
  readonly masqueradeAll: boolean
  /** Node ports answer on loopback: never in IPv6. */
  readonly localhostNodePorts: boolean
  readonly tcpBeLiberal: boolean
  readonly isLargeCluster: boolean
  /** Whether the kernel has the nfacct match; without, kube-proxy leaves it out of its rules, and one rule for each node port. */
  readonly countsPackets: boolean
}

export function iptablesSettings(model: FamilyModel, configuration: ProxyConfiguration, countsPackets: boolean): IptablesSettings {
  return {
    mark: `0x${(2 ** configuration.masqueradeBit).toString(16)}`,
    masqueradeAll: configuration.masqueradeAll,
    localhostNodePorts: configuration.localhostNodePorts && model.family === 'IPv4' && model.nodePortAddresses.coversIPv4Loopback,
    tcpBeLiberal: configuration.tcpBeLiberal,
    isLargeCluster: model.ports.reduce((sum, {endpoints}) => sum + endpoints.length, 0) > LARGE_CLUSTER_ENDPOINTS,
    countsPackets,
  }
}
