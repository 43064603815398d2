import type {OtherObject} from '../../../cluster/cluster.ts'
import {textOf, valueAt} from '../../../cluster/fields.ts'
import type {ForeignKind} from './foreign-route.ts'
import {CONTOUR_PRODUCT, readHTTPProxy} from './products/contour.ts'
import {
  CLOUDFLARE_PRODUCT,
  NGROK_PRODUCT,
  readAgentEndpoint,
  readTargetGroupBinding,
  readTunnelBinding,
  TARGET_GROUP_PRODUCT,
} from './products/edges.ts'
import {
  APISIX_PRODUCT,
  annotatedClass,
  EMISSARY_PRODUCT,
  KEDA_PRODUCT,
  KONG_PRODUCT,
  NGINX_PRODUCT,
  readApisixRoute,
  readHTTPScaledObject,
  readKongRules,
  readMapping,
  readRouteGroup,
  readTransportServer,
  readVirtualServer,
  SKIPPER_PRODUCT,
} from './products/gateways-in-cluster.ts'
import {GLOO_PRODUCT, readGlooVirtualService} from './products/gloo.ts'
import {ISTIO_PRODUCT, readVirtualService} from './products/istio.ts'
import {OPENSHIFT_PRODUCT, readRoute} from './products/openshift.ts'
import {readIngressRoute, TRAEFIK_PRODUCT} from './products/traefik.ts'

const CLASS_NAME = [['spec', 'ingressClassName']]
const TRAEFIK = {product: TRAEFIK_PRODUCT, via: 'Ingress', read: readIngressRoute} as const
const TRAEFIK_DOCS = 'https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd'
const KONG = {product: KONG_PRODUCT, via: 'Ingress', read: readKongRules} as const
const NGINX_DOCS = 'https://docs.nginx.com/nginx-ingress-controller/configuration'
const EMISSARY = {product: EMISSARY_PRODUCT, via: 'Ingress', read: readMapping} as const
const EMISSARY_DOCS = 'https://emissary-ingress.dev/docs/3.10/topics/using'

/**
 * The kinds, by `group/Kind`, with which products beside Ingress and the Gateway API lead to Services. Whatever stands here is read from clusters
 * (readable-ways-in.ts) and kept in snapshots (way-in-reduction.ts).
 */
