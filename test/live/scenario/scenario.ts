import type {Labels} from '../../../src/cluster/label-selector.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {type AddressSpace, createAddressSpace, type Family, nodeAddresses} from './address-space.ts'
import {createNode, type NodeOptions} from './node.ts'
import {createPod, type PodOptions} from './pod.ts'
import {createService, type ServiceOptions} from './service.ts'
import {createEndpoints, createSlice, type SliceOptions, type SubsetOptions} from './slice.ts'

/** A value for all pods of a group, or a list that the pods take in turn. */
type Each<T> = T | readonly T[]

/** A group of pods: what PodOptions says, each in turn, and where they are. */
export type PodsOptions = {readonly [Key in keyof PodOptions]?: Each<NonNullable<PodOptions[Key]>>} & {
  /** Nodes in turn, all of the scenario's where it is not stated; null is a pod that nobody scheduled, a name may be of a node that is not there. */
  readonly on?: Each<string | null>
  /** The families of their addresses, the primary first. Both, IPv4 first, where it is not stated. */
  readonly families?: readonly Family[]
  /** Addresses in place of those that the node would give; [] is none. */
  readonly addresses?: readonly string[]
  /** Named and numbered as a StatefulSet does it, behind this headless Service. */
  readonly statefulSetOf?: string
}

/** Objects of a test cluster, written in a few lines. Every step adds to the scenario and gives it back. */
export interface Scenario {
  readonly name: string
  /** The nodes that it brings; empty where it uses the standard ones. */
  readonly ownNodes: readonly string[]
  readonly node: (name: string, options?: NodeOptions) => Scenario
  /** What follows goes into this namespace; the scenario's own name is the first. */
  readonly namespace: (name: string, labels?: Labels) => Scenario
  /** Pods `name-0`, `name-1`, …, with the label `app: name` where no labels are stated. */
  readonly pods: (name: string, count: number, options?: PodsOptions) => Scenario
  readonly service: (name: string, options: ServiceOptions) => Scenario
  readonly slice: (name: string, options: SliceOptions) => Scenario
  readonly endpoints: (
    name: string,
    subsets: readonly SubsetOptions[],
    metadata?: {readonly labels?: Labels; readonly annotations?: Labels},
  ) => Scenario
  /** An object as on the wire. */
  readonly object: (object: WireObject) => Scenario
  /** The wire objects, nodes and namespaces first. Scenarios that meet in one cluster share an address space. */
  readonly objects: (addresses?: AddressSpace) => readonly WireObject[]
}

type Builder = (addresses: AddressSpace) => readonly WireObject[]

/** Three nodes in two zones, one of them larger: for every scenario that has none of its own. */
const STANDARD_NODES: Readonly<Record<string, NodeOptions>> = {
  'node-a': {zone: 'zone-a', cpu: '4'},
  'node-b': {zone: 'zone-b', cpu: '4'},
  'node-c': {zone: 'zone-b', cpu: '8'},
}

export function scenario(name: string): Scenario {
  const nodes = new Map<string, NodeOptions>()
  const namespaces = new Map<string, Labels>([[name, {}]])
  const builders: Builder[] = []
  let namespace = name
  const add = (builder: Builder): Scenario => {
    builders.push(builder)
    return self
  }
  const nodesInUse = () => (nodes.size > 0 ? nodes : new Map(Object.entries(STANDARD_NODES)))
  const self: Scenario = {
    name,
    get ownNodes() {
      return [...nodes.keys()]
    },
    node: (node, options = {}) => {
      nodes.set(node, options)
      return self
    },
    namespace: (next, labels = {}) => {
      namespaces.set(next, {...namespaces.get(next), ...labels})
      namespace = next
      return self
    },
    pods: (group, count, options = {}) => {
      const here = namespace
      return add((addresses) => buildPods(here, group, count, options, [...nodesInUse().keys()], addresses))
    },
    service: (service, options) => {
      const object = createService(namespace, service, options)
      return add(() => [object])
    },
    slice: (slice, options) => {
      const object = createSlice(namespace, slice, options)
      return add(() => [object])
    },
    endpoints: (service, subsets, metadata) => {
      const object = createEndpoints(namespace, service, subsets, metadata)
      return add(() => [object])
    },
    object: (object) => add(() => [object]),
    objects: (addresses = createAddressSpace()) => [
      ...[...nodesInUse()].map(([node, options], index) => createNode(node, index, options)),
      ...[...namespaces].map(([one, labels]) => ({apiVersion: 'v1', kind: 'Namespace', metadata: {name: one, labels}})),
      ...builders.flatMap((build) => build(addresses)),
    ],
  }
  return self
}

/** The objects of scenarios that meet in one cluster: nodes that they share once, and no address twice. */
export function objectsTogether(scenarios: readonly Scenario[]): readonly WireObject[] {
  const addresses = createAddressSpace()
  const seen = new Map<string, string>()
  return scenarios.flatMap((one) =>
    one.objects(addresses).filter((object) => {
      if (object['kind'] !== 'Node' && object['kind'] !== 'Namespace') return true
      const key = `${object['kind']}/${(object['metadata'] as {name: string}).name}`
      const text = JSON.stringify(object)
      const known = seen.get(key)
      if (known !== undefined && known !== text) throw new Error(`${one.name} has another ${key} than a scenario before it`)
      seen.set(key, text)
      return known === undefined
    }),
  )
}

function buildPods(
  namespace: string,
  group: string,
  count: number,
  {on, families = ['IPv4', 'IPv6'], addresses: stated, statefulSetOf, ...each}: PodsOptions,
  nodes: readonly string[],
  space: AddressSpace,
): readonly WireObject[] {
  return Array.from({length: count}, (_, index) => {
    const name = `${group}-${index}`
    const pod: PodOptions = {labels: {app: group}, ...pick(each, index)}
    const nodeName = turn(on ?? nodes, index) ?? undefined
    const found = nodes.indexOf(nodeName ?? '')
    // A node that is not there has no range: its pods take addresses after the last one's.
    const nodeIndex = found < 0 ? nodes.length : found
    const host = nodeAddresses(nodeIndex)
    const own = stated || pod.hostNetwork ? host : space.take(nodeIndex)
    const addresses = stated ?? families.map((family) => own[family])
    const hostAddresses = nodeName === undefined || addresses.length === 0 ? [] : [host.IPv4, host.IPv6]
    const place = {namespace, name, nodeName, hostAddresses, addresses}
    return createPod(place, statefulSetOf === undefined ? pod : inStatefulSet(pod, statefulSetOf, name, index))
  })
}

/** What the StatefulSet controller makes of a pod. */
function inStatefulSet(pod: PodOptions, service: string, name: string, index: number): PodOptions {
  const labels = {...pod.labels, 'statefulset.kubernetes.io/pod-name': name, 'apps.kubernetes.io/pod-index': String(index)}
  return {...pod, labels, hostname: name, subdomain: service}
}

function turn<T>(value: Each<T>, index: number): T {
  return Array.isArray(value) ? value[index % value.length] : (value as T)
}

/** What the pod at this place of its group gets of every option. */
function pick(options: {readonly [Key in keyof PodOptions]?: Each<NonNullable<PodOptions[Key]>>}, index: number): PodOptions {
  return Object.fromEntries(Object.entries(options).map(([key, value]) => [key, turn<unknown>(value, index)]))
}
