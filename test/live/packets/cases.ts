import {fieldsOf, itemsOf, valueAt} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {internalAddresses, isIPv6, type LiveClient, nameOf} from './clients.ts'

/** One connection to be opened. */
export interface Case {
  readonly client: LiveClient
  readonly address: string
  readonly port: number
  readonly protocol: 'TCP' | 'UDP'
  /** For UDP: whether the socket hears of refusals. */
  readonly unconnected: boolean
  /** What it is, for whoever reads of a difference. */
  readonly about: string
}

interface Target {
  readonly about: string
  readonly address: string
  readonly port: number
  readonly protocol: 'TCP' | 'UDP'
  /** The node that only its own pods and others know to have the address. */
  readonly node?: string
}

const LOOPBACK = ['127.0.0.1', '::1']

/** Every client with every entry of every Service, as the API server shows them: cluster IPs, external addresses, balancers', node ports. */
export function allCases(objects: readonly WireObject[], clients: readonly LiveClient[]): readonly Case[] {
  const nodes = objects.filter(({kind}) => kind === 'Node')
  const services = objects.filter((object) => object['kind'] === 'Service' && valueAt(object, 'metadata', 'namespace') === 'shop')
  const targets = [...services.flatMap((service) => [...virtualTargets(service), ...nodePortTargets(service, nodes)]), ...NOBODYS]
  return clients.flatMap((client) => targets.filter((target) => canAsk(client, target)).flatMap((target) => casesOf(client, target)))
}

/** Cluster IPs that no Service has. */
const NOBODYS: readonly Target[] = ['10.0.250.250', 'fd00:10::fafa'].map((address) => ({
  about: 'nobody',
  address,
  port: 80,
  protocol: 'TCP',
}))

function casesOf(client: LiveClient, target: Target): readonly Case[] {
  const connected = {client, ...target, unconnected: false}
  return target.protocol === 'UDP' ? [connected, {...connected, unconnected: true}] : [connected]
}

/** Who is outside has a family, and no way to addresses inside of nodes but to those of the node that is his router. */
function canAsk({source, client, entryNode}: LiveClient, {address, node}: Target): boolean {
  if (source !== undefined) return isIPv6(source) === isIPv6(address) && !LOOPBACK.includes(address) && (node ?? entryNode) === entryNode
  return client.kind === 'node' || !LOOPBACK.includes(address)
}

/** Each port at each virtual address, and one port that the Service lacks. */
function virtualTargets(service: WireObject): readonly Target[] {
  const spec = fieldsOf(service['spec'])
  const texts = (key: string) => itemsOf(spec[key]).map(String)
  const ingress = itemsOf(valueAt(service, 'status', 'loadBalancer', 'ingress')).map((one) => String(valueAt(one, 'ip')))
  const addresses = [...texts('clusterIPs').filter((address) => address !== 'None'), ...texts('externalIPs'), ...ingress]
  return addresses.flatMap((address) => [
    ...portsOf(service).map(({number, protocol}): Target => ({about: `${nameOf(service)} ${number}`, address, port: number, protocol})),
    ...(addresses.indexOf(address) === 0 ? [{about: `${nameOf(service)}, no such port`, address, port: 7, protocol: 'TCP' as const}] : []),
  ])
}

/** Node ports at each address that nodes have: on the network, on the bridge of their pods, and on loopback. */
function nodePortTargets(service: WireObject, nodes: readonly WireObject[]): readonly Target[] {
  const families = itemsOf(valueAt(service, 'spec', 'ipFamilies'))
  const known = [...nodes.flatMap(internalAddresses), ...LOOPBACK].map((address) => ({address}))
  const inner = nodes.flatMap((node, index) => bridges(index).map((address) => ({address, node: nameOf(node)})))
  const own = [...known, ...inner].filter(({address}) => families.includes(isIPv6(address) ? 'IPv6' : 'IPv4'))
  const about = `${nameOf(service)} node port`
  return portsOf(service).flatMap(({nodePort, protocol}) =>
    nodePort === undefined ? [] : own.map((at): Target => ({about, ...at, port: nodePort, protocol})),
  )
}

function bridges(index: number): readonly string[] {
  return [`10.244.${index}.1`, index === 0 ? 'fd00:244::1' : `fd00:244:${index}::1`]
}

function portsOf(service: WireObject) {
  return itemsOf(valueAt(service, 'spec', 'ports')).map((port) => {
    const {port: number, nodePort, protocol} = fieldsOf(port)
    return {number: Number(number), nodePort: nodePort as number | undefined, protocol: protocol as 'TCP' | 'UDP'}
  })
}
