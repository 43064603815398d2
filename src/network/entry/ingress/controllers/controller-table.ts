import {AKS_APP_ROUTING} from './aks-app-routing.ts'
import {AWS_LOAD_BALANCER} from './aws-load-balancer.ts'
import {APPLICATION_GATEWAY, APPLICATION_GATEWAY_FOR_CONTAINERS} from './azure-application-gateway.ts'
import {CILIUM} from './cilium.ts'
import {CONTOUR} from './contour.ts'
import type {IngressController} from './controller.ts'
import {GCE} from './gce.ts'
import {HAPROXY_INGRESS, HAPROXY_TECHNOLOGIES} from './haproxy.ts'
import {INGRESS_NGINX} from './ingress-nginx.ts'
import {ISTIO} from './istio.ts'
import {KONG} from './kong.ts'
import {NGINX_INC} from './nginx-inc.ts'
import {OPENSHIFT} from './openshift.ts'
import {TRAEFIK} from './traefik.ts'
import {CLOUDFLARE_TUNNEL, NGROK, TAILSCALE} from './tunnels.ts'

/** Every controller that is known. Where two usually go by one class the more common stands first. */
export const CONTROLLERS: readonly IngressController[] = [
  INGRESS_NGINX,
  NGINX_INC,
  TRAEFIK,
  HAPROXY_TECHNOLOGIES,
  HAPROXY_INGRESS,
  CONTOUR,
  KONG,
  ISTIO,
  CILIUM,
  AKS_APP_ROUTING,
  APPLICATION_GATEWAY,
  APPLICATION_GATEWAY_FOR_CONTAINERS,
  AWS_LOAD_BALANCER,
  GCE,
  OPENSHIFT,
  TAILSCALE,
  NGROK,
  CLOUDFLARE_TUNNEL,
]
