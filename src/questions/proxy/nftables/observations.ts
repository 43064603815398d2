import type {Cluster} from '../../../cluster/cluster.ts'
import {compareTables, type TableDifference} from '../../../network/proxy/nftables/difference.ts'
import {programTable} from '../../../network/proxy/nftables/program.ts'
import {serviceRangesOf} from '../../../network/proxy/nftables/service-ranges.ts'
import type {Table} from '../../../network/proxy/nftables/table.ts'
import type {ProxyModel, RoutedPort} from '../../../network/proxy/proxy-model.ts'
import {type Fate, nameOfPort, type Observation, type PortName} from '../observation.ts'
import {entryText, indexPorts, type PortIndex, viaOf} from '../port-index.ts'
import {endpointsChosen, findNftablesOwners, type NftablesOwner} from './chains.ts'

/** Compares the tables of a dump with those that the model leads one to expect; a family that the dump lacks is not compared. */
export function observeNftables(cluster: Cluster, model: ProxyModel, dump: readonly Table[]): readonly Observation[] {
  const serviceRanges = serviceRangesOf(cluster)
  return dump.flatMap((actual) => {
    const family = model.families[actual.family]
    const expected = programTable(family, model.configuration, {serviceRanges})
    const context: Context = {
      index: indexPorts(family),
      ownerOf: findNftablesOwners(family),
      rulesOf: (where) => ({expected: textsOf(expected, where), actual: textsOf(actual, where)}),
    }
    // What no packet comes to is deleted at a later sync.
    const relevant = compareTables([expected], [actual]).filter(({kind}) => kind !== 'stale')
    return observeAll(relevant, context)
  })
}

interface Context {
  readonly index: PortIndex
  readonly ownerOf: (name: string) => NftablesOwner | undefined
  /** The rules of `chain services` in both tables. */
  readonly rulesOf: (where: string) => {readonly expected: readonly string[]; readonly actual: readonly string[]}
}

type Subject = Pick<Observation, 'port' | 'about'> & Partial<Pick<Observation, 'fate' | 'target'>>

function textsOf({chains}: Table, where: string): readonly string[] {
  return (chains.find(({name}) => where === `chain ${name}`)?.rules ?? []).map(({text}) => text)
}

/** Where the choice of a chain differs, the endpoints count once, and not every text that names them. */
function observeAll(differences: readonly TableDifference[], context: Context): readonly Observation[] {
  const chosen = new Set<string>()
  return differences.flatMap((difference): readonly Observation[] => {
    const {where} = difference
    const owner = where.startsWith('chain ') ? context.ownerOf(where.slice('chain '.length)) : undefined
    const isChoice = owner && ['service', 'local'].includes(owner.kind) && difference.what !== '' && isAboutEndpoints(difference)
    if (!isChoice || !owner) return observe(difference, context)
    if (chosen.has(where)) return []
    chosen.add(where)
    return observeChoice(difference, owner, context)
  })
}

function isAboutEndpoints({what}: TableDifference): boolean {
  return /\bdnat\b|\bnumgen\b|@affinity-/.test(what)
}

function observeChoice({family, where}: TableDifference, {port}: NftablesOwner, {rulesOf, ownerOf}: Context): readonly Observation[] {
  const {expected, actual} = rulesOf(where)
  const [wanted, found] = [endpointsChosen(expected, ownerOf), endpointsChosen(actual, ownerOf)]
  const common = {family, port, where, expected: expected.join('; '), actual: actual.join('; ')}
  const one = (endpoint: string, side: 'missing' | 'stale'): Observation => ({...common, side, about: {kind: 'endpoint', endpoint}})
  const differing = [
    ...wanted.filter((endpoint) => !found.includes(endpoint)).map((endpoint) => one(endpoint, 'missing')),
    ...found.filter((endpoint) => !wanted.includes(endpoint)).map((endpoint) => one(endpoint, 'stale')),
  ]
  if (differing.length > 0) return differing
  const isSticky = (texts: readonly string[]) => texts.filter((text) => text.includes('@affinity-')).join()
  const [first = ''] = wanted
  return isSticky(expected) === isSticky(actual)
    ? [{...common, side: 'order', about: {kind: 'choice', chain: where.slice('chain '.length)}}]
    : [{...common, side: 'missing', about: {kind: 'affinity', endpoint: first}}]
}

function observe(difference: TableDifference, context: Context): readonly Observation[] {
  const {family, kind, where, what, instead} = difference
  const name = where.replace(/^\w+ /, '')
  const base = {family, where}
  const on = (side: Observation['side'], text: string): Observation => ({
    ...base,
    side,
    expected: side === 'stale' ? null : text || where,
    actual: side === 'stale' ? text || where : null,
    ...subjectOf(where, name, text, context),
  })
  switch (kind) {
    case 'missing':
      return [on('missing', what)]
    case 'extra':
      return [on('stale', what)]
    case 'altered':
      return [on('missing', what), on('stale', instead ?? '')]
    case 'order':
      return [on('order', what)]
    case 'stale':
      return []
  }
}

