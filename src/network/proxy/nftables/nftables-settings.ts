import type {AddressRange} from '../address-range.ts'
import type {ProxyConfiguration} from '../configuration.ts'
import {does} from '../kube-proxy-version.ts'
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

/** What differs from one version of the proxier to the next (SINCE says since when, and how). */
export interface RuleStyle {
  readonly masqueradesInPlace: boolean
  readonly namesLoneEndpoint: boolean
}

const LOOPBACK_GATE = 'KubeProxyNFTablesLocalhostNodePorts'

export function nftablesSettings(
  model: FamilyModel,
  {version, masqueradeAll, masqueradeBit, featureGates}: ProxyConfiguration,
  serviceRanges: readonly AddressRange[] | undefined,
): NftablesSettings {
  const {family, nodeAddress, localTraffic, nodePortAddresses} = model
  const servesLoopback =
    does(version, 'nftables-node-ports-on-loopback') && (featureGates[LOOPBACK_GATE] ?? featureGates['AllAlpha'] ?? false)
  return {
    family,
    nodeAddress,
    localTraffic,
    nodePortAddresses,
    mark: `0x${(2 ** masqueradeBit).toString(16).padStart(8, '0')}`,
    masqueradeAll,
    serviceRanges: serviceRanges?.filter((range) => range.family === family),
    refusedOnLoopback: servesLoopback ? protocolsRefused(nodePortAddresses.namesLoopback) : [],
    style: {masqueradesInPlace: does(version, 'masquerading-in-place'), namesLoneEndpoint: does(version, 'naming-a-lone-endpoint')},
  }
}

/** TCP has a proxy of its own where node ports are to answer on loopback (localhostNodePortRejectProtocols). */
function protocolsRefused(namesLoopback: boolean): readonly string[] {
  return namesLoopback ? ['udp', 'sctp'] : ['tcp', 'udp', 'sctp']
}
