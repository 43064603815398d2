import type {Cluster, OtherObject} from '../../../cluster/cluster.ts'
import {createDefinitions} from '../../../cluster/definition.ts'
import {groupBy} from '../../../cluster/group-by.ts'
import {referenceTo} from '../../../cluster/identity.ts'
import type {ObjectReference} from '../../../cluster/object.ts'
import type {Service, ServicePort} from '../../../cluster/service.ts'
import type {BrokenEntry, Entry} from '../entry.ts'
import type {EntryFacts} from '../entry-facts.ts'
import {breakAt, placeIn} from '../gateway/broken.ts'
import {NO_NARROWING} from '../ingress/controllers/controller.ts'
import type {Door} from '../ingress/door.ts'
import {narrowFront} from '../ingress/narrowed-front.ts'
import {withoutTwins} from '../twins.ts'
import {annotatedEntries} from './annotated-services.ts'
import {findForeignBackend} from './foreign-backend.ts'
import {createDoorFinder, type FindDoors} from './foreign-doors.ts'
import {foreignKindOf, todaysGroupKindOf} from './foreign-kinds.ts'
import type {FindOthers, ForeignKind, ForeignRoute} from './foreign-route.ts'
import {unjudgedByGroup} from './unjudged-kinds.ts'

/** The ways in that kinds of other products make. */
export interface ForeignEntries {
  readonly entries: readonly Entry[]
  readonly broken: readonly BrokenEntry[]
  /** Objects that may lead to Services in a way that is not read here; the kind has its group behind it. */
  readonly unjudged: readonly ObjectReference[]
}

/**
 * The ways in by kinds that neither Ingress nor the Gateway API has: what they lead to is plain, and how far is as much as the input shows of the product's
 * own Service. `outer` are the ways of Ingresses and Gateways, which may lead to that.
 */
export function entriesOfForeignKinds(cluster: Cluster, facts: EntryFacts, outer: readonly Entry[]): ForeignEntries {
  const unjudged = unjudgedByGroup(cluster)
  const annotated = annotatedEntries(cluster, facts, outer)
  const objects = cluster.others.flatMap((object) => {
    const kind = foreignKindOf(object)
    return kind ? [{object, kind}] : []
  })
  if (objects.length === 0) return {entries: annotated, broken: [], unjudged}
  const definitions = createDefinitions(cluster.others)
  const servicesByName = groupBy(cluster.services, ({name}) => name)
  const doorsOf = createDoorFinder(cluster, facts, outer)
  const byKind = groupBy(cluster.others, todaysGroupKindOf)
  const entries: Entry[] = []
  const broken: BrokenEntry[] = []
  for (const {object, kind} of objects) {
    const find: FindOthers = (groupKind) =>
      (byKind.get(groupKind) ?? []).filter((one) => definitions.counts(one, one.origin, object.origin))
    const {routes, faults} = kind.read(object, find)
    broken.push(...faults.map((fault) => breakAt(object, fault)))
    const seen = new Set<string>()
    for (const route of routes) {
      const target = findForeignBackend(cluster, servicesByName, object, route)
      if (target.kind === 'broken') broken.push(target.broken)
      else
        for (const port of target.ports)
          entries.push(...withoutTwins(entriesAt(route, {object, kind, doorsOf}, target.service, port), seen))
    }
  }
  return {entries: [...entries, ...annotated], broken: distinctFaults(broken), unjudged}
}

interface Asked {
  readonly object: OtherObject
  readonly kind: ForeignKind
  readonly doorsOf: FindDoors
}

function entriesAt(
  route: ForeignRoute,
  {object, kind, doorsOf}: Asked,
  service: Service,
  servicePort: ServicePort | undefined,
): readonly Entry[] {
  const {hosts, path, protocol, backend, narrowing = NO_NARROWING} = route
  const remarks =
    service.type === 'ExternalName' ? [`Service ${service.namespace}/${service.name} is an ExternalName of ${service.externalName}`] : []
  return doorsOf(route, object, kind).map((door) => ({
    via: kind.via,
    address: door.address,
    hosts,
    path,
    port: door.port,
    protocol,
    tls: door.tls,
    front: narrowFront(door.front, {...narrowing, evidence: [...narrowing.evidence, ...remarks]}),
    through: throughOf(door, route, object),
    service,
    servicePort,
    pods: [],
    place: placeIn(object.origin, backend.path),
  }))
}

function throughOf(door: Door, {entrance}: ForeignRoute, object: OtherObject): readonly ObjectReference[] {
  const gateway = entrance.kind === 'gateway' ? [referenceTo(entrance.gateway)] : entrance.kind === 'absent' ? [entrance.reference] : []
  return [...door.through, ...gateway, referenceTo(object)]
}

function distinctFaults(broken: readonly BrokenEntry[]): readonly BrokenEntry[] {
  return [...new Map(broken.map((one) => [JSON.stringify([one.object, one.reason, one.message]), one])).values()]
}
