import type {IpvsDifference} from '../../network/proxy/ipvs/difference.ts'
import type {DumpedServer} from '../../network/proxy/ipvs/dump.ts'
import type {IpvsProgram} from '../../network/proxy/ipvs/program.ts'
import type {VirtualServer} from '../../network/proxy/ipvs/virtual-server.ts'
import type {RoutedPort} from '../../network/proxy/proxy-model.ts'
import {type About, nameOfPort, type Observation, type PortName} from './observation.ts'
import {entryText, type PortIndex, viaOf} from './port-index.ts'

/** What virtual servers are looked up in. */
export interface ServerContext {
  readonly index: PortIndex
  readonly program: IpvsProgram
  /** As they are. */
  readonly servers: readonly DumpedServer[]
}

/** A virtual server as a whole, its options, or one of its real servers. */
export function observeServer(difference: IpvsDifference, context: ServerContext): readonly Observation[] {
  const {kind, where, what, instead} = difference
  const name = where.replace(/^virtual server /, '')
  const expected = context.program.virtualServers.find(({service}) => service === name)
  const text = what || name
  const seen = {
    family: difference.family,
    where,
    expected: kind === 'extra' ? null : text,
    actual: kind === 'missing' ? null : (instead ?? text),
  }
  if (what.startsWith('-s ')) return [{...seen, ...aboutOptions(what, instead ?? '', expected)}]
  const entry = entryOf(name, context, expected?.port)
  const port = entry.port ? nameOfPort(entry.port) : null
  if (what === '') {
    const actual = context.servers.find(({service}) => service === name)
    const leads = (kind === 'missing' ? expected?.realServers.length : actual?.realServers.size) ?? 0
    return SIDES[kind].map((side) => ({...seen, side, port, about: entry.about, fate: leads > 0 ? 'led' : 'refused'}))
  }
  const [endpoint = ''] = what.split(' ')
  return SIDES[kind].map((side) => ({...seen, side, port, about: {kind: 'endpoint', endpoint}}))
}

const SIDES: Readonly<Record<IpvsDifference['kind'], readonly Observation['side'][]>> = {
  missing: ['missing'],
  extra: ['stale'],
  altered: ['missing', 'stale'],
  order: ['order'],
}

const PROTOCOLS: Readonly<Record<string, string>> = {
  '-t': 'TCP',
  '-u': 'UDP',
  '--tcp-service': 'TCP',
  '--udp-service': 'UDP',
  '--sctp-service': 'SCTP',
}

interface ServerEntry {
  readonly port: RoutedPort | undefined
  readonly about: About
}

function entryOf(name: string, {index}: ServerContext, expected: RoutedPort | undefined): ServerEntry {
  const [, flag = '', address = '', number = ''] = /^(\S+) \[?(.*?)\]?:([^:]*)$/.exec(name) ?? []
  const protocol = PROTOCOLS[flag] ?? ''
  const port = expected ?? index.byEntry(address, number, protocol) ?? index.byEntry(undefined, number, protocol)
  const via = port?.nodePort === Number(number) ? 'node port' : viaOf(port, address)
  return {port, about: {kind: 'entry', at: entryText(address, number, protocol), via}}
}

/** How clients are spread, and whether they stay. */
function aboutOptions(expected: string, actual: string, server: VirtualServer | undefined): Pick<Observation, 'port' | 'about' | 'side'> {
  const persistence = (text: string) => / -p \d+/.exec(text)?.[0]
  const [first] = server?.realServers ?? []
  const port = server ? nameOfPort(server.port) : null
  if (persistence(expected) === persistence(actual) || !first)
    return {port, side: 'missing', about: {kind: 'scheduler', scheduler: /-s (\S+)/.exec(actual)?.[1] ?? ''}}
  const side = persistence(expected) === undefined ? 'stale' : 'missing'
  return {port, side, about: {kind: 'affinity', endpoint: first.text}}
}

/** Of a Service port without any virtual server nothing is programmed, which none of them alone can tell. */
export function observeUnprogrammed(differences: readonly IpvsDifference[], {program}: ServerContext): readonly Observation[] {
  const missing = new Set(differences.flatMap(({kind, where, what}) => (kind === 'missing' && what === '' ? where : [])))
  const byPort = new Map<string, {readonly port: PortName; readonly services: string[]}>()
  for (const {port, service} of program.virtualServers) {
    const known = byPort.get(port.name + port.protocol) ?? {port: nameOfPort(port), services: []}
    byPort.set(port.name + port.protocol, known)
    known.services.push(service)
  }
  return [...byPort.values()]
    .filter(({services}) => services.every((service) => missing.has(`virtual server ${service}`)))
    .map(({port, services}) => ({
      family: program.family,
      port,
      about: {kind: 'chain', chain: 'virtual servers', role: 'the way to its endpoints'},
      side: 'missing',
      where: 'virtual servers',
      expected: services.join(', '),
      actual: null,
    }))
}
