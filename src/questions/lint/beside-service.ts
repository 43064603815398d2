import type {ExposedEntry, ExposedService} from '../exposure/exposed-service.ts'
import {count, enumerate, ownerName} from '../naming.ts'
import {ownerOf} from '../pod-owner.ts'
import type {Graph} from './graph.ts'
import type {Found} from './rule.ts'

/**
 * Pods that are reached at ports of their nodes past a Service that leads to the same ports: one finding for each workload and Service. A hazard where the
 * Service keeps somebody out whom the nodes let in, else worth knowing.
 */
export function besideService(graph: Graph, via: 'HostPort' | 'HostNetwork'): readonly Found[] {
  return graph.exposed().services.flatMap((one) => {
    const past = one.entries.filter((entry) => entry.via === via && entry.reach !== 'none' && entry.pods.length > 0)
    const byOwner = new Map<string, ExposedEntry[]>()
    for (const entry of past) {
      const [pod] = entry.pods
      const name = pod ? ownerName(pod) : ''
      byOwner.set(name, [...(byOwner.get(name) ?? []), entry])
    }
    return [...byOwner].flatMap(([name, entries]) => describe(one, name, entries))
  })
}

function describe({service, entries: all}: ExposedService, name: string, [first, ...others]: readonly ExposedEntry[]): readonly Found[] {
  const [pod] = first?.pods ?? []
  if (!first || !pod) return []
  const ports = [...new Set([first, ...others].map(({port}) => String(port)))]
  const guard = guardOf(all, first)
  const what = first.via === 'HostPort' ? 'hostPort' : 'hostNetwork'
  const end = guard === undefined ? '' : `, past ${guard}`
  return [
    {
      message: `${name} is reached at ${count(ports.length, 'port').replace(/^\d+ /, '')} ${enumerate(ports)} of its nodes, past svc/${service.name}${end}`,
      object: ownerOf(pod),
      place: first.place,
      aside: `past svc/${service.name}`,
      fix: {description: `take ${what} away where clients come through svc/${service.name}`},
      ...(guard === undefined && {severity: 'info' as const}),
    },
  ]
}

/** What keeps clients from the Service whom the nodes let in. */
function guardOf(entries: readonly ExposedEntry[], past: ExposedEntry): string | undefined {
  const balancer = entries.find(({via, sources}) => via === 'LoadBalancer' && sources.length > 0)
  if (balancer && past.reach !== 'unknown') return 'the source ranges of its load balancer'
  return undefined
}
