import type {AddressFamily} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {endpointChain as iptablesEndpointChain, serviceChain as iptablesServiceChain} from '../../network/proxy/iptables/chain-name.ts'
import {renderIptables} from '../../network/proxy/iptables/save-text.ts'
import {programTables} from '../../network/proxy/iptables/tables.ts'
import {type IpvsProgram, programIpvs} from '../../network/proxy/ipvs/program.ts'
import {ipSetsText, rulesText, virtualServersText} from '../../network/proxy/ipvs/save-text.ts'
import {endpointChain as nftablesEndpointChain, serviceChain as nftablesServiceChain} from '../../network/proxy/nftables/chain-name.ts'
import {programTable} from '../../network/proxy/nftables/program.ts'
import {serviceRangesOf} from '../../network/proxy/nftables/service-ranges.ts'
import {formatTable} from '../../network/proxy/nftables/table-text.ts'
import type {ProxyModel, RoutedPort} from '../../network/proxy/proxy-model.ts'

export const FAMILIES = ['IPv4', 'IPv6'] as const

/** What is programmed in one family, as the program prints it that reads it from the kernel. */
export interface FamilyProgram {
  readonly family: AddressFamily
  /** `iptables-save`, `nft list table ip6 kube-proxy`, `ipset save`. */
  readonly program: string
  readonly text: string
}

/** What the kube-proxy of a model programs in ipvs mode, IPv4 first; undefined in another. */
export function ipvsProgramsOf(model: ProxyModel): readonly IpvsProgram[] | undefined {
  return model.configuration.mode === 'ipvs' ? FAMILIES.map((family) => programIpvs(model, family)) : undefined
}

/** What the kube-proxy of a model programs, family by family; in ipvs mode by several programs, each for both families. */
export function programOf(cluster: Cluster, model: ProxyModel, ipvsPrograms: readonly IpvsProgram[] | undefined): readonly FamilyProgram[] {
  if (ipvsPrograms) return textsOf(ipvsPrograms)
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

/** What ipvs mode programs, part by part as the programs print it that read it from the kernel. */
function textsOf(programs: readonly IpvsProgram[]): readonly FamilyProgram[] {
  return [
    ...programs.map((one) => ({family: one.family, program: 'ipvsadm-save -n', text: virtualServersText(one)})),
    ...programs.map((one) => ({family: one.family, program: 'ipset save', text: ipSetsText(one)})),
    ...programs.map((one) => ({
      family: one.family,
      program: one.family === 'IPv4' ? 'iptables-save' : 'ip6tables-save',
      text: rulesText(one),
    })),
  ]
}

/** Finds the virtual servers of a Service port, as ipvsadm names them: `-t 10.0.0.1:80`. Those that others claim too are everybody's. */
export function virtualServerFinder(programs: readonly IpvsProgram[]): (port: RoutedPort) => readonly string[] {
  const found = new Map<RoutedPort, string[]>()
  for (const {service, port, rivals} of programs.flatMap(({virtualServers}) => virtualServers)) {
    for (const claimant of [port, ...rivals.map((rival) => rival.port)]) {
      const known = found.get(claimant)
      if (known) known.push(service)
      else found.set(claimant, [service])
    }
  }
  return (port) => found.get(port) ?? []
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

/** Finds the chains that are a Service port's own, its endpoints' included; in ipvs mode there are none. */
export function chainFinder(model: ProxyModel): (port: RoutedPort) => readonly string[] {
  if (model.configuration.mode === 'ipvs') return () => []
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
