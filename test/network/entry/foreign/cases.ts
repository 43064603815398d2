import type {WireObject} from '../../../../src/cluster/object.ts'
import {FOREIGN_KINDS} from '../../../../src/network/entry/foreign/foreign-kinds.ts'

type Fields = Readonly<Record<string, unknown>>

/** An object of a product's kind, and by its documentation the ways to Service shop/web that it makes, where nothing shows how far. */
export interface ForeignCase {
  /** `group/Kind`. */
  readonly of: string
  readonly what: string
  readonly source: string
  readonly objects: readonly WireObject[]
  /** `VIA PORT tls|clear|- HOSTS PATH reach`, without address. */
  readonly ways: readonly string[]
  /** Reasons of those that lead nowhere. */
  readonly broken?: readonly string[]
}

export function object(apiVersion: string, kind: string, name: string, spec: Fields, more: Fields = {}, namespace = 'shop'): WireObject {
  return {
    apiVersion,
    kind,
    metadata: {name, namespace, ...(more['metadata'] as Fields)},
    ...(Object.keys(spec).length > 0 && {spec}),
    ...without(more),
  }
}

function without({metadata: _, ...rest}: Fields): Fields {
  return rest
}

/** Two Services: web on 80 (`http`, pods' 8080), dns on 53/UDP. */
export const SERVICES: readonly WireObject[] = [
  object('v1', 'Service', 'web', {selector: {app: 'web'}, ports: [{name: 'http', port: 80, targetPort: 8080}]}),
  object('v1', 'Service', 'dns', {selector: {app: 'dns'}, ports: [{name: 'dns', port: 53, protocol: 'UDP'}]}),
]

const of = (key: string) => ({of: key, source: FOREIGN_KINDS[key]?.source ?? ''})

const route = (spec: Fields, kind = 'IngressRoute', more: Fields = {}) => object('traefik.io/v1alpha1', kind, 'front', spec, more)
const toWeb = {services: [{name: 'web', port: 80}]}

const TRAEFIK: readonly ForeignCase[] = [
  {
    ...of('traefik.io/IngressRoute'),
    what: 'leads to the Service of its route, by the entry points that it names',
    objects: [route({entryPoints: ['websecure'], routes: [{match: 'Host(`a.example`) && PathPrefix(`/api`)', ...toWeb}], tls: {}})],
    ways: ['Ingress 443 tls a.example /api unknown'],
  },
  {
    ...of('traefik.io/IngressRoute'),
    what: 'leads by every entry point where it names none, and by its older group too',
    objects: [
      object('traefik.containo.us/v1alpha1', 'IngressRoute', 'front', {routes: [{match: 'Host(`a.example`, `b.example`)', ...toWeb}]}),
    ],
    ways: ['Ingress 80 clear a.example,b.example * unknown', 'Ingress 443 tls a.example,b.example * unknown'],
  },
  {
    ...of('traefik.io/IngressRoute'),
    what: 'answers to any host where a side of its rule has none',
    objects: [route({entryPoints: ['web'], routes: [{match: 'Host(`a.example`) || PathPrefix(`/open`)', ...toWeb}]})],
    ways: ['Ingress 80 clear * * unknown'],
  },
  {
    ...of('traefik.io/IngressRoute'),
    what: 'leads on by a TraefikService, to what it spreads over and what gets copies',
    objects: [
      route({entryPoints: ['web'], routes: [{match: 'Host(`a.example`)', services: [{kind: 'TraefikService', name: 'spread'}]}]}),
      object('traefik.io/v1alpha1', 'TraefikService', 'spread', {weighted: {services: [{name: 'copies', kind: 'TraefikService'}]}}),
      object('traefik.io/v1alpha1', 'TraefikService', 'copies', {
        mirroring: {name: 'elsewhere', port: 80, mirrors: [{name: 'web', port: 'http'}]},
      }),
    ],
    ways: ['Ingress 80 clear a.example * unknown'],
    broken: ['no-such-service'],
  },
  {
    ...of('traefik.io/IngressRoute'),
    what: 'leads nowhere where its Service is not there, or has no such port',
    objects: [
      route({
        routes: [
          {
            match: 'Host(`a.example`)',
            services: [
              {name: 'wbe', port: 80},
              {name: 'web', port: 8080},
            ],
          },
        ],
      }),
    ],
    ways: [],
    broken: ['no-such-port', 'no-such-service'],
  },
  {
    ...of('traefik.io/IngressRoute'),
    what: 'leads to nothing by a service of Traefik itself',
    objects: [route({routes: [{match: 'Host(`a.example`)', services: [{kind: 'TraefikService', name: 'api@internal'}]}]})],
    ways: [],
  },
  {
    ...of('traefik.io/IngressRouteTCP'),
    what: 'takes every connection of an entry point of its own by HostSNI(`*`)',
    objects: [route({entryPoints: ['postgres'], routes: [{match: 'HostSNI(`*`)', ...toWeb}]}, 'IngressRouteTCP')],
    ways: ['Ingress ? clear * * unknown'],
  },
  {
    ...of('traefik.io/IngressRouteTCP'),
    what: 'leads nowhere by a port of another protocol',
    objects: [
      route({entryPoints: ['postgres'], routes: [{match: 'HostSNI(`*`)', services: [{name: 'dns', port: 53}]}]}, 'IngressRouteTCP'),
    ],
    ways: [],
    broken: ['no-such-port'],
  },
  {
    ...of('traefik.io/IngressRouteUDP'),
    what: 'leads to a port for UDP',
    objects: [route({entryPoints: ['dns'], routes: [{services: [{name: 'dns', port: 53}]}]}, 'IngressRouteUDP')],
    ways: ['Ingress ? - * * unknown'],
  },
  {
    ...of('traefik.io/IngressRouteUDP'),
    what: 'leads to no port for TCP',
    objects: [route({entryPoints: ['dns'], routes: [toWeb]}, 'IngressRouteUDP')],
    ways: [],
    broken: ['no-such-port'],
  },
]

