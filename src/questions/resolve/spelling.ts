import type {Cluster} from '../../cluster/cluster.ts'
import {digitsOf, resemblance} from '../resemblance.ts'

/** The values of a label key by the digits in them: nobody misspells numbers, so only words with the same ones can be meant. */
type ByDigits = ReadonlyMap<string, readonly string[]>

/** Made once for each cluster, namespace and key, when the first selector matches nothing there. */
const SPELLINGS = new WeakMap<Cluster, Map<string, ByDigits>>()

/** The values of a key in a namespace that a value may have been meant to be, sorted. */
export function findSpellings(cluster: Cluster, namespace: string, key: string, value: string): readonly string[] {
  let keys = SPELLINGS.get(cluster)
  if (!keys) {
    keys = new Map()
    SPELLINGS.set(cluster, keys)
  }
  const id = `${namespace}\n${key}`
  let values = keys.get(id)
  if (!values) {
    values = groupByDigits(cluster.pods.valuesOf(key, namespace))
    keys.set(id, values)
  }
  return (values.get(digitsOf(value)) ?? []).filter((other) => resemblance(value, other))
}

function groupByDigits(values: readonly string[]): ByDigits {
  const groups = new Map<string, string[]>()
  for (const value of values) {
    const group = groups.get(digitsOf(value))
    if (group) group.push(value)
    else groups.set(digitsOf(value), [value])
  }
  return groups
}
