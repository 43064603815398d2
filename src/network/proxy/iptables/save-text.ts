import type {AddressFamily} from '../../../cluster/address.ts'
import type {ProxyModel} from '../proxy-model.ts'
import {formatRule, type Table} from './rule.ts'
import {type IptablesOptions, programTables} from './tables.ts'

/** Everything that kube-proxy programs on a node in iptables mode, as iptables-save prints it and then ip6tables-save. */
export function renderIptables({configuration, families}: ProxyModel, options: IptablesOptions = {}): string {
  return (['IPv4', 'IPv6'] as const)
    .map((family) => {
      const program = family === 'IPv4' ? 'iptables-save' : 'ip6tables-save'
      const tables = programTables(families[family], configuration, options)
      return `# As ${program} prints it\n${tables.map((table) => formatTable(table, family)).join('')}`
    })
    .join('')
}

export function formatTable({name, chains}: Table, family: AddressFamily): string {
  const lines = [
    `*${name}`,
    ...chains.map((chain) => `:${chain.name} ${chain.policy ?? '-'} [0:0]`),
    ...chains.flatMap((chain) => chain.rules.map((rule) => `-A ${chain.name} ${formatRule(rule, family)}`)),
    'COMMIT',
  ]
  return `${lines.join('\n')}\n`
}