const ISTIO = 'networking.istio.io/v1'
const virtualService = (spec: Fields) => object(ISTIO, 'VirtualService', 'front', spec)
const gateway = (server: Fields, namespace = 'shop') =>
  object(
    ISTIO,
    'Gateway',
    'edge',
    {
      selector: {istio: 'ingressgateway'},
      servers: [{port: {number: 443, name: 'https', protocol: 'HTTPS'}, hosts: ['*'], tls: {mode: 'SIMPLE'}, ...server}],
    },
    {},
    namespace,
  )
const destination = {route: [{destination: {host: 'web'}}]}

const OF_ISTIO: readonly ForeignCase[] = [
  {
    what: 'leads in by the Gateway that it names, on its port',
    objects: [
      virtualService({hosts: ['a.example'], gateways: ['edge'], http: [{match: [{uri: {prefix: '/api'}}], ...destination}]}),
      gateway({}),
    ],
    ways: ['Gateway 443 tls a.example /api unknown'],
  },
  {
    what: 'leads in by each of its paths, and by any where one match has none',
    objects: [
      virtualService({
        hosts: ['a.example'],
        gateways: ['edge'],
        http: [{match: [{uri: {exact: '/login'}}, {uri: {prefix: '/static'}}], ...destination}],
      }),
      gateway({}),
      object(ISTIO, 'VirtualService', 'open', {
        hosts: ['b.example'],
        gateways: ['edge'],
        http: [{match: [{uri: {exact: '/login'}}, {uri: {regex: '/x.*'}}], ...destination}],
      }),
    ],
    ways: ['Gateway 443 tls a.example /login unknown', 'Gateway 443 tls a.example /static unknown', 'Gateway 443 tls b.example * unknown'],
  },
  {
    what: 'is for the mesh alone without Gateway',
    objects: [virtualService({hosts: ['a.example'], http: [destination]}), gateway({})],
    ways: [],
  },
  {
    what: 'leads in by a Gateway that the input does not have, as far as nobody knows',
    objects: [virtualService({hosts: ['a.example'], gateways: ['infra/edge', 'mesh'], http: [destination]})],
    ways: ['Gateway 80 clear a.example * unknown', 'Gateway 443 tls a.example * unknown'],
  },
  {
    what: 'has only the hosts that a server of the Gateway has too',
    objects: [
      virtualService({hosts: ['a.example', 'b.other'], gateways: ['infra/edge'], http: [destination]}),
      gateway({hosts: ['*/*.example', './b.other']}, 'infra'),
    ],
    ways: ['Gateway 443 tls a.example * unknown'],
  },
  {
    what: 'leads nowhere without a host in common',
    objects: [virtualService({hosts: ['a.example'], gateways: ['edge'], http: [destination]}), gateway({hosts: ['*.other']})],
    ways: [],
    broken: ['no-hostname-in-common'],
  },
  {
    what: 'gives no pod what a server sends on to TLS',
    objects: [
      virtualService({hosts: ['a.example'], gateways: ['edge'], http: [destination]}),
      gateway({port: {number: 80, name: 'http', protocol: 'HTTP'}, tls: {httpsRedirect: true}}),
    ],
    ways: [],
    broken: ['no-hostname-in-common'],
  },
  {
    what: 'leads connections on by its tcp routes, of servers for those alone',
    objects: [
      virtualService({hosts: ['*'], gateways: ['edge'], http: [destination], tcp: [{match: [{port: 5432}], ...destination}]}),
      gateway({port: {number: 5432, name: 'tcp', protocol: 'TCP'}, tls: {}}),
    ],
    ways: ['Gateway 5432 clear * * unknown'],
  },
  {
    what: 'passes TLS through by the names of its tls routes',
    objects: [
      virtualService({hosts: ['*'], gateways: ['edge'], tls: [{match: [{sniHosts: ['db.example']}], ...destination}]}),
      gateway({port: {number: 443, name: 'tls', protocol: 'TLS'}, tls: {mode: 'PASSTHROUGH'}}),
    ],
    ways: ['Gateway 443 tls db.example * unknown'],
  },
  {
    what: 'sends copies to a mirror, and by full names to other namespaces',
    objects: [
      virtualService({
        hosts: ['a.example'],
        gateways: ['edge'],
        http: [
          {route: [{destination: {host: 'gone.shop.svc.cluster.local'}}], mirror: {host: 'web.shop.svc.cluster.local', port: {number: 80}}},
        ],
      }),
      gateway({}),
    ],
    ways: ['Gateway 443 tls a.example * unknown'],
    broken: ['no-such-service'],
  },
  {
    what: 'leaves routes to another one, whose short names are of its own namespace',
    objects: [
      object(
        ISTIO,
        'VirtualService',
        'front',
        {hosts: ['a.example'], gateways: ['edge'], http: [{delegate: {name: 'inner', namespace: 'shop'}}]},
        {},
        'infra',
      ),
      object(ISTIO, 'VirtualService', 'inner', {http: [destination]}),
      gateway({}, 'infra'),
    ],
    ways: ['Gateway 443 tls a.example * unknown'],
  },
  {
    what: 'leads out of the cluster by a ServiceEntry, and never by a weight of 0',
    objects: [
      virtualService({
        hosts: ['a.example'],
        gateways: ['edge'],
        http: [
          {
            route: [
              {destination: {host: 'web'}, weight: 0},
              {destination: {host: 'vm.shop.svc.cluster.local'}, weight: 100},
            ],
          },
        ],
      }),
      object(ISTIO, 'ServiceEntry', 'vm', {hosts: ['vm.shop.svc.cluster.local']}),
      gateway({}),
    ],
    ways: [],
  },
].map((one) => ({...of('networking.istio.io/VirtualService'), ...one}))

