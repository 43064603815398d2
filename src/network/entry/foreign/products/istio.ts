import type {OtherObject} from '../../../../cluster/cluster.ts'
import {fieldsOf, integerOf, labelsOf, textOf, valueAt} from '../../../../cluster/fields.ts'
import type {Path} from '../../../../cluster/object.ts'
import {commonHostnames} from '../../gateway/hostname.ts'
import type {Entrance, FindOthers, ForeignBackend, ForeignProduct, ForeignReading, ForeignRoute} from '../foreign-route.ts'
import {backendAt, hostsOf, type Item, itemsAt, prefixOf, readingOf, routeTo, textsOf} from '../reading.ts'

export const ISTIO_PRODUCT: ForeignProduct = {name: 'Istio', className: 'istio'}

/** Which servers of a Gateway a part of a VirtualService is for, by istio.io, "Virtual Service": `http`, `tls` and `tcp`. */
type Section = 'http' | 'tls' | 'tcp'
const SECTIONS: readonly Section[] = ['http', 'tls', 'tcp']

/** One server of a Gateway that a VirtualService is bound to, or a Gateway that the input does not have. */
interface Bound {
  /** As the VirtualService names the Gateway. */
  readonly name: string
  readonly entrance: Entrance
  /** Undefined is any section, for nobody knows the Gateway. */
  readonly sections: readonly Section[] | undefined
  readonly port: number | undefined
  readonly hosts: readonly string[]
  readonly tls: boolean | null
}

/**
 * A VirtualService leads in from outside by the Gateways that it names; without any, or with `mesh` alone, it is for clients in the mesh
 * (istio.io/latest/docs/reference/config/networking/virtual-service). Its hosts must be among those of a server.
 */
export function readVirtualService(object: OtherObject, find: FindOthers): ForeignReading {
  const spec = fieldsOf(object.object['spec'])
  const names = textsOf(spec['gateways']).filter((name) => name !== 'mesh')
  const own = textsOf(spec['hosts'])
  const bound = names.flatMap((name) => serversOf(name, hostsOf(own), object, find))
  if (names.length > 0 && bound.length === 0) {
    const message = `no server of ${names.join(' and ')} takes ${own.join(' or ') || 'a host of it'} for its routes`
    return readingOf([], [{reason: 'no-hostname-in-common', message, path: ['spec', 'hosts']}])
  }
  const routes = SECTIONS.flatMap((section) =>
    itemsAt(spec[section], ['spec', section]).flatMap((item) =>
      bound.filter((one) => isFor(one, section)).flatMap((one) => routesOf(item, section, one, object, find)),
    ),
  )
  return readingOf(routes)
}

function serversOf(name: string, hosts: readonly string[], object: OtherObject, find: FindOthers): readonly Bound[] {
  // `namespace/name`, a name in the same namespace, or (before 1.0) `name.namespace.svc.cluster.local`.
  const [first = '', second] = name.includes('/') ? name.split('/') : [name.split('.')[1] ?? object.namespace, name.split('.')[0]]
  const gateway = find('networking.istio.io/Gateway').find((one) => one.namespace === first && one.name === second)
  if (!gateway) {
    const entrance = {kind: 'absent', reference: {kind: 'Gateway', namespace: first, name: second ?? ''}} as const
    return [{name, entrance, sections: undefined, port: undefined, hosts, tls: null}]
  }
  const labels = labelsOf(valueAt(gateway.object, 'spec', 'selector'))
  return itemsAt(valueAt(gateway.object, 'spec', 'servers'), []).flatMap(({fields}) => {
    const port = fieldsOf(fields['port'])
    const number = integerOf(port['number'])
    const tls = fieldsOf(fields['tls'])
    const common = hostsInCommon(textsOf(fields['hosts']), hosts, object.namespace, gateway.namespace)
    // It sends everybody on to TLS, and nobody to a pod.
    if (number === undefined || tls['httpsRedirect'] === true || !common) return []
    const protocol = (textOf(port['protocol']) ?? '').toUpperCase()
    const isPassed = /PASSTHROUGH$/.test(textOf(tls['mode']) ?? '')
    const isTls = protocol === 'HTTPS' || protocol === 'TLS'
    const entrance = {kind: 'gateway', gateway, labels, port: number} as const
    return [{name, entrance, sections: [sectionOf(protocol, isPassed)], port: number, hosts: common, tls: isTls}]
  })
}

function sectionOf(protocol: string, isPassed: boolean): Section {
  if (isPassed) return 'tls'
  return /^(HTTP|HTTPS|HTTP2|GRPC|GRPC-WEB)$/.test(protocol) ? 'http' : 'tcp'
}

