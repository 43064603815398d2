import type {AddressFamily} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service, ServicePort} from '../../cluster/service.ts'
import {addressTypesOf} from '../../network/endpoints/address-types.ts'
import type {Endpoint} from '../../network/endpoints/endpoint.ts'
import {judgeSide} from '../../network/policy/judgement.ts'
import {policiesAsEnforced} from '../policy-dataplane.ts'
import {judge} from '../resolve/judgement.ts'
import type {Verdict} from '../trace/trace-data.ts'
import type {Access} from './access.ts'
import {type Audience, createAudiences} from './audience.ts'
import {type ClientClass, classifyClients} from './clients.ts'
import {createDestinations, type Destination, type PortDestinations} from './destinations.ts'
import {type Entrance, entranceOf, judgeOutside, type OutsideRegion} from './entrance.ts'
import type {HeldUp} from './held-up.ts'
import {openEye} from './policy-eye.ts'
import {createSides, type JudgeSide} from './sides.ts'

/** Who may reach one port of a Service. */
export interface PortAnswer {
  /** Null for a headless Service without ports. */
  readonly port: ServicePort | null
  readonly endpoints: readonly Endpoint[]
  readonly destinations: readonly Destination[]
  readonly fromOutside: readonly Destination[]
  /** Undefined where there is no endpoint. */
  readonly audience: Audience | undefined
  /** Parts of the addresses outside; undefined without a way in. */
  readonly outside: readonly OutsideRegion[] | undefined
}

/**
 * `delivered`: some client may for certain reach all endpoints of some port. `partial`: the luckiest reach some endpoints. `dropped`: nobody may, but the
 * pods themselves and their own nodes. `rejected`: there is nobody to reach. `external`: it leads out of the cluster. `unknown`: it cannot be told.
 */
export type WhoVerdict = Extract<Verdict, 'delivered' | 'partial' | 'dropped' | 'rejected' | 'external' | 'unknown'>

export interface ServiceAnswer {
  readonly service: Service
  readonly family: AddressFamily
  readonly verdict: WhoVerdict
  readonly entrance: Entrance | undefined
  readonly ports: readonly PortAnswer[]
}

/** What all Services of one family share. */
export interface FamilyAnswers {
  readonly clients: readonly ClientClass[]
  readonly heldUp: HeldUp
  readonly answer: (service: Service) => ServiceAnswer
  /** What the ports of a Service lead to, where nobody asks who may reach it. */
  readonly behind: (service: Service) => readonly PortDestinations[]
  /** A port of a pod that is called past every Service. */
  readonly at: (pod: Pod, port: number | null, protocol: string) => Destination
  /** Who may reach destinations, of clients in the cluster. */
  readonly audienceOf: (destinations: readonly Destination[]) => Audience
  /** The same of the outside, by policies alone; `policy` says whose address arrives. */
  readonly outsideOf: (policy: Entrance['policy'], destinations: readonly Destination[]) => readonly OutsideRegion[]
}

/** Opens the question for one family; `judgeOne` is asked once for all that policies do not tell apart. */
export function answerFamily(cluster: Cluster, family: AddressFamily, judgeOne: JudgeSide = judgeSide): FamilyAnswers {
  const eye = openEye(cluster, policiesAsEnforced(cluster))
  const clients = classifyClients(cluster, eye, family)
  const sides = createSides(cluster, eye, clients, judgeOne)
  const destinationsOf = createDestinations(cluster, eye)
  const audiences = createAudiences(sides, clients)
  return {
    clients,
    heldUp: audiences.heldUp,
    behind: (service) => destinationsOf.behind(service, family),
    at: (pod, port, protocol) => destinationsOf.at(pod, port, protocol, family),
    audienceOf: audiences.of,
    outsideOf: (policy, destinations) => judgeOutside(cluster, eye, sides, {policy, sourceRanges: []}, destinations, family),
    answer: (service) => {
      const entrance = entranceOf(service)
      const ports = destinationsOf.behind(service, family).map(({port, endpoints, destinations, fromOutside}): PortAnswer => {
        const isReached = destinations.length > 0
        return {
          port,
          endpoints,
          destinations,
          fromOutside,
          audience: isReached ? audiences.of(destinations) : undefined,
          outside: entrance && fromOutside.length > 0 ? judgeOutside(cluster, eye, sides, entrance, fromOutside, family) : undefined,
        }
      })
      return {service, family, verdict: verdictOf(cluster, service, ports), entrance, ports}
    },
  }
}

/** The family in which a Service is asked about: its first. */
export function familyOfService(service: Service, primary: AddressFamily): AddressFamily {
  return addressTypesOf(service)?.[0] ?? primary
}

function verdictOf(cluster: Cluster, service: Service, ports: readonly PortAnswer[]): WhoVerdict {
  if (service.type === 'ExternalName') return 'external'
  if (ports.every(({audience}) => audience === undefined)) return judge(cluster, service).verdict === 'unknown' ? 'unknown' : 'rejected'
  const has = (access: Access) =>
    ports.some(({audience, outside}) => audience?.accesses.has(access) || outside?.some(({value}) => value.access === access))
  if (has('allowed')) return 'delivered'
  if (has('partial')) return 'partial'
  return has('unknown') ? 'unknown' : 'dropped'
}