const openshift = (spec: Fields, more: Fields = {}) => object('route.openshift.io/v1', 'Route', 'front', spec, more)
const contour = (name: string, spec: Fields) => object('projectcontour.io/v1', 'HTTPProxy', name, spec)

const OF_ROUTERS: readonly ForeignCase[] = [
  {
    ...of('route.openshift.io/Route'),
    what: 'leads to its Service by the name of a port, with TLS that the router ends',
    objects: [openshift({host: 'a.example', to: {kind: 'Service', name: 'web'}, port: {targetPort: 'http'}, tls: {termination: 'edge'}})],
    ways: ['Ingress 443 tls a.example * unknown'],
  },
  {
    ...of('route.openshift.io/Route'),
    what: 'leads to a number of the pods, in the clear without TLS, and below its path',
    objects: [openshift({host: 'a.example', path: '/api', to: {kind: 'Service', name: 'web'}, port: {targetPort: 8080}})],
    ways: ['Ingress 80 clear a.example /api unknown'],
  },
  {
    ...of('route.openshift.io/Route'),
    what: 'answers in the clear too where that is allowed, by the host that a router gave it',
    objects: [
      openshift(
        {to: {name: 'web'}, tls: {termination: 'edge', insecureEdgeTerminationPolicy: 'Allow'}},
        {status: {ingress: [{host: 'front-shop.apps.example', routerName: 'default'}]}},
      ),
    ],
    ways: ['Ingress 80 clear front-shop.apps.example * unknown', 'Ingress 443 tls front-shop.apps.example * unknown'],
  },
  {
    ...of('route.openshift.io/Route'),
    what: 'leads nowhere by a weight of 0, and to no Service that is not there',
    objects: [
      openshift({host: 'a.example', to: {kind: 'Service', name: 'gone'}, alternateBackends: [{kind: 'Service', name: 'web', weight: 0}]}),
    ],
    ways: [],
    broken: ['no-such-service'],
  },
  {
    ...of('projectcontour.io/HTTPProxy'),
    what: 'answers to its virtual host, by TLS alone where it has a certificate',
    objects: [
      contour('front', {virtualhost: {fqdn: 'a.example', tls: {secretName: 'cert'}}, routes: [{services: [{name: 'web', port: 80}]}]}),
    ],
    ways: ['Ingress 443 tls a.example * unknown'],
  },
  {
    ...of('projectcontour.io/HTTPProxy'),
    what: 'is reached below the prefix by which another includes it, in the clear where a route permits that',
    objects: [
      contour('root', {
        virtualhost: {fqdn: 'a.example', tls: {secretName: 'cert'}},
        includes: [{name: 'front', conditions: [{prefix: '/shop'}]}],
      }),
      contour('front', {routes: [{conditions: [{prefix: '/api'}], permitInsecure: true, services: [{name: 'web', port: 80}]}]}),
    ],
    ways: ['Ingress 80 clear a.example /shop/api unknown', 'Ingress 443 tls a.example /shop/api unknown'],
  },
  {
    ...of('projectcontour.io/HTTPProxy'),
    what: 'is not reached where nobody includes it',
    objects: [
      contour('root', {virtualhost: {fqdn: 'a.example'}, includes: [{name: 'other'}]}),
      contour('front', {routes: [{services: [{name: 'web', port: 80}]}]}),
    ],
    ways: [],
    broken: ['not-included'],
  },
  {
    ...of('projectcontour.io/HTTPProxy'),
    what: 'passes connections through by tcpproxy',
    objects: [
      contour('front', {virtualhost: {fqdn: 'a.example', tls: {passthrough: true}}, tcpproxy: {services: [{name: 'web', port: 80}]}}),
    ],
    ways: ['Ingress 443 tls a.example * unknown'],
  },
]

