import {parseAddress} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import type {ObjectReference} from '../../cluster/object.ts'
import type {Pod} from '../../cluster/pod.ts'
import {findUnread} from '../../cluster/read.ts'
import type {ClusterDns} from '../../network/dns/cluster-dns.ts'
import {type Client, clientOfPod} from '../../network/proxy/packet/client.ts'
import {UserError} from '../../user-error.ts'
import {type Asker, findAsker} from '../dns/asker.ts'
import {enumerate, shortName} from '../naming.ts'
import {nodeAt, nodeWithPodRange} from '../node-at.ts'
import {nearestWord} from '../resemblance.ts'
import {servicesAt} from '../services-at.ts'
import {couldNotLook} from '../unread.ts'

/** Who opens the connection. */
export interface Caller {
  readonly client: Client
  /** Who asks DNS, worked out when somebody wants to know; undefined outside of the cluster. */
  readonly asker: (() => Asker) | undefined
  readonly object: ObjectReference | null
  /** `pod/client`, `the internet`, `any pod`. */
  readonly text: string
  readonly stated: boolean
  /** The nodes of a workload's pods, where those are several. */
  readonly nodes?: readonly string[]
}

export interface CallerWords {
  readonly from: string | undefined
  /** The client's node, or the one that a packet from outside enters. */
  readonly node: string | undefined
  readonly namespace: string | undefined
}

const OUTSIDE: Client = {kind: 'outside', address: null}

/** Whoever is named, or a pod on no node in particular. Throws a UserError for a pod, a workload or a node that is not there. */
export function findCaller(cluster: Cluster, dns: () => ClusterDns, {from, node, namespace}: CallerWords): Caller {
  if (node !== undefined) checkNode(cluster, dns, node)
  if (from === undefined) {
    const client: Client = {kind: 'pod', node: node ?? null, addresses: undefined}
    return {client, asker: () => findAsker(cluster, dns(), undefined, namespace), object: null, text: 'any pod', stated: false}
  }
  if (from === 'internet') return {client: OUTSIDE, asker: undefined, object: null, text: 'the internet', stated: true}
  const own = namespaceIn(from)
  if (own !== undefined) return callerInNamespace(cluster, dns, own, node)
  const address = parseAddress(from)
  if (address) return callerAt(cluster, dns, address.text)
  const pod = findPodNamed(cluster, from, namespace)
  if (pod) return callerOfPod(pod, pod.target, () => findAsker(cluster, dns(), from, namespace), node)
  const asker = findAsker(cluster, dns(), from, namespace)
  const nodes = nodesOf(cluster, asker)
  return nodes.length > 1 ? callerOnNodes(asker, nodes, node) : callerOf(asker, node)
}

/** `shop` of `ns/shop`. */
export function namespaceIn(from: string): string | undefined {
  return /^(?:ns|namespaces?)\/(.*)$/i.exec(from)?.[1]
}

/** Any pod of a namespace. */
function callerInNamespace(cluster: Cluster, dns: () => ClusterDns, name: string, node: string | undefined): Caller {
  const {pods, others, coverage} = cluster
  const declared = others.flatMap((one) => (one.group === '' && one.kind === 'Namespace' ? one.name : []))
  const names = new Set([...declared, ...pods.namespaces()])
  if (!names.has(name)) {
    const unread = findUnread(coverage, 'Pod', {namespace: name}) ?? coverage?.unread.find(({read}) => read.kind === 'Namespace')
    if (unread) throw couldNotLook(`whether there is a Namespace named ${name} cannot be told`, unread)
    const near = nearestWord(name, names)
    const has = enumerate([...names].sort(), 5)
    throw new UserError(`no Namespace named ${name} in the input`, near === undefined ? `it has ${has || 'none'}` : `did you mean ${near}?`)
  }
  const client: Client = {kind: 'pod', node: node ?? null, addresses: undefined}
  const object = {kind: 'Namespace', namespace: null, name}
  // Who asks is any pod of it, whatever the pods say of DNS.
  return {client, asker: () => findAsker(cluster, dns(), undefined, name), object, text: `ns/${name}`, stated: true}
}

