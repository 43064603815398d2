import {parseAddress} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {fieldsOf, itemsOf, textOf, valueAt} from '../../cluster/fields.ts'
import type {Pod} from '../../cluster/pod.ts'
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
    ...hostPortOwners(cluster, node, port),
  ]
  if (found.length > 0) return found
  const what = port.number === undefined ? `port ${port.text}` : `node port ${port.text}`
  return [{kind: 'node', sentence: `node ${node} (${type}), where no Service has ${what}`, node}]
}

/** Pods that have a port of their node: as its host port, or being on its network. */
function hostPortOwners(cluster: Cluster, node: string, port: PortQuestion): readonly Owner[] {
  return cluster.pods.all
    .filter((pod) => pod.nodeName === node && pod.source === 'object' && !pod.finished)
    .flatMap((pod): readonly Owner[] => {
      const isOnHost = fieldsOf(pod.spec)['hostNetwork'] === true
      const found = containerPorts(pod).find(
        ({hostPort, containerPort, protocol}) =>
          (hostPort === port.number || (isOnHost && containerPort === port.number)) && (port.protocol ?? protocol) === protocol,
      )
      if (!found) return []
      return [
        {
          kind: 'pod',
          sentence: `port ${port.text} of node ${node}, which ${how(isOnHost)} pod ${serviceName(podName(pod))}`,
          pod: podName(pod),
          node,
        },
      ]
    })
}

function how(isOnHost: boolean): string {
  return isOnHost ? 'is on the host network of' : 'is the host port of'
}

interface ContainerPort {
  readonly name: string | undefined
  readonly containerPort: unknown
  readonly hostPort: unknown
  readonly protocol: string
}

/** Those of all containers, with the protocol that they have where none is stated. */
export function containerPorts({spec}: Pod): readonly ContainerPort[] {
  return itemsOf(fieldsOf(spec)['containers'])
    .flatMap((container) => itemsOf(fieldsOf(container)['ports']))
    .map(fieldsOf)
    .map(({name, containerPort, hostPort, protocol}) => ({
      name: textOf(name),
      containerPort,
      hostPort,
      protocol: textOf(protocol) ?? 'TCP',
    }))
}
