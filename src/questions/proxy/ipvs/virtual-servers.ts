import type {IpvsDifference} from '../../../network/proxy/ipvs/difference.ts'
import type {RoutedPort} from '../../../network/proxy/proxy-model.ts'
import {type About, nameOfPort, type Observation, type PortName} from '../observation.ts'
import {entryText, viaOf} from '../port-index.ts'
import type {IpvsContext} from './context.ts'

export const SERVER = 'virtual server '

const SIDES: Readonly<Record<IpvsDifference['kind'], Observation['side']>> = {missing: 'missing', extra: 'stale', altered: 'altered'}

/** A virtual server as a whole, its options, or one of its real servers; undefined for one that no Service has. */
export function observeServer(difference: IpvsDifference, context: IpvsContext): Observation | undefined {
  const {kind, where, what, instead, family} = difference
  const name = where.slice(SERVER.length)
  const entry = entryOf(name, context)
  if (!entry) return undefined
  const text = what || name
  const seen = {
    family,
    where,
    port: nameOfPort(entry.port),
    side: SIDES[kind],
    expected: kind === 'extra' ? null : text,
    actual: kind === 'missing' ? null : (instead ?? text),
  }
  if (what === '') return {...seen, about: entry.about, fate: leadsAnywhere(difference, context) ? 'led' : 'refused'}
  if (what.startsWith('-s ')) return {...seen, ...aboutOptions(what, instead ?? '')}
  const [endpoint = '', ...said] = (instead ?? what).split(' ')
  return {...seen, about: kind === 'altered' ? aboutRealServer(endpoint, said) : {kind: 'endpoint', endpoint}}
}

function leadsAnywhere({kind, where}: IpvsDifference, {program, servers}: IpvsContext): boolean {
  const name = where.slice(SERVER.length)
  const expected = program.virtualServers.find(({service}) => service === name)
  return kind === 'missing' ? (expected?.realServers.length ?? 0) > 0 : (servers.get(name)?.realServers.size ?? 0) > 0
}

interface ServerEntry {
  readonly port: RoutedPort
  readonly about: About
}

function entryOf(name: string, {index, program, servers}: IpvsContext): ServerEntry | undefined {
  const expected = program.virtualServers.find(({service}) => service === name)
  const actual = servers.get(name)
  const address = expected?.address ?? actual?.address ?? ''
  const number = String(expected?.number ?? actual?.port)
  const protocol = expected?.port.protocol ?? actual?.protocol ?? ''
  const port = expected?.port ?? index.byEntry(address, number, protocol) ?? index.byEntry(undefined, number, protocol)
  const via = port?.nodePort === Number(number) ? 'node port' : viaOf(port, address)
  return port && {port, about: {kind: 'entry', at: entryText(address, number, protocol), via}}
}

/** How clients are spread, and whether they stay. */
function aboutOptions(expected: string, actual: string): Pick<Observation, 'about' | 'side'> {
  const [wanted, found] = [secondsIn(expected), secondsIn(actual)]
  if (wanted === found) return {side: 'altered', about: {kind: 'scheduler', scheduler: /-s (\S+)/.exec(actual)?.[1] ?? ''}}
  return {side: found === null ? 'missing' : wanted === null ? 'stale' : 'altered', about: {kind: 'persistence', wanted, found}}
}

function secondsIn(options: string): number | null {
  const seconds = / -p (\d+)/.exec(options)?.[1]
  return seconds === undefined ? null : Number(seconds)
}

/** `-m -w 1`: how it is sent connections, and how many. */
function aboutRealServer(endpoint: string, said: readonly string[]): About {
  const flag = said.find((word) => /^-[gi]$/.test(word))
  return flag === undefined
    ? {kind: 'weight', endpoint, weight: Number(said[said.indexOf('-w') + 1])}
    : {kind: 'forwarding', endpoint, flag}
}

/** Of a Service port that has endpoints and no virtual server nothing is programmed, which none of them alone can tell. */
export function observeUnprogrammed(differences: readonly IpvsDifference[], {program}: IpvsContext): readonly Observation[] {
  const missing = new Set(differences.flatMap(({kind, where, what}) => (kind === 'missing' && what === '' ? where : [])))
  const byPort = new Map<string, {readonly port: PortName; readonly services: string[]}>()
  for (const {port, service} of program.virtualServers.filter(({realServers}) => realServers.length > 0)) {
    const known = byPort.get(port.name + port.protocol) ?? {port: nameOfPort(port), services: []}
    byPort.set(port.name + port.protocol, known)
    known.services.push(service)
  }
  return [...byPort.values()]
    .filter(({services}) => services.every((service) => missing.has(SERVER + service)))
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
