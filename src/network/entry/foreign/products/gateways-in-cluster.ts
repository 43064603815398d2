import type {OtherObject} from '../../../../cluster/cluster.ts'
import {fieldsOf, integerOf, isMapping, labelOf, labelsOf, textOf, valueAt} from '../../../../cluster/fields.ts'
import type {IngressController} from '../../ingress/controllers/controller.ts'
import {KONG} from '../../ingress/controllers/kong.ts'
import {NGINX_INC} from '../../ingress/controllers/nginx-inc.ts'
import type {ForeignProduct, ForeignReading, ForeignRoute} from '../foreign-route.ts'
import {backendAt, backendOfUrl, hostsOf, itemsAt, prefixOf, readingOf, routeTo, textsOf} from '../reading.ts'

/** A product that is found by the image of its proxies alone. */
function controllerOf(name: string, image: RegExp): IngressController {
  return {
    name,
    implementation: /^$/,
    classNames: [],
    program: {runsIn: (container) => image.test(container.image), serves: () => true, namespaces: () => []},
    hasOwnCertificate: true,
    isShared: true,
  }
}

export const KONG_PRODUCT: ForeignProduct = {name: 'Kong', className: 'kong', controller: KONG}
export const NGINX_PRODUCT: ForeignProduct = {name: 'NGINX Ingress Controller', className: 'nginx', controller: NGINX_INC}
export const APISIX_PRODUCT: ForeignProduct = {
  name: 'Apache APISIX',
  className: 'apisix',
  controller: controllerOf('Apache APISIX', /(^|\/)apisix(:|@|$)/),
}
export const EMISSARY_PRODUCT: ForeignProduct = {
  name: 'Emissary-ingress',
  className: 'ambassador',
  controller: controllerOf('Emissary-ingress', /(^|\/)(emissary|ambassador|aes)(:|@|$)/),
}
/** How it is published another controller decides (kube-ingress-aws-controller as a rule), past Skipper's own Service. */
export const SKIPPER_PRODUCT: ForeignProduct = {name: 'Skipper', className: 'skipper'}
export const KEDA_PRODUCT: ForeignProduct = {
  name: "KEDA's HTTP add-on",
  className: 'keda-http',
  controller: controllerOf("KEDA's HTTP add-on", /(^|\/)http-add-on-interceptor(:|@|$)/),
}

/** TCPIngress and UDPIngress: `rules[].port` is a port that Kong listens on, `host` the name of TLS by SNI. */
export function readKongRules(object: OtherObject): ForeignReading {
  const protocol = object.kind === 'UDPIngress' ? 'UDP' : 'TCP'
  const hasTls = itemsAt(valueAt(object.object, 'spec', 'tls'), []).length > 0
  const routes = itemsAt(valueAt(object.object, 'spec', 'rules'), ['spec', 'rules']).flatMap(({fields, path}) => {
    const {serviceName, servicePort} = fieldsOf(fields['backend'])
    const backend = backendAt(object, {name: serviceName, port: servicePort, path: [...path, 'backend', 'serviceName']})
    const port = integerOf(fields['port'])
    const host = textOf(fields['host'])
    const entrance = {kind: 'product', ports: port === undefined ? [] : [port]} as const
    return routeTo(backend, {hosts: host === undefined ? [] : [host], tls: protocol === 'TCP' ? hasTls : null, protocol, entrance})
  })
  return readingOf(routes)
}

/** VirtualServer and VirtualServerRoute: every upstream is a Service of the namespace; what chooses among them is not read. */
export function readVirtualServer(object: OtherObject): ForeignReading {
  const spec = fieldsOf(object.object['spec'])
  const host = textOf(spec['host'])
  const tls = object.kind === 'VirtualServer' ? isMapping(spec['tls']) : null
  return readingOf(upstreamsOf(object, {hosts: host === undefined ? [] : [host], tls}))
}

/** TransportServer: a listener of a GlobalConfiguration, or the built-in one that passes TLS through by its host. */
export function readTransportServer(object: OtherObject): ForeignReading {
  const spec = fieldsOf(object.object['spec'])
  const listener = fieldsOf(spec['listener'])
  const host = textOf(spec['host'])
  const protocol = listener['protocol'] === 'UDP' ? 'UDP' : 'TCP'
  const isPassed = listener['protocol'] === 'TLS_PASSTHROUGH'
  const name = textOf(listener['name'])
  const entrance = {kind: 'product', ports: isPassed || name === undefined ? [] : [name]} as const
  return readingOf(upstreamsOf(object, {hosts: host === undefined ? [] : [host], tls: isPassed ? true : null, protocol, entrance}))
}

