import {type Fields, fieldsOf, flagOf, integerOf, itemsOf, textOf} from '../../cluster/fields.ts'
import {type KubeProxyVersion, NEWEST_KUBE_PROXY} from './kube-proxy-version.ts'
import type {LocalDetection} from './local-traffic.ts'

export const PROXY_MODES = ['iptables', 'nftables', 'ipvs'] as const
export type ProxyMode = (typeof PROXY_MODES)[number]

/** What the rules of a kube-proxy depend on, of its KubeProxyConfiguration. */
export interface ProxyConfiguration {
  readonly version: KubeProxyVersion
  readonly mode: ProxyMode
  /** The node's name where it is not the host's. */
  readonly hostnameOverride: string | undefined
  readonly bindAddress: string | undefined
  readonly detectLocal: LocalDetection
  readonly masqueradeAll: boolean
  /** Which bit of the packet mark asks for masquerading, from 0. */
  readonly masqueradeBit: number
  /** CIDR ranges and keywords as stated; [] is every address. */
  readonly nodePortAddresses: readonly string[]
  /** iptables only: node ports answer on 127.0.0.1 too. */
  readonly localhostNodePorts: boolean
  /** Packets that connection tracking calls invalid are let through. A node where net.netfilter.nf_conntrack_tcp_be_liberal is set does so too. */
  readonly tcpBeLiberal: boolean
  readonly ipvsScheduler: string
  readonly ipvsExcludeRanges: readonly string[]
  readonly featureGates: Readonly<Record<string, boolean>>
}

/** How the user may say it: a KubeProxyConfiguration, and what comes from elsewhere. */
export interface ProxySettings {
  readonly version?: KubeProxyVersion
  /** Outweighs the document's. */
  readonly mode?: ProxyMode
}

/**
 * Reads a KubeProxyConfiguration (v1alpha1) and fills in kube-proxy's defaults (SetDefaults_KubeProxyConfiguration, platformApplyDefaults):
 * iptables; ClusterCIDR as the way to know pods; mark bit 14; node ports on the node's primary addresses in nftables mode and on all in the
 * others. An empty document is a kube-proxy without any configuration. Nothing is validated here.
 */
export function readProxyConfiguration(document: Fields, {version = NEWEST_KUBE_PROXY, mode}: ProxySettings = {}): ProxyConfiguration {
  const settled = mode ?? PROXY_MODES.find((known) => known === document['mode']) ?? 'iptables'
  const iptables = fieldsOf(document['iptables'])
  const masquerading = settled === 'nftables' ? fieldsOf(document['nftables']) : iptables
  const ipvs = fieldsOf(document['ipvs'])
  const nodePortAddresses = textsOf(document['nodePortAddresses'])
  return {
    version,
    mode: settled,
    hostnameOverride: textOf(document['hostnameOverride']),
    bindAddress: textOf(document['bindAddress']),
    detectLocal: readDetection(document),
    masqueradeAll: flagOf(masquerading['masqueradeAll']) ?? false,
    masqueradeBit: integerOf(masquerading['masqueradeBit']) ?? 14,
    nodePortAddresses: settled === 'nftables' && nodePortAddresses.length === 0 ? ['primary'] : nodePortAddresses,
    localhostNodePorts: flagOf(iptables['localhostNodePorts']) ?? true,
    tcpBeLiberal: flagOf(fieldsOf(document['conntrack'])['tcpBeLiberal']) ?? false,
    ipvsScheduler: textOf(ipvs['scheduler']) ?? 'rr',
    ipvsExcludeRanges: textsOf(ipvs['excludeCIDRs']),
    featureGates: fieldsOf(document['featureGates']) as Readonly<Record<string, boolean>>,
  }
}

function readDetection(document: Fields): LocalDetection {
  const detectLocal = fieldsOf(document['detectLocal'])
  switch (document['detectLocalMode']) {
    case 'NodeCIDR':
      return {kind: 'NodeCIDR'}
    case 'BridgeInterface':
      return {kind: 'BridgeInterface', name: textOf(detectLocal['bridgeInterface']) ?? ''}
    case 'InterfaceNamePrefix':
      return {kind: 'InterfaceNamePrefix', prefix: textOf(detectLocal['interfaceNamePrefix']) ?? ''}
    default:
      return {kind: 'ClusterCIDR', ranges: (textOf(document['clusterCIDR']) ?? '').split(',').filter((range) => range !== '')}
  }
}

function textsOf(value: unknown): readonly string[] {
  return itemsOf(value).filter((item) => typeof item === 'string')
}
