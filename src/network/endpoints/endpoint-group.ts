import {type AddressFamily, familyOf} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import type {EndpointSlice, SlicePort} from '../../cluster/endpoint-slice.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service} from '../../cluster/service.ts'
import {findTargetPort} from '../target-port.ts'
import {addressesOn, addressTypesOf} from './address-types.ts'
import {selectPods} from './backends.ts'
import {reasonUnlisted} from './listing.ts'
import {endpointOfPod, type PodEndpoint} from './pod-endpoint.ts'

/** A pod, or an address of an Endpoints object, in a slice. */
export interface GroupedEndpoint extends PodEndpoint {
  /** All of one family, in Go's spelling; null for pods that nobody has seen running. */
  readonly addresses: readonly string[] | null
}

/** All endpoints of one address type and one set of ports. A controller spreads them over slices of at most 100 as its history has it. */
export interface EndpointGroup {
  /** Null is the primary family of a cluster that the input does not show. */
  readonly addressType: AddressFamily | null
  /** By the Service's names; empty for pods without any of its ports, and for a headless Service without ports. */
  readonly ports: readonly SlicePort[]
  readonly endpoints: readonly GroupedEndpoint[]
}

/**
 * The endpoints that the controllers of a healthy cluster come to: for a Service with selector those that the EndpointSlice controller makes of
 * its pods (k8s.io/endpointslice Reconcile), for one without those that are mirrored from its Endpoints. Hints are another question. There is no
 * group without endpoints; for an address type without any endpoint the controller writes one empty slice without ports instead.
 */
export function expectEndpoints(cluster: Cluster, service: Service): readonly EndpointGroup[] {
  if (!service.selector)
    return cluster
      .slicesOf(service)
      .filter(({kind}) => kind === 'Endpoints')
      .map(groupOfMirror)
  if (service.type === 'ExternalName') return []
  const types = addressTypesOf(service)
  const groups = new Map<
    string,
    {readonly addressType: AddressFamily | null; readonly ports: readonly SlicePort[]; readonly endpoints: GroupedEndpoint[]}
  >()
  for (const pod of selectPods(cluster, service)) {
    if (reasonUnlisted(cluster, service, pod) !== undefined) continue
    const ports = slicePortsOn(service, pod)
    const about = endpointOfPod(cluster, service, pod)
    for (const [addressType, addresses] of addressesByType(pod, types)) {
      const key = `${addressType} ${portSetKey(ports)}`
      const group = groups.get(key) ?? {addressType, ports, endpoints: []}
      groups.set(key, group)
      group.endpoints.push({...about, addresses})
    }
  }
  return [...groups.values()]
}

/** One text for equal sets of ports, in whatever order (NewPortMapKey). */
export function portSetKey(ports: readonly SlicePort[]): string {
  return ports
    .map(({name, port, protocol, appProtocol}) => JSON.stringify([name, port, protocol, appProtocol]))
    .sort()
    .join()
}

/** The ports of the Service that this pod has: several may have one number, and a named one another number on each pod (getEndpointPorts). */
function slicePortsOn(service: Service, pod: Pod): readonly SlicePort[] {
  return service.ports.flatMap((servicePort) => {
    const found = findTargetPort(pod, servicePort)
    const {name, protocol, appProtocol} = servicePort
    return found.kind === 'found' ? {name, port: found.port, protocol, appProtocol} : []
  })
}

function addressesByType(
  pod: Pod,
  types: readonly AddressFamily[] | undefined,
): readonly (readonly [AddressFamily | null, readonly string[] | null])[] {
  const addresses = addressesOn(pod, types)
  if (addresses === undefined) return (types ?? [null]).map((type) => [type, null])
  const families = new Set(addresses.map(familyOf))
  return [...families].map((type) => [type, addresses.filter((address) => familyOf(address) === type)])
}

function groupOfMirror({addressType, ports, endpoints}: EndpointSlice): EndpointGroup {
  return {
    addressType: addressType === 'IPv6' ? 'IPv6' : 'IPv4',
    ports,
    endpoints: endpoints.map(({hints: _, ...endpoint}) => ({...endpoint, workload: null, replicas: 1})),
  }
}
