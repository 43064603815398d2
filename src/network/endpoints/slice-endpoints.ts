import type {Cluster} from '../../cluster/cluster.ts'
import {type EndpointSlice, isWrittenBySelector, type SliceEndpoint, type SlicePort} from '../../cluster/endpoint-slice.ts'
import type {Service} from '../../cluster/service.ts'
import type {Endpoint} from './endpoint.ts'
import {podsByName} from './pods-by-name.ts'

const NONE: readonly EndpointSlice[] = []

/** FQDN slices are for other readers than kube-proxy and DNS. */
function slicesWithAddresses(cluster: Cluster, service: Service): readonly EndpointSlice[] {
  const slices = cluster.slicesOf(service)
  return slices.length === 0 ? slices : slices.filter((slice) => slice.addressType !== 'FQDN')
}

/**
 * The slices that the EndpointSlice controller wrote for a Service with selector, as far as the input has them. Those of another Service of this
 * name are about to be deleted and do not count (ownedBy). Neither do those of the running Service for one that is only a manifest: they were
 * written for the selector that it had.
 */
export function observedSlices(cluster: Cluster, service: Service): readonly EndpointSlice[] {
  const slices = service.selector ? slicesWithAddresses(cluster, service) : NONE
  if (slices.length === 0) return slices
  return slices.filter((slice) => isWrittenBySelector(slice) && (slice.ownerUid === undefined || slice.ownerUid === service.uid))
}

/** Made once for each cluster: the namespaces that have slices of the EndpointSlice controller as a cluster has them. */
const WRITTEN = new WeakMap<Cluster, ReadonlySet<string>>()

/**
 * Whether the controller's slices were read and a running Service has none of them, not even the empty one that the controller writes where there
 * is no endpoint.
 */
export function lacksSlices(cluster: Cluster, service: Service): boolean {
  if (service.uid === undefined || !service.selector || service.type === 'ExternalName') return false
  let written = WRITTEN.get(cluster)
  if (!written) {
    written = new Set(cluster.slices.flatMap((slice) => (slice.uid !== undefined && isWrittenBySelector(slice) ? slice.namespace : [])))
    WRITTEN.set(cluster, written)
  }
  return written.has(service.namespace) && observedSlices(cluster, service).length === 0
}

/**
 * The slices that traffic uses beside those of the selector: those that somebody else wrote, with or without selector. Endpoints are mirrored only
 * for a Service without selector, and not twice where the mirrors themselves are in the input.
 */
export function otherSlices(cluster: Cluster, service: Service): readonly EndpointSlice[] {
  const slices = slicesWithAddresses(cluster, service)
  if (slices.length === 0) return slices
  const all = slices.filter((slice) => !(isWrittenBySelector(slice) && service.selector))
  if (service.selector) return all.filter((slice) => !slice.mirrored)
  const hasMirrors = all.some((slice) => slice.mirrored && slice.kind === 'EndpointSlice')
  return hasMirrors ? all.filter((slice) => slice.kind === 'EndpointSlice') : all
}

/** The endpoints of a slice of the controller, each with what the input knows of its pod. Without ports only DNS answers with them. */
export function endpointsOfObserved(cluster: Cluster, service: Service, slices: readonly EndpointSlice[]): readonly Endpoint[] {
  const pods = podsByName(cluster, service.namespace)
  // All endpoints of a pod refer to it by one reference, so that they can be told to be one.
  const targets = new Map<string, Endpoint['target']>()
  const about = ({target}: SliceEndpoint): Pick<Endpoint, 'target' | 'workload'> => {
    if (target?.kind !== 'Pod') return {target, workload: null}
    const pod = pods.get(target.name)
    const known = pod?.target ?? targets.get(target.name) ?? target
    targets.set(target.name, known)
    return {target: known, workload: pod?.workload ?? null}
  }
  return slices.filter(({ports}) => ports.length > 0 || service.headless).flatMap((slice) => endpointsOfSlice(slice, about))
}

/** One endpoint for each address and port of a slice. */
export function endpointsOfSlice(
  slice: EndpointSlice,
  about: (endpoint: SliceEndpoint) => Pick<Endpoint, 'target' | 'workload'> = ({target}) => ({target, workload: null}),
): readonly Endpoint[] {
  const ports: readonly (SlicePort | undefined)[] = slice.ports.length > 0 ? slice.ports : [undefined]
  return slice.endpoints.flatMap((endpoint) => {
    const {target, workload} = about(endpoint)
    return endpoint.addresses.flatMap((address) =>
      ports.map(
        (port): Endpoint => ({
          address,
          port: port?.port ?? null,
          portName: port?.name ?? null,
          protocol: port?.protocol ?? null,
          ready: endpoint.ready,
          serving: endpoint.serving,
          terminating: endpoint.terminating,
          target,
          workload,
          replicas: 1,
          nodeName: endpoint.nodeName,
          zone: endpoint.zone,
          hostname: endpoint.hostname,
          hints: endpoint.hints,
        }),
      ),
    )
  })
}
