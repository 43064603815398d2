import {parseAddress} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {fieldsOf, itemsOf, valueAt} from '../../cluster/fields.ts'
import type {Path, Place} from '../../cluster/object.ts'
import type {Service, ServicePort} from '../../cluster/service.ts'
import {isLoopback} from '../proxy/address-range.ts'
import {assignedAddresses, frontOfBalancer, requestedAddresses} from './balancer-front.ts'
import {annotationOf, partsOf} from './balancers/balancer.ts'
import type {Entry, Via} from './entry.ts'
import type {EntryFacts} from './entry-facts.ts'
import type {Front} from './front.ts'
import {frontOfAddress, frontOfNodes} from './node-front.ts'

/**
 * The ways in from outside that a Service itself makes: its load balancer (each address, each port), its node ports and its external addresses.
 * What guards the load balancer's address guards none of the others. Cluster IPs are no way in from outside.
 */
export function entriesOfService(_cluster: Cluster, service: Service, facts: EntryFacts): readonly Entry[] {
  // The API server takes no headless Service with either (ValidateService), and kube-proxy passes over its external addresses.
  if (service.type === 'ExternalName' || service.headless) return []
  if (service.type === 'ClusterIP') return externalAddressEntries(service)
  return [...balancerEntries(service, facts), ...nodePortEntries(service, facts), ...externalAddressEntries(service)]
}

function balancerEntries(service: Service, facts: EntryFacts): readonly Entry[] {
  if (service.type !== 'LoadBalancer') return []
  const assigned = assignedAddresses(service)
  const stated = assigned.length > 0 ? assigned : requestedAddresses(service, facts)
  const addresses = stated.length > 0 ? stated : [null]
  const place = placeOf(service, ['spec', 'type'])
  return addresses.flatMap((address) => {
    // Only what a load balancer has decides by itself; what is asked for goes through the rules.
    const front = frontOfBalancer(service, facts, assigned.length > 0 && address !== null ? address : undefined)
    return portsOf(service).map(({port, number}) =>
      entryOf('LoadBalancer', service, port, {address, number, front, place, tls: tlsOf(service, port, true)}),
    )
  })
}

function nodePortEntries(service: Service, facts: EntryFacts): readonly Entry[] {
  if (service.type !== 'LoadBalancer' && service.type !== 'NodePort') return []
  const front = frontOfNodes(facts)
  return portsOf(service).flatMap(({port}) => {
    if (port.nodePort === null && !awaitsNodePort(service)) return []
    const path = port.nodePort === null ? ['spec', 'type'] : ['spec', 'ports', port.index, 'nodePort']
    return entryOf('NodePort', service, port, {
      address: null,
      number: port.nodePort,
      front,
      place: placeOf(service, path),
      tls: tlsOf(service, port, false),
    })
  })
}

/** Whether the API server has yet to pick node ports (allocateLoadBalancerNodePorts is true where it is not stated). */
function awaitsNodePort({uid, type, object}: Service): boolean {
  return uid === undefined && (type === 'NodePort' || valueAt(object, 'spec', 'allocateLoadBalancerNodePorts') !== false)
}

/** spec.externalIPs: nodes take what comes for such an address, and it is the network that must bring it there. */
function externalAddressEntries(service: Service): readonly Entry[] {
  if (fieldsOf(service.object['spec'])['externalIPs'] === undefined) return NONE
  return externalFrontsOf(service).flatMap(({address, front, index}) => {
    const place = placeOf(service, ['spec', 'externalIPs', index])
    return portsOf(service).map(({port, number}) =>
      entryOf('ExternalIP', service, port, {address, number, front, place, tls: tlsOf(service, port, false)}),
    )
  })
}

const NONE: readonly Entry[] = []

/** Who comes to each of the external addresses of a Service; `index` is its place in the list. */
export function externalFrontsOf({object}: Service): readonly {readonly address: string; readonly front: Front; readonly index: number}[] {
  return itemsOf(fieldsOf(object['spec'])['externalIPs']).flatMap((text, index) => {
    const address = typeof text === 'string' ? parseAddress(text)?.text : undefined
    // The API server refuses what no network brings to a node (ValidateNonSpecialIP).
    if (address === undefined || isSpecial(address)) return []
    return {address, front: frontOfAddress(address, 'nodes take it where the network leads it to them'), index}
  })
}

function isSpecial(address: string): boolean {
  return isLoopback(address) || ['0.0.0.0', '::'].includes(address) || /^(169\.254\.|fe[89ab]|2(2[4-9]|3\d)\.|ff)/.test(address)
}

function portsOf(service: Service): readonly {readonly port: ServicePort; readonly number: number}[] {
  return service.ports.flatMap((port) => (port.port === null ? [] : {port, number: port.port}))
}

/**
 * Whether clients speak TLS. The port's appProtocol says so (https://kubernetes.io/docs/concepts/services-networking/service/#application-protocol), and
 * AWS ends it at the load balancer where it has a certificate for the port (`aws-load-balancer-ssl-ports`, all by default).
 */
function tlsOf(service: Service, port: ServicePort, isBalancer: boolean): boolean | null {
  if (port.protocol !== 'TCP') return null
  const prefix = 'service.beta.kubernetes.io/aws-load-balancer-ssl-'
  if (isBalancer && annotationOf(service, `${prefix}cert`)) {
    const ports = partsOf(annotationOf(service, `${prefix}ports`) ?? '*')
    if (ports.includes('*') || ports.includes(String(port.port)) || (port.name !== null && ports.includes(port.name))) return true
  }
  switch (port.appProtocol) {
    case 'https':
    case 'kubernetes.io/wss':
      return true
    case 'http':
    case 'kubernetes.io/h2c':
    case 'kubernetes.io/ws':
      return false
    default:
      return null
  }
}

interface Way {
  readonly address: string | null
  readonly number: number | null
  readonly front: Front
  readonly place: Place | undefined
  readonly tls: boolean | null
}

function entryOf(via: Via, service: Service, servicePort: ServicePort, {address, number, front, place, tls}: Way): Entry {
  const {protocol} = servicePort
  return {via, address, hosts: [], path: undefined, port: number, protocol, tls, front, through: [], service, servicePort, pods: [], place}
}

function placeOf({origin}: Service, path: Path): Place | undefined {
  return origin && {origin, path}
}