export const FOREIGN_KINDS: Readonly<Record<string, ForeignKind>> = {
  'traefik.io/IngressRoute': {...TRAEFIK, source: `${TRAEFIK_DOCS}/http/ingressroute/`},
  'traefik.io/IngressRouteTCP': {...TRAEFIK, source: `${TRAEFIK_DOCS}/tcp/ingressroutetcp/`},
  'traefik.io/IngressRouteUDP': {...TRAEFIK, source: `${TRAEFIK_DOCS}/udp/ingressrouteudp/`},
  'networking.istio.io/VirtualService': {
    product: ISTIO_PRODUCT,
    via: 'Gateway',
    source: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/',
    read: readVirtualService,
  },
  'route.openshift.io/Route': {
    product: OPENSHIFT_PRODUCT,
    via: 'Ingress',
    source: 'https://docs.redhat.com/en/documentation/openshift_container_platform/4.18/html/network_apis/route-route-openshift-io-v1',
    read: readRoute,
  },
  'projectcontour.io/HTTPProxy': {
    product: CONTOUR_PRODUCT,
    via: 'Ingress',
    source: 'https://projectcontour.io/docs/main/config/api/',
    classPaths: CLASS_NAME,
    read: readHTTPProxy,
  },
  'configuration.konghq.com/TCPIngress': {
    ...KONG,
    source: 'https://developer.konghq.com/kubernetes-ingress-controller/reference/custom-resources/',
  },
  'configuration.konghq.com/UDPIngress': {
    ...KONG,
    source: 'https://developer.konghq.com/kubernetes-ingress-controller/reference/custom-resources/',
  },
  'k8s.nginx.org/VirtualServer': {
    product: NGINX_PRODUCT,
    via: 'Ingress',
    source: `${NGINX_DOCS}/virtualserver-and-virtualserverroute-resources/`,
    classPaths: CLASS_NAME,
    read: readVirtualServer,
  },
  'k8s.nginx.org/VirtualServerRoute': {
    product: NGINX_PRODUCT,
    via: 'Ingress',
    source: `${NGINX_DOCS}/virtualserver-and-virtualserverroute-resources/`,
    classPaths: CLASS_NAME,
    read: readVirtualServer,
  },
  'k8s.nginx.org/TransportServer': {
    product: NGINX_PRODUCT,
    via: 'Ingress',
    source: `${NGINX_DOCS}/transportserver-resource/`,
    classPaths: CLASS_NAME,
    read: readTransportServer,
  },
  'apisix.apache.org/ApisixRoute': {
    product: APISIX_PRODUCT,
    via: 'Ingress',
    source: 'https://apisix.apache.org/docs/ingress-controller/reference/api-reference/',
    classPaths: CLASS_NAME,
    read: readApisixRoute,
  },
  'getambassador.io/Mapping': {...EMISSARY, source: `${EMISSARY_DOCS}/mappings/`},
  'getambassador.io/TCPMapping': {...EMISSARY, source: `${EMISSARY_DOCS}/tcpmappings/`},
  'zalando.org/RouteGroup': {
    product: SKIPPER_PRODUCT,
    via: 'Ingress',
    source: 'https://opensource.zalando.com/skipper/kubernetes/routegroup-crd/',
    read: readRouteGroup,
  },
  'gateway.solo.io/VirtualService': {
    product: GLOO_PRODUCT,
    via: 'Gateway',
    source: 'https://docs.solo.io/gloo-edge/latest/reference/api/github.com/solo-io/gloo/projects/gateway/api/v1/virtual_service.proto.sk/',
    read: readGlooVirtualService,
  },
  'http.keda.sh/HTTPScaledObject': {
    product: KEDA_PRODUCT,
    via: 'Ingress',
    source: 'https://github.com/kedacore/http-add-on/tree/main/docs/ref',
    read: readHTTPScaledObject,
  },
  'elbv2.k8s.aws/TargetGroupBinding': {
    product: TARGET_GROUP_PRODUCT,
    via: 'Ingress',
    source: 'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/targetgroupbinding/',
    read: readTargetGroupBinding,
  },
  'networking.cfargotunnel.com/TunnelBinding': {
    product: CLOUDFLARE_PRODUCT,
    via: 'Ingress',
    source: 'https://github.com/adyanth/cloudflare-operator/blob/v0.10.2/api/v1alpha1/tunnelbinding_types.go',
    read: readTunnelBinding,
  },
  'ngrok.k8s.ngrok.com/AgentEndpoint': {
    product: NGROK_PRODUCT,
    via: 'Ingress',
    source: 'https://ngrok.com/docs/k8s/crds/agentendpoint',
    read: readAgentEndpoint,
  },
}

/** Groups that had the same kinds before. */
const FORMER_GROUPS: Readonly<Record<string, string>> = {'traefik.containo.us': 'traefik.io', 'x.getambassador.io': 'getambassador.io'}

/** `group/Kind` of an object, with today's name of the group. */
export function todaysGroupKindOf({group, kind}: Pick<OtherObject, 'group' | 'kind'>): string {
  const today = Object.hasOwn(FORMER_GROUPS, group) ? FORMER_GROUPS[group] : group
  return `${today}/${kind.replace(/^Ambassador(?=(TCP)?Mapping$)/, '')}`
}

export function foreignKindOf(object: Pick<OtherObject, 'group' | 'kind'>): ForeignKind | undefined {
  const key = todaysGroupKindOf(object)
  return Object.hasOwn(FOREIGN_KINDS, key) ? FOREIGN_KINDS[key] : undefined
}

const KIND_NAMES: ReadonlySet<string> = new Set(Object.keys(FOREIGN_KINDS).map((key) => key.slice(key.indexOf('/') + 1)))

export function isForeignKindName(kind: string): boolean {
  return KIND_NAMES.has(kind)
}

/** The class that an object names; undefined where it names none. */
export function statedClassOf(object: OtherObject, {classPaths = []}: Pick<ForeignKind, 'classPaths'>): string | undefined {
  const named = classPaths.flatMap((path) => textOf(valueAt(object.object, ...path)) ?? [])
  return named[0] ?? annotatedClass(object)
}

/** What a user calls what serves an object, with --class and in svcscope.yaml. */
export function foreignClassOf(object: OtherObject, kind: ForeignKind): string {
  return statedClassOf(object, kind) ?? kind.product.className
}
