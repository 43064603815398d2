import {type AddressFamily, parseAddress} from '../../cluster/address.ts'
import type {ProxyMode} from '../../network/proxy/configuration.ts'
import {type DumpedTable, parseIptablesSave} from '../../network/proxy/iptables/dump.ts'
import {type DumpedServer, type DumpedSet, parseIpvsDump} from '../../network/proxy/ipvs/dump.ts'
import {parseNftables} from '../../network/proxy/nftables/dump.ts'
import type {Table} from '../../network/proxy/nftables/table.ts'
import {UserError} from '../../user-error.ts'
import {FAMILIES} from './program.ts'

/** A file of `--dump`, read whole. */
export interface DumpFile {
  readonly name: string
  readonly text: string
}

/** What was dumped on a node, with kube-proxy's own nftables tables only; empty, or undefined, where no program printed it. */
export interface Dump {
  readonly iptables: readonly DumpedTable[]
  readonly nftables: readonly Table[]
  /** Virtual servers and IP sets, of both families. */
  readonly servers: readonly DumpedServer[] | undefined
  readonly sets: readonly DumpedSet[] | undefined
}

/** How a dump is had. */
export const TAKE =
  'take iptables-save and ip6tables-save, or nft list ruleset, on the node; in ipvs mode ipvsadm-save -n and ipset save too'

/** What else people take for such a dump, and what to do about it. */
const OTHERS: readonly (readonly [form: RegExp, what: string, hint: string])[] = [
  [/^Chain \S+ \(/m, 'is what iptables -L prints, which leaves out what matters', 'take iptables-save (and ip6tables-save) instead'],
  [/^-P \S+ (ACCEPT|DROP)$/m, 'is what iptables -S prints, of one table', 'take iptables-save (and ip6tables-save) instead'],
  [/^\s*\{\s*"nftables"/, 'is what nft prints with -j', 'take it without -j: nft list ruleset'],
  [/^Name: \S+\nType: (hash|bitmap|list):/m, 'is what ipset list prints', 'take ipset save instead'],
  [/^\s*<ipsets>/, 'is what ipset prints with -o xml', 'take ipset save without -o'],
  [/^IP Virtual Server version/m, 'is what ipvsadm prints', 'take ipvsadm-save -n instead'],
  [/^\s*(apiVersion:|\{\s*"apiVersion")/m, 'is a manifest', `name manifests with -f; ${TAKE}`],
]

/**
 * Recognises dumps by what is in them; an empty file beside others of ipvs mode that have no virtual servers says that there are none. Throws a
 * UserError for other files, and where two dumps hold the same table.
 */
export function readDumps(files: readonly DumpFile[]): Dump {
  const iptables: DumpedTable[] = []
  const nftables: Table[] = []
  let servers: Dump['servers']
  let sets: Dump['sets']
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
  const empty = files.filter(({text}) => text.trim() === '')
  for (const {name, text} of files.filter((file) => !empty.includes(file))) {
    const lines = text.replace(/\r\n?/g, '\n')
    const found = readOne(lines, name)
    for (const table of found.iptables) hold(`the ${table.family} table ${table.name}`, name)
    for (const table of found.nftables) hold(`the table ${table.family === 'IPv4' ? 'ip' : 'ip6'} kube-proxy`, name)
    if (found.servers) hold('the list of virtual servers', name)
    if (found.sets) hold('the list of IP sets', name)
    iptables.push(...found.iptables)
    nftables.push(...found.nftables)
    servers ??= found.servers
    sets ??= found.sets
  }
  const isListOfServers = servers === undefined && showsIpvs({iptables, sets})
  const [unclear] = isListOfServers ? empty.slice(1) : empty
  if (unclear) throw new UserError(`${unclear.name} is empty`, TAKE)
  return {iptables, nftables, servers: empty.length > 0 ? [] : servers, sets}
}

/** Whether a dump has what kube-proxy makes in ipvs mode only. Virtual servers are no proof: other programs have some too. */
export function showsIpvs({iptables, sets}: Pick<Dump, 'iptables' | 'sets'>): boolean {
  const isOwn = ({name}: DumpedSet) => name.startsWith('KUBE-')
  return sets?.some(isOwn) || iptables.some(({chains}) => chains.has('KUBE-IPVS-FILTER') || chains.has('KUBE-LOAD-BALANCER'))
}

function readOne(text: string, name: string): Dump {
  const hasIptables = /^\*(filter|nat|mangle|raw|security)\s*$/m.test(text)
  const hasNft = /^table (ip6?|inet|arp|bridge|netdev) \S+ \{/m.test(text)
  const {servers, sets} = parseIpvsDump(text)
  if (servers?.some(hasNames)) {
    throw new UserError(`${name} has names in place of addresses and ports`, 'take ipvsadm-save -n instead')
  }
  if (!hasIptables && !hasNft && !servers && !sets) {
    const other = OTHERS.find(([form]) => form.test(text))
    throw other ? new UserError(`${name} ${other[1]}`, other[2]) : new UserError(`${name} is no dump of iptables or nftables rules`, TAKE)
  }
  const iptables = hasIptables ? readIptables(text, name) : []
  const nftables = parseNftables(text)
  // A block that does not end is passed over by whoever looks for its end.
  if (countOf(text, /^table ip6? kube-proxy \{/gm) > nftables.length) throw cutOff(name, 'a table does not end')
  if (!hasIptables && nftables.length === 0 && !servers && !sets) throw withoutTable(text, name)
  return {iptables, nftables, servers, sets}
}

/** Real servers are written as virtual ones are. */
function hasNames({address, port, realServers}: DumpedServer): boolean {
  const isNamed = (host: string, number: string) => parseAddress(host) === undefined || !/^\d+$/.test(number)
  const ofRealServers = [...realServers.keys()].map((text) => /^\[?(.*?)\]?:([^:]*)$/.exec(text) ?? [])
  return isNamed(address, port) || ofRealServers.some(([, host = '', number = '']) => isNamed(host, number))
}

function readIptables(text: string, name: string): readonly DumpedTable[] {
  if (countOf(text, /^\*\w+\s*$/gm) > countOf(text, /^COMMIT\s*$/gm)) throw cutOff(name, 'its last table has no COMMIT')
  const tables = parseIptablesSave(withFamilies(text)).filter(({name: table}) => table === 'filter' || table === 'nat')
  if (tables.length === 0) throw new UserError(`${name} has neither the table filter nor nat`, 'take iptables-save without -t')
  return tables
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

/** The families that a dump has something of in a mode; other programs of ipvs mode than iptables print both at once. */
export function familiesOf({iptables, nftables, servers, sets}: Dump, mode: ProxyMode): readonly AddressFamily[] {
  const hasBoth = mode === 'ipvs' && (servers ?? sets) !== undefined
  const tables = mode === 'nftables' ? nftables : iptables
  return FAMILIES.filter((family) => hasBoth || tables.some((table) => table.family === family))
}