const kong = (kind: string, rules: readonly Fields[]) => object('configuration.konghq.com/v1beta1', kind, 'front', {rules})
const nginx = (kind: string, spec: Fields) => object('k8s.nginx.org/v1', kind, 'front', spec)
const apisix = (spec: Fields) => object('apisix.apache.org/v2', 'ApisixRoute', 'front', spec)
const emissary = (spec: Fields, kind = 'Mapping', version = 'v3alpha1') => object(`getambassador.io/${version}`, kind, 'front', spec)
const upstream = {name: 'web', service: 'web', port: 80}

const OF_GATEWAYS: readonly ForeignCase[] = [
  {
    ...of('configuration.konghq.com/TCPIngress'),
    what: 'leads on a port of Kong to its backend',
    objects: [kong('TCPIngress', [{port: 9000, backend: {serviceName: 'web', servicePort: 80}}])],
    ways: ['Ingress 9000 clear * * unknown'],
  },
  {
    ...of('configuration.konghq.com/TCPIngress'),
    what: 'leads nowhere without its Service',
    objects: [kong('TCPIngress', [{port: 9000, backend: {serviceName: 'gone', servicePort: 80}}])],
    ways: [],
    broken: ['no-such-service'],
  },
  {
    ...of('configuration.konghq.com/UDPIngress'),
    what: 'leads to a port for UDP',
    objects: [kong('UDPIngress', [{port: 9999, backend: {serviceName: 'dns', servicePort: 53}}])],
    ways: ['Ingress 9999 - * * unknown'],
  },
  {
    ...of('configuration.konghq.com/UDPIngress'),
    what: 'leads to no port for TCP',
    objects: [kong('UDPIngress', [{port: 9999, backend: {serviceName: 'web', servicePort: 80}}])],
    ways: [],
    broken: ['no-such-port'],
  },
  {
    ...of('k8s.nginx.org/VirtualServer'),
    what: 'leads to its upstreams by its host, with TLS where it has a certificate',
    objects: [nginx('VirtualServer', {host: 'a.example', tls: {secret: 'cert'}, upstreams: [upstream]})],
    ways: ['Ingress 443 tls a.example * unknown'],
  },
  {
    ...of('k8s.nginx.org/VirtualServer'),
    what: 'leads nowhere by an upstream that is not there',
    objects: [nginx('VirtualServer', {host: 'a.example', upstreams: [{name: 'web', service: 'gone', port: 80}]})],
    ways: [],
    broken: ['no-such-service'],
  },
  {
    ...of('k8s.nginx.org/VirtualServerRoute'),
    what: 'has the host of the VirtualServer that takes it in, and not its TLS',
    objects: [nginx('VirtualServerRoute', {host: 'a.example', upstreams: [upstream]})],
    ways: ['Ingress 80 clear a.example * unknown', 'Ingress 443 tls a.example * unknown'],
  },
  {
    ...of('k8s.nginx.org/VirtualServerRoute'),
    what: 'leads nowhere by a port that is not there',
    objects: [nginx('VirtualServerRoute', {host: 'a.example', upstreams: [{...upstream, port: 81}]})],
    ways: [],
    broken: ['no-such-port'],
  },
  {
    ...of('k8s.nginx.org/TransportServer'),
    what: 'leads to a Service by the port of a listener, which only its GlobalConfiguration knows',
    objects: [
      nginx('TransportServer', {listener: {name: 'dns-udp', protocol: 'UDP'}, upstreams: [{name: 'dns', service: 'dns', port: 53}]}),
    ],
    ways: ['Ingress ? - * * unknown'],
  },
  {
    ...of('k8s.nginx.org/TransportServer'),
    what: 'passes TLS through by its host; a port for TCP is none for UDP',
    objects: [
      nginx('TransportServer', {
        listener: {name: 'tls-passthrough', protocol: 'TLS_PASSTHROUGH'},
        host: 'a.example',
        upstreams: [upstream, {...upstream, service: 'dns', port: 53}],
      }),
    ],
    ways: ['Ingress 443 tls a.example * unknown'],
    broken: ['no-such-port'],
  },
  {
    ...of('apisix.apache.org/ApisixRoute'),
    what: 'leads to its backends by hosts and paths',
    objects: [
      apisix({http: [{name: 'r', match: {hosts: ['a.example'], paths: ['/api/*']}, backends: [{serviceName: 'web', servicePort: 80}]}]}),
    ],
    ways: ['Ingress 80 clear a.example /api/ unknown', 'Ingress 443 tls a.example /api/ unknown'],
  },
  {
    ...of('apisix.apache.org/ApisixRoute'),
    what: 'leads by a port of streams',
    objects: [apisix({stream: [{name: 's', protocol: 'UDP', match: {ingressPort: 9200}, backend: {serviceName: 'dns', servicePort: 53}}]})],
    ways: ['Ingress 9200 - * * unknown'],
  },
  {
    ...of('apisix.apache.org/ApisixRoute'),
    what: 'leads to no backend of weight 0',
    objects: [apisix({http: [{name: 'r', match: {paths: ['/*']}, backends: [{serviceName: 'web', servicePort: 80, weight: 0}]}]})],
    ways: [],
  },
  {
    ...of('getambassador.io/Mapping'),
    what: 'leads to port 80 of a Service of its namespace where it says no more',
    objects: [emissary({hostname: 'a.example', prefix: '/api/', service: 'web'})],
    ways: ['Ingress 80 clear a.example /api/ unknown', 'Ingress 443 tls a.example /api/ unknown'],
  },
  {
    ...of('getambassador.io/Mapping'),
    what: 'leads to a Service of another namespace by a URL, to port 443 by https',
    objects: [
      emissary({hostname: '*', prefix: '/', service: 'https://web.shop'}),
      emissary({prefix: '/', service: 'http://web.shop.svc.cluster.local:80'}, 'AmbassadorMapping'),
    ],
    ways: ['Ingress 80 clear * * unknown', 'Ingress 443 tls * * unknown'],
    broken: ['no-such-port'],
  },
  {
    ...of('getambassador.io/Mapping'),
    what: 'leads out of the cluster by any other name',
    objects: [emissary({hostname: 'a.example', prefix: '/', service: 'https://api.example.com:443'})],
    ways: [],
  },
  {
    ...of('getambassador.io/TCPMapping'),
    what: 'leads on a port of its own',
    objects: [emissary({port: 2222, service: 'web:80'}, 'TCPMapping')],
    ways: ['Ingress 2222 - * * unknown'],
  },
  {
    ...of('getambassador.io/TCPMapping'),
    what: 'leads nowhere by a port that the Service has not',
    objects: [emissary({port: 2222, service: 'web:22'}, 'TCPMapping')],
    ways: [],
    broken: ['no-such-port'],
  },
  {
    ...of('zalando.org/RouteGroup'),
    what: 'leads to its backends that are Services',
    objects: [
      object('zalando.org/v1', 'RouteGroup', 'front', {
        hosts: ['a.example'],
        backends: [
          {name: 'web', type: 'service', serviceName: 'web', servicePort: 80},
          {name: 'none', type: 'shunt'},
        ],
        defaultBackends: [{backendName: 'web'}],
      }),
    ],
    ways: ['Ingress 80 clear a.example * unknown', 'Ingress 443 tls a.example * unknown'],
  },
  {
    ...of('zalando.org/RouteGroup'),
    what: 'leads to no Service by backends of other types',
    objects: [
      object('zalando.org/v1', 'RouteGroup', 'front', {
        hosts: ['a.example'],
        backends: [{name: 'out', type: 'network', address: 'https://x.example'}],
      }),
    ],
    ways: [],
  },
  {
    ...of('http.keda.sh/HTTPScaledObject'),
    what: 'leads to what it scales, by its hosts',
    objects: [
      object('http.keda.sh/v1alpha1', 'HTTPScaledObject', 'front', {
        hosts: ['a.example'],
        scaleTargetRef: {name: 'web', kind: 'Deployment', apiVersion: 'apps/v1', service: 'web', port: 80},
      }),
    ],
    ways: ['Ingress 80 clear a.example * unknown', 'Ingress 443 tls a.example * unknown'],
  },
  {
    ...of('http.keda.sh/HTTPScaledObject'),
    what: 'leads nowhere without its Service',
    objects: [
      object('http.keda.sh/v1alpha1', 'HTTPScaledObject', 'front', {hosts: ['a.example'], scaleTargetRef: {service: 'gone', port: 80}}),
    ],
    ways: [],
    broken: ['no-such-service'],
  },
]

