import {compareRules, type RuleDifference} from '../../../network/proxy/iptables/difference.ts'
import {type DumpedTable, parseIptablesSave} from '../../../network/proxy/iptables/dump.ts'
import {renderIptables} from '../../../network/proxy/iptables/save-text.ts'
import type {ProxyModel, RoutedPort} from '../../../network/proxy/proxy-model.ts'
import {type About, type Fate, nameOfPort, type Observation, type PortName} from '../observation.ts'
import {entryText, indexPorts, type PortIndex, viaOf} from '../port-index.ts'
import {findOwners, jumpOf, type OwnerOf, portInComment, protocolOf, targetOf} from './chains.ts'
import {describeRule, type PlainTable, plainTable, withoutIdle} from './tables.ts'

/** Compares the tables of a dump with those that the model leads one to expect; tables that the dump lacks are not compared. */
export function observeIptables(model: ProxyModel, dump: readonly DumpedTable[]): readonly Observation[] {
  const expected = parseIptablesSave(renderIptables(model))
  return dump.flatMap((table) => {
    const wanted = expected.find(({family, name}) => family === table.family && name === table.name)
    if (!wanted) return []
    const plainWanted = plainTable(wanted)
    const plainActual = withoutIdle(plainTable(table), plainWanted)
    const family = model.families[table.family]
    const context: Context = {index: indexPorts(family), ownerOf: findOwners(family, dump), expected: plainWanted, actual: plainActual}
    return compareRules([plainWanted], [plainActual]).flatMap((difference) => observe(difference, context))
  })
}

interface Context {
  readonly index: PortIndex
  readonly ownerOf: OwnerOf
  readonly expected: PlainTable
  readonly actual: PlainTable
}

type Subject = Pick<Observation, 'port' | 'about' | 'fate' | 'target'>

function observe(difference: RuleDifference, context: Context): readonly Observation[] {
  const {table, chain, kind, rule} = difference
  const seen = describeRule(difference, context.expected, context.actual)
  const isWhole = kind === 'missing-chain' || kind === 'extra-chain'
  const subject = isWhole
    ? aboutChain(chain, context)
    : kind === 'order'
      ? aboutOrder(chain, context)
      : aboutRule(table, chain, rule, seen.expected ?? seen.actual ?? '', context)
  return [{...seen, ...subject}]
}

function aboutChain(chain: string, {ownerOf}: Context): Subject {
  const owner = ownerOf(chain)
  if (!owner) return {port: null, about: {kind: 'frame', chain}}
  if (owner.endpoint !== undefined) return {port: owner.port, about: {kind: 'endpoint', endpoint: owner.endpoint}}
  return {port: owner.port, about: {kind: 'chain', chain, role: roleOf(chain)}}
}

function aboutOrder(chain: string, {ownerOf}: Context): Subject {
  const owner = ownerOf(chain)
  return owner ? {port: owner.port, about: {kind: 'choice', chain}} : {port: null, about: {kind: 'frame', chain}}
}

/** In words, what a chain of a Service is for. */
function roleOf(chain: string): string {
  if (chain.startsWith('KUBE-SVL')) return 'the choice of a local endpoint'
  if (chain.startsWith('KUBE-EXT')) return 'the way in from outside'
  if (chain.startsWith('KUBE-FW')) return 'loadBalancerSourceRanges'
  return 'the choice of an endpoint'
}

function aboutRule(table: string, chain: string, rule: string, raw: string, context: Context): Subject {
  const owner = context.ownerOf(chain)
  if (!owner) return aboutSharedRule(table, chain, rule, raw, context)
  const {port} = owner
  const jump = jumpOf(rule) ?? ''
  const about = (about: About): Subject => ({port, about})
  if (chain.startsWith('KUBE-SEP-')) {
    const endpoint = owner.endpoint ?? chain
    const target = targetOf(rule)
    if (target !== undefined) return {port, about: {kind: 'translation', endpoint}, target}
    return jump === 'KUBE-MARK-MASQ' ? about({kind: 'hairpin', endpoint}) : about({kind: 'translation', endpoint})
  }
  if (chain.startsWith('KUBE-FW-')) {
    const range = /(?:^| )-s (\S+)/.exec(rule)?.[1]
    return range === undefined ? about({kind: 'chain', chain, role: roleOf(chain)}) : about({kind: 'source-range', range})
  }
  if (chain.startsWith('KUBE-EXT-')) return about({kind: jump === 'KUBE-MARK-MASQ' ? 'external-masquerade' : 'external-route'})
  if (jump === 'KUBE-MARK-MASQ') return about({kind: 'masquerade'})
  const endpoint = context.ownerOf(jump)?.endpoint
  if (endpoint === undefined) return about({kind: 'chain', chain, role: roleOf(chain)})
  return about(rule.includes('-m recent') ? {kind: 'affinity', endpoint} : {kind: 'endpoint', endpoint})
}

/** A rule in a chain that all Services share; it is about one of them all the same, or about how packets come there. */
function aboutSharedRule(table: string, chain: string, rule: string, raw: string, context: Context): Subject {
  const jump = jumpOf(rule) ?? ''
  const place = `${table} ${chain}`
  const number = /--dport (\S+)/.exec(rule)?.[1]
  if (!ABOUT_SERVICES.has(place) || jump === 'KUBE-NODEPORTS' || number === undefined) return {port: null, about: {kind: 'frame', chain}}
  const protocol = protocolOf(rule) ?? 'TCP'
  const address = /(?:^| )-d ([^\s/]+)/.exec(rule)?.[1]
  const at = entryText(address, number, protocol)
  const port = portOfRule(raw, jump, context.index.byEntry(address, number, protocol), context)
  if (place === 'filter KUBE-NODEPORTS') return {port, about: {kind: 'health-check', at}}
  if (place === 'filter KUBE-PROXY-FIREWALL') return {port, about: {kind: 'firewall', at}}
  const fate: Fate = table === 'nat' ? 'led' : jump === 'DROP' ? 'dropped' : 'refused'
  return {port, about: {kind: 'entry', at, via: viaOf(port ? context.index.byName(port) : undefined, address)}, fate}
}

const ABOUT_SERVICES = new Set([
  'nat KUBE-SERVICES',
  'nat KUBE-NODEPORTS',
  'filter KUBE-SERVICES',
  'filter KUBE-EXTERNAL-SERVICES',
  'filter KUBE-NODEPORTS',
  'filter KUBE-PROXY-FIREWALL',
])

/** Health checks are over TCP, whatever the Service is for: the comment's name counts, not the rule's protocol. */
function portOfRule(raw: string, jump: string, entry: RoutedPort | undefined, {ownerOf, index}: Context): PortName | null {
  const named = portInComment(raw)
  const known = named && index.byName(named)
  if (known) return nameOfPort(known)
  return named ?? ownerOf(jump)?.port ?? (entry ? nameOfPort(entry) : null)
}
