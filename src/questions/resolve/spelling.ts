import type {Cluster} from '../../cluster/cluster.ts'
import type {Service} from '../../cluster/service.ts'
import {digitsOf, editDistance, resemblance} from '../resemblance.ts'

/** The values of a label key by the digits in them: nobody misspells numbers, so only words with the same ones can be meant. */
type ByDigits = ReadonlyMap<string, readonly string[]>

/** Made once for each cluster, namespace and key, when the first selector matches nothing there. */
const SPELLINGS = new WeakMap<Cluster, Map<string, ByDigits>>()

/**
 * How a value that a Service selects resembles one that pods have. Short words are too close to each other to tell, but for one that the Service itself is
 * called: a Service `api` that selects `apii` means `api`.
 */
export function likenessOf({name}: Pick<Service, 'name'>, expected: string, actual: string): 'case' | 'typo' | undefined {
  const likeness = resemblance(expected, actual)
  if (likeness !== undefined || actual !== name || expected === actual || digitsOf(expected) !== digitsOf(actual)) return likeness
  return Math.min(expected.length, actual.length) > 1 && editDistance(expected, actual, 1) <= 1 ? 'typo' : undefined
}

/** The values of a key in its namespace that a value of a Service's selector may have been meant to be, sorted. */
export function findSpellings(
  cluster: Cluster,
  service: Pick<Service, 'name' | 'namespace'>,
  key: string,
  value: string,
): readonly string[] {
  const {namespace} = service
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
  return (values.get(digitsOf(value)) ?? []).filter((other) => likenessOf(service, value, other))
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
