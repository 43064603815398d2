import type {Cluster, OtherObject} from '../../../cluster/cluster.ts'
import {referenceTo} from '../../../cluster/identity.ts'
import {type Labels, matchesLabels, selectorFromLabels} from '../../../cluster/label-selector.ts'
import {obtain} from '../../../cluster/obtain.ts'
import type {Service, ServicePort} from '../../../cluster/service.ts'
import type {Entry} from '../entry.ts'
import type {EntryFacts} from '../entry-facts.ts'
import {doorsOfController, type ReachedService} from '../ingress/controller-doors.ts'
import type {Door} from '../ingress/door.ts'
import {findInstallations, type Installation, servicesOfInstallation} from '../ingress/installation.ts'
import {entriesOfPods} from '../pod-entries.ts'
import {entriesOfService} from '../service-entries.ts'
import {FOREIGN_KINDS, statedClassOf} from './foreign-kinds.ts'
import type {ForeignKind, ForeignRoute} from './foreign-route.ts'
import {heedWord} from './unseen-doors.ts'

/** The ways by which clients come to what serves a route; at least one. */
export type FindDoors = (route: ForeignRoute, object: OtherObject, kind: ForeignKind) => readonly Door[]

const CONTROLLERS = [...new Set(Object.values(FOREIGN_KINDS).flatMap(({product}) => product.controller ?? []))]

/** What is asked again and again of one cluster, each worked out once. */
interface World {
  readonly cluster: Cluster
  readonly facts: EntryFacts
  readonly installations: readonly Installation[]
  readonly reached: (service: Service) => ReachedService
  readonly ofPods: () => readonly Entry[]
  readonly servicesOf: (installation: Installation) => readonly Service[]
  readonly servicesBefore: (labels: Labels) => readonly Service[]
}

/** `outer` are the ways of Ingresses and Gateways, some of which lead to Services of products. */
export function createDoorFinder(cluster: Cluster, facts: EntryFacts, outer: readonly Entry[]): FindDoors {
  const reached = new Map<Service, ReachedService>()
  const services = new Map<Installation, readonly Service[]>()
  const selecting = new Map<string, readonly Service[]>()
  let ofPods: readonly Entry[] | undefined
  const world: World = {
    cluster,
    facts,
    installations: findInstallations(cluster, CONTROLLERS),
    reached: (service) =>
      obtain(reached, service, () => ({
        service,
        entries: [...entriesOfService(cluster, service, facts), ...outer.filter((entry) => entry.service === service)],
      })),
    ofPods: () => {
      ofPods ??= entriesOfPods(cluster, facts)
      return ofPods
    },
    servicesOf: (installation) => obtain(services, installation, () => servicesOfInstallation(installation, cluster)),
    servicesBefore: (labels) => obtain(selecting, JSON.stringify(labels), () => servicesBefore(cluster, labels)),
  }
  const known = new Map<string, readonly Door[]>()
  return (route, object, kind) => {
    const key = keyOf(route, object, kind)
    return byTls(
      obtain(known, key, () => heedWord(doorsShown(route, object, kind, world), route, object, kind, world)),
      route.tls,
    )
  }
}

/** What the doors of a route go by: there may be thousands of routes by one entry point. */
function keyOf({entrance, tls, protocol}: ForeignRoute, object: OtherObject, kind: ForeignKind): string {
  const at = entrance.kind === 'gateway' ? {...entrance, gateway: referenceTo(entrance.gateway)} : entrance
  const own = kind.product.isServiceOf ? referenceTo(object) : null
  return JSON.stringify([kind.product.name, statedClassOf(object, kind) ?? null, at, tls, protocol, own, object.origin?.file ?? null])
}

function doorsShown(route: ForeignRoute, object: OtherObject, kind: ForeignKind, world: World): readonly Door[] {
  const {entrance} = route
  switch (entrance.kind) {
    case 'edge':
      return [{via: undefined, address: null, port: entrance.port, tls: route.tls, front: entrance.front, through: []}]
    case 'absent':
      return []
    case 'gateway':
      return doorsOfGateway(entrance.labels, entrance.port, route, object, world)
    case 'product':
      return doorsOfProduct(entrance.ports, route, object, kind, world)
  }
}

