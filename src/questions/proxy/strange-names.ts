import type {AddressFamily} from '../../cluster/address.ts'
import type {Table} from '../../network/proxy/iptables/rule.ts'
import {programTables} from '../../network/proxy/iptables/tables.ts'
import {programIpvs} from '../../network/proxy/ipvs/program.ts'
import {programTable} from '../../network/proxy/nftables/program.ts'
import {reachableNames} from '../../network/proxy/nftables/reachable-names.ts'
import type {ProxyModel} from '../../network/proxy/proxy-model.ts'
import type {Dump} from './dump.ts'
import {reachableChains} from './iptables/tables.ts'
import {readChainName} from './nftables/chains.ts'

/** Of Services, and of kubelet. */
const FAMILIAR = /^KUBE-(?:(?:SVC|SVL|EXT|FW|SEP)-|PROXY-CANARY$|KUBELET-CANARY$|IPTABLES-HINT$|FIREWALL$)/

/**
 * The chains and sets of kube-proxy in a dump that none of the models has and that belong to no Service, as far as packets come to them: such a
 * dump is of a version that is not modelled.
 */
export function strangeNames(dump: Dump, models: readonly ProxyModel[]): readonly string[] {
  const ofIptables = dump.iptables.flatMap(({family, chains}) => {
    const known = new Set(models.flatMap((model) => iptablesOf(model, family)).flatMap((table) => table.chains.map(({name}) => name)))
    return [...reachableChains(chains)].filter((chain) => chain.startsWith('KUBE-') && !FAMILIAR.test(chain) && !known.has(chain))
  })
  const ofNftables = dump.nftables.flatMap((table) => {
    const known = new Set(models.flatMap((model) => namesIn(programTable(model.families[table.family], model.configuration))))
    const reached = reachableNames(table)
    return namesIn(table).filter(
      (name) => reached.has(name) && !known.has(name) && readChainName(name) === undefined && !name.endsWith('...'),
    )
  })
  return [...new Set([...ofIptables, ...ofNftables])]
}

function iptablesOf(model: ProxyModel, family: AddressFamily): readonly Table[] {
  const {configuration, families} = model
  return configuration.mode === 'ipvs' ? programIpvs(model, family).tables : programTables(families[family], configuration)
}

function namesIn({chains, containers}: ReturnType<typeof programTable>): readonly string[] {
  return [...chains, ...containers].map(({name}) => name)
}
