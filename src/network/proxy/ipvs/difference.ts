import type {AddressFamily} from '../../../cluster/address.ts'
import {contains, parseRange} from '../address-range.ts'
import {compareRules, type RuleDifference} from '../iptables/difference.ts'
import {type DumpedTable, parseIptablesSave} from '../iptables/dump.ts'
import type {DumpedServer, DumpedSet, IpvsDump} from './dump.ts'
import type {IpSet} from './ip-set.ts'
import type {IpvsProgram} from './program.ts'
import {REAL_SERVER_OPTIONS, rulesText, serverOptions} from './save-text.ts'
import type {VirtualServer} from './virtual-server.ts'

/** One thing that a node in ipvs mode has otherwise than expected. */
export interface IpvsDifference {
  readonly family: AddressFamily
  readonly kind: 'missing' | 'extra' | 'altered' | 'order'
  /** `virtual server -t 10.0.0.1:80`, `set KUBE-CLUSTER-IP`, `chain nat/KUBE-SERVICES`. */
  readonly where: string
  /** The real server, entry or rule; empty where all of `where` is meant. Of what was altered, what it should be. */
  readonly what: string
  /** Of what was altered, what it is. */
  readonly instead?: string
}

type Found = Omit<IpvsDifference, 'family'>

/**
 * What is missing, extra or altered in a dump, of the parts that it has. No difference are virtual servers in ranges that kube-proxy leaves alone
 * (ipvs.excludeCIDRs), real servers with weight 0, whose connections it lets end, sets and chains of other programs, and which of several Service
 * ports with the same address has it. Empty where both say the same.
 */
export function compareIpvs(expected: readonly IpvsProgram[], {servers, sets, tables}: IpvsDump): readonly IpvsDifference[] {
  return expected.flatMap((program) => {
    const {family} = program
    const found = [
      ...(servers ? compareServers(program, servers) : []),
      ...(sets ? compareSets(program, sets) : []),
      ...(tables ? compareTables(program, tables) : []),
    ]
    return found.map((difference) => ({family, ...difference}))
  })
}

function compareServers({family, configuration, virtualServers}: IpvsProgram, dumped: readonly DumpedServer[]): readonly Found[] {
  const actual = new Map(dumped.flatMap((server) => (server.family === family ? [[server.service, server] as const] : [])))
  const expected = new Set(virtualServers.map(({service}) => service))
  const excluded = configuration.ipvsExcludeRanges.flatMap((text) => parseRange(text) ?? [])
  const isExcluded = ({service}: DumpedServer) => excluded.some((range) => contains(range, addressOf(service)))
  const extra = [...actual.values()].filter((server) => !expected.has(server.service) && !isExcluded(server))
  return [
    ...virtualServers.flatMap((server) => compareServer(server, actual.get(server.service))),
    ...extra.map(({service}): Found => ({kind: 'extra', where: `virtual server ${service}`, what: ''})),
  ]
}

/** `fd00::1` of `-t [fd00::1]:80`. */
function addressOf(service: string): string {
  return /^\S+ \[?(.*?)\]?:[^:]*$/.exec(service)?.[1] ?? ''
}

/** A server that several Service ports claim is as one of them has it. */
function compareServer(server: VirtualServer, actual: DumpedServer | undefined): readonly Found[] {
  const where = `virtual server ${server.service}`
  if (!actual) return [{kind: 'missing', where, what: ''}]
  const [first = [], ...others] = [server, ...server.rivals].map((claimed) => compareClaim(where, claimed, actual))
  return others.some((differences) => differences.length === 0) ? [] : first
}

