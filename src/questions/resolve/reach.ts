import type {Pod} from '../../cluster/pod.ts'
import {usableEndpoints} from '../../network/endpoints/backends.ts'
import type {Endpoint} from '../../network/endpoints/endpoint.ts'
import type {Judgement} from './judgement.ts'

/** How many pods, or addresses of slices, a Service reaches on every port, out of how many. */
export interface Reach {
  /** At least this many; the rest depends on nodes or a controller. */
  readonly reached: number
  readonly of: number
  /** Usable addresses beside them that are no pods of the Service. */
  readonly others: number
  /** Some of them are one per node or as many as a controller likes. */
  readonly open: boolean
}

export function reachOf(judgement: Judgement): Reach {
  const {service, backends, verdict} = judgement
  // A resolved Service reaches every pod that it selects: there is nothing to compare.
  if (verdict === 'resolved' && service.selector && backends.slices.length === 0) return countPods(backends.listed)
  return compareReach(judgement)
}

function countPods(pods: readonly Pod[]): Reach {
  let [number, open] = [0, false]
  for (const {replicas} of pods) {
    number += replicas ?? 1
    open ||= replicas === null
  }
  return {reached: number, of: number, others: 0, open}
}

function compareReach({service, backends}: Judgement): Reach {
  const ports = Math.max(1, service.ports.length)
  const all = groupByTarget(backends.endpoints)
  const usable = groupByTarget(usableEndpoints(service, backends.endpoints))
  let [reached, of, open] = [0, 0, false]
  let others = 0
  for (const [target, endpoints] of all) {
    if (endpoints.every((endpoint) => backends.others.has(endpoint))) {
      if (usable.has(target)) others++
      continue
    }
    const replicas = endpoints[0]?.replicas ?? null
    open ||= replicas === null
    of += replicas ?? 1
    // A slice's endpoint has the ports that its slice has: those of the Service may be fewer.
    if (countPorts(usable.get(target) ?? []) >= (service.selector ? ports : 1)) reached += replicas ?? 1
  }
  // Slices list pods by name: a template has no part in them.
  const counted = backends.observed ? backends.listed.filter(({source}) => source === 'object') : backends.listed
  const without = countPods(counted.filter((pod) => !all.has(pod.target)))
  return {reached, of: of + without.of, others, open: open || without.open}
}

/** A pod with addresses of both families has each port twice. */
function countPorts(endpoints: readonly Endpoint[]): number {
  return endpoints.length < 2 ? endpoints.length : new Set(endpoints.map(({portName, protocol}) => `${portName}/${protocol}`)).size
}

/** By the pod that they belong to, else by address. Every endpoint of a pod refers to the pod's own reference. */
function groupByTarget(endpoints: readonly Endpoint[]): Map<unknown, Endpoint[]> {
  const groups = new Map<unknown, Endpoint[]>()
  for (const endpoint of endpoints) {
    const key = endpoint.target ?? endpoint.address
    const group = groups.get(key)
    if (group) group.push(endpoint)
    else groups.set(key, [endpoint])
  }
  return groups
}

/** `3`, `2 of 4`, `2+` where there may be more, `2 and 1` with an address that is no pod. */
export function describeReach(judgement: Judgement): string {
  if (judgement.verdict === 'external') return '–'
  if (judgement.verdict === 'unknown') return '?'
  const {reached, of, others, open} = reachOf(judgement)
  const more = open ? '+' : ''
  const too = others > 0 && judgement.verdict !== 'empty' ? ` and ${others}` : ''
  return reached === of ? `${reached}${more}${too}` : `${reached} of ${of}${more}${too}`
}

/** How many pods these stand for; what depends on nodes or a controller counts as one. */
export function countReplicas(pods: readonly Pod[]): number {
  return countPods(pods).reached
}
