import {fieldsOf, integerOf, itemsOf, textOf} from './fields.ts'
import type {Path} from './object.ts'

/** A port that a container declares. */
export interface ContainerPort {
  readonly name: string | null
  readonly containerPort: number
  readonly protocol: string
  readonly container: string
  /** Declared by a native sidecar: an init container with `restartPolicy: Always`. */
  readonly sidecar: boolean
  /** From the pod's spec to the port. */
  readonly path: Path
}

/**
 * The declared ports of a pod's spec in the order in which the EndpointSlice controller looks a name up:
 * containers first, then native sidecars (k8s.io/kubernetes pkg/api/v1/pod FindPort). Other init containers do not count.
 */
export function containerPortsOf(podSpec: unknown): readonly ContainerPort[] {
  const spec = fieldsOf(podSpec)
  return [...portsOfList(spec, 'containers', false), ...portsOfList(spec, 'initContainers', true)]
}

function portsOfList(spec: Readonly<Record<string, unknown>>, list: 'containers' | 'initContainers', sidecar: boolean): ContainerPort[] {
  return itemsOf(spec[list]).flatMap((value, container) => {
    const fields = fieldsOf(value)
    if (sidecar && fields['restartPolicy'] !== 'Always') return []
    return itemsOf(fields['ports']).flatMap((value, index) => {
      const port = fieldsOf(value)
      const containerPort = integerOf(port['containerPort'])
      if (containerPort === undefined) return []
      return {
        name: textOf(port['name']) ?? null,
        containerPort,
        protocol: textOf(port['protocol']) ?? 'TCP',
        container: textOf(fields['name']) ?? '',
        sidecar,
        path: [list, container, 'ports', index],
      }
    })
  })
}
