import type {Cluster} from '../../cluster/cluster.ts'
import type {Service} from '../../cluster/service.ts'
import type {ClusterDns} from '../../network/dns/cluster-dns.ts'
import {type NamedEndpoint, namedEndpoints} from '../../network/dns/endpoint-host.ts'
import type {Lookup} from '../../network/dns/lookup.ts'
import type {Resolver} from '../../network/dns/resolver.ts'
import type {Finding} from '../../report.ts'
import {enumerate} from '../naming.ts'
import {judge} from '../resolve/judgement.ts'
import type {Verdict} from './dns-answer.ts'
import {findingsBeside} from './finding.ts'
import type {Judged} from './judged.ts'

/** What a reader should know beside the answer. */
export function notesOn(dns: ClusterDns, {tries, outcome}: Lookup, resolver: Resolver, verdict: Verdict): readonly string[] {
  const notes: string[] = []
  const made = tries.filter(({answers}) => answers !== undefined)
  const last = made.at(-1)
  if (outcome.kind === 'unresolved' && resolver.server === 'cluster' && last?.answers?.some(({answer}) => answer.status === 'unknown')) {
    notes.push(`other servers are asked for ${last.name} too, and may know it`)
  }
  if (outcome.kind === 'answered') {
    if (verdict === 'external') notes.push('other servers are asked for the address of that name')
    notes.push(...orderNotes(made))
  }
  return [...notes, ...settingNotes(dns)]
}

/** With ndots lower than its dots a name is asked as it stands first. musl, the C library of Alpine, leaves it at that (src/network/lookup_name.c). */
function orderNotes(made: Lookup['tries']): readonly string[] {
  const before = made.find(({answers}) => answers?.some(({answer}) => answer.status === 'unknown'))
  if (!before || before === made.at(-1)) return []
  return [`other servers are asked for ${before.name} first and must deny it; musl (Alpine) stops there`]
}

/** Who is missing among the pods of a headless Service, which DNS does not say, and whether its slices are what its pods lead one to expect. */
export function endpointNotes(cluster: Cluster, {settings}: ClusterDns, services: readonly Service[]): readonly string[] {
  return services
    .filter(({headless}) => headless)
    .flatMap((service) => {
      const endpoints = namedEndpoints(cluster, service, settings.endpointPodNames)
      const nameOf = ({endpoint, label}: NamedEndpoint) => endpoint.target?.name ?? label ?? ''
      const all = new Set(endpoints.map(nameOf))
      const unready = new Set(endpoints.filter(({endpoint}) => endpoint.ready === false).map(nameOf))
      const own = `${service.namespace}/${service.name}`
      const differs = judge(cluster, service).differences.length > 0
      const isPartial = unready.size > 0 && unready.size < all.size
      return [
        ...(isPartial ? [`${enumerate([...unready])} of ${own} ${unready.size === 1 ? 'is' : 'are'} not ready and left out`] : []),
        ...(differs
          ? [
              `the EndpointSlices of ${own}, which DNS answers from, and its pods differ: see svcscope resolve svc/${service.name} -n ${service.namespace}`,
            ]
          : []),
      ]
    })
}

export function settingNotes({settings}: ClusterDns): readonly string[] {
  return settings.unjudged.length > 0
    ? [`CoreDNS has ${enumerate(settings.unjudged, 5)} too, which may change answers and is not judged`]
    : []
}

/** What to do, where no finding says it. */
export function adviceNotes({advice}: Judged, findings: readonly Finding[]): readonly string[] {
  const isSaid = findings.some(({fix}) => fix?.edits || fix?.command || fix?.description === advice)
  return advice === undefined || isSaid ? [] : [advice]
}

/** Findings beside the cause are mended below the tables, and said here. */
export function findingNotes(findings: readonly Finding[]): readonly string[] {
  return findingsBeside(findings).map(({message}) => message)
}
