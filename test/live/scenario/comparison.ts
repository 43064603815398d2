import type {Cluster} from '../../../src/cluster/cluster.ts'
import type {Service} from '../../../src/cluster/service.ts'
import {type ComparedGroup, type EndpointSets, groupsOfSlices, keyOf, slicesByService, toSets} from './endpoint-sets.ts'
import type {Observation} from './observation.ts'

/** What should be in the slices of a Service. */
export interface Prediction {
  readonly groups: readonly ComparedGroup[]
  /** What else must be true of the real groups, where single endpoints are left to chance: a sentence for each thing that is not. */
  readonly objections?: (real: readonly ComparedGroup[]) => readonly string[]
}

export type Predict = (cluster: Cluster, service: Service) => Prediction

/** One Service of which the real slices say something else than was predicted. */
export interface Difference {
  /** `namespace/name`. */
  readonly service: string
  /** `group: endpoint`, as text. */
  readonly onlyPredicted: readonly string[]
  readonly onlyReal: readonly string[]
}

export interface Comparison {
  readonly services: number
  /** Endpoints of real slices that were looked at, and those of them whose hints, or that they have none, were predicted. */
  readonly endpoints: number
  readonly hints: number
  readonly differences: readonly Difference[]
}

/** Holds predictions against the slices of the real controllers, Service by Service. */
export function compareEndpoints({declared, slices}: Observation, predict: Predict): Comparison {
  const written = slicesByService(slices)
  const differences: Difference[] = []
  let endpoints = 0
  let hints = 0
  for (const service of declared.services) {
    const prediction = predict(declared, service)
    const predicted = toSets(prediction.groups)
    const groups = groupsOfSlices(written.get(keyOf(service)) ?? [])
    const real = toSets(groups)
    for (const [group, set] of real) {
      endpoints += set.size
      for (const endpoint of set.keys()) if (predicted.get(group)?.get(endpoint) !== undefined) hints++
    }
    const onlyPredicted = [...linesMissing(predicted, real), ...(prediction.objections?.(groups) ?? [])]
    const onlyReal = linesMissing(real, predicted)
    if (onlyPredicted.length + onlyReal.length > 0) differences.push({service: keyOf(service), onlyPredicted, onlyReal})
  }
  return {services: declared.services.length, endpoints, hints, differences}
}

/** A difference as it is printed, `-` for what is really there and `+` for what was predicted. */
export function describeDifference({service, onlyPredicted, onlyReal}: Difference): string {
  return [service, ...onlyReal.map((line) => `  - ${line}`), ...onlyPredicted.map((line) => `  + ${line}`)].join('\n')
}

/** Endpoints that the other side has not at all, or with other hints. */
function linesMissing(from: EndpointSets, other: EndpointSets): readonly string[] {
  return [...from].flatMap(([group, set]) =>
    [...set].flatMap(([endpoint, hints]) => {
      const found = other.get(group)
      const said = found?.get(endpoint)
      if (found?.has(endpoint) && (hints === undefined || said === undefined || hints === said)) return []
      return `${group}: ${endpoint}${hints === undefined ? '' : `, for ${hints}`}`
    }),
  )
}
