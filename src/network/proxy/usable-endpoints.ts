import type {ProxyEndpoint} from './proxy-endpoint.ts'
import type {ProxyNode} from './proxy-node.ts'
import {type ServicePort, usesClusterEndpoints, usesLocalEndpoints} from './service-port.ts'

/** The endpoints of a Service port that a node sends traffic to, by the policy of the traffic. Sorted by their text. */
export interface UsableEndpoints {
  /** For traffic with policy Cluster; empty where it never has any. */
  readonly cluster: readonly ProxyEndpoint[]
  /** For traffic with policy Local; empty where it never has any. */
  readonly local: readonly ProxyEndpoint[]
  /** Both together. */
  readonly reachable: readonly ProxyEndpoint[]
  /** Whether any node at all could send traffic somewhere: without, traffic is refused, else at worst dropped. */
  readonly existAnywhere: boolean
}

/** Which endpoints are preferred for being near. */
export type Preference = 'same-node' | 'same-zone' | 'none'

/**
 * Sorts endpoints by policy (CategorizeEndpoints). Ready ones are usable; where a policy has none of them, those that still serve while they
 * terminate, for each policy by itself. Hints matter to policy Cluster only.
 */
export function findUsableEndpoints(endpoints: readonly ProxyEndpoint[], port: ServicePort, node: ProxyNode): UsableEndpoints {
  const ready = endpoints.filter(({isReady}) => isReady)
  const leaving = endpoints.filter(isLeaving)
  const preference = preferenceOf(ready, node)
  const preferred = ready.filter((endpoint) => isPreferred(endpoint, preference, node))
  const cluster = usesClusterEndpoints(port) ? (preferred.length > 0 ? preferred : leaving) : []
  if (!usesLocalEndpoints(port)) return {cluster, local: [], reachable: cluster, existAnywhere: cluster.length > 0}
  const readyHere = ready.filter(({isLocal}) => isLocal)
  const local = readyHere.length > 0 ? readyHere : leaving.filter(({isLocal}) => isLocal)
  const together = new Set([...cluster, ...local])
  return {
    cluster,
    local,
    reachable: endpoints.filter((endpoint) => together.has(endpoint)),
    existAnywhere: ready.length + leaving.length > 0,
  }
}

function isLeaving({isReady, isServing, isTerminating}: ProxyEndpoint): boolean {
  return !isReady && isServing && isTerminating
}

/**
 * Hints count only where every ready endpoint has them and at least one is for this node or its zone; the node before the zone
 * (topologyModeFromHints).
 */
export function preferenceOf(ready: readonly ProxyEndpoint[], node: ProxyNode): Preference {
  if (ready.every(({hints}) => hints.forNodes.length > 0) && ready.some((endpoint) => isPreferred(endpoint, 'same-node', node)))
    return 'same-node'
  if (ready.every(({hints}) => hints.forZones.length > 0) && ready.some((endpoint) => isPreferred(endpoint, 'same-zone', node)))
    return 'same-zone'
  return 'none'
}

function isPreferred({hints}: ProxyEndpoint, preference: Preference, node: ProxyNode): boolean {
  switch (preference) {
    case 'same-node':
      return hints.forNodes.includes(node.name)
    case 'same-zone':
      return hints.forZones.includes(node.zone ?? '')
    case 'none':
      return true
  }
}