/** The one pod of a name. Other words, and other numbers of pods, take a closer look, which costs more than one pass over all of them. */
function findPodNamed({pods}: Cluster, from: string, namespace: string | undefined): Pod | undefined {
  const name = /^(?:po\/|pods?\/)?([^/:]+)$/i.exec(from)?.[1]
  const among = namespace === undefined ? pods.all : pods.inNamespace(namespace)
  const found = name === undefined ? [] : among.filter(({target}) => target.kind === 'Pod' && target.name === name)
  return found.length === 1 ? found[0] : undefined
}

/** The same caller where nobody is named and the target is an address for the outside. */
export function fromOutside(): Caller {
  return {client: OUTSIDE, asker: undefined, object: null, text: 'outside', stated: false}
}

function checkNode(cluster: Cluster, dns: () => ClusterDns, node: string): void {
  findAsker(cluster, dns(), `node/${node}`, undefined)
}

/** Where the pods of a workload run; none for a single pod and for a node. */
function nodesOf({pods}: Cluster, {object}: Asker): readonly string[] {
  if (!object || object.kind === 'Pod' || object.namespace === null) return []
  const own = pods.inNamespace(object.namespace).filter(({workload}) => workload?.kind === object.kind && workload.name === object.name)
  return [...new Set(own.flatMap(({nodeName}) => nodeName ?? []))]
}

/** Any of several pods: their addresses are not all the same either. */
function callerOnNodes(asker: Asker, nodes: readonly string[], node: string | undefined): Caller {
  const {object, pod} = asker
  const text = object ? shortName(object) : 'any pod'
  if (node !== undefined && !nodes.includes(node))
    throw new UserError(`${text} has no pod on ${node}`, `it has some on ${enumerate(nodes, 5)}`)
  const isOnNode = pod !== undefined && clientOfPod(pod).kind === 'node'
  const client: Client = isOnNode ? {kind: 'node', node: node ?? null} : {kind: 'pod', node: node ?? null, addresses: undefined}
  return {client, asker: () => asker, object, text, stated: true, nodes}
}

function callerOf(asker: Asker, node: string | undefined): Caller {
  const {pod, object} = asker
  if (pod) return callerOfPod(pod, object ?? pod.target, () => asker, node)
  const client: Client = {kind: 'node', node: object?.name ?? null}
  return {client, asker: () => asker, object, text: `node/${object?.name}`, stated: true}
}

function callerOfPod(pod: Pod, object: ObjectReference, asker: () => Asker, node: string | undefined): Caller {
  const text = shortName(object)
  const client = clientOfPod(pod)
  const own = client.kind === 'outside' ? null : client.node
  if (own !== null && node !== undefined && own !== node)
    throw new UserError(`${text} is on ${own}, not on ${node}`, 'leave --node out: its own node applies')
  const placed = client.kind === 'outside' || own !== null || node === undefined ? client : {...client, node}
  return {client: placed, asker, object, text, stated: true}
}

/** An address is a pod's, a node's, or somebody's outside. */
function callerAt(cluster: Cluster, dns: () => ClusterDns, address: string): Caller {
  const node = nodeAt(cluster, address)
  if (node !== undefined) return callerOf(findAsker(cluster, dns(), `node/${node}`, undefined), undefined)
  const pod = findPodAt(cluster, address)
  if (pod) return callerOfPod(pod, pod.target, () => findAsker(cluster, dns(), `pod/${pod.target.name}`, pod.namespace), undefined)
  const [service] = servicesAt(cluster, address)
  if (service) {
    throw new UserError(
      `${address} is an address of Service ${service.name}, which opens no connections`,
      'name who connects: --from pod/NAME, node/NAME or internet',
    )
  }
  const host = nodeWithPodRange(cluster, address)
  if (host === undefined) return {client: {kind: 'outside', address}, asker: undefined, object: null, text: address, stated: true}
  // A pod that the input does not have.
  const client: Client = {kind: 'pod', node: host, addresses: [address]}
  return {client, asker: () => findAsker(cluster, dns(), undefined, undefined), object: null, text: address, stated: true}
}

/** The running pod that has an address. */
export function findPodAt(cluster: Cluster, address: string): Pod | undefined {
  return cluster.pods.all.find(({addresses, finished, target}) => !finished && target.kind === 'Pod' && addresses?.includes(address))
}
