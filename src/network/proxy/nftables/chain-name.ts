import {nameHash} from '../name-hash.ts'
import type {ProxyEndpoint} from '../proxy-endpoint.ts'
import type {ServicePort} from '../service-port.ts'

/** The chains that a Service port may have, by the start of their names. */
export type ServiceChain =
  /** All endpoints that its policy Cluster uses. */
  | 'service'
  /** Those that its policy Local uses. */
  | 'local'
  /** Everything that came to an external address. */
  | 'external'
  /** loadBalancerSourceRanges */
  | 'firewall'

type Named = Pick<ServicePort, 'service' | 'declared' | 'protocol'>

/** `service-ULMVA6XW-ns1/svc1/tcp/p80` (servicePortChainNameBase). */
export function serviceChain(kind: ServiceChain, port: Named): string {
  return `${kind}-${withHash(pathOf(port))}`
}

/**
 * `endpoint-5OJB2KTY-ns1/svc1/tcp/p80__10.180.0.1/80`, and the set of the clients that stay with it, `affinity-…`
 * (servicePortEndpointChainNameBase). The hash takes in the address: that of an endpoint without one stands by its pod's name alone.
 */
export function endpointChain(kind: 'endpoint' | 'affinity', port: Named, {address, port: number, target}: ProxyEndpoint): string {
  const host = (address ?? target?.name ?? 'unknown').replaceAll(':', '.')
  const path = `${pathOf(port)}__${host}/${number}`
  return `${kind}-${address === null ? path : withHash(path)}`
}

export function isAffinitySet(name: string): boolean {
  return name.startsWith('affinity-')
}

function pathOf({service, declared, protocol}: Named): string {
  return `${service.namespace}/${service.name}/${protocol.toLowerCase()}/${declared.name ?? ''}`
}

const LETTERS = 8
const MAX_LENGTH = 240

/** The hash stands before what it is of (hashAndTruncate). */
function withHash(path: string): string {
  const name = `${nameHash(path, LETTERS)}-${path}`
  return name.length > MAX_LENGTH ? `${name.slice(0, MAX_LENGTH - 3)}...` : name
}
