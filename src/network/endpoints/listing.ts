import type {Cluster} from '../../cluster/cluster.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service} from '../../cluster/service.ts'

/** Why a selected pod is in no slice. */
export type ReasonUnlisted =
  /** A workload of a running cluster that has not created its pods. */
  | 'not-created'
  | 'scaled-to-zero'
  | 'finished'
  | 'no-address'
  /** Its node does not exist, or it names none. */
  | 'no-node'

/**
 * Why the controller leaves a selected pod out; undefined for one that it lists (ShouldPodBeInEndpoints, and the look at the node in
 * reconcileByAddressType). A pod that terminates is listed until it is gone. Nodes count only where the input has some.
 */
export function reasonUnlisted(cluster: Cluster, service: Service, pod: Pod): ReasonUnlisted | undefined {
  if (pod.missing) return 'not-created'
  if (pod.replicas === 0) return 'scaled-to-zero'
  if (pod.finished) return 'finished'
  if (pod.addresses === undefined) return undefined
  if (pod.addresses.length === 0) return 'no-address'
  const onNode = cluster.nodes.size === 0 || (pod.nodeName !== null && cluster.nodes.has(pod.nodeName))
  return onNode || service.publishNotReadyAddresses ? undefined : 'no-node'
}
