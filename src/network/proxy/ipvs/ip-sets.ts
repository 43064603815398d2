import {BITS, contains} from '../address-range.ts'
import type {FamilyModel, RoutedPort} from '../proxy-model.ts'
import {IP_SET_KINDS, IP_SETS, type IpSet, type IpSetKind, ipSetName} from './ip-set.ts'
import {clusterIPText, type NodeAddresses} from './node-addresses.ts'

/** All sets of one family, empty ones included; the order of entries says nothing. */
export function ipSets(model: FamilyModel, addresses: NodeAddresses): readonly IpSet[] {
  const entries = new Map<IpSetKind, Set<string>>(IP_SET_KINDS.map((kind) => [kind, new Set()]))
  const add = (kind: IpSetKind, some: readonly (string | number)[]) => {
    for (const entry of some) entries.get(kind)?.add(String(entry))
  }
  add('IPVS-IPS', addresses.bound)
  for (const port of model.ports) {
    for (const [kind, some] of entriesOf(port, model, addresses)) add(kind, some)
  }
  return IP_SET_KINDS.map((kind) => ({
    name: ipSetName(kind, model.family),
    type: IP_SETS[kind].type,
    entries: [...(entries.get(kind) ?? [])],
  }))
}

type Entries = readonly (readonly [IpSetKind, readonly (string | number)[]])[]

function entriesOf(port: RoutedPort, model: FamilyModel, {forNodePorts}: NodeAddresses): Entries {
  const {nodePort} = port
  const isLocal = port.externalPolicy === 'Local'
  const inSet = (address: string) => atPort(address, port, port.port)
  const hasNodePorts = nodePort !== null && forNodePorts.length > 0
  // Where node ports find no address, the rest of the port is passed over (the loop of syncProxyRules goes on with the next).
  const isPassedOver = nodePort !== null && !hasNodePorts
  const health = port.healthCheckNodePort === null || isPassedOver ? [] : [healthCheckText(port)]
  const balancers = port.loadBalancerIPs.map(inSet)
  return [
    ['LOOP-BACK', loopBackEntries(port)],
    ['CLUSTER-IP', [inSet(clusterIPText(port))]],
    [isLocal ? 'EXTERNAL-IP-LOCAL' : 'EXTERNAL-IP', port.externalIPs.map(inSet)],
    ['LOAD-BALANCER', balancers],
    ['LOAD-BALANCER-LOCAL', isLocal ? balancers : []],
    ...(port.sourceRanges.length > 0 ? firewallEntries(port, model) : []),
    ...(hasNodePorts ? nodePortEntries(port, nodePort, forNodePorts) : []),
    ['HEALTH-CHECK-NODE-PORT', health],
  ]
}

/** Every endpoint on this node, usable or not, may come back to itself. */
function loopBackEntries(port: RoutedPort): readonly string[] {
  return port.endpoints
    .filter(({isLocal}) => isLocal)
    .map((endpoint) => {
      const address = endpoint.address ?? `<${endpoint.target?.name ?? 'unknown'}>`
      return `${atPort(address, port, endpoint.port)},${address}`
    })
}

/**
 * Whether loadBalancerSourceRanges let the node in, which kube-proxy decides by the node's own address. What the node sends there has the balancer's
 * address for its source, which is bound to kube-ipvs0, so that no range could match it.
 */
function allowsNode({sourceRanges}: RoutedPort, {nodeAddress}: FamilyModel): boolean {
  return sourceRanges.some((range) => contains(range, nodeAddress))
}

function firewallEntries(port: RoutedPort, model: FamilyModel): Entries {
  const balancers = port.loadBalancerIPs.map((address) => ({address, entry: atPort(address, port, port.port)}))
  const ranges = port.sourceRanges.map(({text}) => withoutWholeLength(text))
  return [
    ['LOAD-BALANCER-FW', balancers.map(({entry}) => entry)],
    ['LOAD-BALANCER-SOURCE-CIDR', balancers.flatMap(({entry}) => ranges.map((range) => `${entry},${range}`))],
    ['LOAD-BALANCER-SOURCE-IP', allowsNode(port, model) ? balancers.map(({address, entry}) => `${entry},${address}`) : []],
  ]
}

/** TCP and UDP ports are matched on whatever address is the node's; SCTP ones on each. */
function nodePortEntries(port: RoutedPort, nodePort: number | 'pending', addresses: readonly string[]): Entries {
  const isLocal = port.externalPolicy === 'Local'
  switch (port.protocol) {
    case 'TCP':
    case 'UDP': {
      const entries = [numberText(port, nodePort)]
      return [[`NODE-PORT-${port.protocol}`, entries], ...(isLocal ? [[`NODE-PORT-LOCAL-${port.protocol}`, entries] as const] : [])]
    }
    case 'SCTP': {
      const entries = addresses.map((address) => atPort(address, port, nodePort))
      return [['NODE-PORT-SCTP-HASH', entries], ...(isLocal ? [['NODE-PORT-LOCAL-SCTP-HASH', entries] as const] : [])]
    }
    default:
      return []
  }
}

function atPort(address: string, port: RoutedPort, number: number | 'pending'): string {
  return `${address},${port.protocol.toLowerCase()}:${numberText(port, number)}`
}

/** All ports of a Service have the same. */
function healthCheckText({healthCheckNodePort, service}: RoutedPort): string {
  return healthCheckNodePort === 'pending' ? `<${service.namespace}/${service.name}>` : String(healthCheckNodePort)
}

function numberText({name}: RoutedPort, number: number | 'pending'): string {
  return number === 'pending' ? `<${name}>` : String(number)
}

/** A range of one address is printed as that. */
export function withoutWholeLength(range: string): string {
  const [address = '', length] = range.split('/')
  return Number(length) === BITS[address.includes(':') ? 'IPv6' : 'IPv4'] ? address : range
}

/** The addresses of load balancers that the node itself may not use. */
export function addressesClosedToNode(port: RoutedPort, model: FamilyModel): readonly string[] {
  return port.sourceRanges.length > 0 && !allowsNode(port, model) ? port.loadBalancerIPs : []
}
