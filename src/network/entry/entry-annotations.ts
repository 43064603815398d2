import type {Fields} from '../../cluster/fields.ts'
import {SOURCE_RANGES} from './balancers/sources.ts'
import {BALANCERS} from './balancers.ts'
import {FOREIGN_ANNOTATIONS} from './foreign/annotated-services.ts'
import {isForeignKindName} from './foreign/foreign-kinds.ts'
import {ALLOW_ANNOTATIONS} from './foreign/products/openshift.ts'

const below = (prefix: string, names: string): readonly string[] => names.split(' ').map((name) => `${prefix}/${name}`)

/** What Ingresses say to controllers, as far as any of those in ingress/controllers heeds it: readIngress lets nothing else through. */
const OF_INGRESSES: ReadonlySet<string> = new Set([
  ...below('kubernetes.io', 'ingress.class ingress.allow-http ingress.regional-static-ip-name ingress.global-static-ip-name'),
  ...below('alb.ingress.kubernetes.io', 'scheme inbound-cidrs security-groups security-group-prefix-lists listen-ports certificate-arn'),
  ...below('alb.ingress.kubernetes.io', 'ssl-redirect auth-type group.name'),
  ...below('appgw.ingress.kubernetes.io', 'use-private-ip appgw-ssl-certificate override-frontend-port ssl-redirect'),
  ...below('haproxy.org', 'allow-list whitelist auth-type ssl-redirect'),
  ...below('haproxy-ingress.github.io', 'allowlist-source-range whitelist-source-range auth-url auth-secret ssl-redirect'),
  ...below('ingress.cilium.io', 'loadbalancer-mode service-type loadbalancer-class force-https'),
  ...below('ingress.kubernetes.io', 'whitelist-source-range ssl-redirect force-ssl-redirect'),
  ...below('konghq.com', 'plugins protocols'),
  ...below('nginx.com', 'jwt-key'),
  ...below('nginx.ingress.kubernetes.io', 'auth-type auth-url auth-tls-secret canary ssl-redirect force-ssl-redirect'),
  ...below('nginx.ingress.kubernetes.io', 'allowlist-source-range whitelist-source-range denylist-source-range'),
  ...below('nginx.org', 'basic-auth-secret policies redirect-to-https'),
  ...below('tailscale.com', 'funnel'),
  ...below('traefik.ingress.kubernetes.io', 'router.middlewares'),
])

/** Of GKE's any at all shows whose an Ingress is. */
const PREFIX_OF_INGRESSES = 'ingress.gcp.kubernetes.io/'

const OF_ROUTES: ReadonlySet<string> = new Set(ALLOW_ANNOTATIONS)

const OF_GATEWAYS: ReadonlySet<string> = new Set(['networking.istio.io/service-type', 'konghq.com/publish-service'])

const BALANCER_PREFIXES = Object.values(BALANCERS).flatMap(({prefixes}) => prefixes)

/**
 * Whether anything here reads an annotation of that kind of object to say what is open: the one list of them. Whoever keeps these keeps the answer.
 * Some controllers hand annotations for load balancers on from Ingresses and Gateways to the Services that they make.
 */
export function isReadAnnotation(kind: string, key: string): boolean {
  switch (kind) {
    case 'Service':
      return FOREIGN_ANNOTATIONS.has(key) || isForBalancers(key)
    case 'Ingress':
      return OF_INGRESSES.has(key) || key.startsWith(PREFIX_OF_INGRESSES) || isForBalancers(key)
    case 'IngressClass':
      return key === 'ingressclass.kubernetes.io/is-default-class'
    case 'Gateway':
      return OF_GATEWAYS.has(key) || isForBalancers(key)
    case 'Route':
      return key === 'kubernetes.io/ingress.class' || OF_ROUTES.has(key)
    default:
      // Of all other kinds it names the class.
      return key === 'kubernetes.io/ingress.class' && isForeignKindName(kind)
  }
}

/** The annotations of an object of that kind that are read. */
export function readAnnotations<T extends Fields>(kind: string, annotations: T): T {
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => isReadAnnotation(kind, key))) as T
}

function isForBalancers(key: string): boolean {
  return key === SOURCE_RANGES || BALANCER_PREFIXES.some((prefix) => key.startsWith(prefix))
}
