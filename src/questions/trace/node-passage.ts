import {familyOf} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {fieldsOf, itemsOf, valueAt} from '../../cluster/fields.ts'
import {isLoopback} from '../../network/proxy/address-range.ts'
import {readProxyNode} from '../../network/proxy/proxy-node.ts'
import {UserError} from '../../user-error.ts'
import {enumerate} from '../naming.ts'
import {nearestWord} from '../resemblance.ts'
import {servicesAtNodePort} from '../services-at.ts'
import {fromOutside} from './caller.ts'
import {nameOf} from './explain.ts'
import type {Passage, Surroundings} from './passage.ts'
import type {AskedPort} from './question.ts'

/** To a port of a node at one of its addresses. Throws a UserError where no port is named, and for a `--node` that the packet does not enter. */
export function passageToNodeAddress(text: string, node: string, port: AskedPort | undefined, around: Surroundings): Passage {
  const {cluster, caller} = around
  const number = port?.number
  if (number === undefined) {
    const some = cluster.services.flatMap((service) =>
      service.ports.flatMap((one) => (one.nodePort === null ? [] : `${one.nodePort} (${nameOf(service)})`)),
    )
    throw new UserError(
      port ? `${port.text} is no port number` : `${node} is a node, and no port of it was named`,
      some.length > 0 ? `its node ports are ${enumerate(some, 4)}` : `write it as ${node}:30080`,
    )
  }
  const who = caller.stated ? caller : fromOutside()
  if (who.client.kind === 'outside' && around.node !== undefined && around.node !== node) {
    throw new UserError(
      `packets to ${text} enter ${node}, which has it, and not ${around.node}`,
      `leave --node out, or say who connects: --from node/${around.node}`,
    )
  }
  const services = servicesAtNodePort(cluster, number)
  const matching = services.flatMap((service) =>
    service.ports.filter((one) => one.nodePort === number).map((declared) => ({service, declared})),
  )
  const first = matching.find(({declared}) => port?.protocol === undefined || declared.protocol === port.protocol)
  const protocol = port?.protocol ?? first?.declared.protocol ?? 'TCP'
  const of = first ? `, node port ${number} is of ${nameOf(first.service)}` : ''
  return {
    kind: 'packets',
    steps: [{step: 'address', ok: true, message: `${text} is node ${node}${of}`}],
    caller: who,
    address: text,
    port: number,
    protocol,
    via: first ? 'node-port' : undefined,
    services,
    service: first?.service,
    chosen: first && {number, protocol, declared: first.declared, others: []},
    isBalanced: false,
  }
}

/** A public address that the network translates to the node's own, which kube-proxy never sees. */
export function nodeBehind({nodes}: Cluster, address: string): {readonly name: string; readonly own: string} | undefined {
  for (const [name, node] of nodes) {
    const stated = itemsOf(valueAt(node.object, 'status', 'addresses')).map(fieldsOf)
    if (!stated.some((one) => one['type'] === 'ExternalIP' && one['address'] === address)) continue
    const own = readProxyNode(name, node).addresses[familyOf(address)]
    if (!isLoopback(own)) return {name, own}
  }
  return undefined
}

/** To a port of a node by its name. Throws a UserError for a node that is not there, or whose address the input does not state. */
export function passageToNode(name: string, port: AskedPort | undefined, around: Surroundings): Passage {
  const {nodes} = around.cluster
  const node = nodes.get(name)
  if (!node) {
    const near = nearestWord(name, nodes.keys())
    const has = enumerate([...nodes.keys()], 5)
    const hint =
      near !== undefined ? `did you mean ${near}?` : has === '' ? 'the input has no nodes: kubectl get nodes -o yaml' : `it has ${has}`
    throw new UserError(`no Node named ${name} in the input`, hint)
  }
  const {addresses, primaryFamily} = readProxyNode(name, node)
  const text = addresses[around.family ?? primaryFamily]
  if (isLoopback(text)) {
    throw new UserError(
      `the input states no ${around.family ?? 'IP'} address of node ${name}`,
      'ask with the nodes as they run: kubectl get nodes -o yaml',
    )
  }
  return passageToNodeAddress(text, name, port, around)
}
