import type {WireObject} from '../../../src/cluster/object.ts'
import {createAddressSpace} from './address-space.ts'
import {createNode} from './node.ts'
import {createRandom} from './random-numbers.ts'
import {randomPod, type Vocabulary} from './random-pods.ts'
import {randomService} from './random-services.ts'

export interface PopulationSize {
  readonly services: number
  readonly pods: number
}

export const CI_SIZE: PopulationSize = {services: 300, pods: 2_000}
export const FULL_SIZE: PopulationSize = {services: 2_000, pods: 4_000}

/** A node has 253 addresses for pods, and pods do not spread evenly. */
const PODS_PER_NODE = 180
/** Pods of one namespace that have one app: few enough for small Services, enough for large ones. */
const PODS_PER_APP = 6

/** A cluster drawn by seed: the same seed and size give the same objects. */
export function randomObjects(seed: number, {services, pods}: PopulationSize): readonly WireObject[] {
  const random = createRandom(seed)
  const numbered = (word: string, count: number) => Array.from({length: Math.ceil(count)}, (_, index) => `${word}-${index}`)
  const namespaces = numbered('random', 2 + services / 40)
  const words: Vocabulary = {
    namespaces,
    nodes: numbered('node', 3 + pods / PODS_PER_NODE),
    apps: numbered('app', 1 + pods / namespaces.length / PODS_PER_APP),
    services: numbered('service', services),
  }
  const zones = numbered('zone', 2 + random.below(3))
  // One node without a zone takes topology-mode Auto from every Service: worth it in some runs only.
  const zoneless = random.chance(0.1) ? random.pick(words.nodes) : undefined
  const space = createAddressSpace()
  return [
    ...words.nodes.map((name, index) =>
      createNode(name, index, {zone: name === zoneless ? null : random.pick(zones), cpu: random.pick(['2', '4', '4', '8', '3500m'])}),
    ),
    ...namespaces.map((name) => ({apiVersion: 'v1', kind: 'Namespace', metadata: {name}})),
    ...Array.from({length: pods}, (_, index) => randomPod(random, words, space, index)),
    ...Array.from({length: services}, (_, index) => randomService(random, words, index)).flat(),
  ]
}
