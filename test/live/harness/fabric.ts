import {containerPortsOf} from '../../../src/cluster/container-port.ts'
import {fieldsOf, itemsOf, textOf, valueAt} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {FABRIC} from './control-plane.ts'
import type {Sandbox} from './sandbox.ts'

/**
 * The network of a scenario, made of its Node and Pod objects: every node and every pod is a network namespace with the addresses that the object
 * states. A bridge joins the control plane, the nodes and one client from outside; in each node a bridge joins its pods; static routes lead from
 * node to node. Pods listen on their containers' ports.
 */
export interface Fabric {
  /** The namespace of a node, of a pod (its node's for hostNetwork), and of the client outside. */
  readonly node: (name: string) => string
  readonly pod: (namespace: string, name: string) => string
  readonly outside: string
}

/** A client that is neither node nor pod. Everything that it does not know goes to the first node, as from a router in front of the cluster. */
const OUTSIDE = {namespace: 'outside', ipv4: '192.168.77.200', ipv6: 'fd77::c8'} as const

/** Nobody has an address twice: the first packet need not wait a second to make sure. */
const NO_DUPLICATES = ['net.ipv6.conf.all.accept_dad=0', 'net.ipv6.conf.default.accept_dad=0', 'net.ipv6.conf.eth0.accept_dad=0']
/** Limits on refusals make every second one silent. */
const NO_LIMITS = ['net.ipv4.icmp_ratelimit=0', 'net.ipv4.icmp_ratemask=0', 'net.ipv6.icmp.ratelimit=0']
/** Without these, results flicker: refusals are limited, and bridged packets pass by the rules. */
const SYSCTLS = [
  'net.ipv4.ip_forward=1',
  'net.ipv6.conf.all.forwarding=1',
  ...NO_LIMITS,
  'net.ipv4.conf.all.send_redirects=0',
  'net.ipv4.conf.default.send_redirects=0',
  ...NO_DUPLICATES,
]
const NODE_SYSCTLS = [...SYSCTLS, 'net.bridge.bridge-nf-call-iptables=1', 'net.bridge.bridge-nf-call-ip6tables=1']

interface LiveNode {
  readonly name: string
  readonly namespace: string
  readonly addresses: readonly string[]
  /** Ranges of its pods, one per family. */
  readonly ranges: readonly string[]
}

interface LivePod {
  readonly name: string
  readonly namespace: string
  readonly node: LiveNode
  readonly hostNetwork: boolean
  readonly addresses: readonly string[]
  readonly tcp: readonly number[]
  readonly udp: readonly number[]
}

export async function weaveFabric(sandbox: Sandbox, objects: readonly WireObject[]): Promise<Fabric> {
  const nodes = objects.filter(({kind}) => kind === 'Node').map(readNode)
  const pods = objects.filter(({kind}) => kind === 'Pod').flatMap((pod) => readPod(pod, nodes))
  await addNamespaces(sandbox, [OUTSIDE.namespace, ...nodes.map(({namespace}) => namespace), ...own(pods)])
  await sandbox.exec(['ip', '-batch', '-'], {input: fabricLinks(nodes).join('\n')})
  await Promise.all([
    joinOutside(sandbox, nodes),
    ...nodes.map((node) =>
      joinNode(
        sandbox,
        node,
        nodes,
        pods.filter((pod) => pod.node === node && !pod.hostNetwork),
      ),
    ),
  ])
  await Promise.all(pods.map((pod) => joinPod(sandbox, pod)))
  const known = new Map(pods.map((pod) => [pod.name, pod.namespace]))
  return {
    outside: OUTSIDE.namespace,
    node: (name) => `node-${name}`,
    pod: (namespace, name) => {
      const found = known.get(`${namespace}/${name}`)
      if (!found) throw new Error(`pod ${namespace}/${name} does not run`)
      return found
    },
  }
}

function own(pods: readonly LivePod[]): readonly string[] {
  return pods.filter(({hostNetwork}) => !hostNetwork).map(({namespace}) => namespace)
}

function readNode(object: WireObject): LiveNode {
  const name = textOf(valueAt(object, 'metadata', 'name')) ?? ''
  const addresses = itemsOf(valueAt(object, 'status', 'addresses')).map(fieldsOf)
  const ranges = itemsOf(valueAt(object, 'spec', 'podCIDRs')).map(String)
  return {
    name,
    namespace: `node-${name}`,
    addresses: addresses.filter(({type}) => type === 'InternalIP').map(({address}) => String(address)),
    ranges,
  }
}

/** A pod that runs has a node and addresses; a terminating one still runs, a finished one does not. */
function readPod(object: WireObject, nodes: readonly LiveNode[]): readonly LivePod[] {
  const spec = fieldsOf(object['spec'])
  const node = nodes.find(({name}) => name === spec['nodeName'])
  const addresses = itemsOf(valueAt(object, 'status', 'podIPs')).map((item) => String(fieldsOf(item)['ip']))
  if (!node || addresses.length === 0 || valueAt(object, 'status', 'phase') !== 'Running') return []
  const [namespace, name] = [valueAt(object, 'metadata', 'namespace') ?? 'default', valueAt(object, 'metadata', 'name')]
  const hostNetwork = spec['hostNetwork'] === true
  const ports = containerPortsOf(spec)
  const numbers = (protocol: string) => [...new Set(ports.flatMap((port) => (port.protocol === protocol ? port.containerPort : [])))]
  return [
    {
      name: `${namespace}/${name}`,
      namespace: hostNetwork ? node.namespace : `pod-${namespace}-${name}`,
      node,
      hostNetwork,
      addresses,
      tcp: numbers('TCP'),
      udp: numbers('UDP'),
    },
  ]
}

