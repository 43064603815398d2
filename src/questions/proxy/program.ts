import type {AddressFamily} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {endpointChain as iptablesEndpointChain, serviceChain as iptablesServiceChain} from '../../network/proxy/iptables/chain-name.ts'
import {renderIptables} from '../../network/proxy/iptables/save-text.ts'
import {programTables} from '../../network/proxy/iptables/tables.ts'
import {endpointChain as nftablesEndpointChain, serviceChain as nftablesServiceChain} from '../../network/proxy/nftables/chain-name.ts'
import {programTable} from '../../network/proxy/nftables/program.ts'
import {serviceRangesOf} from '../../network/proxy/nftables/service-ranges.ts'
import {formatTable} from '../../network/proxy/nftables/table-text.ts'
import type {ProxyModel, RoutedPort} from '../../network/proxy/proxy-model.ts'

export const FAMILIES = ['IPv4', 'IPv6'] as const

/** The rules of one family as the program prints them that reads them from the kernel. */
export interface FamilyProgram {
  readonly family: AddressFamily
  /** `iptables-save`, `nft list table ip6 kube-proxy`. */
  readonly program: string
  readonly text: string
}

/** What the kube-proxy of a model programs, family by family. */
export function programOf(cluster: Cluster, model: ProxyModel): readonly FamilyProgram[] {
  if (model.configuration.mode === 'nftables') {
    const serviceRanges = serviceRangesOf(cluster)
    return FAMILIES.map((family) => ({
      family,
      program: `nft list table ${family === 'IPv4' ? 'ip' : 'ip6'} kube-proxy`,
      text: formatTable(programTable(model.families[family], model.configuration, {serviceRanges})),
    }))
  }
  const texts = renderIptables(model).split(/^(?=# As ip6tables-save)/m)
  return FAMILIES.map((family, index) => ({
    family,
    program: family === 'IPv4' ? 'iptables-save' : 'ip6tables-save',
    text: texts[index] ?? '',
  }))
}

/** The names of all chains that the rules have, by family. */
function chainsOf({configuration, families}: ProxyModel, family: AddressFamily): ReadonlySet<string> {
  const model = families[family]
  const chains =
    configuration.mode === 'nftables'
      ? programTable(model, configuration).chains
      : programTables(model, configuration).flatMap(({chains}) => chains)
  return new Set(chains.map(({name}) => name))
}

/** Finds the chains that are a Service port's own, its endpoints' included. */
export function chainFinder(model: ProxyModel): (port: RoutedPort) => readonly string[] {
  const chains = {IPv4: chainsOf(model, 'IPv4'), IPv6: chainsOf(model, 'IPv6')}
  const isNftables = model.configuration.mode === 'nftables'
  return (port) => {
    const names = isNftables
      ? [
          ...(['service', 'local', 'external', 'firewall'] as const).map((kind) => nftablesServiceChain(kind, port)),
          ...port.usable.reachable.map((endpoint) => nftablesEndpointChain('endpoint', port, endpoint)),
        ]
      : [
          ...(['KUBE-SVC', 'KUBE-SVL', 'KUBE-EXT', 'KUBE-FW'] as const).map((kind) => iptablesServiceChain(kind, port)),
          ...port.usable.reachable.map((endpoint) => iptablesEndpointChain(port, endpoint)),
        ]
    return names.filter((name) => chains[port.family].has(name))
  }
}
