import type {Cluster} from '../../cluster/cluster.ts'
import {type ContainerPort, containerPortsOf, hasHostPort, pathOfPort} from '../../cluster/container-port.ts'
import {fieldsOf} from '../../cluster/fields.ts'
import type {Path} from '../../cluster/object.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service, ServicePort} from '../../cluster/service.ts'
import {findTargetPort} from '../target-port.ts'
import type {Entry} from './entry.ts'
import type {EntryFacts} from './entry-facts.ts'
import type {Front} from './front.ts'
import {frontOfAddress, frontOfNodes} from './node-front.ts'

/** A port of a node that leads to a pod. */
interface NodeSocket {
  readonly via: 'HostPort' | 'HostNetwork'
  readonly number: number
  readonly protocol: string
  /** The pod's own port. */
  readonly containerPort: number
  /** The only address of the node that answers; null for all. */
  readonly address: string | null
  /** From the pod's spec to where it is written. */
  readonly path: Path
}

/** A Service that selects a pod, with the port that leads to the same port of the pod. */
interface Behind {
  readonly service: Service
  readonly port: ServicePort
}

/**
 * The ways in past every Service: host ports, and the ports of pods on the network of their node: those that their containers declare, and those that
 * Services send to. Pods of one workload make one entry per port; where a Service leads to the same port the entry names it, once for each Service.
 */
export function entriesOfPods(cluster: Cluster, facts: EntryFacts): readonly Entry[] {
  const exposed = podsAtNodes(cluster).filter((pod) => !pod.finished && pod.replicas !== 0)
  const behind = servicesOf(cluster, new Set(exposed))
  const entries = new Map<string, Entry & {readonly pods: Pod[]}>()
  for (const pod of exposed) {
    const services = behind.get(pod) ?? []
    for (const socket of socketsOf(pod, services)) {
      const matching = services.filter(({port}) => leadsTo(pod, port, socket))
      for (const one of matching.length > 0 ? matching : [undefined]) {
        const key = keyOf(pod, socket, one)
        const known = entries.get(key)
        if (known) known.pods.push(pod)
        else entries.set(key, entryOf(pod, socket, one, facts))
      }
    }
  }
  return [...entries.values()]
}

const AT_NODES = new WeakMap<Cluster, readonly Pod[]>()

/** The pods that have ports of their node, by a host port or on its network, in the order of the input. Few have, and several ask. */
export function podsAtNodes(cluster: Cluster): readonly Pod[] {
  const known = AT_NODES.get(cluster)
  if (known) return known
  const found = cluster.pods.all.filter(isExposed)
  AT_NODES.set(cluster, found)
  return found
}

function isOnHostNetwork({spec}: Pod): boolean {
  return fieldsOf(spec)['hostNetwork'] === true
}

function isExposed(pod: Pod): boolean {
  return isOnHostNetwork(pod) || hasHostPort(pod.spec)
}

function servicesOf({services, pods, counts}: Cluster, exposed: ReadonlySet<Pod>): ReadonlyMap<Pod, readonly Behind[]> {
  const found = new Map<Pod, Behind[]>()
  if (exposed.size === 0) return found
  const namespaces = new Set([...exposed].map(({namespace}) => namespace))
  for (const service of services) {
    if (!service.selector || service.type === 'ExternalName' || !namespaces.has(service.namespace)) continue
    const ways = service.ports.map((port) => ({service, port}))
    for (const pod of pods.select(service.selector, service.namespace)) {
      if (exposed.has(pod) && counts(pod, service)) found.set(pod, [...(found.get(pod) ?? []), ...ways])
    }
  }
  return found
}

function socketsOf(pod: Pod, services: readonly Behind[]): readonly NodeSocket[] {
  const declared = containerPortsOf(pod.spec)
  if (!isOnHostNetwork(pod)) return declared.flatMap((port) => hostPortOf(port) ?? [])
  const sockets = new Map<string, NodeSocket>()
  const add = (number: number, protocol: string, path: Path) => {
    const key = `${number}/${protocol}`
    if (!sockets.has(key)) sockets.set(key, {via: 'HostNetwork', number, protocol, containerPort: number, address: null, path})
  }
  for (const port of declared) add(port.containerPort, port.protocol, pathOfPort(port))
  // A declared port is a remark; what a Service sends to is open as well.
  for (const {port} of services) {
    const target = findTargetPort(pod, port)
    if (target.kind === 'found' && target.port !== null) add(target.port, port.protocol, ['hostNetwork'])
  }
  return [...sockets.values()]
}

function hostPortOf(port: ContainerPort): NodeSocket | undefined {
  const {hostPort, hostIP, protocol, containerPort} = port
  if (hostPort === null) return undefined
  return {via: 'HostPort', number: hostPort, protocol, containerPort, address: hostIP, path: [...pathOfPort(port), 'hostPort']}
}

function leadsTo(pod: Pod, port: ServicePort, {containerPort, protocol}: NodeSocket): boolean {
  const target = findTargetPort(pod, port)
  return target.kind === 'found' && target.port === containerPort && port.protocol === protocol
}

function keyOf({namespace, workload, target}: Pod, {via, number, protocol, address}: NodeSocket, behind: Behind | undefined): string {
  const owner = workload ?? target
  const service = behind
    ? `${behind.service.name}:${behind.port.index}:${behind.service.origin?.file ?? ''}:${behind.service.origin?.document ?? ''}`
    : ''
  return [namespace, owner.kind, owner.name, via, number, protocol, address ?? '', service].join('/')
}

function entryOf(pod: Pod, socket: NodeSocket, behind: Behind | undefined, facts: EntryFacts): Entry & {readonly pods: Pod[]} {
  const {via, number: port, protocol, address, path} = socket
  return {
    via,
    address,
    hosts: [],
    path: undefined,
    port,
    protocol,
    tls: null,
    front: frontOf(socket, facts),
    through: [],
    service: behind?.service,
    servicePort: behind?.port,
    pods: [pod],
    place: pod.origin && {origin: pod.origin, path: [...pod.specPath, ...path]},
  }
}

function frontOf({address, via}: NodeSocket, facts: EntryFacts): Front {
  const own = via === 'HostPort' ? 'it is a port of the node that it runs on' : 'it runs on the network of its node'
  if (address !== null) return frontOfAddress(address, own)
  const front = frontOfNodes(facts)
  return {...front, evidence: [own, ...front.evidence.filter((one) => !one.startsWith('every node'))]}
}