/** Hosts of a server may have the namespace of those who may use them before a slash; `.` is its own. Undefined is none in common; [] is any. */
function hostsInCommon(
  server: readonly string[],
  hosts: readonly string[],
  namespace: string,
  ofGateway: string,
): readonly string[] | undefined {
  const all = server.flatMap((text) => {
    const [space, host] = text.includes('/') ? text.split('/') : ['*', text]
    const isOpen = space === '*' || space === namespace || (space === '.' && namespace === ofGateway)
    return isOpen ? [commonHostnames(host === '*' ? undefined : host, hosts)] : []
  })
  const common = all.filter((one) => one !== undefined)
  if (common.length === 0) return undefined
  return common.some((one) => one.length === 0) ? [] : [...new Set(common.flat())]
}

function isFor({sections}: Bound, section: Section): boolean {
  return sections === undefined || sections.includes(section)
}

function routesOf({fields, path}: Item, section: Section, bound: Bound, object: OtherObject, find: FindOthers): readonly ForeignRoute[] {
  const matches = itemsAt(fields['match'], [...path, 'match']).map((one) => one.fields)
  const taken = matches.filter(({gateways, port}) => {
    const named = textsOf(gateways)
    return (named.length === 0 || named.includes(bound.name)) && (port === undefined || bound.port === undefined || port === bound.port)
  })
  if (matches.length > 0 && taken.length === 0) return []
  const names = section === 'tls' ? taken.flatMap((one) => textsOf(one['sniHosts'])) : []
  const hosts = names.length > 0 ? hostsOf(names) : section === 'tcp' ? [] : bound.hosts
  const paths = section === 'http' ? pathsOf(taken) : [undefined]
  const way = {hosts, tls: bound.tls, entrance: bound.entrance}
  return [...destinationsOf(fields, path), ...delegated(fields, object, find)].flatMap((destination) =>
    paths.flatMap((path) => routeTo(backendOf(destination, object, find), {...way, path})),
  )
}

/** Each match is a way of its own; one without a plain path takes any. */
function pathsOf(matches: readonly Item['fields'][]): readonly (string | undefined)[] {
  const paths = matches.map(({uri}) => prefixOf(fieldsOf(uri)['prefix'] ?? fieldsOf(uri)['exact']))
  return paths.length === 0 || paths.includes(undefined) ? [undefined] : [...new Set(paths)]
}

/** Where it goes, and what gets a copy: whoever sends it reaches both. A weight of 0 is never chosen beside others. */
function destinationsOf(fields: Item['fields'], path: Path): readonly Item[] {
  const routed = itemsAt(fields['route'], [...path, 'route'])
  const chosen = routed.length > 1 ? routed.filter((one) => one.fields['weight'] !== 0) : routed
  const mirror = fieldsOf(fields['mirror'])
  return [
    ...chosen.map((one) => ({fields: fieldsOf(one.fields['destination']), path: [...one.path, 'destination', 'host']})),
    ...('host' in mirror ? [{fields: mirror, path: [...path, 'mirror', 'host']}] : []),
    ...itemsAt(fields['mirrors'], [...path, 'mirrors']).map((one) => ({
      fields: fieldsOf(one.fields['destination']),
      path: [...one.path, 'destination', 'host'],
    })),
  ]
}

/** A route may leave the rest to another VirtualService, which has neither hosts nor Gateways. */
function delegated(fields: Item['fields'], object: OtherObject, find: FindOthers): readonly Item[] {
  const {name, namespace} = fieldsOf(fields['delegate'])
  const place = textOf(namespace) ?? object.namespace
  const other = find('networking.istio.io/VirtualService').find((one) => one.name === name && one.namespace === place && one !== object)
  if (!other) return []
  return itemsAt(valueAt(other.object, 'spec', 'http'), []).flatMap((item) =>
    destinationsOf(item.fields, []).map(({fields}) => ({
      // A short name is one of the namespace of who says it.
      fields: {...fields, host: fullName(textOf(fields['host']) ?? '', other.namespace)},
      path: ['spec', 'http'],
    })),
  )
}

function fullName(host: string, namespace: string): string {
  return host === '' || host.includes('.') ? host : `${host}.${namespace}.svc.cluster.local`
}

/** Short names are of the namespace of the VirtualService; other names are Services where they go on with `svc`, or ServiceEntries. */
function backendOf({fields, path}: Item, object: OtherObject, find: FindOthers): ForeignBackend | undefined {
  const host = textOf(fields['host']) ?? ''
  const [name, namespace, svc] = host.split('.')
  const isEntry = find('networking.istio.io/ServiceEntry').some((one) => textsOf(valueAt(one.object, 'spec', 'hosts')).includes(host))
  if (isEntry || (namespace !== undefined && svc !== 'svc')) return undefined
  return backendAt(object, {name, namespace, port: fieldsOf(fields['port'])['number'], path})
}
