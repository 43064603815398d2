import type {Labels} from '../../../src/cluster/label-selector.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {type AddressSpace, type Family, nodeAddresses} from './address-space.ts'
import {type ContainerPorts, createPod, type PodOptions} from './pod.ts'
import type {Random} from './random-numbers.ts'

/** What pods and the Services that look for them draw from. */
export interface Vocabulary {
  readonly namespaces: readonly string[]
  readonly nodes: readonly string[]
  readonly apps: readonly string[]
  /** Names of Services, which pods may also name as their subdomain. */
  readonly services: readonly string[]
}

export const TIERS = ['front', 'back', 'data'] as const
export const VERSIONS = ['v1', 'v2', 'v3'] as const
const MISSING_NODE = 'node-missing'

/** Port names with the numbers that pods give them: rarely all the same. */
const PORTS: Readonly<Record<string, readonly (number | string)[]>> = {
  http: [8080, 8080, 8080, 8090, 80],
  https: [8443, 443],
  grpc: [50_051, 50_052],
  metrics: [9090, 9090, 9100],
  dns: ['5353/UDP', '53/UDP', 5353],
  'dns-tcp': [5353],
  diameter: ['3868/SCTP'],
}
export const PORT_NAMES = Object.keys(PORTS)

export function randomPod(random: Random, words: Vocabulary, space: AddressSpace, index: number): WireObject {
  const where = random.weighted({node: 95, nowhere: 2, missing: 3})
  const nodeIndex = random.below(words.nodes.length)
  const nodeName = where === 'node' ? words.nodes[nodeIndex] : where === 'missing' ? MISSING_NODE : undefined
  const options = randomOptions(random, words, nodeName !== undefined)
  const host = nodeAddresses(nodeIndex)
  const own = options.hostNetwork ? host : space.take(nodeIndex)
  const silent = random.chance(0.03)
  const addresses = silent ? [] : familiesOf(random).map((family) => own[family])
  // The first namespace is crowded, so that slices are many and full.
  const namespace = random.chance(0.15) ? (words.namespaces[0] as string) : random.pick(words.namespaces)
  const hostAddresses = silent || nodeName === undefined ? [] : [host.IPv4, host.IPv6]
  return createPod({namespace, name: `pod-${index}`, nodeName, hostAddresses, addresses}, options)
}

function randomOptions(random: Random, words: Vocabulary, scheduled: boolean): PodOptions {
  const hostNetwork = random.chance(0.06)
  const phase = random.weighted({Running: 84, Pending: 6, Succeeded: 3, Failed: 4, Unknown: 3})
  // The API server takes a pod away at once that is finished or was never scheduled: it cannot terminate slowly.
  const canTerminate = scheduled && phase !== 'Succeeded' && phase !== 'Failed'
  return {
    labels: randomLabels(random, words),
    ports: randomPorts(random, random.below(5)),
    // On the host's network two containers must not have one port.
    ...(!hostNetwork && random.chance(0.2) && {secondPorts: randomPorts(random, 2)}),
    ...(!hostNetwork && random.chance(0.15) && {sidecarPorts: randomPorts(random, 2)}),
    ...(!hostNetwork && random.chance(0.1) && {initPorts: randomPorts(random, 2)}),
    ready: random.chance(phase === 'Running' ? 0.8 : 0.3),
    phase,
    terminating: canTerminate && random.chance(0.1),
    ...(hostNetwork && {hostNetwork}),
    ...(random.chance(0.2) && {hostname: `host-${random.below(5)}`}),
    ...(random.chance(0.2) && {subdomain: random.pick(words.services)}),
  }
}

function randomLabels(random: Random, words: Vocabulary): Labels {
  return {
    all: 'yes',
    app: random.pick(words.apps),
    ...(random.chance(0.8) && {tier: random.pick(TIERS)}),
    ...(random.chance(0.5) && {version: random.pick(VERSIONS)}),
  }
}

function randomPorts(random: Random, count: number): ContainerPorts {
  const ports: Record<string, number | string> = {}
  const numbers = new Set<string>()
  for (const name of random.some(PORT_NAMES, count)) {
    const value = random.pick(PORTS[name] as readonly (number | string)[])
    const number = String(value).includes('/') ? String(value) : `${value}/TCP`
    if (numbers.has(number)) continue
    numbers.add(number)
    ports[name] = value
  }
  return ports
}

function familiesOf(random: Random): readonly Family[] {
  const families = {dual: ['IPv4', 'IPv6'], four: ['IPv4'], six: ['IPv6'], 'six-first': ['IPv6', 'IPv4']} as const
  return families[random.weighted({dual: 70, four: 15, six: 7, 'six-first': 8})]
}
