import type {Cluster} from '../../cluster/cluster.ts'
import type {ObjectReference} from '../../cluster/object.ts'
import {obtain} from '../../cluster/obtain.ts'
import type {Service} from '../../cluster/service.ts'
import type {BrokenEntry, Entry} from '../../network/entry/entry.ts'
import type {EntryFacts} from '../../network/entry/entry-facts.ts'
import {entriesOfForeignKinds} from '../../network/entry/foreign/foreign-entries.ts'
import {entriesOfGateways} from '../../network/entry/gateway/gateway-entries.ts'
import {entriesOfIngresses} from '../../network/entry/ingress/ingress-entries.ts'
import {entriesOfPods} from '../../network/entry/pod-entries.ts'
import {entriesOfService} from '../../network/entry/service-entries.ts'

/** Every way in from outside that the input declares, and those that lead nowhere. */
export interface DeclaredEntries {
  readonly ofService: (service: Service) => readonly Entry[]
  /** To pods that no Service leads to by the same port. */
  readonly ofPods: readonly Entry[]
  readonly broken: readonly BrokenEntry[]
  /** What may lead to Services in a way that is not judged. */
  readonly unjudged: readonly ObjectReference[]
}

export function declaredEntriesOf(cluster: Cluster, facts: EntryFacts): DeclaredEntries {
  const ingresses = entriesOfIngresses(cluster, facts)
  const gateways = entriesOfGateways(cluster, facts)
  const foreign = entriesOfForeignKinds(cluster, facts, [...ingresses.entries, ...gateways.entries])
  const pastServices = entriesOfPods(cluster, facts)
  const byService = new Map<Service, Entry[]>()
  for (const entry of [...ingresses.entries, ...gateways.entries, ...foreign.entries, ...pastServices]) {
    if (entry.service) obtain(byService, entry.service, () => []).push(entry)
  }
  return {
    ofService: (service) => {
      const own = entriesOfService(cluster, service, facts)
      const others = byService.get(service)
      return others ? [...own, ...others] : own
    },
    ofPods: pastServices.filter(({service}) => service === undefined),
    broken: [...ingresses.broken, ...gateways.broken, ...foreign.broken],
    unjudged: foreign.unjudged,
  }
}
