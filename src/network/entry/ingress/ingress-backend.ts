import type {Cluster} from '../../../cluster/cluster.ts'
import {referenceTo} from '../../../cluster/identity.ts'
import type {Path} from '../../../cluster/object.ts'
import {wasLookedFor} from '../../../cluster/read.ts'
import type {Service, ServicePort} from '../../../cluster/service.ts'
import type {BrokenEntry} from '../entry.ts'
import type {Ingress, IngressBackend} from './ingress.ts'

/** Where a backend leads. Of a Service without ports (an ExternalName may have none) the port is undefined. */
export type BackendTarget =
  | {readonly kind: 'found'; readonly service: Service; readonly servicePort: ServicePort | undefined}
  | {readonly kind: 'broken'; readonly broken: BrokenEntry}

/**
 * The Service and port of a backend, or why it leads nowhere. A Service is one of the Ingress's own namespace. `matchesTargetPort`: the controller takes the
 * number or name of a targetPort too.
 */
export function findBackend(
  cluster: Cluster,
  servicesByName: ReadonlyMap<string, readonly Service[]>,
  ingress: Ingress,
  backend: IngressBackend,
  matchesTargetPort: boolean,
): BackendTarget {
  switch (backend.kind) {
    case 'none':
      return breaks(ingress, backend.path, 'no-backend', 'a path leads nowhere: it has no backend')
    case 'resource': {
      const kind = backend.group === '' ? backend.resource : `${backend.resource}.${backend.group}`
      return breaks(
        ingress,
        backend.path,
        'resource-backend',
        `leads to ${kind} ${backend.name}, which is no Service: what it reaches is not known`,
      )
    }
    case 'service': {
      const named = servicesByName.get(backend.name) ?? []
      const service = named.find(
        (one) => one.namespace === ingress.namespace && cluster.counts({identity: one, origin: one.origin}, ingress),
      )
      return service ? findPort(ingress, backend, service, matchesTargetPort) : missing(cluster, ingress, backend, named)
    }
  }
}

type ServiceBackend = Extract<IngressBackend, {kind: 'service'}>

function findPort(ingress: Ingress, backend: ServiceBackend, service: Service, matchesTargetPort: boolean): BackendTarget {
  const {port} = backend
  const found = service.ports.find((one) => isPort(one, port)) ?? service.ports.find((one) => matchesTargetPort && one.targetPort === port)
  if (found) return {kind: 'found', service, servicePort: found}
  // The controller asks DNS for the address and takes the number as it is.
  if (service.type === 'ExternalName' && service.ports.length === 0 && port !== undefined)
    return {kind: 'found', service, servicePort: undefined}
  const has = service.ports.flatMap((one) => (one.name === null ? (one.port ?? []) : `${one.name} (${one.port})`)).join(', ')
  const wanted = port === undefined ? 'states no port of' : `there is no port ${typeof port === 'string' ? `"${port}"` : port} in`
  return breaks(
    ingress,
    backend.portPath,
    port === undefined ? 'no-port' : 'no-such-port',
    `${wanted} Service ${service.namespace}/${service.name}, which has ${has === '' ? 'none' : has}`,
  )
}

function isPort({port, name}: ServicePort, wanted: ServiceBackend['port']): boolean {
  return wanted !== undefined && (typeof wanted === 'number' ? port === wanted : name === wanted)
}

/** Where only a namespace that one of the two does not name is in the way, nobody can call it broken. */
function missing(cluster: Cluster, ingress: Ingress, backend: ServiceBackend, named: readonly Service[]): BackendTarget {
  const {name, namespace} = {name: backend.name, namespace: ingress.namespace}
  const near = named.find((one) => one.namespaceStated !== ingress.namespaceStated)
  if (near) {
    const [unnamed, other] = ingress.namespaceStated ? ['the Service', ingress.namespace] : ['the Ingress', near.namespace]
    return breaks(
      ingress,
      backend.namePath,
      'unstated-namespace',
      `${unnamed} names no namespace: Service ${name} is found if it is in ${other} (-n ${other})`,
    )
  }
  if (!wasLookedFor(cluster.coverage, 'Service', {namespace, name}))
    return breaks(ingress, backend.namePath, 'not-read', `Service ${namespace}/${name} was not read`)
  const elsewhere =
    named.length > 0
      ? `, only in ${[...new Set(named.map((one) => one.namespace))].sort().join(', ')}: an Ingress reaches its own namespace only`
      : ''
  return breaks(
    ingress,
    backend.namePath,
    'no-such-service',
    `there is no Service ${namespace}/${name}${cluster.coverage ? '' : ' in the input'}${elsewhere}`,
  )
}

function breaks(ingress: Ingress, path: Path, reason: string, message: string): BackendTarget {
  return {kind: 'broken', broken: brokenAt(ingress, path, reason, message)}
}

/** A way that an Ingress meant, and what is wrong with it, at its place. */
export function brokenAt(ingress: Ingress, path: Path, reason: string, message: string): BrokenEntry {
  return {reason, message, object: referenceTo(ingress), place: ingress.origin && {origin: ingress.origin, path}}
}
