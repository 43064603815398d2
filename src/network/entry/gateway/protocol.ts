import {GATEWAY_GROUP, isRouteKind, ROUTE_KIND_LIST} from './gateway-objects.ts'

/**
 * The kinds of routes that go with a protocol. Sources: apis/v1/tlsroute_types.go of sigs.k8s.io/gateway-api v1.7.0 ("A TLSRoute MUST be attached to a
 * Listener of protocol TLS", in either mode), grpcroute_types.go (HTTP and HTTPS), and for a TCPRoute behind terminated TLS the summary of routes of
 * gateway-api.sigs.k8s.io/concepts/api-overview.
 */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  HTTP: ['HTTPRoute', 'GRPCRoute'],
  HTTPS: ['HTTPRoute', 'GRPCRoute'],
  'TLS/Passthrough': ['TLSRoute'],
  'TLS/Terminate': ['TLSRoute', 'TCPRoute'],
  TCP: ['TCPRoute'],
  UDP: ['UDPRoute'],
}

/** Between the proxies of an Istio mesh. */
const MESH_PROTOCOL = 'HBONE'

/** Which routes a listener takes by their kind. */
export interface ListenerKinds {
  /** Undefined where the protocol is an implementation's own, and nothing says what goes with it. */
  readonly kinds: readonly string[] | undefined
  readonly problems: readonly {readonly index: number; readonly message: string}[]
}

interface GroupKind {
  readonly group: string
  readonly kind: string
}

/** "Such definitions must use prefixed name, such as `mycompany.com/my-custom-protocol`. Un-prefixed names are reserved for core protocols." */
export function isKnownProtocol(protocol: string): boolean {
  return ['HTTP', 'HTTPS', 'TLS', 'TCP', 'UDP', MESH_PROTOCOL].includes(protocol) || protocol.includes('/')
}

/** What clients speak below it: UDP, or TCP. */
export function transportOf(protocol: string): 'TCP' | 'UDP' {
  return protocol === 'UDP' ? 'UDP' : 'TCP'
}

/**
 * "When unspecified or empty, the kinds of Routes selected are determined using the Listener protocol", else those that are stated and "compatible with
 * the application protocol"; "if both valid and invalid Route kinds are specified", the valid ones stay.
 */
export function allowedKinds(protocol: string, tlsMode: string | undefined, stated: readonly GroupKind[]): ListenerKinds {
  const compatible = KINDS[protocol === 'TLS' ? `TLS/${tlsMode}` : protocol]
  if (stated.length === 0) return {kinds: compatible, problems: []}
  const problems = stated.flatMap((one, index) => {
    const message = problemOf(one, compatible, protocol)
    return message === undefined ? [] : [{index, message}]
  })
  const valid = stated.filter((one) => one.group === GATEWAY_GROUP && problemOf(one, compatible, protocol) === undefined)
  return {kinds: valid.map(({kind}) => kind), problems}
}

function problemOf({group, kind}: GroupKind, compatible: readonly string[] | undefined, protocol: string): string | undefined {
  // Routes of other APIs are an implementation's own, and none of those that are read here.
  if (group !== GATEWAY_GROUP) return undefined
  if (!isRouteKind(kind)) return `there is no kind of route called ${JSON.stringify(kind)}: there are ${ROUTE_KIND_LIST.join(', ')}`
  if (compatible && !compatible.includes(kind))
    return `a listener of protocol ${protocol} takes no ${kind}: it takes ${compatible.join(' and ')}`
  return undefined
}
