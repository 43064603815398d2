import type {Cluster, OtherObject} from '../../../cluster/cluster.ts'
import {type Fields, fieldsOf, integerOf, isMapping, itemsOf, labelsOf, textOf} from '../../../cluster/fields.ts'
import type {Identity} from '../../../cluster/identity.ts'
import type {Labels} from '../../../cluster/label-selector.ts'
import type {Origin, Path, WireObject} from '../../../cluster/object.ts'
import {readAnnotations} from '../entry-annotations.ts'

/** What a rule leads to. Paths go from the Ingress's root to what they name. */
export type IngressBackend =
  /** A number, or a port's name; undefined where none is stated. */
  | {
      readonly kind: 'service'
      readonly name: string
      readonly port: number | string | undefined
      readonly namePath: Path
      readonly portPath: Path
    }
  | {readonly kind: 'resource'; readonly group: string; readonly resource: string; readonly name: string; readonly path: Path}
  | {readonly kind: 'none'; readonly path: Path}

/** One path of one rule. */
export interface IngressRoute {
  /** Undefined is every host. `*.example.com` stands for exactly one label. */
  readonly host: string | undefined
  readonly path: string | undefined
  /** As it is written; undefined where nothing is, which `networking.k8s.io/v1` does not take. */
  readonly pathType: string | undefined
  readonly backend: IngressBackend
  /** From the Ingress's root to the path, or to the rule that has none. */
  readonly place: Path
}

export interface IngressTls {
  /** [] is the controller's own wildcard, by the API's text: every host. */
  readonly hosts: readonly string[]
  readonly secretName: string | undefined
}

export interface Ingress extends Identity {
  /** Those that anything here reads. */
  readonly annotations: Labels
  /** spec.ingressClassName; '' is stated and names none. */
  readonly className: string | undefined
  readonly routes: readonly IngressRoute[]
  readonly defaultBackend: {readonly backend: IngressBackend; readonly place: Path} | undefined
  /** Rules that state a host and no paths. */
  readonly bareHosts: readonly {readonly host: string; readonly place: Path}[]
  readonly tls: readonly IngressTls[]
  readonly origin: Origin | undefined
  readonly object: WireObject
}

/** Every Ingress of Kubernetes: other groups have kinds of that name too (Knative). */
export function ingressesOf({others}: Pick<Cluster, 'others'>): readonly Ingress[] {
  return others.filter(isIngress).map(readIngress)
}

/** `extensions` had it until Kubernetes 1.22. */
function isIngress({group, kind}: OtherObject): boolean {
  return kind === 'Ingress' && (group === 'networking.k8s.io' || group === 'extensions')
}

/**
 * Reads an Ingress of any version: what `v1` calls `backend.service` and `defaultBackend` was `serviceName`, `servicePort` and `backend` before.
 * Whichever of them is there is read, because manifests mix them; what the API server makes of that is for findRefusals.
 */
export function readIngress({group, kind, namespace, namespaceStated, name, uid, object, origin}: OtherObject): Ingress {
  const metadata = fieldsOf(object['metadata'])
  const spec = fieldsOf(object['spec'])
  const key = isMapping(spec['defaultBackend']) || !isMapping(spec['backend']) ? 'defaultBackend' : 'backend'
  const rules = itemsOf(spec['rules']).map(fieldsOf)
  return {
    ...{group, kind, namespace, namespaceStated, name, uid, object, origin},
    annotations: readAnnotations('Ingress', labelsOf(metadata['annotations'])),
    className: typeof spec['ingressClassName'] === 'string' ? spec['ingressClassName'] : undefined,
    routes: rules.flatMap(routesOf),
    defaultBackend: isMapping(spec[key]) ? {backend: readBackend(spec[key], ['spec', key]), place: ['spec', key]} : undefined,
    bareHosts: rules.flatMap(bareHostOf),
    tls: itemsOf(spec['tls']).map((value) => {
      const {hosts, secretName} = fieldsOf(value)
      return {hosts: itemsOf(hosts).filter((host) => typeof host === 'string'), secretName: textOf(secretName)}
    }),
  }
}

/** The names of all Services that an Ingress names, there or not. */
export function servicesNamed({routes, defaultBackend}: Ingress): readonly string[] {
  const backends = [...(defaultBackend ? [defaultBackend.backend] : []), ...routes.map(({backend}) => backend)]
  return backends.flatMap((backend) => (backend.kind === 'service' ? backend.name : []))
}

function routesOf(rule: Fields, index: number): readonly IngressRoute[] {
  return itemsOf(fieldsOf(rule['http'])['paths']).map((value, position) => {
    const fields = fieldsOf(value)
    const place: Path = ['spec', 'rules', index, 'http', 'paths', position]
    return {
      host: textOf(rule['host']),
      path: textOf(fields['path']),
      pathType: textOf(fields['pathType']),
      backend: readBackend(fields['backend'], isMapping(fields['backend']) ? [...place, 'backend'] : place),
      place,
    }
  })
}

function bareHostOf(rule: Fields, index: number): Ingress['bareHosts'] {
  const host = textOf(rule['host'])
  const isBare = itemsOf(fieldsOf(rule['http'])['paths']).length === 0
  return host !== undefined && isBare ? [{host, place: ['spec', 'rules', index, 'host']}] : []
}

function readBackend(value: unknown, path: Path): IngressBackend {
  const fields = fieldsOf(value)
  const {name, port} = fieldsOf(fields['service'])
  const serviceName = textOf(name)
  if (serviceName !== undefined) {
    const {number, name: portName} = fieldsOf(port)
    const key = textOf(portName) === undefined ? 'number' : 'name'
    const hasPort = textOf(portName) !== undefined || integerOf(number) !== undefined
    return {
      kind: 'service',
      name: serviceName,
      port: textOf(portName) ?? integerOf(number),
      namePath: [...path, 'service', 'name'],
      portPath: hasPort ? [...path, 'service', 'port', key] : [...path, 'service'],
    }
  }
  const former = textOf(fields['serviceName'])
  if (former !== undefined) {
    const servicePort = fields['servicePort']
    const stated = textOf(servicePort) ?? integerOf(servicePort)
    return {
      kind: 'service',
      name: former,
      port: stated,
      namePath: [...path, 'serviceName'],
      portPath: stated === undefined ? path : [...path, 'servicePort'],
    }
  }
  const resource = fieldsOf(fields['resource'])
  const kind = textOf(resource['kind'])
  return kind === undefined
    ? {kind: 'none', path}
    : {
        kind: 'resource',
        group: textOf(resource['apiGroup']) ?? '',
        resource: kind,
        name: textOf(resource['name']) ?? '',
        path: [...path, 'resource'],
      }
}
