import {parseAddress} from './address.ts'
import {type Fields, fieldsOf, integerOf, itemsOf, textOf} from './fields.ts'
import type {Path} from './object.ts'

/** A port that a container declares. */
export interface ContainerPort {
  readonly name: string | null
  readonly containerPort: number
  /** The port of the node that leads there; null for none. On the host's network the container's port is the node's. */
  readonly hostPort: number | null
  /** The only address of the node where the host port answers; null for all. */
  readonly hostIP: string | null
  readonly protocol: string
  readonly container: string
  /** Declared by a native sidecar: an init container with `restartPolicy: Always`. */
  readonly sidecar: boolean
  /** Where it stands: the container's place in its list, and the port's in the container's. */
  readonly position: number
  readonly index: number
}

/** From the pod's spec to the port. */
export function pathOfPort({sidecar, position, index}: ContainerPort): Path {
  return [sidecar ? 'initContainers' : 'containers', position, 'ports', index]
}

/**
 * The declared ports of a pod's spec in the order in which the EndpointSlice controller looks a name up:
 * containers first, then native sidecars (k8s.io/kubernetes pkg/api/v1/pod FindPort). Other init containers do not count.
 */
export function containerPortsOf(podSpec: unknown): readonly ContainerPort[] {
  const spec = fieldsOf(podSpec)
  const ports: ContainerPort[] = []
  collectPorts(spec, 'containers', ports)
  collectPorts(spec, 'initContainers', ports)
  return ports
}

function collectPorts(spec: Fields, list: 'containers' | 'initContainers', ports: ContainerPort[]): void {
  const sidecar = list === 'initContainers'
  for (const [position, value] of itemsOf(spec[list]).entries()) {
    const container = fieldsOf(value)
    if (sidecar && container['restartPolicy'] !== 'Always') continue
    for (const [index, value] of itemsOf(container['ports']).entries()) {
      const port = fieldsOf(value)
      const containerPort = integerOf(port['containerPort'])
      if (containerPort === undefined) continue
      ports.push({
        name: textOf(port['name']) ?? null,
        containerPort,
        hostPort: integerOf(port['hostPort']) || null,
        hostIP: hostIPOf(port),
        protocol: textOf(port['protocol']) ?? 'TCP',
        container: textOf(container['name']) ?? '',
        sidecar,
        position,
        index,
      })
    }
  }
}

/** Unspecified addresses stand for all. */
function hostIPOf(port: Fields): string | null {
  const address = parseAddress(textOf(port['hostIP']) ?? '')?.text
  return address === undefined || address === '0.0.0.0' || address === '::' ? null : address
}

/**
 * The number of the first port with this name and protocol, in the same order. It builds nothing: it is asked for every selected pod and every
 * named port.
 */
export function findContainerPort(podSpec: unknown, name: string, protocol: string): number | undefined {
  const spec = fieldsOf(podSpec)
  for (const value of itemsOf(spec['containers'])) {
    const number = findIn(fieldsOf(value)['ports'], name, protocol)
    if (number !== undefined) return number
  }
  for (const value of itemsOf(spec['initContainers'])) {
    const container = fieldsOf(value)
    const number = container['restartPolicy'] === 'Always' ? findIn(container['ports'], name, protocol) : undefined
    if (number !== undefined) return number
  }
  return undefined
}

/** The names that containers have for a port, in the same order. It builds nothing else, for the same reason. */
export function namesOfPort(podSpec: unknown, number: number, protocol: string): readonly string[] {
  const spec = fieldsOf(podSpec)
  const names: string[] = []
  const collect = (container: Fields) => {
    for (const value of itemsOf(container['ports'])) {
      const port = fieldsOf(value)
      const name = textOf(port['name'])
      if (name !== undefined && port['containerPort'] === number && (textOf(port['protocol']) ?? 'TCP') === protocol) names.push(name)
    }
  }
  for (const value of itemsOf(spec['containers'])) collect(fieldsOf(value))
  for (const value of itemsOf(spec['initContainers'])) if (fieldsOf(value)['restartPolicy'] === 'Always') collect(fieldsOf(value))
  return names
}

function findIn(ports: unknown, name: string, protocol: string): number | undefined {
  for (const value of itemsOf(ports)) {
    const port = fieldsOf(value)
    const number = integerOf(port['containerPort'])
    if (number !== undefined && port['name'] === name && (textOf(port['protocol']) ?? 'TCP') === protocol) return number
  }
  return undefined
}
