import type {Labels} from '../../../src/cluster/label-selector.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {parsePort} from './port-notation.ts'

export interface SliceOptions {
  /** The Service that it is for; its own name where it is not stated. */
  readonly service?: string
  readonly addressType?: 'IPv4' | 'IPv6' | 'FQDN'
  /** `http 8080/TCP appProtocol`; the number is where the endpoint listens. */
  readonly ports?: readonly string[]
  /** Endpoints as on the wire, or only an address. */
  readonly endpoints?: readonly (string | WireObject)[]
  readonly labels?: Labels
}

/** An EndpointSlice that somebody wrote by hand, as `managed-by` says. */
export function createSlice(namespace: string, name: string, options: SliceOptions): WireObject {
  const {service = name, addressType = 'IPv4', ports = [], endpoints = [], labels} = options
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name,
      namespace,
      labels: {'kubernetes.io/service-name': service, 'endpointslice.kubernetes.io/managed-by': 'staff', ...labels},
    },
    addressType,
    ports: ports.map(parsePort),
    endpoints: endpoints.map((endpoint) => (typeof endpoint === 'string' ? {addresses: [endpoint]} : endpoint)),
  }
}

export interface SubsetOptions {
  readonly ports?: readonly string[]
  /** Addresses as on the wire, or only the text of one. */
  readonly addresses?: readonly (string | WireObject)[]
  readonly notReadyAddresses?: readonly (string | WireObject)[]
}

/** An Endpoints object that somebody wrote by hand. */
export function createEndpoints(
  namespace: string,
  name: string,
  subsets: readonly SubsetOptions[],
  metadata: {readonly labels?: Labels; readonly annotations?: Labels} = {},
): WireObject {
  const addresses = (list: readonly (string | WireObject)[]) => list.map((one) => (typeof one === 'string' ? {ip: one} : one))
  return {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: {name, namespace, ...metadata},
    subsets: subsets.map((subset) => ({
      ...(subset.addresses && {addresses: addresses(subset.addresses)}),
      ...(subset.notReadyAddresses && {notReadyAddresses: addresses(subset.notReadyAddresses)}),
      ...(subset.ports && {ports: subset.ports.map(parsePort)}),
    })),
  }
}
