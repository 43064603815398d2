import type {ProxyEndpoint} from '../proxy-endpoint.ts'
import type {RoutedPort} from '../proxy-model.ts'
import type {TrafficPolicy} from '../service-port.ts'

/** An address, port and protocol that the node takes connections for, and the endpoints that it sends them to. */
export interface VirtualServer {
  /** As ipvsadm names it: `-t 10.0.0.10:53`, `-u [fd00::1]:53`, `--sctp-service 10.0.0.10:132`. */
  readonly service: string
  readonly address: string
  /** Of its own, which is a node port on addresses of the node. */
  readonly number: number | 'pending'
  readonly port: RoutedPort
  readonly scheduler: string
  /** Set where the scheduler looks at source ports too: Maglev hashing. */
  readonly hashesSourcePorts: boolean
  /** For how many seconds a client stays with its endpoint; null without affinity. */
  readonly affinitySeconds: number | null
  readonly realServers: readonly ProxyEndpoint[]
  /** What other Service ports with the same address, port and protocol would make of it. Which of them it is, is chance at every sync. */
  readonly rivals: readonly Omit<VirtualServer, 'rivals'>[]
}

/** How ipvsadm-save writes protocols. */
export const PROTOCOL_FLAGS: Readonly<Record<string, string>> = {TCP: '-t', UDP: '-u', SCTP: '--sctp-service'}

/** How ipvsadm names a virtual server. A number that is not known is written as the port's name. */
export function serviceText({name, protocol}: Pick<RoutedPort, 'name' | 'protocol'>, address: string, number: number | 'pending'): string {
  const host = address.includes(':') ? `[${address}]` : address
  return `${PROTOCOL_FLAGS[protocol] ?? protocol} ${host}:${number === 'pending' ? `<${name}>` : number}`
}

/**
 * The endpoints of a virtual server (syncEndpoint): a policy Local without endpoints on this node takes those that policy Cluster uses, which is
 * none where no other way in needs them.
 */
export function realServersFor({usable}: Pick<RoutedPort, 'usable'>, policy: TrafficPolicy): readonly ProxyEndpoint[] {
  return policy === 'Local' && usable.local.length > 0 ? usable.local : usable.cluster
}
