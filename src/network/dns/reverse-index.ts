import {parseAddress} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import type {EndpointSlice} from '../../cluster/endpoint-slice.ts'
import type {Service} from '../../cluster/service.ts'
import {endpointsOfSlice, otherSlices} from '../endpoints/slice-endpoints.ts'
import {API_SERVER, type Directory} from './directory.ts'
import {dashedAddress, namedEndpoints} from './endpoint-host.ts'
import type {Absence, Doubt, Doubts} from './reason.ts'
import {clusterAddresses, nameOf} from './service-host.ts'
import type {DnsSettings} from './settings.ts'

/** Which names the addresses of a cluster have. */
export interface ReverseIndex {
  /** Empty for an address that no Service and no endpoint has. */
  readonly namesOf: (address: string) => readonly string[]
  /** Why an address that nothing in the input has may be used all the same; undefined where everything is in view. */
  readonly doubt: () => Doubt | undefined
  /** Why an address has no name: what has it is not ready, or is no endpoint, or nothing has it. */
  readonly whyWithout: (address: string) => Absence
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
export function createReverseIndex(cluster: Cluster, directory: Directory, settings: DnsSettings, doubts: Doubts): ReverseIndex {
  const isServed = ({namespace}: {readonly namespace: string}) => settings.namespaces?.includes(namespace) ?? true
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
    doubt: () => {
      if ([...virtual, ...real].some(({address, name}) => address === null && name !== apiServer))
        return {kind: 'addresses-not-stated', service: undefined}
      const service = settings.withoutEndpoints ? undefined : services.find((service) => hidesEndpoints(cluster, service, settings, doubts))
      return service && {kind: 'unseen-endpoints', service}
    },
    whyWithout: (address) =>
      findUnready(cluster, services, settings, address) ?? findPod(cluster, address) ?? {kind: 'unused-address', address},
  }
}

/** Whether pods may stand behind a Service that the input does not show. Those of the API server are not in any input. */
function hidesEndpoints(cluster: Cluster, service: Service, {endpointPodNames}: DnsSettings, doubts: Doubts): boolean {
  if (service === API_SERVER || service.type === 'ExternalName') return false
  return namedEndpoints(cluster, service, endpointPodNames).length === 0 && doubts.ofPods?.(service) !== undefined
}

function findUnready(cluster: Cluster, services: readonly Service[], settings: DnsSettings, address: string): Absence | undefined {
  if (settings.withoutEndpoints) return undefined
  for (const service of services) {
    const found = namedEndpoints(cluster, service, settings.endpointPodNames).find(({endpoint}) => endpoint.address === address)
    if (found) return {kind: 'unready-address', address, service, object: found.endpoint.target}
  }
  return undefined
}

function findPod(cluster: Cluster, address: string): Absence | undefined {
  const pod = cluster.pods.all.find(({addresses, finished}) => !finished && addresses?.includes(address))
  return pod && {kind: 'pod-without-name', address, pod: pod.target}
}

function endpointEntries(cluster: Cluster, service: Service, settings: DnsSettings): readonly Entry[] {
  const own = nameOf(service, settings)
  const ready = namedEndpoints(cluster, service, settings.endpointPodNames).filter(({endpoint}) => endpoint.ready !== false)
  return ready.map(({endpoint, label}) => ({address: endpoint.address, name: `${label}.${own}`}))
}

/** An ExternalName has no endpoints, but slices that bear its name count in reverse. */
function aliasEntries(cluster: Cluster, service: Service, settings: DnsSettings): readonly Entry[] {
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
