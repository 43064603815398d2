import {type Fields, fieldsOf, flagOf, integerOf, isMapping, itemsOf, labelsOf, textOf} from './fields.ts'
import type {Identity} from './identity.ts'
import type {Labels} from './label-selector.ts'
import type {ObjectReference, Origin, WireObject} from './object.ts'

/** A port of a slice. A null number means all ports. */
export interface SlicePort {
  readonly name: string | null
  readonly port: number | null
  readonly protocol: string
  readonly appProtocol: string | null
}

/** Where kube-proxy should use an endpoint: in these zones, or on these nodes. Empty lists are no restriction. */
export interface EndpointHints {
  readonly forZones: readonly string[]
  readonly forNodes: readonly string[]
}

/** An endpoint as a slice states it; conditions that it does not state have the meaning that the API gives to their absence. */
export interface SliceEndpoint {
  readonly addresses: readonly string[]
  /** Absent means ready. */
  readonly ready: boolean
  /** Absent means serving, whatever ready says (discovery/v1 types.go); kube-proxy reads it so too. */
  readonly serving: boolean
  /** Absent means not terminating. */
  readonly terminating: boolean
  readonly target: ObjectReference | null
  readonly hostname: string | null
  readonly hints: EndpointHints | null
  readonly nodeName: string | null
  readonly zone: string | null
}

/** A discovery.k8s.io EndpointSlice, or one subset of a v1 Endpoints read as the slice that mirrors it. */
export interface EndpointSlice extends Identity {
  readonly labels: Labels
  /** The Service that it is for: the label `kubernetes.io/service-name`, or the Endpoints' own name. */
  readonly serviceName: string | undefined
  /** The uid of the Service that owns it; undefined where the slice does not say. */
  readonly ownerUid: string | undefined
  readonly managedBy: string | undefined
  readonly mirrored: boolean
  /** kube-proxy takes IPv4 and IPv6 only; FQDN is for other readers. */
  readonly addressType: string
  readonly ports: readonly SlicePort[]
  readonly endpoints: readonly SliceEndpoint[]
  readonly origin: Origin | undefined
}

export const SERVICE_NAME_LABEL = 'kubernetes.io/service-name'
export const MANAGED_BY_LABEL = 'endpointslice.kubernetes.io/managed-by'
export const MIRRORING_CONTROLLER = 'endpointslicemirroring-controller.k8s.io'
const ENDPOINTSLICE_CONTROLLER = 'endpointslice-controller.k8s.io'

export function readEndpointSlice(identity: Identity, object: WireObject, origin: Origin | undefined): EndpointSlice {
  const metadata = fieldsOf(object['metadata'])
  const labels = labelsOf(metadata['labels'])
  const {group, kind, namespace, namespaceStated, name, uid} = identity
  // Named one by one, as for Services.
  return {
    group,
    kind,
    namespace,
    namespaceStated,
    name,
    uid,
    labels,
    serviceName: textOf(labels[SERVICE_NAME_LABEL]),
    ownerUid: ownerUidOf(metadata),
    managedBy: labels[MANAGED_BY_LABEL],
    mirrored: labels[MANAGED_BY_LABEL] === MIRRORING_CONTROLLER,
    addressType: textOf(object['addressType']) ?? 'IPv4',
    ports: itemsOf(object['ports']).map(readSlicePort),
    endpoints: itemsOf(object['endpoints']).map(readEndpoint),
    origin,
  }
}

function ownerUidOf(metadata: Fields): string | undefined {
  const owner = itemsOf(metadata['ownerReferences'])
    .map(fieldsOf)
    .find(({kind, apiVersion}) => kind === 'Service' && apiVersion === 'v1')
  return textOf(owner?.['uid'])
}

/** Whether the EndpointSlice controller wrote it, which also takes it away again. */
export function isWrittenBySelector(slice: EndpointSlice): boolean {
  return slice.managedBy === ENDPOINTSLICE_CONTROLLER
}

export function readSlicePort(value: unknown): SlicePort {
  const port = fieldsOf(value)
  return {
    name: textOf(port['name']) ?? null,
    port: integerOf(port['port']) ?? null,
    protocol: textOf(port['protocol']) ?? 'TCP',
    appProtocol: textOf(port['appProtocol']) ?? null,
  }
}

function readEndpoint(value: unknown): SliceEndpoint {
  const endpoint = fieldsOf(value)
  const conditions = fieldsOf(endpoint['conditions'])
  return {
    addresses: itemsOf(endpoint['addresses']).filter((address) => typeof address === 'string'),
    ready: flagOf(conditions['ready']) ?? true,
    serving: flagOf(conditions['serving']) ?? true,
    terminating: flagOf(conditions['terminating']) ?? false,
    target: readTarget(endpoint['targetRef']),
    hostname: textOf(endpoint['hostname']) ?? null,
    hints: readHints(endpoint['hints']),
    nodeName: textOf(endpoint['nodeName']) ?? null,
    zone: textOf(endpoint['zone']) ?? null,
  }
}

function readHints(value: unknown): EndpointHints | null {
  if (!isMapping(value)) return null
  const names = (key: string) => itemsOf(value[key]).flatMap((item) => textOf(fieldsOf(item)['name']) ?? [])
  return {forZones: names('forZones'), forNodes: names('forNodes')}
}

export function readTarget(value: unknown): ObjectReference | null {
  const target = fieldsOf(value)
  const kind = textOf(target['kind'])
  const name = textOf(target['name'])
  return kind && name ? {kind, namespace: textOf(target['namespace']) ?? null, name} : null
}
