import {parseAddress} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import type {EndpointSlice} from '../../cluster/endpoint-slice.ts'
import {endpointsOfSlice, otherSlices} from '../endpoints/slice-endpoints.ts'
import {API_SERVER, type Directory} from './directory.ts'
import {dashedAddress, namedEndpoints} from './endpoint-host.ts'
import {clusterAddresses, nameOf} from './service-host.ts'
import type {DnsSettings} from './settings.ts'

/** Which names the addresses of a cluster have. */
export interface ReverseIndex {
  /** Empty for an address that no Service and no endpoint has. */
  readonly namesOf: (address: string) => readonly string[]
  /** Whether Services or pods of the input have addresses that it does not state. */
  readonly isIncomplete: boolean
}

/** An address with a name that it has; null where the input does not state it. */
interface Entry {
  readonly address: string | null
  readonly name: string
}

/**
 * Indexes the addresses of Services and, where no Service has one, of ready endpoints, one name for each Service that lists them
 * (plugin/kubernetes reverse.go).
 */
export function createReverseIndex(cluster: Cluster, directory: Directory, settings: DnsSettings): ReverseIndex {
  const isServed = ({namespace}: {readonly namespace: string}) =>
    !settings.namespaces || (settings.namespaces.includes(namespace) && directory.hasNamespace(namespace))
  const services = directory.services.filter(isServed)
  const virtual = services.flatMap((service) =>
    service.headless || service.type === 'ExternalName'
      ? []
      : clusterAddresses(service).map(({address}): Entry => ({address, name: nameOf(service, settings)})),
  )
  const real = settings.withoutEndpoints
    ? []
    : [
        ...services.flatMap((service) => (service.type === 'ExternalName' ? aliasEntries : endpointEntries)(cluster, service, settings)),
        ...strayEntries(cluster, directory, settings).filter(isServed),
      ]
  const ofServices = groupByAddress(virtual)
  const ofEndpoints = groupByAddress(real)
  const apiServer = nameOf(API_SERVER, settings)
  return {
    namesOf: (address) => ofServices.get(address)?.slice(0, 1) ?? ofEndpoints.get(address) ?? [],
    isIncomplete: [...virtual, ...real].some(({address, name}) => address === null && name !== apiServer),
  }
}

function endpointEntries(cluster: Cluster, service: Directory['services'][number], settings: DnsSettings): readonly Entry[] {
  const own = nameOf(service, settings)
  const ready = namedEndpoints(cluster, service, settings.endpointPodNames).filter(({endpoint}) => endpoint.ready !== false)
  return ready.map(({endpoint, label}) => ({address: endpoint.address, name: `${label}.${own}`}))
}

/** An ExternalName has no endpoints, but slices that bear its name count in reverse. */
function aliasEntries(cluster: Cluster, service: Directory['services'][number], settings: DnsSettings): readonly Entry[] {
  return otherSlices(cluster, service).flatMap((slice) => sliceEntries(slice, nameOf(service, settings)))
}

/** Slices count even where their Service is gone. */
function strayEntries(cluster: Cluster, directory: Directory, settings: DnsSettings): readonly (Entry & {readonly namespace: string})[] {
  return cluster.slices.flatMap((slice) => {
    const {serviceName, namespace, kind} = slice
    if (serviceName === undefined || kind === 'Endpoints' || directory.service(namespace, serviceName)) return []
    const own = nameOf({name: serviceName, namespace}, settings)
    return sliceEntries(slice, own).map((entry) => ({...entry, namespace}))
  })
}

function sliceEntries(slice: EndpointSlice, own: string): readonly Entry[] {
  return endpointsOfSlice(slice).flatMap(({address, hostname, ready}) =>
    address === null || ready === false ? [] : {address, name: `${hostname ?? dashedAddress(address)}.${own}`},
  )
}

/** In Go's spelling of the addresses, and each name once. */
function groupByAddress(entries: readonly Entry[]): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>()
  for (const {address, name} of entries) {
    if (address === null) continue
    const text = parseAddress(address)?.text ?? address
    const known = names.get(text)
    if (!known) names.set(text, [name])
    else if (!known.includes(name)) known.push(name)
  }
  return names
}
