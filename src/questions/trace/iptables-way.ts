import type {AddressFamily} from '../../cluster/address.ts'
import {contains, isLoopback, parseRange} from '../../network/proxy/address-range.ts'
import {formatRule, type Match, type Rule, type Table, type TableName} from '../../network/proxy/iptables/rule.ts'
import {programTables} from '../../network/proxy/iptables/tables.ts'
import type {Packet} from '../../network/proxy/packet/packet.ts'
import type {ProxyModel, RoutedPort} from '../../network/proxy/proxy-model.ts'

/** A packet at the node whose rules it meets. */
export interface Crossing {
  readonly model: ProxyModel
  readonly packet: Packet
  readonly port: RoutedPort
  /** The packet's source address as rules see it; null where it is not known. */
  readonly source: string | null
  /** Whether the destination is one of the node's own addresses. */
  readonly isForNode: boolean
  readonly family: AddressFamily
  /** Whether it goes on to an endpoint, so that nothing that filters sees the address that it was for. */
  readonly translated: boolean
  /** Whether the node's own address replaces the source. */
  readonly masqueraded: boolean
}

/** The rules that a packet meets and matches, as iptables-save prints them; of a choice at random all that it may take. */
export function iptablesWay(crossing: Crossing): readonly string[] {
  const {model, port, family} = crossing
  const tables = programTables({...model.families[family], ports: [port]}, model.configuration)
  const met = tables.filter(({name}) => name === 'nat' || !crossing.translated)
  return wayThrough(met, crossing, ENTRY_CHAINS, () => false)
}

/** The rules of tables that a packet meets and matches, from the chains where it comes in; what translates comes before what filters. */
export function wayThrough(
  tables: readonly Table[],
  crossing: Crossing,
  entryChains: Readonly<Record<TableName, readonly string[]>>,
  isInSet: IsInSet,
): readonly string[] {
  return tables.toReversed().flatMap((table) => {
    const found = wayIn(table, crossing, entryChains[table.name], isInSet)
    return found.length > 0 ? [`*${table.name}`, ...found] : []
  })
}

const ENTRY_CHAINS = {
  nat: ['KUBE-SERVICES'],
  filter: ['KUBE-PROXY-FIREWALL', 'KUBE-NODEPORTS', 'KUBE-SERVICES', 'KUBE-EXTERNAL-SERVICES'],
} as const

/** Whether a packet is in an IP set, as a rule looks it up: `KUBE-CLUSTER-IP dst,dst`. */
export type IsInSet = (lookup: string) => boolean

function wayIn(table: Table, crossing: Crossing, entryChains: readonly string[], isInSet: IsInSet): readonly string[] {
  const chains = new Map(table.chains.map(({name, rules}) => [name, rules]))
  const lines: string[] = []
  const seen = new Set<string>()
  /** Whether the chain surely decides, so that nothing behind the jump to it is met. */
  const walk = (chain: string): boolean => {
    if (seen.has(chain)) return false
    seen.add(chain)
    for (const rule of chains.get(chain) ?? []) {
      if (!isMet(rule, crossing, isInSet)) continue
      lines.push(`-A ${chain} ${formatRule(rule, crossing.family)}`)
      const {jump = ''} = rule
      if (jump === 'RETURN') return false
      const decides = isFinal(jump) || (chains.has(jump) && walk(jump))
      if (decides && !isPerhaps(rule)) return true
    }
    // Every endpoint of a choice decides, the last one for all that are left.
    return false
  }
  for (const chain of entryChains) if (walk(chain)) break
  if (table.name === 'nat' && crossing.masqueraded) walk('KUBE-POSTROUTING')
  return lines
}

function isFinal(jump: string): boolean {
  return /^(DNAT|REJECT|DROP|ACCEPT|MASQUERADE)\b/.test(jump)
}

/** Chance, or whether the client was here before, has a say. */
function isPerhaps({matches = []}: Rule): boolean {
  return matches.some((match) => match.includes('--mode random') || match.includes('--rcheck'))
}

function isMet(
  {source, destination, inInterface, matches = [], jump}: Rule,
  {packet, source: address, isForNode, masqueraded}: Crossing,
  isInSet: IsInSet,
): boolean {
  const {kind} = packet.source
  const isPod = kind === 'pod'
  if (destination && !fits(destination, packet.destination, false)) return false
  // A pod that nobody has seen is in the range of pods, and in no other.
  const isOfPods = ({value}: Match) => value.includes('/') && !isLoopback(value.split('/')[0] ?? '')
  if (source && !fits(source, address, isPod && isOfPods(source))) return false
  if (inInterface && (isPod && packet.source.isLocal) === (inInterface.negated ?? false)) return false
  if (matches.includes('-m addrtype --src-type LOCAL') && kind !== 'node') return false
  if (matches.includes('-m addrtype --dst-type LOCAL') && !isForNode) return false
  if (matches.some((match) => match.startsWith('-m nfacct') || match.includes('! --mark') || match.includes('INVALID'))) {
    // Counters and what is not for this packet.
    return masqueraded && jump === undefined
  }
  const lookups = matches.flatMap((match) => /^-m set --match-set (\S+ \S+)$/.exec(match)?.[1] ?? [])
  if (!lookups.every(isInSet)) return false
  const wanted = matches.flatMap((match) => /--dport (\S+)/.exec(match)?.[1] ?? [])
  return wanted.every((number) => Number(number) === packet.port)
}

function fits({value, negated = false}: Match, address: string | null, otherwise: boolean): boolean {
  const range = value.includes('/') ? parseRange(value) : undefined
  const isIn = address === null ? otherwise : range ? contains(range, address) : value === address
  return isIn !== negated
}
