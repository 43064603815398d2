import type {AddressFamily} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {containerPortsOf} from '../../cluster/container-port.ts'
import {fieldsOf, valueAt} from '../../cluster/fields.ts'
import {obtain} from '../../cluster/obtain.ts'
import {once} from '../../cluster/once.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service, ServicePort} from '../../cluster/service.ts'
import {addressTypesOf} from '../../network/endpoints/address-types.ts'
import {selectPods} from '../../network/endpoints/backends.ts'
import type {Entry} from '../../network/entry/entry.ts'
import type {Front} from '../../network/entry/front.ts'
import {policiesOf} from '../../network/policy/policy-set.ts'
import {findTargetPort} from '../../network/target-port.ts'
import {policiesAsEnforced} from '../policy-dataplane.ts'
import {primaryFamilyOf} from '../trace/entrance.ts'
import type {Destination, PortDestinations} from '../who/destinations.ts'
import type {Entrance, OutsideRegion} from '../who/entrance.ts'
import {endpointsBehind} from '../who/port-endpoints.ts'
import {answerFamily, type FamilyAnswers} from '../who/service-answer.ts'
import {familiesOfPods, frontIn, joinFamilies, leadsBy, type OfFamily} from './address-families.ts'
import {type Admitted, everybody, joinAdmitted} from './admitted.ts'
import {type ControllerAccess, createControllerAccess} from './controller-access.ts'
import {behindDoor, createDoorFinder} from './door-admission.ts'
import {isKnownEmpty, NO_CONTROLLER, NO_ENDPOINT} from './emptiness.ts'
import {createInsideReach, type InsideReach} from './inside-reach.ts'
import {admitOutside} from './outside-reach.ts'

/** Asks policies who is let in, each question once. */
export interface Admission {
  /** By a way in from outside. */
  readonly admit: (entry: Entry) => Admitted
  /** From inside, by the cluster IP or the pods' own addresses. Null for a headless Service without ports. */
  readonly admitInside: (service: Service, port: ServicePort | null) => Admitted
  /** What is connected to on the pods: numbers, or a port's name where no pod says its number. */
  readonly targetPortsOf: (service: Service, port: ServicePort | null) => readonly (number | string)[]
}

/** What all Services of one family share. */
interface Family {
  readonly name: AddressFamily
  readonly answers: FamilyAnswers
  /** What it remembers goes by the numbers of this family's destinations. */
  readonly inside: InsideReach
  readonly controllers: ControllerAccess
  readonly portsOf: (service: Service) => readonly PortDestinations[]
  readonly regionsOf: (policy: Entrance['policy'], destinations: readonly Destination[]) => readonly OutsideRegion[]
}

export function createAdmission(cluster: Cluster): Admission {
  const families = new Map<AddressFamily, Family>()
  const primary = primaryFamilyOf(cluster)
  const familyOf = (name: AddressFamily): Family => obtain(families, name, () => openFamily(cluster, name))
  const familiesOf = (service: Service) => addressTypesOf(service) ?? [primary]
  const {all: policies, foreign} = policiesOf(cluster)
  const hasPolicies = policies.length > 0 || foreign.length > 0
  // Each is asked about by every way to it.
  const known = new Map<ServicePort | Service, ReachedPort>()
  const reach = (service: Service, port: ServicePort | null): ReachedPort =>
    obtain(known, port ?? service, () => reachPort(cluster, service, port, familiesOf(service), familyOf, hasPolicies))
  const doorOf = createDoorFinder(cluster)
  const byNode = (entry: Entry): Admitted =>
    joinFamilies(familiesOfPods(entry.pods, primary).map((name) => [name, admitToPods(entry, familyOf(name))]))
  const atDoor = (entry: Entry): Admitted | undefined => {
    const door = doorOf(entry)
    if (door?.kind === 'pods') return byNode({...entry, pods: door.pods})
    if (!door) return undefined
    const {endsOf, isEmpty} = reach(door.service, door.port)
    const ends = endsOf().filter(({family}) => (door.family ?? family.name) === family.name)
    const remark = isEmpty ? NO_CONTROLLER : undefined
    if (ends.length === 0) return isEmpty ? remarkOn(everybody(entry.front.reach, entry.front.sources), remark) : undefined
    return remarkOn(joinFamilies(ends.map((end) => [end.family.name, admitFromOutside(entry.front, end, door.policy)])), remark)
  }
  return {
    admit: (entry) => {
      const {service, servicePort, front, pods} = entry
      if (!service || pods.length > 0) return byNode(entry)
      const {endsOf, isEmpty} = reach(service, servicePort ?? null)
      const ends = endsOf().filter(({family}) => leadsBy(entry, family.name))
      if (ends.length === 0) return remarkOn(everybody(front.reach, front.sources), isEmpty ? NO_ENDPOINT : undefined)
      const told = ends.map((end): OfFamily => [end.family.name, admitTo(entry, end)])
      const admitted = isRouted(entry) ? behindDoor(atDoor(entry), joinAdmitted(told.map(([, one]) => one))) : joinFamilies(told)
      return remarkOn(admitted, isEmpty ? NO_ENDPOINT : undefined)
    },
    admitInside: (service, port) => {
      const {endsOf, isEmpty} = reach(service, port)
      const ends = hasPolicies ? endsOf() : []
      const told = ends.map(({family, destinations}) => family.inside(destinations, family.answers.audienceOf))
      const admitted = told.length === 0 ? everybody('cluster') : joinAdmitted(told)
      return remarkOn(admitted, isEmpty ? NO_ENDPOINT : undefined)
    },
    targetPortsOf: (service, port) => reach(service, port).targetPorts,
  }
}

