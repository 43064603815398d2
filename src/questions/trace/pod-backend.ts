import {familyOf} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {containerPortsOf} from '../../cluster/container-port.ts'
import {labelOf} from '../../cluster/fields.ts'
import type {Pod} from '../../cluster/pod.ts'
import {ZONE_LABEL} from '../../network/endpoints/pod-endpoint.ts'
import type {Decision} from '../../network/proxy/packet/decision.ts'
import type {Packet} from '../../network/proxy/packet/packet.ts'
import type {HostPort} from '../host-ports.ts'
import type {BackendData} from './trace-data.ts'

/** Straight to a pod: nothing is rewritten. */
export function backendsOfPod(cluster: Cluster, {target, nodeName, terminating}: Pod, hops: Decision['hops']): readonly BackendData[] {
  const packet = hops.at(-1)?.packet
  if (!packet) return []
  const address = 'address' in packet.source ? packet.source.address : null
  return [
    {
      address: packet.destination,
      port: packet.port,
      probability: 1,
      target,
      replicas: 1,
      nodeName,
      zone: zoneOf(cluster, nodeName),
      terminating: terminating ?? false,
      source: {kind: 'client', node: null, address},
      answer: 'returns',
      policy: null,
    },
  ]
}

/** The pod behind a host port, which gets the connection as its client sent it (the portmap plugin of CNI); on the network of the node it is the node. */
export function backendOfHostPort(cluster: Cluster, {pod, isOnHost}: HostPort, {destination, port, protocol, source}: Packet): BackendData {
  const {target, nodeName, addresses, spec, terminating} = pod
  const behind = containerPortsOf(spec).find((one) => one.hostPort === port && one.protocol === protocol)
  return {
    address: isOnHost ? destination : (addresses?.find((address) => familyOf(address) === familyOf(destination)) ?? null),
    port: isOnHost ? port : (behind?.containerPort ?? null),
    probability: 1,
    target,
    replicas: 1,
    nodeName,
    zone: zoneOf(cluster, nodeName),
    terminating: terminating ?? false,
    source: {kind: 'client', node: null, address: 'address' in source ? source.address : null},
    answer: 'returns',
    policy: null,
  }
}

/** The zone of a node; null where it is not stated. */
export function zoneOf({nodes}: Cluster, nodeName: string | null): string | null {
  const node = nodeName === null ? undefined : nodes.get(nodeName)
  return (node && labelOf(node.labels, ZONE_LABEL)) ?? null
}
