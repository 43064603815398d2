import type {ProxyConfiguration} from '../configuration.ts'
import type {FamilyModel} from '../proxy-model.ts'
import {capture} from './capture.ts'
import {FILTER_ENTRIES, forwardRules, localnetRules, markRules, NAT_ENTRIES, nodePortJumps, postroutingRules} from './frame.ts'
import type {Chain, Rule, Table} from './rule.ts'
import {serviceChains} from './service-chains.ts'
import {iptablesSettings} from './settings.ts'

export interface IptablesOptions {
  /** Whether the kernel has nfacct counters, as most have. */
  readonly countsPackets?: boolean
}

/** What the iptables proxier programs in one family (syncProxyRules): the tables filter and nat. */
export function programTables(
  model: FamilyModel,
  configuration: ProxyConfiguration,
  {countsPackets = true}: IptablesOptions = {},
): readonly Table[] {
  const settings = iptablesSettings(model, configuration, countsPackets)
  const captured = model.ports.map((port) => capture(port, model, settings))
  const filter: readonly Chain[] = [
    chain(
      'KUBE-EXTERNAL-SERVICES',
      captured.flatMap(({filterExternalServices}) => filterExternalServices),
    ),
    chain('KUBE-FIREWALL', localnetRules(settings)),
    chain('KUBE-FORWARD', forwardRules(settings)),
    chain(
      'KUBE-NODEPORTS',
      captured.flatMap(({filterNodePorts}) => filterNodePorts),
    ),
    chain(
      'KUBE-PROXY-FIREWALL',
      captured.flatMap(({filterFirewall}) => filterFirewall),
    ),
    chain(
      'KUBE-SERVICES',
      captured.flatMap(({filterServices}) => filterServices),
    ),
  ]
  const nat: readonly Chain[] = [
    chain('KUBE-MARK-MASQ', markRules(settings)),
    chain(
      'KUBE-NODEPORTS',
      captured.flatMap(({natNodePorts}) => natNodePorts),
    ),
    chain('KUBE-POSTROUTING', postroutingRules(settings)),
    chain('KUBE-SERVICES', [...captured.flatMap(({natServices}) => natServices), ...nodePortJumps(model, settings)]),
    ...model.ports.flatMap((port) => serviceChains(port, model, settings)),
  ]
  return [
    {name: 'filter', chains: [...FILTER_ENTRIES, ...filter]},
    {name: 'nat', chains: [...NAT_ENTRIES, ...nat.toSorted(byName)]},
  ]
}

function chain(name: string, rules: readonly Rule[]): Chain {
  return {name, policy: null, rules}
}

function byName(a: Chain, b: Chain): number {
  return a.name < b.name ? -1 : 1
}
