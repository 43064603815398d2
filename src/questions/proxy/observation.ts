import type {AddressFamily} from '../../cluster/address.ts'
import type {RoutedPort} from '../../network/proxy/proxy-model.ts'

/** A Service port as rules name it. */
export interface PortName {
  readonly namespace: string
  readonly name: string
  readonly port: string | null
  /** Upper case; null where the rules do not tell. */
  readonly protocol: string | null
}

/** What happens to connections at an address. */
export type Fate = 'led' | 'refused' | 'dropped'

/** What a difference between rules is about, in terms of Services. Endpoints and entries are `10.244.0.2:8080` and `10.0.0.1:80/TCP`. */
export type About =
  /** One of the ways in: an address and port, or a port of the node. */
  | {readonly kind: 'entry'; readonly at: string; readonly via: string}
  /** Whether, and how often, connections go to an endpoint. */
  | {readonly kind: 'endpoint'; readonly endpoint: string}
  /** Where connections that are meant for an endpoint go. */
  | {readonly kind: 'translation'; readonly endpoint: string}
  /** Whether an endpoint can reach itself through the Service. */
  | {readonly kind: 'hairpin'; readonly endpoint: string}
  /** Whether clients stay with an endpoint. */
  | {readonly kind: 'affinity'; readonly endpoint: string}
  /** The choice among endpoints as a whole: its order. */
  | {readonly kind: 'choice'; readonly chain: string}
  /** Connections to the cluster IP from elsewhere than pods. */
  | {readonly kind: 'masquerade'}
  /** Connections to external addresses and node ports: their source, and on to which endpoints. */
  | {readonly kind: 'external-masquerade'}
  | {readonly kind: 'external-route'}
  /** loadBalancerSourceRanges: one range, and that all others are shut out at an address. */
  | {readonly kind: 'source-range'; readonly range: string}
  | {readonly kind: 'firewall'; readonly at: string}
  | {readonly kind: 'health-check'; readonly at: string}
  /** That an address is known to be a cluster IP. */
  | {readonly kind: 'cluster-ip'; readonly at: string}
  /** In ipvs mode: that ports of an address are refused which no Service has, and that those which one has are not. */
  | {readonly kind: 'bound'; readonly at: string}
  | {readonly kind: 'admission'; readonly at: string; readonly via: string}
  /** Whether the node itself is let in by loadBalancerSourceRanges. */
  | {readonly kind: 'node-access'; readonly at: string}
  /** That an entry stands in a set where another outweighs it. */
  | {readonly kind: 'unnoticed'; readonly at: string; readonly set: string}
  /** How endpoints are chosen, for how many seconds clients stay with one, and how many connections one gets and in what way. */
  | {readonly kind: 'scheduler'; readonly scheduler: string}
  | {readonly kind: 'persistence'; readonly wanted: number | null; readonly found: number | null}
  | {readonly kind: 'weight'; readonly endpoint: string; readonly weight: number}
  | {readonly kind: 'forwarding'; readonly endpoint: string; readonly flag: string}
  /** What is there for an address and port, or a port of the node, that no Service has. */
  | {readonly kind: 'leftover'; readonly at: string; readonly via: LeftoverVia}
  /** A set as a whole; its type where that is another. */
  | {readonly kind: 'set'; readonly name: string; readonly types?: {readonly wanted: string; readonly found: string}}
  /** A chain or set as a whole, or a rule in it that says something else. */
  | {readonly kind: 'chain'; readonly chain: string; readonly role: string}
  /** Rules for all Services; what for, where the name of the chain does not tell. */
  | {readonly kind: 'frame'; readonly chain: string; readonly purpose?: string}

export type LeftoverVia = 'address' | 'node port' | 'health check'

/** One thing in which the rules of a node are not those that are expected. */
export interface Observation {
  readonly family: AddressFamily
  /** Null for what all Services share. */
  readonly port: PortName | null
  readonly about: About
  readonly side: 'missing' | 'stale' | 'altered' | 'order'
  /** Of an entry. */
  readonly fate?: Fate
  /** Of a translation: the address that it leads to. */
  readonly target?: string
  /** Of what is left over: where a virtual server leads. */
  readonly endpoints?: readonly string[]
  /** Where the rule stands: `nat KUBE-SERVICES`, `map service-ips`. */
  readonly where: string
  readonly expected: string | null
  readonly actual: string | null
}

export function nameOfPort({service, declared, protocol}: RoutedPort): PortName {
  return {namespace: service.namespace, name: service.name, port: declared.name, protocol}
}

/** `shop/web:http`, as comments in rules have it. */
export function portText({namespace, name, port}: PortName): string {
  return `${namespace}/${name}${port === null ? '' : `:${port}`}`
}

/** One text per Service port; a protocol that is not known matches none that is. */
export function portNameKey(port: PortName): string {
  return `${portText(port)}/${port.protocol ?? ''}`
}
