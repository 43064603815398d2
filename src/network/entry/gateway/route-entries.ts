import type {OtherObject} from '../../../cluster/cluster.ts'
import {referenceTo} from '../../../cluster/identity.ts'
import type {Service} from '../../../cluster/service.ts'
import type {BrokenEntry, Entry} from '../entry.ts'
import type {Front} from '../front.ts'
import {withoutTwins} from '../twins.ts'
import type {Attachment} from './attachment.ts'
import type {Backend} from './backend.ts'
import {breakAt, type Fault, placeIn} from './broken.ts'
import type {GatewayFront} from './gateway-front.ts'
import type {Listener} from './listener.ts'
import type {Parent} from './listener-set.ts'
import {type Attaching, askParents} from './parent-answer.ts'
import {transportOf} from './protocol.ts'
import type {Route, RouteRule} from './route.ts'
import {backendsOf} from './rule-backends.ts'

/** The ways in through the Gateway API. */
export interface GatewayEntries {
  readonly entries: readonly Entry[]
  readonly broken: readonly BrokenEntry[]
  /**
   * What leads to no Service and is right so, or nobody here can follow: a redirect, a weight of 0, a route of a mesh, a backend of another kind. With
   * these every route has at least one entry or reason.
   */
  readonly elsewhere: readonly BrokenEntry[]
}

export interface World extends Attaching {
  readonly frontsOf: (gateway: OtherObject) => readonly GatewayFront[]
}

/** The ways that one route makes, each from a listener that takes it to a port of a Service. */
export function entriesOfRoute(route: Route, world: World): GatewayEntries {
  const {object} = route
  const answers = askParents(route, world)
  const attachments = answers.flatMap((answer) => ('attachments' in answer ? answer.attachments : []))
  const isForMesh = answers.length > 0 && answers.every((answer) => 'elsewhere' in answer)
  const rules = isForMesh ? [] : route.rules.map((rule) => ({rule, backends: backendsOf(rule, object, world.objects)}))
  const backends = rules.flatMap((one) => one.backends)
  const broken = [...route.faults, ...answers.flatMap((answer) => ('fault' in answer ? answer.fault : [])), ...faultsOf(backends, 'broken')]
  const elsewhere = [...answers.flatMap((answer) => ('elsewhere' in answer ? answer.elsewhere : [])), ...faultsOf(backends, 'elsewhere')]
  const entries = attachments.flatMap((attachment) =>
    rules.flatMap(({rule, backends}) => backends.flatMap((backend) => entriesOf(backend, rule, attachment, route, world))),
  )
  return {
    entries: withoutTwins(entries),
    broken: broken.map((fault) => breakAt(object, fault)),
    elsewhere: elsewhere.map((fault) => breakAt(object, fault)),
  }
}

function faultsOf(backends: readonly Backend[], kind: 'broken' | 'elsewhere'): readonly Fault[] {
  return backends.flatMap((backend) => (backend.kind === kind ? [backend.fault] : []))
}

function entriesOf(backend: Backend, rule: RouteRule, attachment: Attachment, route: Route, world: World): readonly Entry[] {
  if (backend.kind !== 'service') return []
  const {listener, parent, hosts} = attachment
  const questions = [...attachment.questions, ...backend.questions]
  return world.frontsOf(parent.gateway).flatMap(({address, front, service, isByNode}) =>
    rule.paths.map((path) => ({
      via: 'Gateway' as const,
      address,
      hosts,
      path,
      port: clientPort(listener, service, isByNode),
      protocol: transportOf(listener.protocol),
      tls: tlsOf(listener.protocol),
      front: withQuestions(front, questions),
      through: through(parent, route, service),
      service: backend.service,
      servicePort: backend.port,
      pods: [],
      place: placeIn(route.object.origin, backend.path),
    })),
  )
}

function through({gateway, object}: Parent, route: Route, service: Service | undefined): Entry['through'] {
  const set = object === gateway ? [] : [referenceTo(object)]
  return [referenceTo(gateway), ...set, referenceTo(route.object), ...(service ? [referenceTo(service)] : [])]
}

/** Where proxies listen on other ports than their Service (Traefik's do), a listener has the port of the proxies. Null is a node port that is not known. */
function clientPort({port, protocol}: Listener, service: Service | undefined, isByNode: boolean): number | null {
  const ports = (service?.ports ?? []).filter((one) => one.protocol === transportOf(protocol))
  const own = ports.find((one) => one.port === port) ?? ports.find(({targetPort}) => targetPort === port)
  return isByNode ? (own?.nodePort ?? null) : (own?.port ?? port)
}

function tlsOf(protocol: string): boolean | null {
  if (protocol === 'HTTPS' || protocol === 'TLS') return true
  return protocol === 'HTTP' ? false : null
}

/** Where it is open whether the way is one at all, so is its reach; a way that nobody can come to stays one. */
function withQuestions(front: Front, [question]: readonly string[]): Front {
  return question === undefined || front.reach === 'none' ? front : {...front, reach: 'unknown', question}
}
