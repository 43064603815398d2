import {type AddressFamily, familyOf} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {isWrittenBySelector} from '../../cluster/endpoint-slice.ts'
import type {Service} from '../../cluster/service.ts'
import {addressTypesOf} from '../endpoints/address-types.ts'
import {type Backends, findBackends} from '../endpoints/backends.ts'
import type {Endpoint} from '../endpoints/endpoint.ts'
import {expectEndpoints} from '../endpoints/endpoint-group.ts'
import {endpointsOfSlice} from '../endpoints/slice-endpoints.ts'

/** An endpoint as DNS sees it. */
export interface NamedEndpoint {
  readonly endpoint: Endpoint
  /** Null where the address is not stated and the manifests leave it to the API server. `FQDN` is a slice that holds names. */
  readonly family: AddressFamily | 'FQDN' | null
  /** Its own label below the Service; null where it is made of an address that the input does not state. */
  readonly label: string | null
}

interface Known {
  readonly cluster: Cluster
  readonly endpointPodNames: boolean
  readonly endpoints: readonly NamedEndpoint[]
}

/** Made once for each Service: whoever asks for one of its names asks for others, search paths and record types. */
const KNOWN = new WeakMap<Service, Known>()

/** All endpoints of a Service, ready or not. */
export function namedEndpoints(cluster: Cluster, service: Service, endpointPodNames: boolean): readonly NamedEndpoint[] {
  const known = KNOWN.get(service)
  if (known?.cluster === cluster && known.endpointPodNames === endpointPodNames) return known.endpoints
  const endpoints = nameEndpoints(cluster, service, endpointPodNames)
  KNOWN.set(service, {cluster, endpointPodNames, endpoints})
  return endpoints
}

function nameEndpoints(cluster: Cluster, service: Service, endpointPodNames: boolean): readonly NamedEndpoint[] {
  const types = addressTypesOf(service) ?? [null]
  const backends = findBackends(cluster, service)
  const withAddress = [...backends.endpoints, ...portlessEndpoints(cluster, service, backends)].flatMap((endpoint) => {
    const label = labelOf(endpoint, endpointPodNames)
    const families = endpoint.address === null ? types : [familyOf(endpoint.address)]
    return families.map((family): NamedEndpoint => ({endpoint, family, label}))
  })
  return [...withAddress, ...endpointsByName(cluster, service, endpointPodNames)]
}

/** Slices of names, which only DNS knows what to do with. */
function endpointsByName(cluster: Cluster, service: Service, endpointPodNames: boolean): readonly NamedEndpoint[] {
  const slices = cluster.slicesOf(service).filter(({addressType}) => addressType === 'FQDN')
  return slices.flatMap((slice) =>
    endpointsOfSlice(slice).map((endpoint) => ({endpoint, family: 'FQDN', label: labelOf(endpoint, endpointPodNames)})),
  )
}

/** Pods that have none of a Service's ports are in a slice without ports: no traffic goes there, but DNS knows them by address. */
function portlessEndpoints(cluster: Cluster, service: Service, {observed, slices}: Backends): readonly Endpoint[] {
  if (service.headless || !service.selector) return []
  if (observed)
    return slices.filter((slice) => isWrittenBySelector(slice) && slice.ports.length === 0).flatMap((slice) => endpointsOfSlice(slice))
  return expectEndpoints(cluster, service)
    .filter(({ports}) => ports.length === 0)
    .flatMap(({endpoints}) =>
      endpoints.flatMap(({addresses, ...about}) =>
        (addresses ?? [null]).map((address) => ({...about, address, port: null, portName: null, protocol: null, hints: null})),
      ),
    )
}

/** The hostname, or the address with dashes (plugin/kubernetes endpointHostname). */
function labelOf({hostname, address, target}: Endpoint, endpointPodNames: boolean): string | null {
  if (hostname !== null) return hostname
  if (endpointPodNames && target?.kind === 'Pod' && target.name.length < 64) return target.name
  return address === null ? null : dashedAddress(address)
}

export function dashedAddress(address: string): string {
  if (address.includes('.')) return address.replaceAll('.', '-')
  const dashed = address.replaceAll(':', '-')
  return dashed.endsWith('-') ? `${dashed}0` : dashed
}

/** Whether a label could be an address with dashes. */
export function mayBeDashedAddress(label: string): boolean {
  return /^[0-9a-f]*(-[0-9a-f]*){2,7}$/.test(label)
}
