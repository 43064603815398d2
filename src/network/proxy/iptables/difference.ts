import type {AddressFamily} from '../../../cluster/address.ts'
import type {DumpedTable} from './dump.ts'

/** One thing that two rule sets do not share. */
export interface RuleDifference {
  readonly family: AddressFamily
  readonly table: string
  readonly chain: string
  readonly kind: 'missing-chain' | 'extra-chain' | 'missing-rule' | 'extra-rule' | 'order'
  /** The rule, or for `order` the first that stands elsewhere. */
  readonly rule: string
}

/** Where the order of rules decides; elsewhere kube-proxy writes them as its maps have them. */
const ORDERED = /^KUBE-(?:(?:SVC|SVL|EXT|FW|SEP)-|POSTROUTING$|MARK-MASQ$|FORWARD$)/
const TABLES = ['filter', 'nat']

/**
 * What is missing and what is extra in `actual`. Only what belongs to kube-proxy counts: chains that begin with `KUBE-`, but for its canary and
 * kubelet's own, and jumps into them. Empty where both say the same.
 */
export function compareRules(expected: readonly DumpedTable[], actual: readonly DumpedTable[]): readonly RuleDifference[] {
  const differences: RuleDifference[] = []
  for (const family of ['IPv4', 'IPv6'] as const) {
    for (const table of TABLES) {
      const find = (tables: readonly DumpedTable[]) =>
        tables.find((one) => one.family === family && one.name === table)?.chains ?? new Map()
      differences.push(...compareChains(find(expected), find(actual)).map((difference) => ({family, table, ...difference})))
    }
  }
  return differences
}

type Chains = DumpedTable['chains']
type ChainDifference = Pick<RuleDifference, 'chain' | 'kind' | 'rule'>

const FOREIGN = new Set(['KUBE-PROXY-CANARY', 'KUBE-KUBELET-CANARY', 'KUBE-IPTABLES-HINT', 'KUBE-MARK-DROP'])

function isOwn(chain: string): boolean {
  return chain.startsWith('KUBE-') && !FOREIGN.has(chain)
}

function compareChains(expected: Chains, actual: Chains): readonly ChainDifference[] {
  const differences: ChainDifference[] = []
  for (const [chain, rules] of expected) {
    const found = actual.get(chain)
    if (found) differences.push(...compareRulesOf(chain, ownRules(chain, rules), ownRules(chain, found)))
    else differences.push({chain, kind: 'missing-chain', rule: rules[0] ?? ''})
  }
  for (const [chain, rules] of actual) {
    if (!expected.has(chain) && isOwn(chain)) differences.push({chain, kind: 'extra-chain', rule: rules[0] ?? ''})
  }
  return differences
}

/** In the kernel's chains other programs have rules too. */
function ownRules(chain: string, rules: readonly string[]): readonly string[] {
  return chain.startsWith('KUBE-') ? rules : rules.filter((rule) => isOwn(/-j (\S+)$/.exec(rule)?.[1] ?? ''))
}

function compareRulesOf(chain: string, expected: readonly string[], actual: readonly string[]): readonly ChainDifference[] {
  const left = new Map<string, number>()
  for (const rule of actual) left.set(rule, (left.get(rule) ?? 0) + 1)
  const differences: ChainDifference[] = []
  for (const rule of expected) {
    const count = left.get(rule) ?? 0
    if (count === 0) differences.push({chain, kind: 'missing-rule', rule})
    else left.set(rule, count - 1)
  }
  for (const [rule, count] of left) for (let times = 0; times < count; times++) differences.push({chain, kind: 'extra-rule', rule})
  if (differences.length > 0) return differences
  const [inOrder, found] = [orderedPart(chain, expected), orderedPart(chain, actual)]
  const misplaced = inOrder.find((rule, index) => rule !== found[index])
  return misplaced === undefined ? [] : [{chain, kind: 'order', rule: misplaced}]
}

/** Of KUBE-SERVICES only that the jumps to node ports come last matters; those of one another's place do not. */
function orderedPart(chain: string, rules: readonly string[]): readonly string[] {
  if (ORDERED.test(chain)) return rules
  if (chain !== 'KUBE-SERVICES') return []
  return rules.map((rule) => (rule.endsWith('-j KUBE-NODEPORTS') ? 'to node ports' : 'to a Service'))
}
