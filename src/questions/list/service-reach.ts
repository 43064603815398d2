import type {Cluster} from '../../cluster/cluster.ts'
import type {Service} from '../../cluster/service.ts'
import {findEntryFacts} from '../../network/entry/find-entry-facts.ts'
import type {Reach} from '../../network/entry/front.ts'
import {exposeServices} from '../exposure/exposed-service.ts'
import type {SaidFacts} from '../exposure/said-facts.ts'
import {count} from '../naming.ts'
import type {ServiceListing} from './service-listing.ts'

/** From how far away each Service can be reached, policies heeded: the very word of `exposure`. It takes several times as long as the rest of the list. */
export function findReaches(cluster: Cluster, services: readonly Service[], said: SaidFacts): ReadonlyMap<Service, Reach> {
  return new Map(exposeServices(cluster, findEntryFacts(cluster, said), services).map(({service, reach}) => [service, reach]))
}

/** Where to look for the question that would settle what cannot be told; the list has no room for it. */
export function describeOpenReaches(services: readonly ServiceListing[]): readonly string[] {
  const open = services.filter(({reach}) => reach === 'unknown').length
  return open === 0
    ? []
    : [`how far ${count(open, 'Service')} can be reached from is not known; for what would settle it: svcscope exposure`]
}
