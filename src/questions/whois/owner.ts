import type {Cluster} from '../../cluster/cluster.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service, ServicePort} from '../../cluster/service.ts'
import {findBackends} from '../../network/endpoints/backends.ts'
import {compareText} from '../order.ts'
import {describePortNumber} from '../resolve/port-column.ts'

export type OwnerKind =
  | 'cluster-ip'
  | 'external-ip'
  | 'load-balancer'
  | 'node-port'
  | 'health-check-port'
  | 'node'
  | 'pod'
  | 'endpoint'
  | 'service'
  | 'service-port'
  | 'alias'
  | 'ingress'
  | 'service-chain'
  | 'endpoint-chain'
  | 'proxy-chain'

/** One thing that may be meant by what was asked. */
export interface Owner {
  readonly kind: OwnerKind
  /** Completes "X is …". */
  readonly sentence: string
  readonly service?: Service
  readonly port?: ServicePort
  /** The pod itself, where it is about one. */
  readonly pod?: PodName
  /** An endpoint, `10.244.0.2:8080`. */
  readonly endpoint?: string
  readonly node?: string
  /** Service ports that a pod is an endpoint of. */
  readonly endpointOf?: readonly {readonly service: Service; readonly port: ServicePort | undefined}[]
  /** What keeps it from being a whole answer: the port that was asked for is not there. Then nobody owns what was asked. */
  readonly lacks?: string
}

export interface PodName {
  readonly namespace: string
  readonly name: string
}

export function serviceName({namespace, name}: {readonly namespace: string; readonly name: string}): string {
  return `${namespace}/${name}`
}

/** `http 80/TCP`, `80/TCP`. */
export function portName({name, port, protocol}: ServicePort): string {
  return `${name === null ? '' : `${name} `}${port ?? '?'}/${protocol}`
}

/** `http 80 and dns 53/UDP`, for whoever asked for another. */
export function portList({ports}: Service): string {
  const names = ports.map((port) => `${port.name === null ? '' : `${port.name} `}${describePortNumber(port)}`)
  return names.length === 0
    ? 'no ports'
    : names.length > 5
      ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more`
      : names.join(', ')
}

export function podName(pod: Pod): PodName {
  return {namespace: pod.namespace, name: pod.target.name}
}

/** A pod behind an owner, or the workload whose template stands for its pods. */
export interface Backend {
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly node: string | null
}

/** The pods that an owner leads to: its own, or those behind its Service port, each once. */
export function backendsOf(cluster: Cluster, {service, port, pod, endpoint, node}: Owner): readonly Backend[] {
  if (pod) return [{kind: 'Pod', ...pod, node: node ?? null}]
  if (!service || endpoint !== undefined) return []
  const endpoints = findBackends(cluster, service).endpoints.filter(
    (one) => !port || (one.portName === port.name && one.protocol === port.protocol),
  )
  const backends = endpoints.flatMap(({target, nodeName}) =>
    target ? [{kind: target.kind, namespace: target.namespace ?? service.namespace, name: target.name, node: nodeName}] : [],
  )
  const unique = new Map(backends.map((backend) => [`${backend.kind}/${backend.namespace}/${backend.name}`, backend]))
  return [...unique.values()].sort((a, b) => compareText(a.name, b.name))
}