/** The proxies of a product, or what stands before them without their pods being seen. */
function doorsOfProduct(
  ports: readonly (string | number)[],
  {protocol}: ForeignRoute,
  object: OtherObject,
  kind: ForeignKind,
  world: World,
): readonly Door[] {
  const {cluster} = world
  const {controller, isServiceOf} = kind.product
  const stated = statedClassOf(object, kind)
  const choice =
    stated === undefined
      ? ({kind: 'none'} as const)
      : ({kind: 'class', name: stated, by: 'annotation', class: undefined, path: undefined} as const)
  const taking = world.installations.filter(({controller: own, program, container, pods: [pod]}) => {
    if (own !== controller || !cluster.counts(pod, {origin: object.origin})) return false
    const namespaces = program.namespaces(container, pod)
    // Where a product wants a class and an object names none, it may be that of another release, or by default.
    return (stated === undefined || program.serves(container, choice)) && (namespaces.length === 0 || namespaces.includes(object.namespace))
  })
  const labelled = isServiceOf ? cluster.services.filter((service) => isServiceOf(service, object)) : []
  const services = [...new Set([...taking.flatMap(world.servicesOf), ...labelled])].map(world.reached)
  const named = ports.length === 0 ? [] : services.flatMap((service) => doorsOfPorts(service, protocol, (port) => isOneOf(port, ports)))
  if (named.length > 0) return openOf(named)
  // A port that is none for web requests cannot be found by its name alone.
  if (protocol === 'UDP' || (ports.length > 0 && ports.every((port) => typeof port === 'number'))) return []
  const pods = taking.flatMap((one) => one.pods)
  return pods.length + services.length === 0 ? [] : (doorsOfController(cluster, services, pods, world.ofPods()) ?? [])
}

/** "The Port on which the proxy should listen" is a port of the Service, or (where no Service has it) of the pods behind it. */
function doorsOfGateway(labels: Labels, number: number, {protocol}: ForeignRoute, object: OtherObject, world: World): readonly Door[] {
  const services = world
    .servicesBefore(labels)
    .filter((service) => world.cluster.counts({identity: service, origin: service.origin}, {origin: object.origin}))
    .map(world.reached)
  const byPort = services.flatMap((service) => doorsOfPorts(service, protocol, ({port}) => port === number))
  const doors =
    byPort.length > 0 ? byPort : services.flatMap((service) => doorsOfPorts(service, protocol, ({targetPort}) => targetPort === number))
  const selector = selectorFromLabels(labels)
  const ofPods = world
    .ofPods()
    .filter((entry) => entry.port === number && entry.pods.some((pod) => matchesLabels(selector, pod.labels)))
    .map(({via, address, port, front}): Door => ({via, address, port, tls: null, front, through: []}))
  const open = openOf([...doors, ...ofPods])
  if (open.length > 0) return open
  return services.length === 0
    ? []
    : (doorsOfController(
        world.cluster,
        services.map(({service}) => ({service, entries: []})),
        [],
        [],
      ) ?? [])
}

/** Services that select pods with these labels, or that select by all of them where the pods are not in the input. */
function servicesBefore({services, pods}: Cluster, labels: Labels): readonly Service[] {
  const keys = Object.keys(labels)
  // An empty selector is every pod of the mesh: nobody means their Services.
  if (keys.length === 0) return []
  const proxies = pods.all.filter((pod) => matchesLabels(selectorFromLabels(labels), pod.labels))
  return services.filter((service) => {
    const {selector, selectorLabels, namespace} = service
    if (selector === undefined) return false
    if (keys.every((key) => Object.hasOwn(selectorLabels, key) && selectorLabels[key] === labels[key])) return true
    return proxies.some((pod) => pod.namespace === namespace && matchesLabels(selector, pod.labels))
  })
}

function doorsOfPorts({service, entries}: ReachedService, protocol: string, isMeant: (port: ServicePort) => boolean): readonly Door[] {
  return entries.flatMap(({via, address, port, tls, servicePort, front, through}): readonly Door[] =>
    servicePort && servicePort.protocol === protocol && isMeant(servicePort)
      ? [{via, address, port, tls, isTlsEndedBefore: tls === true, front, through: [...through, referenceTo(service)]}]
      : [],
  )
}

function isOneOf({name, port, targetPort}: ServicePort, ports: readonly (string | number)[]): boolean {
  return ports.some((one) => one === name || one === port || one === targetPort)
}

function openOf(doors: readonly Door[]): readonly Door[] {
  return doors.filter(({front}) => front.reach !== 'none')
}

/** Without the doors that are not for clients of that kind, where others are left. */
function byTls(doors: readonly Door[], tls: boolean | null): readonly Door[] {
  if (tls === null) return doors
  // Who stands before the product may have ended TLS already, whatever the route says of what comes to the product.
  const able = doors.filter((door) => door.tls === null || door.tls === tls || door.isTlsEndedBefore === true)
  return (able.length > 0 ? able : doors).map((door) => (door.isTlsEndedBefore === true ? door : {...door, tls}))
}
