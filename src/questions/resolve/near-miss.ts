import type {Cluster} from '../../cluster/cluster.ts'
import {labelOf} from '../../cluster/fields.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service} from '../../cluster/service.ts'
import {resemblance} from '../resemblance.ts'

/** One pair of a selector against one pod's labels. */
export interface Difference {
  readonly key: string
  readonly expected: string
  /** Null where the pod has no such label. */
  readonly actual: string | null
  /** How it came about, where that can be told; `key`: the value is there, under another key. */
  readonly likeness: 'case' | 'typo' | 'key' | undefined
  /** The key that holds the value instead. */
  readonly actualKey?: string
}

/** A pod that a selector misses by little. */
export interface NearMiss {
  readonly pod: Pod
  readonly differences: readonly Difference[]
  readonly equal: number
}

/** Enough to find the nearest; a selector that shares a pair with more pods than this shares nothing telling. */
const MAX_CANDIDATES = 200

/** The pods of a Service's own namespace that its selector comes nearest to, the nearest first, one per set of labels and workload. */
export function findNearMisses(cluster: Cluster, service: Service): readonly NearMiss[] {
  const misses: NearMiss[] = []
  const seen = new Set<string>()
  for (const pod of candidates(cluster, service)) {
    const id = pod.workload ? `${pod.workload.kind}/${pod.workload.name}` : `Pod/${pod.target.name}`
    if (seen.has(id) || !cluster.counts(pod, service)) continue
    seen.add(id)
    const miss = compare(pod, service)
    if (isNear(miss, service, pod)) misses.push(miss)
  }
  return misses.sort((a, b) => distance(a) - distance(b) || b.equal - a.equal)
}

/** Pods that share a pair, or have a value or a key that resembles one, or bear the Service's name. */
function candidates(cluster: Cluster, service: Service): ReadonlySet<Pod> {
  const found = new Set<Pod>()
  const add = (pods: readonly Pod[]) => {
    for (const pod of pods) {
      if (found.size >= MAX_CANDIDATES) return
      found.add(pod)
    }
  }
  const pairs = Object.entries(service.selectorLabels)
  const keys = cluster.pods.keysIn(service.namespace)
  for (const [key, value] of pairs) {
    for (const other of cluster.pods.valuesOf(key, service.namespace)) {
      if (resemblance(value, other)) add(cluster.pods.withPair(key, other, service.namespace))
    }
    for (const other of keys) {
      if (other !== key) add(cluster.pods.withPair(other, value, service.namespace))
    }
  }
  const shared = pairs.map(([key, value]) => cluster.pods.withPair(key, value, service.namespace)).sort((a, b) => a.length - b.length)
  for (const pods of shared) if (pods.length <= MAX_CANDIDATES) add(pods)
  return found
}

function compare(pod: Pod, service: Service): NearMiss {
  const differences: Difference[] = []
  let equal = 0
  for (const [key, expected] of Object.entries(service.selectorLabels)) {
    const actual = labelOf(pod.labels, key)
    if (actual === expected) equal++
    else if (actual !== undefined) differences.push({key, expected, actual, likeness: resemblance(expected, actual)})
    else differences.push(missing(pod, key, expected))
  }
  return {pod, differences, equal}
}

function missing(pod: Pod, key: string, expected: string): Difference {
  // A value under another key tells only where the value itself is telling: "true" is not.
  const actualKey = /^(true|false|\d+)$/.test(expected)
    ? undefined
    : Object.keys(pod.labels).find((other) => pod.labels[other] === expected)
  return actualKey === undefined
    ? {key, expected, actual: null, likeness: undefined}
    : {key, expected, actual: null, likeness: 'key', actualKey}
}

/** Near is: every difference explains itself, or more than half of the selector holds. */
function isNear(miss: NearMiss, service: Service, pod: Pod): boolean {
  if (miss.differences.every((difference) => difference.likeness !== undefined)) return true
  const sharesName = pod.workload?.name === service.name || pod.target.name === service.name
  return miss.equal > 0 && (sharesName || miss.equal * 2 >= miss.equal + miss.differences.length)
}

/** A difference that explains itself weighs less than one that does not. */
function distance(miss: NearMiss): number {
  return miss.differences.reduce((sum, difference) => sum + (difference.likeness ? 1 : difference.actual === null ? 3 : 4), 0)
}
