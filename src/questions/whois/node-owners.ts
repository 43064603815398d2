import {parseAddress} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {fieldsOf, itemsOf, textOf, valueAt} from '../../cluster/fields.ts'
import {podsAtHostPort} from '../host-ports.ts'
import {type Owner, podName, serviceName} from './owner.ts'
import {healthCheckOwners, nodePortOwners} from './port-owners.ts'
import type {PortQuestion} from './question.ts'

interface NodeAddress {
  readonly type: string
  readonly text: string
}

/** As the node's status states them: addresses in Go's spelling, and names. */
export function nodeAddresses(object: unknown): readonly NodeAddress[] {
  return itemsOf(valueAt(object, 'status', 'addresses')).flatMap((one) => {
    const {type, address} = fieldsOf(one)
    const stated = textOf(address)
    return stated === undefined ? [] : [{type: textOf(type) ?? '', text: parseAddress(stated)?.text ?? stated}]
  })
}

/** A node, and with a port what answers there: node ports of Services, pods on its network. */
export function ownersOnNode(cluster: Cluster, node: string, address: string, port: PortQuestion | undefined): readonly Owner[] {
  const type = nodeAddresses(cluster.nodes.get(node)?.object).find(({text}) => text === address)?.type ?? 'address'
  if (!port) return [{kind: 'node', sentence: `node ${node} (${type})`, node}]
  const found = [
    ...nodePortOwners(cluster, port).map((owner) => ({...owner, node, sentence: `${owner.sentence}, on ${node}`})),
    ...healthCheckOwners(cluster, port).map((owner) => ({...owner, node, sentence: `${owner.sentence}, on ${node}`})),
    ...hostPortOwners(cluster, node, address, port),
  ]
  if (found.length > 0) return found
  const what = port.number === undefined ? `port ${port.text}` : `node port ${port.text}`
  return [{kind: 'node', sentence: `node ${node} (${type}), where no Service has ${what}`, node}]
}

/** Pods that have a port of their node: as its host port, or being on its network. */
function hostPortOwners(cluster: Cluster, node: string, address: string, port: PortQuestion): readonly Owner[] {
  if (port.number === undefined) return []
  return podsAtHostPort(cluster, {node, address, port: port.number, protocol: port.protocol}).map(({pod, isOnHost}): Owner => {
    const how = isOnHost ? 'is on the host network of' : 'is the host port of'
    const sentence = `port ${port.text} of node ${node}, which ${how} pod ${serviceName(podName(pod))}`
    return {kind: 'pod', sentence, pod: podName(pod), node}
  })
}
