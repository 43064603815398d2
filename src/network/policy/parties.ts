import {type AddressFamily, familyOf, parseAddress} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {namesOfPort} from '../../cluster/container-port.ts'
import {fieldsOf, itemsOf, textOf, valueAt} from '../../cluster/fields.ts'
import type {Pod} from '../../cluster/pod.ts'
import {completeLabels} from './partial-labels.ts'
import type {EndPort, Party} from './party.ts'
import {type PodGroup, podGroupsOf} from './pod-group.ts'

/** A pod as policies see it; on the network of its node it is the node. Only addresses of the family count, where one is named. */
export function partyOfPod(cluster: Cluster, pod: Pod, family?: AddressFamily): Party {
  const {addresses, nodeName, spec, target, namespace, replicas} = pod
  if (fieldsOf(spec)['hostNetwork'] === true) return partyOfNode(cluster, nodeName, family)
  return {
    kind: 'pod',
    group: podGroupsOf(cluster).of(pod),
    addresses: addresses && ofFamily(addresses, family),
    family,
    node: nodeName,
    self: replicas === 1 ? `${target.kind}/${namespace}/${target.name}` : undefined,
  }
}

/** A pod of which only the namespace is known: it may have any label. */
export function partyOfUnseenPod(
  {namespace, namespaceStated}: Pick<PodGroup, 'namespace' | 'namespaceStated'>,
  addresses: readonly string[] | undefined,
  node: string | null,
): Party {
  const group = {index: -1, namespace, namespaceStated, labels: {...completeLabels({}), isOpen: true}, pods: []}
  return {kind: 'pod', group, addresses, node, self: undefined}
}

/** A node by its name; null is any node. */
export function partyOfNode({nodes}: Cluster, name: string | null, family?: AddressFamily): Party {
  const node = name === null ? undefined : nodes.get(name)
  const stated = itemsOf(valueAt(node?.object, 'status', 'addresses')).flatMap((one) => {
    const {type, address} = fieldsOf(one)
    return type === 'InternalIP' || type === 'ExternalIP' ? (parseAddress(textOf(address) ?? '')?.text ?? []) : []
  })
  return {kind: 'node', name, labels: node?.labels, addresses: stated.length > 0 ? ofFamily(stated, family) : undefined, family}
}

function ofFamily(addresses: readonly string[], family: AddressFamily | undefined): readonly string[] {
  return family === undefined ? addresses : addresses.filter((address) => familyOf(address) === family)
}

/** A port of a pod, with the names that its containers have for it. */
export function endPortOf(pod: Pod | undefined, number: number | null, protocol: string): EndPort {
  return {number, protocol, names: pod && number !== null ? namesOfPort(pod.spec, number, protocol) : []}
}