function openFamily(cluster: Cluster, name: AddressFamily): Family {
  const answers = answerFamily(cluster, name)
  const inside = createInsideReach(policiesAsEnforced(cluster))
  const ports = new Map<Service, readonly PortDestinations[]>()
  const regions = new Map<string, readonly OutsideRegion[]>()
  return {
    name,
    answers,
    inside,
    controllers: createControllerAccess(cluster, name, answers, inside),
    portsOf: (service) => obtain(ports, service, () => answers.behind(service)),
    regionsOf: (policy, destinations) => {
      const key = `${policy} ${destinations.map(({index}) => index).join()}`
      return obtain(regions, key, () => answers.outsideOf(policy, destinations))
    },
  }
}

/** What a port leads to in one family, from inside and from outside. */
interface End {
  readonly family: Family
  readonly destinations: readonly Destination[]
  readonly fromOutside: readonly Destination[]
}

/** What one port of a Service leads to. */
interface ReachedPort {
  /** In each family that has any. */
  readonly endsOf: () => readonly End[]
  /** Whether nobody answers there now, which is known. */
  readonly isEmpty: boolean
  readonly targetPorts: readonly (number | string)[]
}

/** Of a headless Service without ports, `port` is null. Where no policy is, hardly anybody asks how the ends are told apart. */
function reachPort(
  cluster: Cluster,
  service: Service,
  port: ServicePort | null,
  names: readonly AddressFamily[],
  familyOf: (name: AddressFamily) => Family,
  hasPolicies: boolean,
): ReachedPort {
  const isAsked = (one: {readonly port: ServicePort | null}) => one.port?.index === port?.index
  const endpoints = names.flatMap((name) => endpointsBehind(cluster, service, name).find(isAsked)?.endpoints ?? [])
  const numbers = new Set<number>()
  for (const {port: number} of endpoints) if (number !== null) numbers.add(number)
  const stated = port?.targetPort ?? null
  const endsOf = once(() =>
    names.flatMap((name): readonly End[] => {
      const family = familyOf(name)
      const answer = family.portsOf(service).find(isAsked)
      const destinations = destinationsOf(cluster, service, port, answer, family)
      if (destinations.length === 0) return []
      return [{family, destinations, fromOutside: answer && answer.fromOutside.length > 0 ? answer.fromOutside : destinations}]
    }),
  )
  // Destinations are numbered as they are first met.
  if (hasPolicies) endsOf()
  return {
    endsOf,
    isEmpty: endpoints.length === 0 && isKnownEmpty(cluster, service),
    targetPorts: numbers.size > 0 ? [...numbers].sort((a, b) => a - b) : stated === null ? [] : [stated],
  }
}

/** The usable endpoints of a port; where it has none, the pods that it selects, for they may be ready in a moment. */
function destinationsOf(
  cluster: Cluster,
  service: Service,
  port: ServicePort | null,
  answer: PortDestinations | undefined,
  family: Family,
): readonly Destination[] {
  if (answer && answer.destinations.length > 0) return answer.destinations
  const found = selectPods(cluster, service).flatMap((pod) => {
    if (!port) return [family.answers.at(pod, null, 'TCP')]
    const target = findTargetPort(pod, port)
    return target.kind === 'found' ? [family.answers.at(pod, target.port, port.protocol)] : []
  })
  return [...new Set(found)].sort((a, b) => a.index - b.index)
}

function remarkOn(admitted: Admitted, remark: string | undefined): Admitted {
  return remark === undefined ? admitted : {...admitted, remarks: [...admitted.remarks, remark]}
}

function isRouted({via}: Entry): boolean {
  return via === 'Ingress' || via === 'Gateway'
}

function admitTo(entry: Entry, end: End): Admitted {
  const {via, front, service} = entry
  switch (via) {
    case 'Ingress':
    case 'Gateway':
      return end.family.controllers(entry, end.destinations)
    default: {
      const isLocal = valueAt(service?.object, 'spec', 'externalTrafficPolicy') === 'Local'
      return admitFromOutside(front, end, isLocal ? 'Local' : 'Cluster')
    }
  }
}

/** Who comes in with the address that it has, or that a node puts in its place. Pods that let somebody in for certain do so whatever is so of others. */
function admitFromOutside(front: Front, {family: {name, regionsOf}, fromOutside}: End, policy: Entrance['policy']): Admitted {
  const own = frontIn(front, name)
  const policies = fromOutside.flatMap(({ingress}) => ingress.policies)
  const admitted = admitOutside(own, regionsOf(policy, fromOutside), policies)
  if (admitted.question === undefined || fromOutside.length < 2) return admitted
  const joined = joinAdmitted(fromOutside.map((one) => admitOutside(own, regionsOf(policy, [one]), one.ingress.policies)))
  return joined.reach === 'unknown'
    ? joined
    : {...joined, remarks: [...joined.remarks, `not of all its pods, perhaps: ${admitted.question}`]}
}

/** A port of a node leads to the pod with the client's own address, and a pod on its node's network is the node. */
function admitToPods({pods, port, protocol, front}: Entry, {answers, regionsOf}: Family): Admitted {
  const told = pods.map((pod) => {
    const end = answers.at(pod, portBehind(pod, port, protocol), protocol)
    return admitOutside(front, regionsOf('Local', [end]), end.ingress.policies)
  })
  return told.length === 0 ? everybody(front.reach, front.sources) : joinAdmitted(told)
}

/** The container's port behind a port of its node. */
export function portBehind(pod: Pod, port: number | null, protocol: string): number | null {
  if (fieldsOf(pod.spec)['hostNetwork'] === true) return port
  return containerPortsOf(pod.spec).find((one) => one.hostPort === port && one.protocol === protocol)?.containerPort ?? port
}
