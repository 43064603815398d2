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

/** The number of the first port with this name and protocol, in the same order. It is asked for every selected pod and every named port. */
export function findContainerPort(podSpec: unknown, name: string, protocol: string): number | undefined {
  let found: number | undefined
  somePort(podSpec, (port) => {
    if (port['name'] === name && (textOf(port['protocol']) ?? 'TCP') === protocol) found = integerOf(port['containerPort'])
    return found !== undefined
  })
  return found
}

/** Whether a container declares a port of the node for one of its own. It is asked of every pod. */
export function hasHostPort(podSpec: unknown): boolean {
  return somePort(podSpec, (port) => Boolean(integerOf(port['hostPort'])) && integerOf(port['containerPort']) !== undefined)
}

/** The names that containers have for a port, in the same order. */
export function namesOfPort(podSpec: unknown, number: number, protocol: string): readonly string[] {
  const names: string[] = []
  somePort(podSpec, (port) => {
    const name = textOf(port['name'])
    if (name !== undefined && port['containerPort'] === number && (textOf(port['protocol']) ?? 'TCP') === protocol) names.push(name)
    return false
  })
  return names
}

/** Whether this holds for one of the declared ports, which are asked in order up to there. It builds nothing. */
function somePort(podSpec: unknown, holds: (port: Fields) => boolean): boolean {
  const {containers, initContainers} = fieldsOf(podSpec)
  for (const container of itemsOf(containers)) if (hasPort(fieldsOf(container), holds)) return true
  for (const container of itemsOf(initContainers))
    if (fieldsOf(container)['restartPolicy'] === 'Always' && hasPort(fieldsOf(container), holds)) return true
  return false
}

function hasPort({ports}: Fields, holds: (port: Fields) => boolean): boolean {
  for (const port of itemsOf(ports)) if (holds(fieldsOf(port))) return true
  return false
}