function upstreamsOf(object: OtherObject, way: Parameters<typeof routeTo>[1]): readonly ForeignRoute[] {
  return itemsAt(valueAt(object.object, 'spec', 'upstreams'), ['spec', 'upstreams']).flatMap(({fields, path}) =>
    routeTo(backendAt(object, {name: fields['service'], port: fields['port'], path: [...path, 'service']}), way),
  )
}

/** ApisixRoute: `http[]` by hosts and paths, `stream[]` by a port of APISIX. */
export function readApisixRoute(object: OtherObject): ForeignReading {
  const spec = fieldsOf(object.object['spec'])
  const ofHttp = itemsAt(spec['http'], ['spec', 'http']).flatMap(({fields, path}) => {
    const match = fieldsOf(fields['match'])
    const paths = textsOf(match['paths'])
    const way = {hosts: hostsOf(textsOf(match['hosts'])), path: paths.length === 1 ? prefixOf(paths[0]?.replace(/\*$/, '')) : undefined}
    const former = {fields: fieldsOf(fields['backend']), path: [...path, 'backend']}
    return [...itemsAt(fields['backends'], [...path, 'backends']), former].flatMap((one) =>
      one.fields['weight'] === 0
        ? []
        : routeTo(
            backendAt(object, {name: one.fields['serviceName'], port: one.fields['servicePort'], path: [...one.path, 'serviceName']}),
            way,
          ),
    )
  })
  const ofStreams = itemsAt(spec['stream'], ['spec', 'stream']).flatMap(({fields, path}) => {
    const {serviceName, servicePort} = fieldsOf(fields['backend'])
    const backend = backendAt(object, {name: serviceName, port: servicePort, path: [...path, 'backend', 'serviceName']})
    const {ingressPort, host} = fieldsOf(fields['match'])
    const number = integerOf(ingressPort)
    return routeTo(backend, {
      hosts: textOf(host) === undefined ? [] : [String(host)],
      protocol: fields['protocol'] === 'UDP' ? 'UDP' : 'TCP',
      entrance: {kind: 'product', ports: number === undefined ? [] : [number]},
    })
  })
  return readingOf([...ofHttp, ...ofStreams])
}

/** Mapping and TCPMapping: `service` is `[scheme://]name[.namespace][:port]`, port 80 or (https) 443 where none is said. */
export function readMapping(object: OtherObject): ForeignReading {
  const spec = fieldsOf(object.object['spec'])
  const {service, prefix, port} = spec
  const backend = backendOfUrl(object, service, ['spec', 'service'])
  const host = textOf(spec['hostname']) ?? (spec['host_regex'] === true ? undefined : textOf(spec['host']))
  const hosts = host === undefined ? [] : hostsOf([host])
  const target = backend && {...backend, port: backend.port ?? 80}
  if (object.kind !== 'TCPMapping')
    return readingOf(routeTo(target, {hosts, path: spec['prefix_regex'] === true ? undefined : prefixOf(prefix)}))
  const number = integerOf(port)
  // By a host it can only tell connections apart that begin with TLS.
  return readingOf(
    routeTo(target, {
      hosts,
      tls: host === undefined ? null : true,
      entrance: {kind: 'product', ports: number === undefined ? [] : [number]},
    }),
  )
}

/** RouteGroup: every backend that is a Service: its routes, or those by default, choose among them. */
export function readRouteGroup(object: OtherObject): ForeignReading {
  const spec = fieldsOf(object.object['spec'])
  const hosts = hostsOf(textsOf(spec['hosts']))
  const routes = itemsAt(spec['backends'], ['spec', 'backends']).flatMap(({fields, path}) => {
    const {serviceName, servicePort} = fields
    return routeTo(backendAt(object, {name: serviceName, port: servicePort, path: [...path, 'serviceName']}), {hosts})
  })
  return readingOf(routes)
}

/** HTTPScaledObject: requests come through the add-on's interceptor, as far as somebody leads to that. */
export function readHTTPScaledObject(object: OtherObject): ForeignReading {
  const spec = fieldsOf(object.object['spec'])
  const {service, port, portName} = fieldsOf(spec['scaleTargetRef'])
  const backend = backendAt(object, {name: service, port: port ?? portName, path: ['spec', 'scaleTargetRef', 'service']})
  const prefixes = textsOf(spec['pathPrefixes'])
  const path = prefixes.length === 1 ? prefixOf(prefixes[0]) : undefined
  return readingOf(routeTo(backend, {hosts: hostsOf(textsOf(spec['hosts'] ?? [spec['host']])), path}))
}

/** The annotation by which objects of several products name their class. */
export function annotatedClass({object}: OtherObject): string | undefined {
  return labelOf(labelsOf(valueAt(object, 'metadata', 'annotations')), 'kubernetes.io/ingress.class')
}
