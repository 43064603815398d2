import type {AddressRange} from '../address-range.ts'
import type {ProxyConfiguration} from '../configuration.ts'
import type {FamilyModel, ProxyModel} from '../proxy-model.ts'
import {containers} from './containers.ts'
import {fixedChains, loopbackCounter} from './fixed-chains.ts'
import {nftablesSettings} from './nftables-settings.ts'
import {serviceChains} from './service-chains.ts'
import type {Table} from './table.ts'
import {formatTable} from './table-text.ts'

export interface NftablesOptions {
  /** As serviceRangesOf reads them; without, what is dropped for being to a cluster IP of nobody is not known. */
  readonly serviceRanges?: readonly AddressRange[] | undefined
}

/** What the nftables proxier programs in one family (setupNFTables, syncProxyRules): the table `kube-proxy`. */
export function programTable(model: FamilyModel, configuration: ProxyConfiguration, {serviceRanges}: NftablesOptions = {}): Table {
  const settings = nftablesSettings(model, configuration, serviceRanges)
  return {
    family: model.family,
    counters: settings.refusedOnLoopback.map(loopbackCounter),
    containers: containers(model.ports, settings),
    chains: [...fixedChains(settings), ...model.ports.flatMap((port) => serviceChains(port, settings))],
  }
}

/** Everything that kube-proxy programs on a node in nftables mode, as `nft -s list table` prints it for ip and then for ip6. */
export function renderNftables({configuration, families}: ProxyModel, options: NftablesOptions = {}): string {
  return (['IPv4', 'IPv6'] as const).map((family) => formatTable(programTable(families[family], configuration, options))).join('')
}