const gloo = (...routes: readonly Fields[]) =>
  object('gateway.solo.io/v1', 'VirtualService', 'front', {virtualHost: {domains: ['a.example'], routes}})

const OF_GLOO: readonly ForeignCase[] = [
  {
    what: 'leads to a Service by its reference',
    objects: [gloo({matchers: [{prefix: '/api'}], routeAction: {single: {kube: {ref: {name: 'web', namespace: 'shop'}, port: 80}}}})],
    ways: ['Gateway 80 clear a.example /api unknown'],
  },
  {
    what: 'leads on by RouteTables and Upstreams',
    objects: [
      gloo({matchers: [{prefix: '/'}], delegateAction: {ref: {name: 'table', namespace: 'infra'}}}),
      object(
        'gateway.solo.io/v1',
        'RouteTable',
        'table',
        {
          routes: [
            {
              matchers: [{prefix: '/'}],
              routeAction: {multi: {destinations: [{destination: {upstream: {name: 'up', namespace: 'infra'}}}]}},
            },
          ],
        },
        {},
        'infra',
      ),
      object('gloo.solo.io/v1', 'Upstream', 'up', {kube: {serviceName: 'web', serviceNamespace: 'shop', servicePort: 80}}, {}, 'infra'),
    ],
    ways: ['Gateway 80 clear a.example * unknown'],
  },
  {
    what: 'leads nowhere by a Service that is not there, and out of the cluster by a static Upstream',
    objects: [
      gloo(
        {routeAction: {single: {kube: {ref: {name: 'gone', namespace: 'shop'}, port: 80}}}},
        {routeAction: {single: {upstream: {name: 'world', namespace: 'shop'}}}},
      ),
      object('gloo.solo.io/v1', 'Upstream', 'world', {static: {hosts: [{addr: 'api.example', port: 443}]}}),
    ],
    ways: [],
    broken: ['no-such-service'],
  },
].map((one) => ({...of('gateway.solo.io/VirtualService'), ...one}))

