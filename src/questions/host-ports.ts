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

/** The pods that have a port of a node, as they declare it; `protocol` is undefined for any. */
export function podsAtHostPort({pods}: Cluster, node: string, port: number, protocol: string | undefined): readonly HostPort[] {
  return pods.all
    .filter((pod) => pod.nodeName === node && pod.source === 'object' && !pod.finished)
    .flatMap((pod) => {
      const isOnHost = fieldsOf(pod.spec)['hostNetwork'] === true
      const has = containerPortsOf(pod.spec).some(
        (one) => (one.hostPort === port || (isOnHost && one.containerPort === port)) && (protocol ?? one.protocol) === one.protocol,
      )
      return has ? [{pod, isOnHost}] : []
    })
}
