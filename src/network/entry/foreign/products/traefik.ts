import type {OtherObject} from '../../../../cluster/cluster.ts'
import {fieldsOf, isMapping, textOf} from '../../../../cluster/fields.ts'
import type {Path} from '../../../../cluster/object.ts'
import type {Narrowing} from '../../ingress/controllers/controller.ts'
import {narrowByMiddleware, TRAEFIK} from '../../ingress/controllers/traefik.ts'
import type {FindOthers, ForeignBackend, ForeignProduct, ForeignReading} from '../foreign-route.ts'
import {backendAt, hostsOf, type Item, itemsAt, prefixOf, readingOf, routeTo, textsOf} from '../reading.ts'

const PROVIDER = 'providers.kubernetescrd'

/** Where providers are named by flags, the one for these kinds must be among them; a configuration file may name it else. */
const TRAEFIK_WITH_ROUTES = {
  ...TRAEFIK,
  program: {
    runsIn: ({image, flags}: {readonly image: string; readonly flags: ReadonlyMap<string, string>}) => {
      const providers = [...flags.keys()].filter((flag) => flag.startsWith('providers.'))
      const isOn = providers.length === 0 || flags.has('configfile') || providers.some((flag) => flag.startsWith(PROVIDER))
      return /(^|\/)traefik(:|@|$)/.test(image) && isOn
    },
    // Which class it wants of them, and in which namespaces, is not kept of its flags: it may take any.
    serves: () => true,
    namespaces: () => [],
  },
} as const

export const TRAEFIK_PRODUCT: ForeignProduct = {name: 'Traefik', className: 'traefik', controller: TRAEFIK_WITH_ROUTES}

/** IngressRoute, IngressRouteTCP and IngressRouteUDP: `entryPoints` are ports of Traefik's Service by name in its chart; without them all default ones count. */
export function readIngressRoute(object: OtherObject, find: FindOthers): ForeignReading {
  const spec = fieldsOf(object.object['spec'])
  const ports = textsOf(spec['entryPoints'])
  const protocol = object.kind === 'IngressRouteUDP' ? 'UDP' : 'TCP'
  const tls = protocol === 'UDP' ? null : isMapping(spec['tls']) ? true : object.kind === 'IngressRouteTCP' ? false : null
  const routes = itemsAt(spec['routes'], ['spec', 'routes']).flatMap(({fields, path}) => {
    const match = textOf(fields['match']) ?? ''
    const narrowing = narrowingOf(itemsAt(fields['middlewares'], path), object, find)
    const way = {...readMatch(match), tls, protocol, narrowing, entrance: {kind: 'product', ports}} as const
    return itemsAt(fields['services'], [...path, 'services']).flatMap((item) =>
      servicesBehind(item, object, find, []).flatMap((backend) => routeTo(backend, way)),
    )
  })
  return readingOf(routes)
}

/** All middlewares of a route stand one behind the other. Those of the TCP kind are not read. */
function narrowingOf(items: readonly Item[], object: OtherObject, find: FindOthers): Narrowing {
  const all = items.map(({fields}) => {
    const namespace = textOf(fields['namespace']) ?? object.namespace
    const found = find('traefik.io/Middleware').find((one) => one.name === fields['name'] && one.namespace === namespace)
    if (found && object.kind === 'IngressRoute') return narrowByMiddleware(found)
    return {
      sources: [],
      evidence: [`middleware ${namespace}/${textOf(fields['name']) ?? ''} may turn clients away: what it does is not known here`],
    }
  })
  return {sources: all.flatMap(({sources}) => sources), evidence: all.flatMap(({evidence}) => evidence)}
}

/**
 * Host and path of a rule, as far as they are plain: `Host(...)`, `HostSNI(...)`, and one `PathPrefix(...)` or `Path(...)`. A rule that turns something
 * round, or has patterns, may match any.
 */
export function readMatch(match: string): {readonly hosts: readonly string[]; readonly path: string | undefined} {
  if (/!\s*(Host|Path)|Host(SNI)?Regexp/.test(match)) return {hosts: [], path: undefined}
  const hosts = [...match.matchAll(/\bHost(?:SNI|Header)?\(([^)]*)\)/g)].flatMap(([, list = '']) => quotedIn(list))
  const paths = [...match.matchAll(/\bPath(?:Prefix)?\(([^)]*)\)/g)].flatMap(([, list = '']) => quotedIn(list))
  // One side of an "or" may have no host at all.
  const sides = match.split('||')
  const isHosted = sides.length === 1 || sides.every((side) => /\bHost(?:SNI|Header)?\(/.test(side))
  return {hosts: isHosted ? hostsOf(hosts) : [], path: paths.length === 1 && sides.length === 1 ? prefixOf(paths[0]) : undefined}
}

function quotedIn(list: string): readonly string[] {
  return [...list.matchAll(/[`"']([^`"']*)[`"']/g)].map(([, text = '']) => text)
}

/** A Service, or those that a TraefikService spreads over, mirrors to and falls back on. `seen` are TraefikServices on the way. */
function servicesBehind(
  {fields, path}: Item,
  object: OtherObject,
  find: FindOthers,
  seen: readonly OtherObject[],
): readonly ForeignBackend[] {
  const {name, namespace, port} = fields
  if (fields['kind'] !== 'TraefikService') {
    const backend = backendAt(object, {name, namespace, port, path: [...path, 'name']})
    return backend ? [backend] : []
  }
  const place = textOf(namespace) ?? object.namespace
  const inner = find('traefik.io/TraefikService').find((one) => one.name === name && one.namespace === place)
  if (!inner || seen.includes(inner)) return []
  const spec = fieldsOf(inner.object['spec'])
  const at = [fieldsOf(spec['weighted']), fieldsOf(spec['highestRandomWeight'])]
  const mirroring = fieldsOf(spec['mirroring'])
  const failover = fieldsOf(spec['failover'])
  const items = [
    ...at.flatMap((one) => itemsAt(one['services'], NOWHERE)),
    ...[mirroring, fieldsOf(failover['service']), fieldsOf(failover['fallback'])].map((one) => ({fields: one, path: NOWHERE})),
    ...itemsAt(mirroring['mirrors'], NOWHERE),
  ]
  // The place stays in the route that leads there: it is in its file.
  return items
    .flatMap((item) => servicesBehind(item, inner, find, [...seen, inner]))
    .map((backend) => ({...backend, path: [...path, 'name']}))
}

const NOWHERE: Path = []
