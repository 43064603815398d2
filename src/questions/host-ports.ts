import type {Cluster} from '../cluster/cluster.ts'
import {containerPortsOf} from '../cluster/container-port.ts'
import {fieldsOf} from '../cluster/fields.ts'
import type {Pod} from '../cluster/pod.ts'

/** A pod that has a port of its node. */
export interface HostPort {
  readonly pod: Pod
  /** As its own, being on the host's network; else the node's port is led to the pod's. */
  readonly isOnHost: boolean
}

/** A port at one of the addresses of a node; any protocol where none is stated. */
export interface NodePlace {
  readonly node: string
  readonly address: string
  readonly port: number
  readonly protocol: string | undefined
}

/** The pods that have a port of a node, as they declare it. */
export function podsAtHostPort({pods}: Cluster, {node, address, port, protocol}: NodePlace): readonly HostPort[] {
  return pods.all
    .filter((pod) => pod.nodeName === node && pod.source === 'object' && !pod.finished)
    .flatMap((pod) => {
      const isOnHost = fieldsOf(pod.spec)['hostNetwork'] === true
      const has = containerPortsOf(pod.spec).some(
        (one) =>
          (isOnHost ? one.containerPort === port : one.hostPort === port && (one.hostIP ?? address) === address) &&
          (protocol ?? one.protocol) === one.protocol,
      )
      return has ? [{pod, isOnHost}] : []
    })
}
