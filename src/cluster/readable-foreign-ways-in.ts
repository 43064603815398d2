import type {ReadableKind} from './readable-kind.ts'

const OF_NAMESPACE = {namespaced: true, isCustom: true} as const

/** Releases before 3.0 had them in another group. */
const TRAEFIK = {
  ...OF_NAMESPACE,
  group: 'traefik.io',
  version: 'v1alpha1',
  fallbackGroup: 'traefik.containo.us',
  fallbackVersion: 'v1alpha1',
} as const

/** Every Istio since 1.5 serves v1beta1, those since 1.22 v1 too. */
const ISTIO = {...OF_NAMESPACE, group: 'networking.istio.io', version: 'v1beta1', fallbackVersion: 'v1alpha3'} as const

const KONG = {...OF_NAMESPACE, group: 'configuration.konghq.com', version: 'v1beta1'} as const

const NGINX = {...OF_NAMESPACE, group: 'k8s.nginx.org', version: 'v1'} as const

/** Every Emissary-ingress since 2.0 serves v2, which Ambassador before it has alone. */
const EMISSARY = {...OF_NAMESPACE, group: 'getambassador.io', version: 'v2'} as const

const GLOO = {...OF_NAMESPACE, group: 'gateway.solo.io', version: 'v1'} as const

/** The kinds with which products beside Ingress and the Gateway API lead to Services, and what those refer to. */
export const READABLE_FOREIGN_WAYS_IN = {
  IngressRoute: {...TRAEFIK, resource: 'ingressroutes'},
  IngressRouteTCP: {...TRAEFIK, resource: 'ingressroutetcps'},
  IngressRouteUDP: {...TRAEFIK, resource: 'ingressrouteudps'},
  TraefikService: {...TRAEFIK, resource: 'traefikservices'},
  IstioGateway: {...ISTIO, kind: 'Gateway', resource: 'gateways'},
  IstioVirtualService: {...ISTIO, kind: 'VirtualService', resource: 'virtualservices'},
  ServiceEntry: {...ISTIO, resource: 'serviceentries'},
  Route: {...OF_NAMESPACE, group: 'route.openshift.io', version: 'v1', resource: 'routes'},
  HTTPProxy: {...OF_NAMESPACE, group: 'projectcontour.io', version: 'v1', resource: 'httpproxies'},
  TCPIngress: {...KONG, resource: 'tcpingresses'},
  UDPIngress: {...KONG, resource: 'udpingresses'},
  VirtualServer: {...NGINX, resource: 'virtualservers'},
  VirtualServerRoute: {...NGINX, resource: 'virtualserverroutes'},
  TransportServer: {...NGINX, fallbackVersion: 'v1alpha1', resource: 'transportservers'},
  ApisixRoute: {...OF_NAMESPACE, group: 'apisix.apache.org', version: 'v2', resource: 'apisixroutes'},
  Mapping: {...EMISSARY, resource: 'mappings'},
  TCPMapping: {...EMISSARY, resource: 'tcpmappings'},
  RouteGroup: {...OF_NAMESPACE, group: 'zalando.org', version: 'v1', resource: 'routegroups'},
  GlooVirtualService: {...GLOO, kind: 'VirtualService', resource: 'virtualservices'},
  RouteTable: {...GLOO, resource: 'routetables'},
  Upstream: {...OF_NAMESPACE, group: 'gloo.solo.io', version: 'v1', resource: 'upstreams'},
  HTTPScaledObject: {...OF_NAMESPACE, group: 'http.keda.sh', version: 'v1alpha1', resource: 'httpscaledobjects'},
  TunnelBinding: {...OF_NAMESPACE, group: 'networking.cfargotunnel.com', version: 'v1alpha1', resource: 'tunnelbindings'},
  AgentEndpoint: {...OF_NAMESPACE, group: 'ngrok.k8s.ngrok.com', version: 'v1alpha1', resource: 'agentendpoints'},
} as const satisfies Readonly<Record<string, ReadableKind>>
