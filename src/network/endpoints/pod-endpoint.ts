import type {Cluster} from '../../cluster/cluster.ts'
import {fieldsOf, labelOf, textOf} from '../../cluster/fields.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service} from '../../cluster/service.ts'
import type {Endpoint} from './endpoint.ts'

/** What a slice says of a pod, whatever its addresses and ports. */
export type PodEndpoint = Omit<Endpoint, 'address' | 'port' | 'portName' | 'protocol' | 'hints'>

export const ZONE_LABEL = 'topology.kubernetes.io/zone'

/**
 * What the EndpointSlice controller writes of a pod (podToEndpoint): serving is the pod's readiness, ready is serving and not terminating, and
 * `publishNotReadyAddresses` makes every endpoint ready. Null is what nobody knows before the pod runs.
 */
export function endpointOfPod(cluster: Cluster, service: Service, pod: Pod): PodEndpoint {
  const serving = pod.ready
  return {
    ready: service.publishNotReadyAddresses || (serving && pod.terminating !== true),
    serving,
    terminating: pod.terminating,
    target: pod.target,
    workload: pod.workload,
    replicas: pod.replicas,
    nodeName: pod.nodeName,
    zone: zoneOf(cluster, pod),
    hostname: hostnameFor(service, pod),
  }
}

function zoneOf(cluster: Cluster, {nodeName}: Pod): string | null {
  const node = nodeName === null ? undefined : cluster.nodes.get(nodeName)
  return (node && labelOf(node.labels, ZONE_LABEL)) || null
}

/** A pod is known by its hostname in the domain that it names as its own (ShouldSetHostname). */
function hostnameFor(service: Service, pod: Pod): string | null {
  const spec = fieldsOf(pod.spec)
  return spec['subdomain'] === service.name ? (textOf(spec['hostname']) ?? null) : null
}
