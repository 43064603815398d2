import type {AddressRange} from '../address-range.ts'
import type {ProxyConfiguration} from '../configuration.ts'
import {KUBE_PROXY_VERSIONS, type KubeProxyVersion} from '../kube-proxy-version.ts'
import type {FamilyModel, FamilySettings} from '../proxy-model.ts'

/** What the nftables rules of one family depend on besides Services. */
export interface NftablesSettings extends FamilySettings {
  /** The mark of packets to be masqueraded, as nft prints it: 0x00004000 for bit 14. */
  readonly mark: string
  readonly masqueradeAll: boolean
  /** From which all cluster IPs are. Undefined where the input does not say. */
  readonly serviceRanges: readonly AddressRange[] | undefined
  /** Lower-case protocols of which node ports are refused on loopback by rules of their own. */
  readonly refusedOnLoopback: readonly string[]
  readonly style: RuleStyle
}

/** What differs from one version of the proxier to the next. */
export interface RuleStyle {
  /**
   * Since 1.36: rules masquerade where they stand, once for all cluster IPs, and hairpin connections are found by a set. Before,
   * they jump to a chain that does it, each Service has its own, and each endpoint a chain.
   */
  readonly masqueradesInPlace: boolean
  /** Since 1.37: one endpoint alone is not chosen from a map. */
  readonly namesLoneEndpoint: boolean
}

const LOOPBACK_GATE = 'KubeProxyNFTablesLocalhostNodePorts'

export function nftablesSettings(
  model: FamilyModel,
  {version, masqueradeAll, masqueradeBit, featureGates}: ProxyConfiguration,
  serviceRanges: readonly AddressRange[] | undefined,
): NftablesSettings {
  const {family, nodeAddress, localTraffic, nodePortAddresses} = model
  const servesLoopback = isSince(version, '1.37') && (featureGates[LOOPBACK_GATE] ?? featureGates['AllAlpha'] ?? false)
  return {
    family,
    nodeAddress,
    localTraffic,
    nodePortAddresses,
    mark: `0x${(2 ** masqueradeBit).toString(16).padStart(8, '0')}`,
    masqueradeAll,
    serviceRanges: serviceRanges?.filter((range) => range.family === family),
    refusedOnLoopback: servesLoopback ? protocolsRefused(nodePortAddresses.namesLoopback) : [],
    style: {masqueradesInPlace: isSince(version, '1.36'), namesLoneEndpoint: isSince(version, '1.37')},
  }
}

/** TCP has a proxy of its own where node ports are to answer on loopback (localhostNodePortRejectProtocols). */
function protocolsRefused(namesLoopback: boolean): readonly string[] {
  return namesLoopback ? ['udp', 'sctp'] : ['tcp', 'udp', 'sctp']
}

function isSince(version: KubeProxyVersion, first: KubeProxyVersion): boolean {
  return KUBE_PROXY_VERSIONS.indexOf(version) >= KUBE_PROXY_VERSIONS.indexOf(first)
}
