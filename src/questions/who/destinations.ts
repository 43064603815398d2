import {type AddressFamily, familyOf} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service} from '../../cluster/service.ts'
import {findBackends} from '../../network/endpoints/backends.ts'
import type {Endpoint} from '../../network/endpoints/endpoint.ts'
import {podsByName} from '../../network/endpoints/pods-by-name.ts'
import {endPortOf, partyOfPod} from '../../network/policy/parties.ts'
import type {CalledAddress, EndPort, Party} from '../../network/policy/party.ts'
import {endPortAt, findPolicyDestination} from '../policy-destination.ts'
import {anonymise} from './clients.ts'
import type {PeerView} from './peer-views.ts'
import type {PolicyEye} from './policy-eye.ts'
import {endpointsBehind, type PortEndpoints} from './port-endpoints.ts'
import type {Subject} from './subjects.ts'

/** Endpoints that no policy tells apart, whoever connects. */
export interface Destination {
  readonly index: number
  /** One of them, on no node in particular. */
  readonly party: Party
  readonly port: EndPort
  /** How one of their Services is called. */
  readonly called: readonly CalledAddress[]
  readonly ingress: Subject
  readonly view: PeerView
  readonly portKey: string
}

/** A port of a Service with all that it leads to. */
export interface PortDestinations extends Pick<PortEndpoints, 'port' | 'endpoints'> {
  /** Where traffic from inside goes: each once, in the order of their number. */
  readonly destinations: readonly Destination[]
  /** The same of traffic from outside, which another policy is for. */
  readonly fromOutside: readonly Destination[]
}

export interface Destinations {
  readonly behind: (service: Service, family: AddressFamily) => readonly PortDestinations[]
  /** A port of a pod that is called by its own address, or its node's. */
  readonly at: (pod: Pod, port: number | null, protocol: string, family: AddressFamily) => Destination
}

/** Finds what the ports of Services lead to, and numbers what is alike. */
export function createDestinations(cluster: Cluster, eye: PolicyEye): Destinations {
  const classes = new Map<string, Destination>()
  const classify = (party: Party, port: EndPort, called: readonly CalledAddress[]): Destination => {
    const ingress = eye.subject(party, 'ingress')
    const view = eye.view(
      party,
      'egress',
      called.map(({address}) => address),
    )
    const portKey = eye.portKey(port)
    const key = `${ingress.index} ${view.index} ${portKey}`
    const destination = classes.get(key) ?? {
      index: classes.size,
      party: anonymise(party, 'destination'),
      port,
      called,
      ingress,
      view,
      portKey,
    }
    classes.set(key, destination)
    return destination
  }
  const behind: Destinations['behind'] = (service, family) => {
    const byTarget = new Map(findBackends(cluster, service).pods.map((pod) => [pod.target, pod]))
    const podOf = ({target}: Endpoint): Pod | undefined =>
      target === null
        ? undefined
        : (byTarget.get(target) ?? (target.kind === 'Pod' ? podsByName(cluster, service.namespace).get(target.name) : undefined))
    return endpointsBehind(cluster, service, family).map(({port, endpoints, inside, outside}) => {
      const called = service.clusterIPs
        .filter((address) => familyOf(address) === family)
        .map((address) => ({address, port: port?.port ?? 0}))
      const found = new Map(
        endpoints.map((endpoint) => {
          const end = findPolicyDestination(cluster, podOf(endpoint), endpoint, service, family)
          return [endpoint, classify(end.party, endPortAt(end, endpoint.port, endpoint.protocol ?? 'TCP'), called)]
        }),
      )
      const destinationsOf = (some: readonly Endpoint[]) =>
        [...new Set(some.map((endpoint) => found.get(endpoint) as Destination))].sort((a, b) => a.index - b.index)
      const destinations = destinationsOf(inside)
      return {port, endpoints, destinations, fromOutside: outside === inside ? destinations : destinationsOf(outside)}
    })
  }
  return {
    behind,
    at: (pod, port, protocol, family) => classify(partyOfPod(cluster, pod, family), endPortOf(pod, port, protocol), []),
  }
}
