import type {Cluster, OtherObject} from '../../../cluster/cluster.ts'
import {wasLookedFor} from '../../../cluster/read.ts'
import type {Service, ServicePort} from '../../../cluster/service.ts'
import type {BrokenEntry} from '../entry.ts'
import {breakAt} from '../gateway/broken.ts'
import type {ForeignBackend, ForeignRoute} from './foreign-route.ts'

/** Where a backend leads. Of a Service without ports (an ExternalName may have none) there is one without port. */
export type ForeignTarget =
  | {readonly kind: 'found'; readonly service: Service; readonly ports: readonly (ServicePort | undefined)[]}
  | {readonly kind: 'broken'; readonly broken: BrokenEntry}

/** The Service and its ports that a route of `object` leads to, or why it leads nowhere. */
export function findForeignBackend(
  cluster: Cluster,
  servicesByName: ReadonlyMap<string, readonly Service[]>,
  object: OtherObject,
  {backend, protocol}: Pick<ForeignRoute, 'backend' | 'protocol'>,
): ForeignTarget {
  const named = servicesByName.get(backend.name) ?? []
  const service = named.find(
    (one) => one.namespace === backend.namespace && cluster.counts({identity: one, origin: one.origin}, {origin: object.origin}),
  )
  return service ? findPorts(service, backend, protocol, object) : missing(cluster, object, backend, named)
}

function findPorts(
  service: Service,
  {port, matchesTargetPort, path}: ForeignBackend,
  protocol: string,
  object: OtherObject,
): ForeignTarget {
  const able = service.ports.filter((one) => one.protocol === protocol)
  if (service.ports.length === 0 && service.type === 'ExternalName') return {kind: 'found', service, ports: [undefined]}
  if (port === undefined && able.length > 0) return {kind: 'found', service, ports: able}
  const own = able.filter((one) => (typeof port === 'number' ? one.port === port : one.name === port))
  const found = own.length > 0 ? own : able.filter(({targetPort}) => matchesTargetPort && targetPort === port)
  if (found.length > 0) return {kind: 'found', service, ports: found}
  const has = service.ports.map((one) => `${one.name === null ? '' : `${one.name} `}${one.port}/${one.protocol}`).join(', ')
  const wanted = port === undefined ? `no port for ${protocol}` : `no port ${typeof port === 'string' ? `"${port}"` : port} for ${protocol}`
  const message = `there is ${wanted} in Service ${service.namespace}/${service.name}, which has ${has === '' ? 'none' : has}`
  return {kind: 'broken', broken: breakAt(object, {reason: 'no-such-port', message, path})}
}

/** Where only a namespace that one of the two does not name is in the way, nobody can call it broken. */
function missing(cluster: Cluster, object: OtherObject, backend: ForeignBackend, named: readonly Service[]): ForeignTarget {
  const {name, namespace, path} = backend
  const breaks = (reason: string, message: string): ForeignTarget => ({kind: 'broken', broken: breakAt(object, {reason, message, path})})
  const near = named.find((one) => one.namespaceStated !== backend.namespaceStated)
  if (near) {
    const [unnamed, other] = backend.namespaceStated ? ['the Service', namespace] : [`the ${object.kind}`, near.namespace]
    return breaks('unstated-namespace', `${unnamed} names no namespace: Service ${name} is found if it is in ${other} (-n ${other})`)
  }
  if (!wasLookedFor(cluster.coverage, 'Service', {namespace, name})) return breaks('not-read', `Service ${namespace}/${name} was not read`)
  const others = [...new Set(named.map((one) => one.namespace))].sort().join(', ')
  const place = cluster.coverage ? '' : ' in the input'
  return breaks('no-such-service', `there is no Service ${namespace}/${name}${place}${others === '' ? '' : `, only in ${others}`}`)
}
