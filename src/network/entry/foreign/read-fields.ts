import {isMapping} from '../../../cluster/fields.ts'
import {FOREIGN_KINDS} from './foreign-kinds.ts'

/** What objects of foreign kinds refer to. */
const REFERRED: ReadonlySet<string> = new Set([
  'traefik.io/TraefikService',
  'networking.istio.io/Gateway',
  'networking.istio.io/ServiceEntry',
  'gateway.solo.io/RouteTable',
  'gloo.solo.io/Upstream',
])

export function isReadForeignKind(groupKind: string): boolean {
  return Object.hasOwn(FOREIGN_KINDS, groupKind) || REFERRED.has(groupKind)
}

/** Every key of these kinds that is read, at any depth; of what stands below other keys nothing is. Headers, log-ins and filters are among those. */
const READ: ReadonlySet<string> = new Set(
  `alternateBackends backend backends bindings conditions delegate delegateAction destination destinations domains entryPoints exact failover fallback fqdn
  gateways highestRandomWeight host host_regex hostname hosts http httpsRedirect includes ingress ingressClassName ingressPort insecureEdgeTerminationPolicy
  kind kube listener match matchers middlewares mirror mirroring mirrors mode multi name namespace number path pathPrefixes paths permitInsecure port portName prefix
  prefix_regex protocol ref route routeAction routerName routes rules scaleTargetRef selector servers service serviceName serviceNamespace servicePort
  serviceRef services single sniHosts spec stream subjects target targetPort tcp tcpproxy tls to type upstream upstreams uri url virtualHost virtualhost weight
  weighted wildcardPolicy status sslConfig`.split(/\s+/),
)

/** The value with what is read of it. Of a list all items stay, so that places in it do. */
export function reduceForeignFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reduceForeignFields)
  if (!isMapping(value)) return value
  // Labels have any keys.
  const entries = Object.entries(value).flatMap(([key, inner]) =>
    READ.has(key) ? [[key, key === 'selector' ? inner : reduceForeignFields(inner)] as const] : [],
  )
  return Object.fromEntries(entries)
}
