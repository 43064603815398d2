import type {IpvsDifference} from '../../../network/proxy/ipvs/difference.ts'
import {type About, nameOfPort, type Observation} from '../observation.ts'
import {entryText} from '../port-index.ts'
import type {IpvsContext} from './context.ts'
import {isNodePort, readSetEntry} from './set-entries.ts'
import {SERVER} from './virtual-servers.ts'

/** A virtual server or an entry of a set that no Service has, and what it is for. */
interface Leftover {
  readonly difference: IpvsDifference
  readonly about: About
  /** Empty for a port of the node. */
  readonly address: string
  /** Empty where it is for an address as a whole. */
  readonly number: string
  readonly protocol: string
  /** Where a virtual server leads. */
  readonly endpoints?: readonly string[]
}

/**
 * What is there that no Service has, told by the address or node port that it is for, each of which may have virtual servers and entries in several
 * sets. What could be that of a Service whose addresses the input does not state is taken for its.
 */
export function observeLeftovers(differences: readonly IpvsDifference[], context: IpvsContext): readonly Observation[] {
  const isPortOfNode = portsOfNode(differences)
  const leftovers = differences.flatMap((one) => readServer(one, isPortOfNode, context) ?? readEntry(one) ?? [])
  return leftovers.map((leftover) => {
    const {difference, endpoints} = leftover
    const planned = findPlanned(leftover, context)
    return {
      family: context.family,
      port: planned ? nameOfPort(planned) : null,
      about: causeOf(leftover, leftovers)?.about ?? leftover.about,
      side: 'stale',
      where: difference.where,
      expected: null,
      actual: difference.what || difference.where.slice(SERVER.length),
      ...(endpoints && {endpoints}),
    }
  })
}

/** On addresses of the node that nothing else tells, what is left of a node port is told by its sets. */
function portsOfNode(differences: readonly IpvsDifference[]): (number: string, protocol: string) => boolean {
  const entries = differences.flatMap((one) => readSetEntry(one) ?? []).filter(({kind}) => isNodePort(kind))
  return (number, protocol) => entries.some((entry) => entry.number === number && entry.protocol === protocol)
}

function readServer(
  difference: IpvsDifference,
  isPortOfNode: ReturnType<typeof portsOfNode>,
  {servers, nodeAddresses}: IpvsContext,
): Leftover | undefined {
  const server = difference.where.startsWith(SERVER) ? servers.get(difference.where.slice(SERVER.length)) : undefined
  if (!server) return undefined
  const {address, port: number, protocol} = server
  const isOfNode = nodeAddresses.has(address) || isPortOfNode(number, protocol)
  const about: About = isOfNode
    ? {kind: 'leftover', at: entryText(undefined, number, protocol), via: 'node port'}
    : {kind: 'leftover', at: entryText(address, number, protocol), via: 'address'}
  return {difference, about, address: isOfNode ? '' : address, number, protocol, endpoints: [...server.realServers.keys()]}
}

function readEntry(difference: IpvsDifference): Leftover | undefined {
  const entry = readSetEntry(difference)
  if (!entry) return undefined
  const {kind, address, number, protocol} = entry
  const place = {difference, address, number, protocol}
  const at = entryText(address, number, protocol)
  if (kind === 'LOOP-BACK') return {...place, about: {kind: 'hairpin', endpoint: at.replace(/\/\w+$/, '')}}
  if (kind === 'IPVS-IPS') return {...place, about: {kind: 'leftover', at: address, via: 'address'}}
  if (kind !== 'HEALTH-CHECK-NODE-PORT' && !isNodePort(kind)) return {...place, about: {kind: 'leftover', at, via: 'address'}}
  const via = isNodePort(kind) ? 'node port' : 'health check'
  return {...place, address: '', about: {kind: 'leftover', at: entryText(undefined, number, protocol), via}}
}

/** An address as a whole, and an endpoint that may reach itself, go with the first port there and the first virtual server that leads there. */
function causeOf({about, address, number}: Leftover, leftovers: readonly Leftover[]): Leftover | undefined {
  if (about.kind === 'hairpin') return leftovers.find(({endpoints}) => endpoints?.includes(about.endpoint))
  return number === ''
    ? leftovers.find((other) => other.address === address && other.number !== '' && other.about.kind === 'leftover')
    : undefined
}

function findPlanned({about, number, protocol, address}: Leftover, {model}: IpvsContext) {
  return model.ports.find((port) => {
    if (about.kind === 'hairpin') return port.usable.reachable.some((endpoint) => endpoint.address === null)
    const isSame = port.protocol === protocol || number === ''
    if (address !== '') return port.clusterIP === null && isSame && (number === '' || port.port === Number(number))
    return about.kind === 'leftover' && about.via === 'health check'
      ? port.healthCheckNodePort === 'pending'
      : port.nodePort === 'pending' && isSame
  })
}
