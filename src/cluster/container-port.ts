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
    if (sidecar && !isSidecar(container)) continue
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

/** The number of the first port with this name and protocol, in the same order. It is asked for every selected pod and every named port. */
export function findContainerPort(podSpec: unknown, name: string, protocol: string): number | undefined {
  for (const container of declaringContainers(podSpec)) {
    for (const value of portsOf(container)) {
      const port = fieldsOf(value)
      if (port['name'] !== name || (textOf(port['protocol']) ?? 'TCP') !== protocol) continue
      const number = integerOf(port['containerPort'])
      if (number !== undefined) return number
    }
  }
  return undefined
}

/** Whether a container declares a port of the node for one of its own. It is asked of every pod. */
export function hasHostPort(podSpec: unknown): boolean {
  return declaringContainers(podSpec).some(hasHostPortIn)
}

function hasHostPortIn(container: unknown): boolean {
  return portsOf(container).some(isHostPort)
}

function isHostPort(value: unknown): boolean {
  const port = fieldsOf(value)
  return Boolean(integerOf(port['hostPort'])) && integerOf(port['containerPort']) !== undefined
}

/** The names that containers have for a port, in the same order. */
export function namesOfPort(podSpec: unknown, number: number, protocol: string): readonly string[] {
  const names: string[] = []
  for (const container of declaringContainers(podSpec)) {
    for (const value of portsOf(container)) {
      const port = fieldsOf(value)
      const name = textOf(port['name'])
      if (name !== undefined && port['containerPort'] === number && (textOf(port['protocol']) ?? 'TCP') === protocol) names.push(name)
    }
  }
  return names
}

/** The containers whose ports count, in the order in which they do. Nothing is made for a pod without init containers, as nearly all are. */
function declaringContainers(podSpec: unknown): readonly unknown[] {
  const {containers, initContainers} = fieldsOf(podSpec)
  if (initContainers === undefined) return itemsOf(containers)
  return [...itemsOf(containers), ...itemsOf(initContainers).filter(isSidecar)]
}

function isSidecar(container: unknown): boolean {
  return fieldsOf(container)['restartPolicy'] === 'Always'
}

function portsOf(container: unknown): readonly unknown[] {
  return itemsOf(fieldsOf(container)['ports'])
}