function subjectOf(where: string, name: string, text: string, context: Context): Subject {
  const owner = context.ownerOf(name)
  if (owner) return ownSubject(owner, name, text)
  const [key = '', verdict] = text.split(' : ')
  const fields = key.split(' . ')
  const shared = text === '' ? undefined : SHARED[where]?.(fields, verdict ?? '', context)
  return shared ?? {port: null, about: {kind: 'frame', chain: name}}
}

const ROLES: Readonly<Record<NftablesOwner['kind'], string>> = {
  service: 'the choice of an endpoint',
  local: 'the choice of a local endpoint',
  external: 'the way in from outside',
  firewall: 'loadBalancerSourceRanges',
  endpoint: 'the way to an endpoint',
  affinity: 'the memory of clients',
}

/** What a chain or set of a Service is about; where there is no text, as a whole. */
function ownSubject({kind, port, endpoint}: NftablesOwner, name: string, text: string): Subject {
  if (kind === 'affinity') return {port, about: {kind, endpoint: endpoint ?? name}}
  if (kind === 'endpoint') return endpointSubject(port, endpoint ?? name, text)
  if (text === '') return {port, about: {kind: 'chain', chain: name, role: ROLES[kind]}}
  if (kind === 'firewall') return {port, about: {kind: 'source-range', range: 'its sources'}}
  if (kind === 'external') return {port, about: {kind: /\bmark\b|masquerade/.test(text) ? 'external-masquerade' : 'external-route'}}
  return {port, about: {kind: 'masquerade'}}
}

function endpointSubject(port: PortName, endpoint: string, text: string): Subject {
  if (text === '') return {port, about: {kind: 'endpoint', endpoint}}
  const target = /dnat to (\S+)/.exec(text)?.[1]
  if (target !== undefined) return {port, about: {kind: 'translation', endpoint}, target}
  return {port, about: {kind: text.startsWith('update ') ? 'affinity' : 'hairpin', endpoint}}
}

type ReadElement = (fields: readonly string[], verdict: string, context: Context) => Subject

const atAddress =
  (fateOf: (verdict: string) => Fate): ReadElement =>
  ([address = '', protocol = '', number = ''], verdict, context) => {
    const found = context.index.byEntry(address, number, protocol.toUpperCase())
    return {...entry(address, number, protocol, portOf(found, verdict, context), found), fate: fateOf(verdict)}
  }

const atNodePort =
  (fateOf: (verdict: string) => Fate): ReadElement =>
  ([protocol = '', number = ''], verdict, context) => {
    const found = context.index.byEntry(undefined, number, protocol.toUpperCase())
    return {...entry(undefined, number, protocol, portOf(found, verdict, context), found), fate: fateOf(verdict)}
  }

const led = (): Fate => 'led'
const refused = (verdict: string): Fate => (verdict === 'drop' ? 'dropped' : 'refused')

/** What an element of a set or map that all Services share is about. */
const SHARED: Readonly<Record<string, ReadElement>> = {
  'map service-ips': atAddress(led),
  'map no-endpoint-services': atAddress(refused),
  'map service-nodeports': atNodePort(led),
  'map no-endpoint-nodeports': atNodePort(refused),
  'map firewall-ips': ([address = '', protocol = '', number = ''], verdict, context) => {
    const found = context.index.byEntry(address, number, protocol.toUpperCase())
    return {port: portOf(found, verdict, context), about: {kind: 'firewall', at: entryText(address, number, protocol.toUpperCase())}}
  },
  'set cluster-ips': ([address = ''], _, context) => ({
    port: nameOrNull(context.index.byClusterIP(address)),
    about: {kind: 'cluster-ip', at: address},
  }),
  'set hairpin-connections': ([address = '', , protocol = '', number = ''], _, context) => {
    const endpoint = entryText(address, number, protocol.toUpperCase()).replace(/\/\w+$/, '')
    return {port: nameOrNull(context.index.byEndpoint(endpoint, protocol.toUpperCase())), about: {kind: 'hairpin', endpoint}}
  },
}

function entry(
  address: string | undefined,
  number: string,
  protocol: string,
  port: PortName | null,
  found: RoutedPort | undefined,
): Subject {
  return {port, about: {kind: 'entry', at: entryText(address, number, protocol.toUpperCase()), via: viaOf(found, address)}}
}

function nameOrNull(port: RoutedPort | undefined): PortName | null {
  return port ? nameOfPort(port) : null
}

/** Whom the verdict names, else who has the address. */
function portOf(found: RoutedPort | undefined, verdict: string, {ownerOf}: Context): PortName | null {
  return (found && nameOfPort(found)) ?? ownerOf(verdict.replace(/^goto /, ''))?.port ?? null
}
