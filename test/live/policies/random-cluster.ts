import type {AddressFamily} from '../../../src/cluster/address.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {createRandom, type Random} from '../scenario/random-numbers.ts'
import {PLANS} from './address-plan.ts'
import {type DrawnPolicy, drawPolicy, NAMESPACES, PORT_NAMES, PORTS, PROTOCOLS} from './random-policy.ts'
import {drawLabels, NAMESPACE_LABELS, POD_LABELS} from './random-selector.ts'

type Labels = Readonly<Record<string, string>>

export interface DrawnPod {
  readonly kind: 'pod'
  readonly name: string
  readonly namespace: string
  readonly labels: Labels
  readonly addresses: readonly string[]
  readonly hostNetwork: boolean
  readonly ports: readonly {readonly name?: string; readonly containerPort: number; readonly protocol?: string}[]
}

export interface Outsider {
  readonly kind: 'outside'
  readonly address: string
}

export interface DrawnNode {
  readonly kind: 'node'
  readonly name: string
}

export type End = DrawnPod | DrawnNode | Outsider

export interface Connection {
  readonly source: End
  readonly destination: End
  readonly family: AddressFamily
  readonly port: number
  readonly protocol: string
}

export interface DrawnCluster {
  /** Labels by name, without the one that the API server adds. */
  readonly namespaces: Readonly<Record<string, Labels>>
  readonly pods: readonly DrawnPod[]
  readonly policies: readonly DrawnPolicy[]
  readonly connections: readonly Connection[]
}

export const NODE = 'node-a'
const CONNECTIONS = 40

export function drawCluster(seed: number): DrawnCluster {
  const random = createRandom(seed)
  const families = random.pick<readonly AddressFamily[]>([['IPv4'], ['IPv4'], ['IPv6'], ['IPv4', 'IPv6'], ['IPv6', 'IPv4']])
  const names = random.some(NAMESPACES, 1 + random.below(3))
  const namespaces = Object.fromEntries(names.map((name) => [name, name === 'bare' ? {} : drawLabels(random, NAMESPACE_LABELS)]))
  const pods = Array.from({length: 3 + random.below(5)}, (_, index) => drawPod(random, index, random.pick(names), families))
  const policies = Array.from({length: 2 + random.below(6)}, (_, index) =>
    drawPolicy(random, `policy-${index}`, random.pick(names), families),
  )
  const connections = Array.from({length: CONNECTIONS}, () => drawConnection(random, pods, families))
  return {namespaces, pods, policies, connections}
}

function drawPod(random: Random, index: number, namespace: string, families: readonly AddressFamily[]): DrawnPod {
  const ports = Array.from({length: 1 + random.below(3)}, () => ({
    ...(random.chance(0.8) && {name: random.pick(PORT_NAMES)}),
    containerPort: random.pick(PORTS),
    ...(random.chance(0.4) && {protocol: random.pick(PROTOCOLS)}),
  }))
  return {
    kind: 'pod',
    name: `pod-${index}`,
    namespace,
    labels: drawLabels(random, POD_LABELS),
    addresses: families.map((family) => PLANS[family].pod(index)),
    hostNetwork: random.chance(0.02),
    // An API server takes a name once in a container.
    ports: ports.filter(({name}, at) => name === undefined || ports.findIndex((other) => other.name === name) === at),
  }
}

function drawConnection(random: Random, pods: readonly DrawnPod[], families: readonly AddressFamily[]): Connection {
  const family = random.pick(families)
  const outside = (): Outsider => ({kind: 'outside', address: random.pick(PLANS[family].outside)})
  const pod = () => random.pick(pods)
  // A pod may ask itself, but less often than chance would have it among so few.
  const another = (one: DrawnPod) => (random.chance(0.9) ? random.pick(pods.filter((pod) => pod !== one)) : pod())
  const [source, destination]: readonly [End, End] = {
    between: () => {
      const source = pod()
      return [source, another(source)] as const
    },
    in: () => [outside(), pod()] as const,
    out: () => [pod(), outside()] as const,
    node: () => random.shuffle<End>([{kind: 'node', name: NODE}, pod()]) as [End, End],
  }[random.weighted({between: 12, in: 4, out: 4, node: 0.3})]()
  // Most often one of its own ports: names are only for those.
  const own = destination.kind === 'pod' && random.chance(0.8) ? destination.ports : []
  const stated = own.length > 0 ? random.pick(own) : undefined
  const port = stated?.containerPort ?? random.pick([...PORTS, 1, 79, 81, 8079])
  const protocol = stated && random.chance(0.85) ? (stated.protocol ?? 'TCP') : random.pick(PROTOCOLS)
  return {source, destination, family, port, protocol}
}

/** The objects as an API server would have them. */
export function objectsOf({namespaces, pods, policies}: DrawnCluster): readonly WireObject[] {
  return [
    ...Object.entries(namespaces).map(([name, labels]) => ({apiVersion: 'v1', kind: 'Namespace', metadata: {name, labels}})),
    {apiVersion: 'v1', kind: 'Node', metadata: {name: NODE}},
    ...pods.map(({name, namespace, labels, addresses, hostNetwork, ports}) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {name, namespace, labels, uid: name},
      spec: {nodeName: NODE, hostNetwork, containers: [{name: 'app', image: 'app:1', ports}]},
      status: {phase: 'Running', podIP: addresses[0], podIPs: addresses.map((ip) => ({ip}))},
    })),
    ...policies.map((policy): WireObject => JSON.parse(JSON.stringify(policy))),
  ]
}
