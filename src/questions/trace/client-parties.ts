import type {AddressFamily} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import type {ObjectReference} from '../../cluster/object.ts'
import type {Pod} from '../../cluster/pod.ts'
import {podsByName} from '../../network/endpoints/pods-by-name.ts'
import {partyOfNode, partyOfPod, partyOfUnseenPod} from '../../network/policy/parties.ts'
import type {Party} from '../../network/policy/party.ts'
import type {Caller} from './caller.ts'

/** Everybody who may be the one who connects, as policies see them; empty where nobody in particular does, or nobody whom the input shows. */
export function clientParties(cluster: Cluster, {client, object, stated}: Caller, family: AddressFamily | undefined): readonly Party[] {
  if (!stated) return []
  if (object?.kind === 'Node') return [partyOfNode(cluster, object.name, family)]
  const pods = object ? podsOf(cluster, object) : []
  if (pods.length > 0) return distinct(pods.map((pod) => partyOfPod(cluster, pod, family)))
  // Any pod that somebody may make there.
  if (object?.kind === 'Namespace') return [partyOfUnseenPod({namespace: object.name, namespaceStated: true}, undefined, null)]
  return client.kind === 'outside' ? [{...client, family}] : []
}

/** A pod, those of a workload, or all of a namespace. */
export function podsOf(cluster: Cluster, {kind, namespace, name}: ObjectReference): readonly Pod[] {
  const {pods} = cluster
  const running = (among: readonly Pod[]) => among.filter(({finished}) => !finished)
  if (kind === 'Namespace') return running(pods.inNamespace(name))
  if (namespace === null) return []
  if (kind === 'Pod') {
    const pod = podsByName(cluster, namespace).get(name)
    return pod ? [pod] : []
  }
  return running(pods.inNamespace(namespace).filter(({workload}) => workload?.kind === kind && workload.name === name))
}

/** Pods of one workload differ by nothing that a policy could see, but by their addresses. */
function distinct(parties: readonly Party[]): readonly Party[] {
  const byKey = new Map<string, Party>()
  for (const party of parties) {
    const key =
      party.kind === 'pod'
        ? `${party.group.index} ${party.self} ${party.addresses} ${party.node}`
        : `${party.kind} ${JSON.stringify(party)}`
    if (!byKey.has(key)) byKey.set(key, party)
  }
  return [...byKey.values()]
}
