import type {RuleDifference} from '../../../network/proxy/iptables/difference.ts'
import type {DumpedTable} from '../../../network/proxy/iptables/dump.ts'
import type {Observation} from '../observation.ts'
import {jumpOf} from './chains.ts'

/** A table without what never is a difference, and the way back from its rules to those of the dump. */
export interface PlainTable extends DumpedTable {
  readonly rawOf: (chain: string, rule: string) => string
}

/** kubelet has rules of its own there. */
const SHARED_WITH_KUBELET = 'KUBE-FIREWALL'

/** A rule without its comment and its counter, which some kernels lack; undefined where nothing is left, and for rules that only count. */
function plainRule(table: string, chain: string, rule: string): string | undefined {
  const plain = rule
    .replace(/ ?-m comment --comment (?:"(?:[^"\\]|\\.)*"|\S+)/, '')
    .replace(/ ?-m nfacct --nfacct-name +\S+/, '')
    .replace(/ +/g, ' ')
    .trim()
  // Beside the rule of each node port that counts connections over loopback.
  const onlyCounts = table === 'nat' && chain === 'KUBE-NODEPORTS' && plain.startsWith('-d 127.0.0.0/8 ')
  return plain === '' || onlyCounts ? undefined : plain
}

/** Takes out of a table what never is a difference, beside what the comparison itself passes over. */
export function plainTable({family, name, chains}: DumpedTable): PlainTable {
  const raws = new Map<string, string>()
  const plain = [...chains].map(([chain, rules]): [string, readonly string[]] => {
    const kept = rules.flatMap((rule) => {
      const text = plainRule(name, chain, rule)
      if (text === undefined) return []
      raws.set(`${chain} ${text}`, rule)
      return [text]
    })
    return [chain, kept]
  })
  return {family, name, chains: new Map(plain), rawOf: (chain, rule) => raws.get(`${chain} ${rule}`) ?? rule}
}

/** Where a difference was seen, and the rules there as they are printed. */
export function describeRule(
  {family, table, chain, kind, rule}: RuleDifference,
  expected: PlainTable,
  actual: PlainTable,
): Pick<Observation, 'family' | 'where' | 'side' | 'expected' | 'actual'> {
  const isExtra = kind === 'extra-rule' || kind === 'extra-chain'
  const text = kind.endsWith('-chain') ? `:${chain}` : (isExtra ? actual : expected).rawOf(chain, rule)
  return {
    family,
    where: `${table} ${chain}`,
    side: kind === 'order' ? 'order' : isExtra ? 'stale' : 'missing',
    expected: isExtra ? null : text,
    actual: isExtra ? text : null,
  }
}

/** What a dump has and nobody expects, without chains that no packet comes to, and what kubelet adds. */
export function withoutIdle(actual: PlainTable, expected: DumpedTable): PlainTable {
  const reached = reachableChains(actual.chains)
  const isRelevant = (chain: string) => expected.chains.has(chain) || !chain.startsWith('KUBE-') || reached.has(chain)
  const wanted = expected.chains.get(SHARED_WITH_KUBELET) ?? []
  const chains = [...actual.chains].filter(([chain]) => isRelevant(chain))
  return {
    ...actual,
    chains: new Map(
      chains.map(([chain, rules]) => [chain, chain === SHARED_WITH_KUBELET ? rules.filter((rule) => wanted.includes(rule)) : rules]),
    ),
  }
}

/** Those that packets can come to, from the kernel's own chains and other programs'. */
export function reachableChains(chains: DumpedTable['chains']): ReadonlySet<string> {
  const reached = new Set([...chains.keys()].filter((chain) => !chain.startsWith('KUBE-')))
  // What is added on the way has its turn later.
  for (const chain of reached) {
    for (const rule of chains.get(chain) ?? []) {
      const jump = jumpOf(rule)
      if (jump !== undefined && chains.has(jump)) reached.add(jump)
    }
  }
  return reached
}
