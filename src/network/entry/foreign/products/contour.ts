import type {OtherObject} from '../../../../cluster/cluster.ts'
import {fieldsOf, flagOf, isMapping, textOf, valueAt} from '../../../../cluster/fields.ts'
import {CONTOUR} from '../../ingress/controllers/contour.ts'
import type {FindOthers, ForeignProduct, ForeignReading, ForeignRoute} from '../foreign-route.ts'
import {backendAt, type Item, itemsAt, prefixOf, readingOf, routeTo} from '../reading.ts'

export const CONTOUR_PRODUCT: ForeignProduct = {name: 'Contour', className: 'contour', controller: CONTOUR}

/** A virtual host, and the prefix of paths, by which an HTTPProxy gets requests. */
interface Root {
  readonly host: string
  readonly tls: boolean
  readonly prefix: string
}

/**
 * An HTTPProxy with a virtual host answers to it; one without is reached through those that include it, below their prefix (projectcontour.io/docs, "HTTPProxy
 * Inclusion"). With TLS requests in the clear are sent on, unless a route permits them.
 */
export function readHTTPProxy(object: OtherObject, find: FindOthers): ForeignReading {
  const roots = rootsOf(object, find, [])
  if (roots.length === 0 && find('projectcontour.io/HTTPProxy').length > 1) {
    const message = 'it has no virtual host, and no HTTPProxy of the input includes it'
    return readingOf([], [{reason: 'not-included', message, path: ['spec']}])
  }
  const spec = fieldsOf(object.object['spec'])
  const tcpproxy = fieldsOf(spec['tcpproxy'])
  const routes = [
    ...itemsAt(spec['routes'], ['spec', 'routes']).map((one) => ({...one, isTcp: false})),
    ...(isMapping(spec['tcpproxy']) ? [{fields: tcpproxy, path: ['spec', 'tcpproxy'], isTcp: true}] : []),
  ]
  const from = roots.length > 0 ? roots : [undefined]
  return readingOf(from.flatMap((root) => routes.flatMap((route) => routesFrom(route, root, object))))
}

function routesFrom(
  {fields, path, isTcp}: Item & {readonly isTcp: boolean},
  root: Root | undefined,
  object: OtherObject,
): readonly ForeignRoute[] {
  const prefix = `${root?.prefix ?? ''}${prefixIn(fields)}`
  const tls = root ? root.tls && flagOf(fields['permitInsecure']) !== true : null
  return itemsAt(fields['services'], [...path, 'services']).flatMap((service) => {
    const {name, port} = service.fields
    const backend = backendAt(object, {name, port, path: [...service.path, 'name']})
    // With a permission it answers both in the clear and by TLS.
    const isBoth = root?.tls === true && tls === false
    return routeTo(backend, {
      hosts: root ? [root.host] : [],
      path: isTcp ? undefined : prefixOf(prefix),
      tls: isTcp && root ? root.tls : isBoth ? null : tls,
    })
  })
}

function prefixIn(fields: Item['fields']): string {
  const [prefix] = itemsAt(fields['conditions'], []).flatMap((one) => textOf(one.fields['prefix']) ?? [])
  return prefix === undefined || prefix === '/' ? '' : prefix.replace(/\/$/, '')
}

function rootsOf(object: OtherObject, find: FindOthers, seen: readonly OtherObject[]): readonly Root[] {
  const virtualhost = fieldsOf(valueAt(object.object, 'spec', 'virtualhost'))
  const host = textOf(virtualhost['fqdn'])
  if (host !== undefined) return [{host, tls: isMapping(virtualhost['tls']), prefix: ''}]
  if (seen.includes(object)) return []
  return find('projectcontour.io/HTTPProxy').flatMap((parent) =>
    itemsAt(valueAt(parent.object, 'spec', 'includes'), []).flatMap(({fields}) => {
      const isIncluded = fields['name'] === object.name && (textOf(fields['namespace']) ?? parent.namespace) === object.namespace
      if (!isIncluded) return []
      return rootsOf(parent, find, [...seen, object]).map((root) => ({...root, prefix: `${root.prefix}${prefixIn(fields)}`}))
    }),
  )
}