const binding = (labels: Fields, port: number | string = 80) =>
  object(
    'elbv2.k8s.aws/v1beta1',
    'TargetGroupBinding',
    'front',
    {serviceRef: {name: 'web', port}, targetGroupARN: 'arn:aws:x'},
    {metadata: {labels}},
  )
const tunnel = (subject: Fields) =>
  object(
    'networking.cfargotunnel.com/v1alpha1',
    'TunnelBinding',
    'front',
    {},
    {subjects: [subject], tunnelRef: {kind: 'Tunnel', name: 't'}},
  )
const endpoint = (spec: Fields) =>
  object('ngrok.k8s.ngrok.com/v1alpha1', 'AgentEndpoint', 'front', {upstream: {url: 'http://web.shop:80'}, ...spec})

const OF_EDGES: readonly ForeignCase[] = [
  {
    ...of('elbv2.k8s.aws/TargetGroupBinding'),
    what: 'puts a Service behind a load balancer that somebody made',
    objects: [binding({})],
    ways: ['Ingress ? - * * unknown'],
  },
  {
    ...of('elbv2.k8s.aws/TargetGroupBinding'),
    what: 'is told of by the Service that the controller makes it for',
    objects: [binding({'service.k8s.aws/stack-name': 'web', 'service.k8s.aws/stack-namespace': 'shop'})],
    ways: [],
  },
  {
    ...of('networking.cfargotunnel.com/TunnelBinding'),
    what: 'publishes a Service at the edge of Cloudflare',
    objects: [tunnel({name: 'web', spec: {fqdn: 'a.example'}})],
    ways: ['Ingress 443 tls a.example * internet'],
  },
  {
    ...of('networking.cfargotunnel.com/TunnelBinding'),
    what: 'leads nowhere by the port of a target that is not there',
    objects: [tunnel({name: 'web', spec: {fqdn: 'a.example', target: 'http://web.shop.svc:8080'}})],
    ways: [],
    broken: ['no-such-port'],
  },
  {
    ...of('ngrok.k8s.ngrok.com/AgentEndpoint'),
    what: 'is public where it says nothing else',
    objects: [endpoint({url: 'https://a.ngrok.app'})],
    ways: ['Ingress 443 tls a.ngrok.app * internet'],
  },
  {
    ...of('ngrok.k8s.ngrok.com/AgentEndpoint'),
    what: 'is for other endpoints of the account by a binding or a name that is internal',
    objects: [endpoint({url: 'https://a.internal'})],
    ways: ['Ingress 443 tls a.internal * unknown'],
  },
  {
    ...of('ngrok.k8s.ngrok.com/AgentEndpoint'),
    what: 'leads out of the cluster by a name that is no Service',
    objects: [endpoint({url: 'https://a.ngrok.app', upstream: {url: 'http://www.example.com:80'}})],
    ways: [],
  },
]

export const FOREIGN_CASES: readonly ForeignCase[] = [...TRAEFIK, ...OF_ISTIO, ...OF_ROUTERS, ...OF_GATEWAYS, ...OF_GLOO, ...OF_EDGES]
