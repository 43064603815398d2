import type {OtherObject} from '../../../cluster/cluster.ts'
import {type Fields, fieldsOf, itemsOf} from '../../../cluster/fields.ts'
import type {Path} from '../../../cluster/object.ts'
import {type Backend, followBackend} from './backend.ts'
import type {GatewayObjects} from './gateway-objects.ts'
import type {RouteRule} from './route.ts'

/** Everything that a rule of a route sends requests to, copies of them included. */
export function backendsOf(rule: RouteRule, route: OtherObject, objects: GatewayObjects): readonly Backend[] {
  const {fields, path} = rule
  const references = itemsOf(fields['backendRefs']).map(fieldsOf)
  const filters = itemsOf(fields['filters']).map(fieldsOf)
  const mirrors = mirrorsOf(filters, [...path, 'filters'], route, objects)
  if (hasFilter(filters, 'RequestRedirect')) {
    const redirect: Backend =
      references.length > 0
        ? broken('redirect-with-backends', 'a rule that redirects has no backends', [...path, 'backendRefs'])
        : elsewhere('redirect', 'it answers with a redirect', path)
    return [redirect, ...mirrors]
  }
  if (references.length === 0) {
    const answer = hasFilter(filters, 'ExtensionRef')
      ? elsewhere('extension', 'a filter of its controller answers', path)
      : broken('no-backend', 'the rule has no backend: every request fails', path)
    return [answer, ...mirrors]
  }
  const backends = references.flatMap((reference, index) => {
    const at = [...path, 'backendRefs', index]
    const own = itemsOf(reference['filters']).map(fieldsOf)
    const copies = mirrorsOf(own, [...at, 'filters'], route, objects)
    return hasFilter(own, 'RequestRedirect')
      ? [elsewhere('redirect', 'it answers with a redirect', at), ...copies]
      : [followBackend(reference, at, route, objects), ...copies]
  })
  return [...backends, ...mirrors]
}

/** "Requests are sent to the specified destination, but responses from that destination are ignored": outsiders reach it all the same. */
function mirrorsOf(filters: readonly Fields[], path: Path, route: OtherObject, objects: GatewayObjects): readonly Backend[] {
  return filters.flatMap((filter, index): readonly Backend[] => {
    if (filter['type'] !== 'RequestMirror') return []
    const mirror = fieldsOf(filter['requestMirror'])
    const at = [...path, index, 'requestMirror']
    if (mirror['percent'] === 0 || fieldsOf(mirror['fraction'])['numerator'] === 0)
      return [elsewhere('weight-0', 'it mirrors no requests', at)]
    return [followBackend(fieldsOf(mirror['backendRef']), [...at, 'backendRef'], route, objects)]
  })
}

function hasFilter(filters: readonly Fields[], type: string): boolean {
  return filters.some((filter) => filter['type'] === type)
}

function broken(reason: string, message: string, path: Path): Backend {
  return {kind: 'broken', fault: {reason, message, path}}
}

function elsewhere(reason: string, message: string, path: Path): Backend {
  return {kind: 'elsewhere', fault: {reason, message, path}}
}
