import {nameHash} from '../name-hash.ts'
import type {ProxyEndpoint} from '../proxy-endpoint.ts'
import type {ServicePort} from '../service-port.ts'

/** The chains that a Service port may have, by the start of their names. */
export type ServiceChain =
  /** All endpoints that its policy Cluster uses. */
  | 'KUBE-SVC'
  /** Those that its policy Local uses. */
  | 'KUBE-SVL'
  /** Everything that came to an external address. */
  | 'KUBE-EXT'
  /** loadBalancerSourceRanges */
  | 'KUBE-FW'

const LETTERS = 16

/** `KUBE-SVC-…` and its like (portProtoHash): a hash of the port's name and protocol, so the same on every node and in both families. */
export function serviceChain(kind: ServiceChain, {name, protocol}: Pick<ServicePort, 'name' | 'protocol'>): string {
  return `${kind}-${nameHash(`${name}${protocol.toLowerCase()}`, LETTERS)}`
}

/** `KUBE-SEP-…` (servicePortEndpointChainName): the hash takes in the endpoint's address, so that of an unknown one stands by its pod's name. */
export function endpointChain({name, protocol}: Pick<ServicePort, 'name' | 'protocol'>, {address, text, target}: ProxyEndpoint): string {
  if (address === null) return `KUBE-SEP-${target?.name ?? 'unknown'}`
  return `KUBE-SEP-${nameHash(`${name}${protocol.toLowerCase()}${text}`, LETTERS)}`
}
