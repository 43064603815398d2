import {type AddressFamily, familyOf} from '../../cluster/address.ts'
import type {Cluster} from '../../cluster/cluster.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Service, ServicePort} from '../../cluster/service.ts'
import {findBackends, usableEndpoints} from '../../network/endpoints/backends.ts'
import type {Endpoint} from '../../network/endpoints/endpoint.ts'
import {podsByName} from '../../network/endpoints/pods-by-name.ts'
import {completeLabels} from '../../network/policy/partial-labels.ts'
import {endPortOf, partyOfNode, partyOfPod} from '../../network/policy/parties.ts'
import type {CalledAddress, EndPort, Party} from '../../network/policy/party.ts'
import {nodeAt} from '../node-at.ts'
import {anonymise} from './clients.ts'
import type {PeerView, PolicyEye, Subject} from './policy-eye.ts'

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

/** A port of a Service with all that it leads to; without ports of its own, a headless one leads to pods as they are. */
export interface PortDestinations {
  readonly port: ServicePort | null
  readonly endpoints: readonly Endpoint[]
  /** Each once, in the order of their number. */
  readonly destinations: readonly Destination[]
}

export type Destinations = (service: Service, family: AddressFamily) => readonly PortDestinations[]

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
  return (service, family) => {
    const backends = findBackends(cluster, service)
    const endpoints = usableEndpoints(service, backends.endpoints).filter(({address}) => address === null || familyOf(address) === family)
    const byTarget = new Map(backends.pods.map((pod) => [pod.target, pod]))
    const podOf = ({target}: Endpoint): Pod | undefined =>
      target === null
        ? undefined
        : (byTarget.get(target) ?? (target.kind === 'Pod' ? podsByName(cluster, service.namespace).get(target.name) : undefined))
    return portsOf(service).map((port) => {
      const own = endpoints.filter(({portName, protocol}) => !port || (portName === port.name && protocol === port.protocol))
      const called = service.clusterIPs
        .filter((address) => familyOf(address) === family)
        .map((address) => ({address, port: port?.port ?? 0}))
      const found = own.map((endpoint) => {
        const pod = podOf(endpoint)
        return classify(partyOf(cluster, service, endpoint, pod, family), endPortOf(pod, endpoint.port, endpoint.protocol ?? 'TCP'), called)
      })
      return {port, endpoints: own, destinations: [...new Set(found)].sort((a, b) => a.index - b.index)}
    })
  }
}

function portsOf({ports, headless}: Service): readonly (ServicePort | null)[] {
  return ports.length === 0 && headless ? [null] : ports
}

function partyOf(cluster: Cluster, service: Service, endpoint: Endpoint, pod: Pod | undefined, family: AddressFamily): Party {
  const {address, target, nodeName} = endpoint
  if (pod) return partyOfPod(cluster, pod, family)
  // A pod of which a slice tells and nothing else: it may have any label.
  if (target?.kind === 'Pod') {
    const {namespace, namespaceStated} = service
    const group = {index: -1, namespace, namespaceStated, labels: {...completeLabels({}), isOpen: true}, pods: []}
    return {kind: 'pod', group, addresses: address === null ? undefined : [address], node: nodeName, self: undefined}
  }
  const node = address === null ? undefined : nodeAt(cluster, address)
  return node === undefined ? {kind: 'outside', address} : partyOfNode(cluster, node, family)
}
