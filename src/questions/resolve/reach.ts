import type {Endpoint} from '../../network/endpoints.ts'
import {isListed, usableEndpoints} from '../../network/endpoints.ts'
import type {Judgement} from './judgement.ts'

/** How many pods, or addresses of slices, a Service reaches on every port, out of how many. */
export interface Reach {
  /** At least this many; the rest depends on nodes or a controller. */
  readonly reached: number
  readonly of: number
  /** Some of them are one per node or as many as a controller likes. */
  readonly open: boolean
}

export function reachOf({service, backends}: Judgement): Reach {
  const usable = usableEndpoints(backends.endpoints)
  const ports = Math.max(1, service.ports.length)
  const all = groupByTarget(backends.endpoints)
  const reached = groupByTarget(usable)
  let [complete, total, open] = [0, 0, false]
  for (const [target, endpoints] of all) {
    const replicas = endpoints[0]?.replicas ?? null
    open ||= replicas === null
    total += replicas ?? 1
    // A slice's endpoint has the ports that its slice has: those of the Service may be fewer.
    if ((reached.get(target)?.length ?? 0) >= (service.selector ? ports : 1)) complete += replicas ?? 1
  }
  const without = backends.pods.filter((pod) => isListed(pod) && !all.has(JSON.stringify([pod.target, pod.addresses?.[0] ?? null])))
  return {reached: complete, of: without.reduce((sum, pod) => sum + (pod.replicas ?? 1), total), open}
}

function groupByTarget(endpoints: readonly Endpoint[]): Map<string, Endpoint[]> {
  const groups = new Map<string, Endpoint[]>()
  for (const endpoint of endpoints) {
    const key = JSON.stringify([endpoint.target, endpoint.address])
    const group = groups.get(key)
    if (group) group.push(endpoint)
    else groups.set(key, [endpoint])
  }
  return groups
}

/** `3`, `2 of 4`, `2+` where there may be more. */
export function describeReach(judgement: Judgement): string {
  if (judgement.verdict === 'external') return '–'
  if (judgement.verdict === 'unknown') return '?'
  const {reached, of, open} = reachOf(judgement)
  const more = open ? '+' : ''
  return reached === of ? `${reached}${more}` : `${reached} of ${of}${more}`
}