function compareClaim(where: string, claimed: Omit<VirtualServer, 'rivals'>, actual: DumpedServer): readonly Found[] {
  const [what, instead] = [serverOptions(claimed), serverOptions(actual)]
  const wanted = new Set(claimed.realServers.map(({text}) => text))
  const isLeaving = (said: string) => /(?:^| )-w 0(?: |$)/.test(said)
  return [
    ...(what === instead ? [] : [{kind: 'altered', where, what, instead} as const]),
    ...[...wanted].flatMap((text): readonly Found[] => {
      const said = actual.realServers.get(text)
      if (said === undefined) return [{kind: 'missing', where, what: text}]
      return said === REAL_SERVER_OPTIONS
        ? []
        : [{kind: 'altered', where, what: `${text} ${REAL_SERVER_OPTIONS}`, instead: `${text} ${said}`}]
    }),
    ...[...actual.realServers].flatMap(([text, said]): readonly Found[] =>
      wanted.has(text) || isLeaving(said) ? [] : [{kind: 'extra', where, what: text}],
    ),
  ]
}

function compareSets({family, sets}: IpvsProgram, dumped: readonly DumpedSet[]): readonly Found[] {
  const actual = new Map(dumped.map((set) => [set.name, set]))
  const expected = new Set(sets.map(({name}) => name))
  const isOwn = (name: string) => (family === 'IPv6' ? name.startsWith('KUBE-6-') : /^KUBE-(?!6-)/.test(name))
  const extra = dumped.filter(({name}) => isOwn(name) && !expected.has(name))
  return [
    ...sets.flatMap((set) => compareSet(set, actual.get(set.name))),
    ...extra.map(({name}): Found => ({kind: 'extra', where: `set ${name}`, what: ''})),
  ]
}

function compareSet({name, type, entries}: IpSet, actual: DumpedSet | undefined): readonly Found[] {
  const where = `set ${name}`
  if (!actual) return [{kind: 'missing', where, what: ''}]
  const wanted = new Set(entries)
  return [
    ...(type === actual.type ? [] : [{kind: 'altered', where, what: type, instead: actual.type} as const]),
    ...entries.flatMap((entry): readonly Found[] => (actual.entries.has(entry) ? [] : [{kind: 'missing', where, what: entry}])),
    ...[...actual.entries].flatMap((entry): readonly Found[] => (wanted.has(entry) ? [] : [{kind: 'extra', where, what: entry}])),
  ]
}

const KINDS: Readonly<Record<RuleDifference['kind'], Found['kind']>> = {
  'missing-chain': 'missing',
  'extra-chain': 'extra',
  'missing-rule': 'missing',
  'extra-rule': 'extra',
  order: 'order',
}

function compareTables(program: IpvsProgram, dumped: readonly DumpedTable[]): readonly Found[] {
  const expected = parseIptablesSave(rulesText(program))
  const actual = dumped.filter(({family}) => family === program.family)
  return compareIpvsRules(expected, actual).map(({kind, table, chain, rule}) => ({
    kind: KINDS[kind],
    where: `chain ${table}/${chain}`,
    what: kind.endsWith('-chain') ? '' : rule,
  }))
}

/** What the rules around virtual servers have otherwise, in one family: as compareRules, but their order decides in nearly all chains. */
export function compareIpvsRules(expected: readonly DumpedTable[], actual: readonly DumpedTable[]): readonly RuleDifference[] {
  const found = compareRules(expected, actual)
  return [...found, ...misplacedRules(expected, actual, new Set(found.map(({table, chain}) => `${table} ${chain}`)))]
}

/** Which packets come first to a chain's rules decides everywhere but here, where each rule is about an address of its own. */
const UNORDERED = 'KUBE-IPVS-OUT-FILTER'

/** Of the chains that have the same rules, those that have them in another order. In the kernel's own, the order is other programs' affair too. */
function misplacedRules(
  expected: readonly DumpedTable[],
  actual: readonly DumpedTable[],
  known: ReadonlySet<string>,
): readonly RuleDifference[] {
  return expected.flatMap(({family, name: table, chains}) =>
    [...chains].flatMap(([chain, rules]): readonly RuleDifference[] => {
      if (known.has(`${table} ${chain}`) || chain === UNORDERED || !chain.startsWith('KUBE-')) return []
      const found = actual.find(({name}) => name === table)?.chains.get(chain) ?? []
      const rule = rules.find((one, index) => one !== found[index])
      return rule === undefined ? [] : [{family, table, chain, kind: 'order', rule}]
    }),
  )
}
