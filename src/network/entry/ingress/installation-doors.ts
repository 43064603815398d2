import type {Cluster} from '../../../cluster/cluster.ts'
import type {Entry} from '../entry.ts'
import type {EntryFacts} from '../entry-facts.ts'
import {entriesOfPods} from '../pod-entries.ts'
import {entriesOfService} from '../service-entries.ts'
import {doorsOfController} from './controller-doors.ts'
import type {Door} from './door.ts'
import {type Installation, servicesOfInstallation} from './installation.ts'
import type {Serving} from './serving.ts'

/** A way in, and what serves it. */
export interface Way {
  readonly entry: Entry
  readonly serving: Serving
}

/**
 * The ways to an installation, each worked out once. `outer` are the ways of Ingresses to Services of controllers; one that an installation serves itself leads
 * to it in a circle.
 */
export function doorsByInstallation(
  cluster: Cluster,
  facts: EntryFacts,
  outer: readonly Way[],
): (installation: Installation) => readonly Door[] {
  const known = new Map<Installation, readonly Door[]>()
  let ofPods: readonly Entry[] | undefined
  return (installation) => {
    const before = known.get(installation)
    if (before) return before
    ofPods ??= entriesOfPods(cluster, facts)
    const through = outer.filter(({serving}) => !serving.installations.includes(installation)).map(({entry}) => entry)
    const services = servicesOfInstallation(installation, cluster).map((service) => ({
      service,
      entries: [...entriesOfService(cluster, service, facts), ...through.filter((entry) => entry.service === service)],
    }))
    const doors = doorsOfController(cluster, services, installation.pods, ofPods) ?? []
    known.set(installation, doors)
    return doors
  }
}
