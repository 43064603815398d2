import type {AddressFamily} from '../../../cluster/address.ts'
import {contains, parseRange} from '../address-range.ts'
import {compareRules, type RuleDifference} from '../iptables/difference.ts'
import type {DumpedTable} from '../iptables/dump.ts'
import type {DumpedServer, DumpedSet, IpvsDump} from './dump.ts'
import type {IpSet} from './ip-set.ts'
import type {IpvsProgram} from './program.ts'
import {REAL_SERVER_OPTIONS, serverOptions} from './save-text.ts'
import type {VirtualServer} from './virtual-server.ts'

/** One thing that a node in ipvs mode has otherwise than expected. */
export interface IpvsDifference {
  readonly family: AddressFamily
  readonly kind: 'missing' | 'extra' | 'altered'
  /** `virtual server -t 10.0.0.1:80`, `set KUBE-CLUSTER-IP`. */
  readonly where: string
  /** The real server, options or entry; empty where all of `where` is meant. Of what was altered, what it should be. */
  readonly what: string
  /** Of what was altered, what it is. */
  readonly instead?: string
}

type Found = Omit<IpvsDifference, 'family'>

/**
 * What is missing, extra or altered among the virtual servers and the sets of a dump, where it has them. No difference are virtual servers in ranges that kube-proxy leaves alone
 * (ipvs.excludeCIDRs), real servers with weight 0, whose connections it lets end, sets of other programs, and which of several Service
 * ports with the same address has it. Empty where both say the same.
 */
export function compareIpvs(expected: readonly IpvsProgram[], {servers, sets}: IpvsDump): readonly IpvsDifference[] {
  return expected.flatMap((program) => {
    const {family} = program
    const found = [...(servers ? compareServers(program, servers) : []), ...(sets ? compareSets(program, sets) : [])]
    return found.map((difference) => ({family, ...difference}))
  })
}

function compareServers({family, configuration, virtualServers}: IpvsProgram, dumped: readonly DumpedServer[]): readonly Found[] {
  const actual = new Map(dumped.flatMap((server) => (server.family === family ? [[server.service, server] as const] : [])))
  const expected = new Set(virtualServers.map(({service}) => service))
  const excluded = configuration.ipvsExcludeRanges.flatMap((text) => parseRange(text) ?? [])
  const isExcluded = ({address}: DumpedServer) => excluded.some((range) => contains(range, address))
  const extra = [...actual.values()].filter((server) => !expected.has(server.service) && !isExcluded(server))
  return [
    ...virtualServers.flatMap((server) => compareServer(server, actual.get(server.service))),
    ...extra.map(({service}): Found => ({kind: 'extra', where: `virtual server ${service}`, what: ''})),
  ]
}

/** A server that several Service ports claim is as one of them has it. */
function compareServer(server: VirtualServer, actual: DumpedServer | undefined): readonly Found[] {
  const where = `virtual server ${server.service}`
  if (!actual) return [{kind: 'missing', where, what: ''}]
  const isAsRivalHasIt = server.rivals.some((rival) => compareClaim(where, rival, actual).length === 0)
  return isAsRivalHasIt ? [] : compareClaim(where, server, actual)
}

function compareClaim(where: string, claimed: Omit<VirtualServer, 'rivals'>, actual: DumpedServer): readonly Found[] {
  const [what, instead] = [serverOptions(claimed), serverOptions(actual)]
  const wanted = new Set(claimed.realServers.map(({text}) => text))
  // Weights have no leading zeros.
  const isLeaving = (said: string) => said.includes('-w 0')
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

/** What the rules around virtual servers have otherwise: as compareRules, but their order decides in nearly all chains. */
export function compareIpvsRules(expected: readonly DumpedTable[], actual: readonly DumpedTable[]): readonly RuleDifference[] {
  const found = compareRules(expected, actual)
  return [...found, ...misplacedRules(expected, actual, new Set(found.map(({family, table, chain}) => `${family} ${table} ${chain}`)))]
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
      if (known.has(`${family} ${table} ${chain}`) || chain === UNORDERED || !chain.startsWith('KUBE-')) return []
      const found = actual.find((one) => one.family === family && one.name === table)?.chains.get(chain) ?? []
      const rule = rules.find((one, index) => one !== found[index])
      return rule === undefined ? [] : [{family, table, chain, kind: 'order', rule}]
    }),
  )
}
