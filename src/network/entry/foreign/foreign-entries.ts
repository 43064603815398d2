import type {Cluster, OtherObject} from '../../../cluster/cluster.ts'
import {createDefinitions} from '../../../cluster/definition.ts'
import {referenceTo} from '../../../cluster/identity.ts'
import type {ObjectReference} from '../../../cluster/object.ts'
import type {Service, ServicePort} from '../../../cluster/service.ts'
import type {BrokenEntry, Entry} from '../entry.ts'
import type {EntryFacts} from '../entry-facts.ts'
import {breakAt, placeIn} from '../gateway/broken.ts'
import {NO_NARROWING} from '../ingress/controllers/controller.ts'
import type {Door} from '../ingress/door.ts'
import {narrowFront} from '../ingress/narrowed-front.ts'
import {annotatedEntries} from './annotated-services.ts'
import {findForeignBackend} from './foreign-backend.ts'
import {createDoorFinder, type FindDoors} from './foreign-doors.ts'
import {foreignKindOf, groupKindOf} from './foreign-kinds.ts'
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
  const servicesByName = groupByName(cluster.services)
  const doorsOf = createDoorFinder(cluster, facts, outer)
  const byKind = groupByKind(cluster.others)
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
      else for (const port of target.ports) entries.push(...newOnes(entriesAt(route, {object, kind, doorsOf}, target.service, port), seen))
    }
  }
  return {entries: [...entries, ...annotated], broken: withoutTwins(broken), unjudged}
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

/** Routes that differ in headers, methods or weights alone are one way in; the first says where it is written down. */
function newOnes(entries: readonly Entry[], seen: Set<string>): readonly Entry[] {
  return entries.filter(({address, hosts, path, port, protocol, tls, through, service, servicePort, front}) => {
    const parts = [
      address,
      hosts,
      path ?? null,
      port,
      protocol,
      tls,
      through,
      service?.namespace,
      service?.name,
      servicePort?.index,
      front.reach,
    ]
    const key = JSON.stringify(parts)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

function withoutTwins(broken: readonly BrokenEntry[]): readonly BrokenEntry[] {
  return [...new Map(broken.map((one) => [JSON.stringify([one.object, one.reason, one.message]), one])).values()]
}

function groupByName(services: readonly Service[]): ReadonlyMap<string, readonly Service[]> {
  return groupBy(services, ({name}) => name)
}

function groupByKind(others: readonly OtherObject[]): ReadonlyMap<string, readonly OtherObject[]> {
  return groupBy(others, groupKindOf)
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const known = groups.get(key)
    if (known) known.push(item)
    else groups.set(key, [item])
  }
  return groups
}
