import type {LocalTraffic} from './local-traffic.ts'
import type {ProxyEndpoint} from './proxy-endpoint.ts'
import type {ServicePort, TrafficPolicy} from './service-port.ts'
import type {UsableEndpoints} from './usable-endpoints.ts'

/** What becomes of a new connection. */
export type Outcome =
  /**
   * It goes to one of these, each as likely as the others; `masquerade` is whether the endpoint sees an address of the node. An endpoint that
   * reaches itself always does.
   */
  | {readonly kind: 'endpoints'; readonly policy: TrafficPolicy; readonly endpoints: readonly ProxyEndpoint[]; readonly masquerade: boolean}
  /** Refused: no node could send it anywhere. */
  | {readonly kind: 'reject'}
  /** Lost in silence: other nodes could, this one may not. */
  | {readonly kind: 'drop'}

/** What becomes of traffic that reaches a node, by where it comes from. */
export interface Treatment {
  /** From what the node takes for pods (LocalTraffic); the same as `others` where it cannot tell. */
  readonly pods: Outcome
  /** From one of the node's own addresses. */
  readonly node: Outcome
  /** From anywhere else. */
  readonly others: Outcome
}

/** What iptables and nftables rules make of traffic to a Service port; IPVS sends policy Local's to the cluster's endpoints rather than drop it. */
export interface Treatments {
  /** To the cluster IP. */
  readonly internal: Treatment
  /** To external IPs, load balancers' addresses and node ports; undefined where the port has none. */
  readonly external: Treatment | undefined
}

/** Decides by policy and endpoints (syncProxyRules of the iptables proxier, its `…TrafficChain`s). */
export function treatmentsOf(port: ServicePort, usable: UsableEndpoints, localTraffic: LocalTraffic, masqueradeAll: boolean): Treatments {
  return {
    internal: internalTreatment(port, usable, localTraffic, masqueradeAll),
    external: port.isExternallyAccessible ? externalTreatment(port, usable, localTraffic) : undefined,
  }
}

/** Whoever is no pod may be on another node's network, so its traffic is masqueraded where pods can be told. */
function internalTreatment(port: ServicePort, usable: UsableEndpoints, localTraffic: LocalTraffic, masqueradeAll: boolean): Treatment {
  const elsewhere = outcomeOf(port.internalPolicy, usable, masqueradeAll || localTraffic.kind !== 'unknown')
  return {pods: outcomeOf(port.internalPolicy, usable, masqueradeAll), node: elsewhere, others: elsewhere}
}

/**
 * Policy Cluster masquerades everybody, since the way may lead over another node. Policy Local keeps the source; pods and the node itself go to
 * all endpoints all the same, as though their packets had gone out to the load balancer and come back.
 */
function externalTreatment(port: ServicePort, usable: UsableEndpoints, localTraffic: LocalTraffic): Treatment {
  if (port.externalPolicy === 'Cluster') {
    const everybody = outcomeOf('Cluster', usable, true)
    return {pods: everybody, node: everybody, others: everybody}
  }
  const others = outcomeOf('Local', usable, false)
  return {
    pods: localTraffic.kind === 'unknown' ? others : outcomeOf('Cluster', usable, false),
    node: outcomeOf('Cluster', usable, true),
    others,
  }
}

function outcomeOf(policy: TrafficPolicy, usable: UsableEndpoints, masquerade: boolean): Outcome {
  if (!usable.existAnywhere) return {kind: 'reject'}
  const endpoints = policy === 'Local' ? usable.local : usable.cluster
  return endpoints.length > 0 ? {kind: 'endpoints', policy, endpoints, masquerade} : {kind: 'drop'}
}