async function addNamespaces(sandbox: Sandbox, names: readonly string[]): Promise<void> {
  await sandbox.exec(['ip', '-batch', '-'], {input: names.map((name) => `netns add ${name}`).join('\n')})
}

const isIPv6 = (address: string) => address.includes(':')

/** The first address of a pod range is its bridge's. */
function gatewayOf(range: string): string {
  const [base = ''] = range.split('/')
  return isIPv6(base) ? base.replace(/::$/, '::1') : base.replace(/\.0$/, '.1')
}

function fabricLinks(nodes: readonly LiveNode[]): readonly string[] {
  const links = [OUTSIDE.namespace, ...nodes.map(({namespace}) => namespace)].flatMap((namespace, index) => [
    `link add fabric${index} type veth peer name eth0 netns ${namespace}`,
    `link set fabric${index} master ${FABRIC.bridge} up`,
  ])
  return [...links, ...routesTo(nodes)]
}

/** Routes to the pods of these nodes, by way of the nodes. */
function routesTo(nodes: readonly LiveNode[]): readonly string[] {
  return nodes.flatMap(({ranges, addresses}) =>
    ranges.flatMap((range) => {
      const via = addresses.find((address) => isIPv6(address) === isIPv6(range))
      return via ? [`route add ${range} via ${via}`] : []
    }),
  )
}

async function joinOutside(sandbox: Sandbox, nodes: readonly LiveNode[]): Promise<void> {
  const {namespace, ipv4, ipv6} = OUTSIDE
  await sandbox.exec(['sysctl', '-qw', ...SYSCTLS], {namespace})
  const gateways = (nodes[0]?.addresses ?? []).map((address) => `route add default via ${address}`)
  const commands = ['link set lo up', 'link set eth0 up', ...fabricAddresses([ipv4, ipv6]), ...gateways]
  await sandbox.exec(['ip', '-batch', '-'], {namespace, input: commands.join('\n')})
}

function fabricAddresses(addresses: readonly string[]): readonly string[] {
  return addresses.map((address) =>
    isIPv6(address) ? `addr add ${address}/${FABRIC.prefix6} dev eth0 nodad` : `addr add ${address}/${FABRIC.prefix4} dev eth0`,
  )
}

async function joinNode(sandbox: Sandbox, node: LiveNode, nodes: readonly LiveNode[], pods: readonly LivePod[]): Promise<void> {
  const {namespace} = node
  await sandbox.exec(['sysctl', '-qw', ...SYSCTLS], {namespace})
  const commands = [
    'link set lo up',
    'link set eth0 up',
    ...fabricAddresses(node.addresses),
    'link add pods type bridge',
    'link set pods up',
    ...node.ranges.map((range) => `addr add ${gatewayOf(range)}/${range.split('/')[1]} dev pods${isIPv6(range) ? ' nodad' : ''}`),
    `route add default via ${FABRIC.ipv4}`,
    `route add default via ${FABRIC.ipv6}`,
    ...routesTo(nodes.filter((other) => other !== node)),
    ...pods.flatMap((pod, index) => [
      `link add pod${index} type veth peer name eth0 netns ${pod.namespace}`,
      `link set pod${index} master pods up`,
    ]),
  ]
  await sandbox.exec(['ip', '-batch', '-'], {namespace, input: commands.join('\n')})
  // There once the first bridge is.
  await sandbox.exec(['sysctl', '-qw', ...NODE_SYSCTLS], {namespace})
  // A pod may be its own backend.
  const hairpins = pods.map((_, index) => `link set dev pod${index} hairpin on`)
  await sandbox.exec(['bridge', '-batch', '-'], {namespace, input: hairpins.join('\n')})
}

async function joinPod(sandbox: Sandbox, pod: LivePod): Promise<void> {
  const {namespace, node, addresses} = pod
  if (!pod.hostNetwork) {
    await sandbox.exec(['sysctl', '-qw', ...NO_DUPLICATES, ...NO_LIMITS], {namespace})
    const commands = [
      'link set lo up',
      'link set eth0 up',
      ...addresses.map((address) => `addr add ${address}/${isIPv6(address) ? '64' : '24'} dev eth0${isIPv6(address) ? ' nodad' : ''}`),
      ...node.ranges
        .filter((range) => addresses.some((address) => isIPv6(address) === isIPv6(range)))
        .map((range) => `route add default via ${gatewayOf(range)}`),
    ]
    await sandbox.exec(['ip', '-batch', '-'], {namespace, input: commands.join('\n')})
  }
  await sandbox.serve({namespace, name: pod.name, tcp: pod.tcp, udp: pod.udp, ...(pod.hostNetwork && {addresses})})
}
