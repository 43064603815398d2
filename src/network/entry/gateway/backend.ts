import type {OtherObject} from '../../../cluster/cluster.ts'
import {type Fields, integerOf, textOf} from '../../../cluster/fields.ts'
import type {Path} from '../../../cluster/object.ts'
import type {Service, ServicePort} from '../../../cluster/service.ts'
import type {Fault} from './broken.ts'
import {nameOf} from './broken.ts'
import {GATEWAY_GROUP, type GatewayObjects} from './gateway-objects.ts'
import {isInNamespace, type Permission, questionsOf} from './permission.ts'
import {isGranted} from './reference-grant.ts'
import {wasRead} from './was-read.ts'

/** What one backendRef of a route leads to. */
export type Backend =
  | {
      readonly kind: 'service'
      readonly service: Service
      readonly port: ServicePort
      readonly questions: readonly string[]
      readonly path: Path
    }
  /** Nowhere, by mistake. */
  | {readonly kind: 'broken'; readonly fault: Fault}
  /** Not to a Service of this cluster, as it is meant, or as only its controller knows. */
  | {readonly kind: 'elsewhere'; readonly fault: Fault}

const HIGHEST_WEIGHT = 1_000_000

/** Follows a backendRef, which stands at `path` of the route, to a port of a Service. */
export function followBackend(reference: Fields, path: Path, route: OtherObject, objects: GatewayObjects): Backend {
  const weight = reference['weight'] ?? 1
  if (weight === 0) return elsewhere('weight-0', 'its weight is 0: "no traffic should be forwarded for this entry"', [...path, 'weight'])
  if (integerOf(weight) === undefined || Number(weight) < 0 || Number(weight) > HIGHEST_WEIGHT)
    return broken('invalid-weight', `${JSON.stringify(weight)} is no weight: it is a number from 0 to ${HIGHEST_WEIGHT}`, [
      ...path,
      'weight',
    ])
  const kind = textOf(reference['kind']) ?? 'Service'
  const group = textOf(reference['group']) ?? ''
  const name = textOf(reference['name']) ?? ''
  const namespace = textOf(reference['namespace'])
  const target = {group, kind, name, namespace: namespace ?? route.namespace}
  if (group === '' && kind !== 'Service')
    return broken('no-such-kind', `no ${kind} of the core group is a backend: only Services are`, [...path, 'kind'])
  if (group === GATEWAY_GROUP) return broken('no-such-kind', `nothing of ${GATEWAY_GROUP} is a backend`, [...path, 'group'])
  const granted = mayRefer(route, target, namespace !== undefined, objects)
  if (granted === false) {
    const message = `no ReferenceGrant in namespace ${target.namespace} lets ${nameOf(route)} use ${kind} ${name}`
    return broken('no-grant', message, [...path, 'namespace'])
  }
  if (group !== '')
    return elsewhere(
      'other-kind',
      `${kind} ${target.namespace}/${name} (${group}) is no Service: only its controller knows what is behind it`,
      path,
    )
  return followService(reference, {path, route, granted, namespaceStated: namespace !== undefined}, objects)
}

interface Reading {
  readonly path: Path
  readonly route: OtherObject
  readonly granted: Permission
  readonly namespaceStated: boolean
}

function followService(reference: Fields, {path, route, granted, namespaceStated}: Reading, objects: GatewayObjects): Backend {
  const name = textOf(reference['name']) ?? ''
  const namespace = textOf(reference['namespace']) ?? route.namespace
  const found = objects.findService(name, namespace, namespaceStated || route.namespaceStated, route)
  if (!found) {
    if (!wasRead(objects.cluster.coverage, 'Service', {namespace, name}))
      return elsewhere('unread', `Service ${namespace}/${name} was not read`, path)
    const others = objects.cluster.services.filter((service) => service.name === name).map((service) => service.namespace)
    const hint = others.length > 0 ? `, but one in namespace ${[...new Set(others)].join(' and ')}` : ''
    return broken('no-such-service', `there is no Service ${namespace}/${name}${hint}`, [...path, 'name'])
  }
  const service = found.object
  if (service.type === 'ExternalName')
    return elsewhere('external-name', `Service ${namespace}/${name} is an ExternalName: "Implementations SHOULD NOT support" those`, path)
  const port = findPort(service, reference['port'], route.kind, path)
  if ('reason' in port) return {kind: 'broken', fault: port}
  const wrong = protocolProblem(port, route.kind)
  if (wrong !== undefined)
    return broken('unsupported-protocol', `port ${port.port} of Service ${namespace}/${name} speaks ${wrong}`, [...path, 'port'])
  return {kind: 'service', service, port, questions: questionsOf(found.isMeant, granted), path}
}

function mayRefer(
  route: OtherObject,
  target: {readonly namespace: string; readonly group: string; readonly kind: string; readonly name: string},
  stated: boolean,
  objects: GatewayObjects,
): Permission {
  if (!stated || target.namespace === route.namespace) return true
  const granted = isGranted(route, target, objects)
  if (granted !== false) return granted
  // It needs no grant where the route turns out to be in that namespace itself.
  return isInNamespace(route, target.namespace, {kind: route.kind, name: route.name, namespaceStated: true})
}

/** "Port is required when the referent is a Kubernetes Service. In this case, the port number is the service port number, not the target port." */
function findPort(service: Service, stated: unknown, kind: string, path: Path): ServicePort | Fault {
  const name = `Service ${service.namespace}/${service.name}`
  if (stated === undefined || stated === null) return {reason: 'no-port', message: `it names no port of ${name}`, path}
  const at = [...path, 'port']
  const number = integerOf(stated)
  if (number === undefined)
    return {reason: 'no-such-port', message: `${JSON.stringify(stated)} is no number of a port of ${name}`, path: at}
  const protocol = kind === 'UDPRoute' ? 'UDP' : 'TCP'
  const sameNumber = service.ports.filter(({port}) => port === number)
  const found = sameNumber.find((port) => port.protocol === protocol)
  if (found) return found
  if (sameNumber.length > 0)
    return {
      reason: 'no-such-port',
      message: `${name} has port ${number} for ${sameNumber.map((port) => port.protocol).join(' and ')}, not for ${protocol}`,
      path: at,
    }
  const has = service.ports.map(({port, protocol}) => `${port}/${protocol}`).join(', ')
  const target = service.ports.find(({targetPort}) => targetPort === number)
  const hint = target ? `: ${number} is the target port of ${target.port}` : has === '' ? '' : ` (it has ${has})`
  return {reason: 'no-such-port', message: `${name} has no port ${number}${hint}`, path: at}
}

/**
 * "If a Route is not able to send traffic to the backend using the specified protocol then the backend is considered invalid." Of the pairs that GEP-1911
 * lists gRPC has h2c alone, and WebSockets carry no gRPC; what else is not on its list is left to the implementation.
 */
function protocolProblem({appProtocol}: ServicePort, kind: string): string | undefined {
  const isWebSocket = appProtocol === 'kubernetes.io/ws' || appProtocol === 'kubernetes.io/wss'
  return kind === 'GRPCRoute' && isWebSocket ? `WebSockets (${appProtocol}), which carry no gRPC` : undefined
}

function broken(reason: string, message: string, path: Path): Backend {
  return {kind: 'broken', fault: {reason, message, path}}
}

function elsewhere(reason: string, message: string, path: Path): Backend {
  return {kind: 'elsewhere', fault: {reason, message, path}}
}
