import type {Cluster, Node} from '../../cluster/cluster.ts'
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

/** Whether all that keeps a pod out is that the input has no Node of the name that it states. It may not have all of them. */
export function isNodeInDoubt(cluster: Cluster, service: Service, pod: Pod): boolean {
  return pod.nodeName !== null && reasonUnlisted(cluster, service, pod) === 'no-node'
}

/** The cluster as it is if the nodes exist that these pods name. */
export function assumeNodes(cluster: Cluster, pods: readonly Pod[]): Cluster {
  const assumed = pods.flatMap(({nodeName}): readonly (readonly [string, Node])[] =>
    nodeName === null ? [] : [[nodeName, nodeCalled(nodeName)]],
  )
  return assumed.length === 0 ? cluster : {...cluster, nodes: new Map([...assumed, ...cluster.nodes])}
}

function nodeCalled(name: string): Node {
  return {group: '', kind: 'Node', namespace: '', namespaceStated: false, name, uid: undefined, labels: {}, object: {}}
}
