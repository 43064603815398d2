import type {AddressFamily} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import {containerPortsOf} from '../../cluster/container-port.ts'
import {fieldsOf, valueAt} from '../../cluster/fields.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service, ServicePort} from '../../cluster/service.ts'
import {addressTypesOf} from '../../network/endpoints/address-types.ts'
import {selectPods} from '../../network/endpoints/backends.ts'
import type {Entry} from '../../network/entry/entry.ts'
import {findTargetPort} from '../../network/target-port.ts'
import {policiesAsEnforced} from '../policy-dataplane.ts'
import {primaryFamilyOf} from '../trace/entrance.ts'
import type {Destination} from '../who/destinations.ts'
import type {Entrance, OutsideRegion} from '../who/entrance.ts'
import {answerFamily, type FamilyAnswers, type PortAnswer} from '../who/service-answer.ts'
import {type Admitted, everybody, joinAdmitted} from './admitted.ts'
import {type ControllerAccess, createControllerAccess} from './controller-access.ts'
import {createInsideReach} from './inside-reach.ts'
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
  readonly answers: FamilyAnswers
  readonly controllers: ControllerAccess
  readonly portsOf: (service: Service) => readonly PortAnswer[]
  readonly regionsOf: (policy: Entrance['policy'], destinations: readonly Destination[]) => readonly OutsideRegion[]
}

export function createAdmission(cluster: Cluster): Admission {
  const families = new Map<AddressFamily, Family>()
  const inside = createInsideReach(policiesAsEnforced(cluster))
  const primary = primaryFamilyOf(cluster)
  const familyOf = (name: AddressFamily): Family => {
    const known = families.get(name)
    if (known) return known
    const opened = openFamily(cluster, name)
    families.set(name, opened)
    return opened
  }
  const familiesOf = (service: Service) => (addressTypesOf(service) ?? [primary]).map(familyOf)
  return {
    admit: (entry) => {
      const {service, servicePort, front, pods} = entry
      if (!service || pods.length > 0) return admitToPods(entry, familyOf(primary))
      const told = familiesOf(service).flatMap((family) => {
        const destinations = destinationsOf(cluster, service, servicePort ?? null, family)
        return destinations.length === 0 ? [] : [admitTo(entry, destinations, family)]
      })
      return told.length === 0 ? everybody(front.reach, front.sources) : joinAdmitted(told)
    },
    admitInside: (service, port) => {
      const told = familiesOf(service).flatMap((family) => {
        const destinations = destinationsOf(cluster, service, port, family)
        return destinations.length === 0 ? [] : [inside(destinations, family.answers.audienceOf(destinations))]
      })
      return withoutEndpoints(told.length === 0 ? everybody('cluster') : joinAdmitted(told), endpointsOf(service, port))
    },
    targetPortsOf: (service, port) => {
      const numbers = new Set(endpointsOf(service, port).flatMap((endpoint) => endpoint.port ?? []))
      const stated = port?.targetPort ?? null
      return numbers.size > 0 ? [...numbers].sort((a, b) => a - b) : stated === null ? [] : [stated]
    },
  }

  function endpointsOf(service: Service, port: ServicePort | null) {
    return familiesOf(service).flatMap((family) => answerAt(family, service, port)?.endpoints ?? [])
  }
}

function openFamily(cluster: Cluster, name: AddressFamily): Family {
  const answers = answerFamily(cluster, name)
  const ports = new Map<Service, readonly PortAnswer[]>()
  const regions = new Map<string, readonly OutsideRegion[]>()
  return {
    answers,
    controllers: createControllerAccess(cluster, answers),
    portsOf: (service) => {
      const known = ports.get(service)
      if (known) return known
      const asked = answers.answer(service).ports
      ports.set(service, asked)
      return asked
    },
    regionsOf: (policy, destinations) => {
      const key = `${policy} ${destinations.map(({index}) => index).join()}`
      const known = regions.get(key)
      if (known) return known
      const divided = answers.outsideOf(policy, destinations)
      regions.set(key, divided)
      return divided
    },
  }
}

function answerAt(family: Family, service: Service, port: ServicePort | null): PortAnswer | undefined {
  return family.portsOf(service).find((one) => one.port?.index === port?.index)
}

/** The usable endpoints of a port; where it has none, the pods that it selects, for they may be ready in a moment. */
function destinationsOf(cluster: Cluster, service: Service, port: ServicePort | null, family: Family): readonly Destination[] {
  const answer = answerAt(family, service, port)
  if (answer && answer.destinations.length > 0) return answer.destinations
  const found = selectPods(cluster, service).flatMap((pod) => {
    if (!port) return [family.answers.at(pod, null, 'TCP')]
    const target = findTargetPort(pod, port)
    return target.kind === 'found' ? [family.answers.at(pod, target.port, port.protocol)] : []
  })
  return [...new Set(found)].sort((a, b) => a.index - b.index)
}

function admitTo(entry: Entry, destinations: readonly Destination[], {answers, controllers, regionsOf}: Family): Admitted {
  const {via, front, service, through} = entry
  switch (via) {
    case 'Ingress':
    case 'Gateway':
      return controllers(front, through, answers.audienceOf(destinations))
    default: {
      const isLocal = valueAt(service?.object, 'spec', 'externalTrafficPolicy') === 'Local'
      return admitOutside(front, regionsOf(isLocal ? 'Local' : 'Cluster', destinations))
    }
  }
}

/** A port of a node leads to the pod with the client's own address, and a pod on its node's network is the node. */
function admitToPods({pods, port, protocol, front}: Entry, {answers, regionsOf}: Family): Admitted {
  const told = pods.map((pod) => {
    const end = answers.at(pod, portBehind(pod, port, protocol), protocol)
    return admitOutside(front, regionsOf('Local', [end]))
  })
  return told.length === 0 ? everybody(front.reach, front.sources) : joinAdmitted(told)
}

/** The container's port behind a port of its node. */
export function portBehind(pod: Pod, port: number | null, protocol: string): number | null {
  if (fieldsOf(pod.spec)['hostNetwork'] === true) return port
  return containerPortsOf(pod.spec).find((one) => one.hostPort === port && one.protocol === protocol)?.containerPort ?? port
}

function withoutEndpoints(admitted: Admitted, endpoints: readonly unknown[]): Admitted {
  return endpoints.length > 0 ? admitted : {...admitted, remarks: [...admitted.remarks, 'no endpoint now']}
}
