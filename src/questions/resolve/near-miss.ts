import type {Cluster} from '../../cluster/cluster.ts'
import {labelOf} from '../../cluster/fields.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service} from '../../cluster/service.ts'
import {timesSelected} from './evidence.ts'
import {findSpellings, likenessOf} from './spelling.ts'

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

/** Of each list of pods that share something with a selector. The rarest lists come first, and one of a crowd stands for all. */
const MAX_CANDIDATES = 50

/** The pods of a Service's own namespace that its selector comes nearest to, the nearest first, one per set of labels and workload. */
export function findNearMisses(cluster: Cluster, service: Service): readonly NearMiss[] {
  const misses: NearMiss[] = []
  const seen = new Set<string>()
  for (const pod of candidates(cluster, service)) {
    const id = pod.workload ? `${pod.workload.kind}/${pod.workload.name}` : `Pod/${pod.target.name}`
    if (seen.has(id) || !cluster.counts(pod, service)) continue
    seen.add(id)
    const miss = compare(cluster, pod, service)
    if (isNear(miss, service, pod)) misses.push(miss)
  }
  return misses.sort((a, b) => distance(a) - distance(b) || b.equal - a.equal)
}

/** Pods that share a pair, or have a value that resembles one, or a value under another key: those that share the rarest thing first. */
function candidates(cluster: Cluster, service: Service): ReadonlySet<Pod> {
  const {pods} = cluster
  const {namespace} = service
  const keys = pods.keysIn(namespace)
  const lists = Object.entries(service.selectorLabels).flatMap(([key, value]) => [
    pods.withPair(key, value, namespace),
    ...findSpellings(cluster, service, key, value).map((other) => pods.withPair(key, other, namespace)),
    ...keys.filter((other) => other !== key).map((other) => pods.withPair(other, value, namespace)),
  ])
  const rarestFirst = lists.filter((list) => list.length > 0).sort((a, b) => a.length - b.length)
  return new Set(rarestFirst.flatMap((list) => list.slice(0, MAX_CANDIDATES)))
}

function compare(cluster: Cluster, pod: Pod, service: Service): NearMiss {
  const differences: Difference[] = []
  let equal = 0
  for (const [key, expected] of Object.entries(service.selectorLabels)) {
    const actual = labelOf(pod.labels, key)
    if (actual === expected) equal++
    else if (actual !== undefined) differences.push({key, expected, actual, likeness: likenessOf(service, expected, actual)})
    else differences.push(missing(pod, service, key, expected))
  }
  return {pod, differences: equal === 0 ? differences.map((difference) => doubt(cluster, service, difference)) : differences, equal}
}

/**
 * `redis-a` beside `redis-b`: a word that resembles another is no misspelling of it where the Service is called after the one, and another
 * Service selects the other.
 */
function doubt(cluster: Cluster, service: Service, difference: Difference): Difference {
  const {key, expected, actual, likeness} = difference
  const consistent =
    likeness === 'typo' && actual !== null && service.name.includes(expected) && timesSelected(cluster, service.namespace, key, actual) > 0
  return consistent ? {...difference, likeness: undefined} : difference
}

function missing(pod: Pod, service: Service, key: string, expected: string): Difference {
  // A value under another key tells only where the value itself is telling: "true" is not.
  const actualKey = /^(true|false|\d+)$/.test(expected)
    ? undefined
    : Object.keys(pod.labels).find((other) => pod.labels[other] === expected && !Object.hasOwn(service.selectorLabels, other))
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
