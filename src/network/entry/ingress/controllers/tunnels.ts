import {labelOf} from '../../../../cluster/fields.ts'
import {type Door, frontOf} from '../door.ts'
import type {IngressController} from './controller.ts'

function byTls(reach: 'internet' | 'network', evidence: string): readonly Door[] {
  return [{via: undefined, address: null, port: 443, tls: true, front: frontOf(reach, [evidence]), through: []}]
}

/** tailscale.com/kb/1439/kubernetes-operator-cluster-ingress: a name of the tailnet, by TLS only; `tailscale.com/funnel` "true" publishes it. */
export const TAILSCALE: IngressController = {
  name: 'Tailscale',
  implementation: /^tailscale\.com\/ts-ingress$/,
  classNames: ['tailscale'],
  doorsOf: ({ingress}) =>
    labelOf(ingress.annotations, 'tailscale.com/funnel') === 'true'
      ? byTls('internet', 'annotation tailscale.com/funnel is "true"')
      : byTls('network', 'Tailscale serves its own network without annotation tailscale.com/funnel'),
  hasOwnCertificate: true,
  isShared: false,
}

/** ngrok.com/docs/k8s: endpoints at its public edge. */
export const NGROK: IngressController = {
  name: 'ngrok',
  implementation: /^k8s\.ngrok\.com\/ingress-controller$/,
  classNames: ['ngrok'],
  doorsOf: () => byTls('internet', "ngrok publishes at its own edge, past the cluster's load balancers"),
  hasOwnCertificate: true,
  isShared: true,
}

/** github.com/STRRL/cloudflare-tunnel-ingress-controller: names at Cloudflare's edge. */
export const CLOUDFLARE_TUNNEL: IngressController = {
  name: 'Cloudflare Tunnel',
  implementation: /^strrl\.dev\/cloudflare-tunnel-ingress-controller$/,
  classNames: ['cloudflare-tunnel'],
  doorsOf: () => byTls('internet', "Cloudflare Tunnel publishes at Cloudflare's edge, past the cluster's load balancers"),
  hasOwnCertificate: true,
  isShared: true,
}
