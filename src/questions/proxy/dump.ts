import type {AddressFamily} from '../../cluster/address.ts'
import {type DumpedTable, parseIptablesSave} from '../../network/proxy/iptables/dump.ts'
import {parseNftables} from '../../network/proxy/nftables/dump.ts'
import type {Table} from '../../network/proxy/nftables/table.ts'
import {UserError} from '../../user-error.ts'
import {enumerate} from '../naming.ts'

/** A file of `--dump`, read whole. */
export interface DumpFile {
  readonly name: string
  readonly text: string
}

/** What was dumped on a node: iptables tables, or kube-proxy's own nftables tables; one of them empty, or both where kube-proxy is in neither. */
export interface Dump {
  readonly iptables: readonly DumpedTable[]
  readonly nftables: readonly Table[]
}

/** How a dump is had. */
export const TAKE = 'take iptables-save and ip6tables-save, or nft list ruleset, on the node'

/** What else people take for such a dump, and what to do about it. */
const OTHERS: readonly (readonly [form: RegExp, what: string, hint: string])[] = [
  [/^Chain \S+ \(/m, 'is what iptables -L prints, which leaves out what matters', 'take iptables-save (and ip6tables-save) instead'],
  [/^-P \S+ (ACCEPT|DROP)$/m, 'is what iptables -S prints, of one table', 'take iptables-save (and ip6tables-save) instead'],
  [/^\s*\{\s*"nftables"/, 'is what nft prints with -j', 'take it without -j: nft list ruleset'],
  [
    /^create \S+ (hash|bitmap|list):/m,
    'is what ipset-save prints',
    'ipvs mode is not modelled yet: only iptables and nftables modes can be checked',
  ],
  [
    /^Name: \S+\nType: (hash|bitmap|list):/m,
    'is what ipset list prints',
    'ipvs mode is not modelled yet: only iptables and nftables modes can be checked',
  ],
  [
    /^-A -[tuf] \S+ -s \w+/m,
    'is what ipvsadm-save prints',
    'ipvs mode is not modelled yet: only iptables and nftables modes can be checked',
  ],
  [
    /^IP Virtual Server version/m,
    'is what ipvsadm prints',
    'ipvs mode is not modelled yet: only iptables and nftables modes can be checked',
  ],
  [/^\s*(apiVersion:|\{\s*"apiVersion")/m, 'is a manifest', `name manifests with -f; ${TAKE}`],
]

/** Recognises dumps by what is in them. Throws a UserError for other files, and where two dumps hold the same table. */
export function readDumps(files: readonly DumpFile[]): Dump {
  const iptables: DumpedTable[] = []
  const nftables: Table[] = []
  const holders = new Map<string, string>()
  const hold = (what: string, name: string) => {
    const other = holders.get(what)
    if (other !== undefined) {
      throw new UserError(
        `${what} is in ${other === name ? `${name} twice` : `${other} and in ${name}`}`,
        'name the dumps of one node, taken once',
      )
    }
    holders.set(what, name)
  }
  for (const {name, text} of files) {
    const lines = text.replace(/\r\n?/g, '\n')
    const found = readOne(lines, name)
    for (const table of found.iptables) hold(`the ${table.family} table ${table.name}`, name)
    for (const table of found.nftables) hold(`the table ${table.family === 'IPv4' ? 'ip' : 'ip6'} kube-proxy`, name)
    iptables.push(...found.iptables)
    nftables.push(...found.nftables)
  }
  return {iptables, nftables}
}

function readOne(text: string, name: string): Dump {
  const hasIptables = /^\*(filter|nat|mangle|raw|security)\s*$/m.test(text)
  const hasNft = /^table (ip6?|inet|arp|bridge|netdev) \S+ \{/m.test(text)
  if (!hasIptables && !hasNft) {
    const other = OTHERS.find(([form]) => form.test(text))
    throw other ? new UserError(`${name} ${other[1]}`, other[2]) : new UserError(`${name} is no dump of iptables or nftables rules`, TAKE)
  }
  const iptables = hasIptables ? readIptables(text, name) : []
  const nftables = parseNftables(text)
  // A block that does not end is passed over by whoever looks for its end.
  if (countOf(text, /^table ip6? kube-proxy \{/gm) > nftables.length) throw cutOff(name, 'a table does not end')
  if (!hasIptables && nftables.length === 0) throw withoutTable(text, name)
  return {iptables, nftables}
}

function readIptables(text: string, name: string): readonly DumpedTable[] {
  if (countOf(text, /^\*\w+\s*$/gm) > countOf(text, /^COMMIT\s*$/gm)) throw cutOff(name, 'its last table has no COMMIT')
  const tables = parseIptablesSave(withFamilies(text)).filter(({name: table}) => table === 'filter' || table === 'nat')
  if (tables.length === 0) throw new UserError(`${name} has neither the table filter nor nat`, 'take iptables-save without -t')
  const found = IPVS_CHAINS.filter((chain) => tables.some(({chains}) => chains.has(chain)))
  if (found.length === 0) return tables
  throw new UserError(
    `${name} is of a kube-proxy in ipvs mode (it has ${enumerate(found)}), which is not modelled yet`,
    'only iptables and nftables modes can be checked',
  )
}

function withoutTable(text: string, name: string): UserError {
  if (/^\tchain KUBE-/m.test(text)) {
    return new UserError(
      `${name} shows iptables rules as nft prints them`,
      'kube-proxy is in iptables mode there: take iptables-save and ip6tables-save',
    )
  }
  return new UserError(`${name} has no table kube-proxy`, 'kube-proxy is not in nftables mode there: take iptables-save and ip6tables-save')
}

function countOf(text: string, form: RegExp): number {
  return [...text.matchAll(form)].length
}

function cutOff(name: string, how: string): UserError {
  return new UserError(`${name} is cut off: ${how}`, 'take the dump again, and whole')
}

const HEADER = /^# .*\bip6?tables/m
const IPV6_RULE = /(?:-[sd] |--to-destination \[)[0-9a-f]*:|icmp6-|-p ipv6-icmp/

/**
 * Puts the comments before tables by which their family is told, where somebody has taken all comments away: by the addresses of a run of
 * tables, which ends where a table comes again.
 */
function withFamilies(text: string): string {
  if (HEADER.test(text)) return text
  const runs: string[][] = []
  for (const table of text.split(/^(?=\*)/m)) {
    const [name = ''] = table.split('\n')
    const run = runs.at(-1)
    if (run && !run.some((other) => other.startsWith(`${name}\n`))) run.push(table)
    else runs.push([table])
  }
  return runs.map((run) => `# ${run.some((table) => IPV6_RULE.test(table)) ? 'ip6tables' : 'iptables'}-save\n${run.join('')}`).join('')
}

/** Chains that only ipvs mode has. */
const IPVS_CHAINS = ['KUBE-LOAD-BALANCER', 'KUBE-IPVS-FILTER', 'KUBE-IPVS-OUT-FILTER', 'KUBE-SOURCE-RANGES-FIREWALL', 'KUBE-NODE-PORT']

/** The families that a dump has something of. */
export function familiesOf({iptables, nftables}: Dump): readonly AddressFamily[] {
  return (['IPv4', 'IPv6'] as const).filter((family) => [...iptables, ...nftables].some((table) => table.family === family))
}
