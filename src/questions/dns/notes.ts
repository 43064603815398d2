import type {Cluster} from '../../cluster/cluster.ts'
import type {Service} from '../../cluster/service.ts'
import type {ClusterDns} from '../../network/dns/cluster-dns.ts'
import {type NamedEndpoint, namedEndpoints} from '../../network/dns/endpoint-host.ts'
import type {Lookup} from '../../network/dns/lookup.ts'
import type {Resolver} from '../../network/dns/resolver.ts'
import type {Finding} from '../../report.ts'
import {enumerate} from '../naming.ts'
import type {Judged} from './judged.ts'

/** What a reader should know beside the answer. */
export function notesOn(dns: ClusterDns, {tries, outcome}: Lookup, resolver: Resolver): readonly string[] {
  const notes: string[] = []
  const made = tries.filter(({answers}) => answers !== undefined)
  const last = made.at(-1)
  if (outcome.kind === 'unresolved' && resolver.server === 'cluster' && last?.answers?.some(({answer}) => answer.status === 'unknown')) {
    notes.push(`the last name tried, ${last.name}, is asked of other servers: outside of the cluster it may be something else`)
  }
  if (outcome.kind === 'answered') {
    if (outcome.answered.answers?.some(({answer}) => answer.status === 'NOERROR' && answer.forwarded)) {
      notes.push('other servers are asked for the address of that name')
    }
    notes.push(...orderNotes(made))
  }
  return [...notes, ...settingNotes(dns)]
}

/** With ndots lower than its dots a name is asked as it stands first. musl, the C library of Alpine, leaves it at that (src/network/lookup_name.c). */
function orderNotes(made: Lookup['tries']): readonly string[] {
  const before = made.find(({answers}) => answers?.some(({answer}) => answer.status === 'unknown'))
  if (!before || before === made.at(-1)) return []
  return [`other servers are asked for ${before.name} first and must deny it; musl (Alpine) tries no search domain after that`]
}

/** Who is missing among the pods of a headless Service, which DNS does not say. */
export function unreadyNotes(cluster: Cluster, {settings}: ClusterDns, services: readonly Service[]): readonly string[] {
  return services
    .filter(({headless}) => headless)
    .flatMap((service) => {
      const endpoints = namedEndpoints(cluster, service, settings.endpointPodNames)
      const nameOf = ({endpoint, label}: NamedEndpoint) => endpoint.target?.name ?? label ?? ''
      const all = new Set(endpoints.map(nameOf))
      const unready = new Set(endpoints.filter(({endpoint}) => endpoint.ready === false).map(nameOf))
      if (unready.size === 0 || unready.size === all.size) return []
      return [
        `${enumerate([...unready])} of ${service.namespace}/${service.name} ${unready.size === 1 ? 'is' : 'are'} not ready and left out`,
      ]
    })
}

export function settingNotes({settings}: ClusterDns): readonly string[] {
  return settings.unjudged.length > 0
    ? [`CoreDNS is set up with ${enumerate(settings.unjudged, 5)} too, which may change answers and is not judged`]
    : []
}

/** What to do, where no finding says it. */
export function adviceNotes({advice}: Judged, findings: readonly Finding[]): readonly string[] {
  const isSaid = findings.some(({fix}) => fix?.edits || fix?.command || fix?.description === advice)
  return advice === undefined || isSaid ? [] : [advice]
}
