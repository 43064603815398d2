import {type AddressFamily, parseAddress} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {type EndpointHints, type EndpointSlice, isWrittenBySelector} from '../../cluster/endpoint-slice.ts'
import {labelOf} from '../../cluster/fields.ts'
import type {ObjectReference} from '../../cluster/object.ts'
import type {Service} from '../../cluster/service.ts'
import {type EndpointGroup, expectEndpoints} from '../endpoints/endpoint-group.ts'
import {expectHints, hintsOf} from '../endpoints/hints.ts'
import {observedSlices, otherSlices} from '../endpoints/slice-endpoints.ts'

/** An endpoint of a Service port as slices list it, or would. */
export interface ListedEndpoint {
  readonly portName: string
  readonly protocol: string
  /** The slice; null for what the pods lead one to expect, where every address is listed once. */
  readonly slice: string | null
  /** Null for a pod that nobody has seen running. */
  readonly address: string | null
  readonly port: number
  /** Null where that is not known, of a pod that nobody has seen running. */
  readonly ready: boolean | null
  readonly serving: boolean | null
  readonly terminating: boolean | null
  /** Null for none; undefined where the input leaves open which the controller gives. */
  readonly hints: EndpointHints | null | undefined
  readonly nodeName: string | null
  readonly target: ObjectReference | null
  /** How many pods it stands for: another number than one only where a template is all that is known, null where not even that. */
  readonly replicas: number | null
}

const HEADLESS_LABEL = 'service.kubernetes.io/headless'

/**
 * The endpoints of a Service in one family that kube-proxy gets to see: of every slice, whoever wrote it. Where the input has no slices of the
 * controller, those that its pods lead one to expect. `primaryFamily` is that of planned Services that leave their families to the cluster.
 */
export function listEndpoints(
  cluster: Cluster,
  service: Service,
  family: AddressFamily,
  primaryFamily: AddressFamily,
): readonly ListedEndpoint[] {
  if (!service.selector) return ofSlices(otherSlices(cluster, service), family)
  const observed = new Set(observedSlices(cluster, service))
  if (observed.size > 0) {
    const real = cluster.slicesOf(service).filter((slice) => slice.kind === 'EndpointSlice')
    const counts = (slice: EndpointSlice) => observed.has(slice) || !isWrittenBySelector(slice)
    return ofSlices(real.filter(counts), family)
  }
  const groups = expectEndpoints(cluster, service)
  const expected = groups.filter(({addressType}) => (addressType ?? primaryFamily) === family)
  return [...ofGroups(cluster, service, groups, expected), ...ofSlices(otherSlices(cluster, service), family)]
}

/** Of several addresses of an endpoint only the first counts, and ports without a number do not (endpointInfoByServicePort, addEndpoints). */
function ofSlices(slices: readonly EndpointSlice[], family: AddressFamily): readonly ListedEndpoint[] {
  const own = slices.filter(({addressType, labels}) => addressType === family && labelOf(labels, HEADLESS_LABEL) === undefined)
  return own.flatMap(({name: slice, ports, endpoints}) =>
    ports.flatMap(({name, protocol, port}) =>
      endpoints.flatMap(({addresses, ready, serving, terminating, hints, nodeName, target}): readonly ListedEndpoint[] => {
        const address = parseAddress(addresses[0] ?? '')?.text
        if (address === undefined || !port) return []
        return [{portName: name ?? '', protocol, slice, address, port, ready, serving, terminating, hints, nodeName, target, replicas: 1}]
      }),
    ),
  )
}

function ofGroups(
  cluster: Cluster,
  service: Service,
  all: readonly EndpointGroup[],
  groups: readonly EndpointGroup[],
): readonly ListedEndpoint[] {
  const hintsByType = expectHints(cluster, service, all)
  return groups.flatMap(({addressType, ports, endpoints}) =>
    endpoints.flatMap((endpoint) => {
      const {addresses, ready, serving, terminating, nodeName, target, replicas} = endpoint
      const hints = hintsOf(cluster, endpoint, hintsByType.get(addressType) ?? {kind: 'unknown'})
      const common = {address: addresses?.[0] ?? null, ready, serving, terminating, hints, nodeName, target, replicas}
      return ports.flatMap(({name, protocol, port}): readonly ListedEndpoint[] =>
        port ? [{portName: name ?? '', protocol, slice: null, port, ...common}] : [],
      )
    }),
  )
}
