import {type AddressFamily, familyOf, parseAddress} from '../../cluster/address.ts'
import {referenceTo} from '../../cluster/identity.ts'
import type {Service} from '../../cluster/service.ts'
import {addressTypesOf} from '../endpoints/address-types.ts'
import {mayBeDashedAddress, type NamedEndpoint} from './endpoint-host.ts'
import type {AddressHost, Found, Host} from './host.ts'
import type {Doubt} from './reason.ts'
import type {Part} from './request.ts'
import type {DnsSettings} from './settings.ts'

/** What is known of a Service beside itself. */
interface ServiceSurroundings {
  readonly settings: DnsSettings
  readonly endpoints: readonly NamedEndpoint[]
  /** Why pods may stand behind it that the input does not show. */
  readonly doubt: Doubt | undefined
}

/** What a name at or below a Service stands for (plugin/kubernetes findServices). */
export function hostsOfService(service: Service, part: Part, surroundings: ServiceSurroundings): Found {
  if (service.type === 'ExternalName') return hostOfAlias(service, part)
  const {settings, endpoints} = surroundings
  const ready = settings.withoutEndpoints ? [] : endpoints.filter(({endpoint}) => endpoint.ready !== false)
  if (settings.hidesEmptyServices && !service.headless && ready.length === 0) {
    return surroundings.doubt ? {kind: 'unknown', why: surroundings.doubt} : {kind: 'absent', why: {kind: 'hidden-service', service}}
  }
  if (service.headless || part.kind === 'endpoint') return hostsOfEndpoints(service, part, ready, surroundings)
  const ports = service.ports.filter(({name, protocol}) => part.kind !== 'port' || matchesPort(part, name, protocol))
  if (ports.length === 0) return noPort(service, part)
  const addresses = clusterAddresses(service)
  const target = nameOf(service, settings)
  const hosts = ports.flatMap(({port}) =>
    addresses.map((address): AddressHost => ({kind: 'address', ...address, port, target, object: referenceTo(service), replicas: 1})),
  )
  return {kind: 'hosts', hosts, why: {kind: 'other-types', service}}
}

/** The Service's own name, fully qualified. */
export function nameOf({name, namespace}: {readonly name: string; readonly namespace: string}, {domain}: DnsSettings): string {
  return `${name}.${namespace}.svc.${domain}`
}

/**
 * The cluster IPs that a Service has, or, in a manifest that leaves them to the API server, will have; the family is null where that is left
 * open too. Empty only for a headless Service and an ExternalName.
 */
export function clusterAddresses(service: Service): readonly {readonly address: string | null; readonly family: AddressFamily | null}[] {
  const stated = service.clusterIPs.map((address) => ({address, family: familyOf(address)}))
  const types = addressTypesOf(service)
  if (types === undefined) return [{address: null, family: null}]
  const open = types.filter((type) => !stated.some(({family}) => family === type))
  return [...stated, ...open.map((family) => ({address: null, family}))]
}

function hostOfAlias(service: Service, part: Part): Found {
  if (part.kind !== 'whole') return {kind: 'absent', why: {kind: 'part-of-alias', service}}
  const target = service.externalName ?? ''
  if (target === '') return {kind: 'absent', why: {kind: 'alias-without-name', service}}
  // Only a name can be the target of a CNAME; what Go reads as an address is dropped.
  if (parseAddress(target)) return {kind: 'absent', why: {kind: 'alias-is-address', service}}
  return {kind: 'hosts', hosts: [{kind: 'name', target}], why: {kind: 'other-types', service}}
}

function hostsOfEndpoints(
  service: Service,
  part: Part,
  ready: readonly NamedEndpoint[],
  {settings, endpoints, doubt}: ServiceSurroundings,
): Found {
  if (settings.withoutEndpoints) return {kind: 'absent', why: {kind: 'endpoints-not-served'}}
  const called = part.kind === 'endpoint' ? ready.filter(({label}) => label === part.label) : ready
  const matching = called.filter(({endpoint}) => part.kind !== 'port' || matchesPort(part, endpoint.portName, endpoint.protocol ?? ''))
  const hosts = matching.map(({endpoint, family, label}): Host => {
    const {address, port, target, replicas} = endpoint
    if (family === 'FQDN') return {kind: 'name', target: address ?? ''}
    return {
      kind: 'address',
      address,
      family,
      port,
      target: label === null ? null : `${label}.${nameOf(service, settings)}`,
      object: target,
      replicas,
    }
  })
  if (hosts.length > 0) return {kind: 'hosts', hosts, why: {kind: 'other-types', service}}
  // Pods that nobody sees may have any hostname in a headless Service; elsewhere hardly anybody asks for more than an address.
  if (doubt && (service.headless || (part.kind === 'endpoint' && mayBeDashedAddress(part.label)))) return {kind: 'unknown', why: doubt}
  if (part.kind === 'endpoint') {
    const open = ready.some(({label}) => label === null) && (settings.endpointPodNames || mayBeDashedAddress(part.label))
    if (open) return {kind: 'unknown', why: {kind: 'addresses-not-stated', service}}
    // A ready one would have been an answer.
    const unready = endpoints.some(({label}) => label === part.label)
    return {kind: 'absent', why: {kind: 'no-endpoint', service, label: part.label, unready, byPodName: settings.endpointPodNames}}
  }
  if (ready.length > 0) return noPort(service, part)
  return {
    kind: 'absent',
    why: {kind: 'no-ready-endpoint', service, of: new Set(endpoints.map(({endpoint}) => endpoint.target ?? endpoint.address)).size},
  }
}

function noPort(service: Service, part: Part): Found {
  const {port, protocol} = part.kind === 'port' ? part : {port: '', protocol: ''}
  return {kind: 'absent', why: {kind: 'no-port', service, port, protocol}}
}

/** Go compares them without regard to case. A port without a name is matched by an empty word only. */
function matchesPort(asked: {readonly port: string; readonly protocol: string}, name: string | null, protocol: string): boolean {
  return (asked.port === '' || asked.port === name?.toLowerCase()) && (asked.protocol === '' || asked.protocol === protocol.toLowerCase())
}
