import type {OtherObject} from '../../../cluster/cluster.ts'
import {fieldsOf, integerOf, itemsOf, textOf} from '../../../cluster/fields.ts'
import type {Path} from '../../../cluster/object.ts'
import type {Entrance, ForeignBackend, ForeignReading, ForeignRoute} from './foreign-route.ts'

/** A mapping of a list with the way to it. */
export interface Item {
  readonly fields: Readonly<Record<string, unknown>>
  readonly path: Path
}

/** The mappings of a list that stands at `path`. */
export function itemsAt(value: unknown, path: Path): readonly Item[] {
  return itemsOf(value).map((item, index) => ({fields: fieldsOf(item), path: [...path, index]}))
}

export function textsOf(value: unknown): readonly string[] {
  return itemsOf(value).flatMap((item) => textOf(item) ?? [])
}

/** A number, or a name; a number that is written as text is one. */
export function portOf(value: unknown): number | string | undefined {
  const text = textOf(value)
  if (text === undefined) return integerOf(value)
  return /^\d+$/.test(text) ? Number(text) : text
}

/** A Service that `name` and `namespace` of the mapping name; undefined where none is named. */
export function backendAt(
  object: OtherObject,
  {name, namespace, port, path}: {readonly name: unknown; readonly namespace?: unknown; readonly port: unknown; readonly path: Path},
): ForeignBackend | undefined {
  const stated = textOf(namespace)
  const serviceName = textOf(name)
  if (serviceName === undefined || isUnfilled(serviceName) || (stated !== undefined && isUnfilled(stated))) return undefined
  return {
    namespace: stated ?? object.namespace,
    namespaceStated: stated !== undefined || object.namespaceStated,
    name: serviceName,
    port: portOf(port),
    path,
  }
}

/** A name that something has yet to fill in, a variable of kustomize's as a rule: nobody knows what it names. */
function isUnfilled(name: string): boolean {
  return /[$({]/.test(name)
}

/** A URL as products name Services with: `web`, `web.shop`, `https://web.shop.svc.cluster.local:8443/path`. Without scheme and port there is none. */
export function backendOfUrl(object: OtherObject, value: unknown, path: Path): ForeignBackend | undefined {
  const [, scheme, host, port] = /^(?:([a-z0-9+.-]+):\/\/)?([a-z0-9.-]+?)(?::(\d+))?(?:\/.*)?$/i.exec(textOf(value) ?? '') ?? []
  const [name, namespace, kind] = (host ?? '').split('.')
  // What goes on otherwise is a name of the world outside.
  if (!name || /^\d+(\.|$)/.test(host ?? '') || (kind !== undefined && kind !== 'svc')) return undefined
  const usual = scheme === 'https' ? 443 : scheme === 'http' ? 80 : undefined
  return backendAt(object, {name, namespace, port: port ?? usual, path})
}

/** Any host where one of them is. */
export function hostsOf(hosts: readonly string[]): readonly string[] {
  return hosts.some((host) => host === '*' || host === '') ? [] : [...new Set(hosts)]
}

/** A path that takes everything is none. */
export function prefixOf(value: unknown): string | undefined {
  const text = textOf(value)
  return text === '/' ? undefined : text
}

/** By the ports of the product for web requests. */
export const BY_WEB: Entrance = {kind: 'product', ports: []}

export function routeTo(backend: ForeignBackend | undefined, way: Partial<Omit<ForeignRoute, 'backend'>> = {}): readonly ForeignRoute[] {
  if (!backend) return []
  return [{hosts: [], path: undefined, tls: null, protocol: 'TCP', entrance: BY_WEB, ...way, backend}]
}

export function readingOf(routes: readonly ForeignRoute[], faults: ForeignReading['faults'] = []): ForeignReading {
  return {routes, faults}
}
