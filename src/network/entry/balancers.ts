import type {Service} from '../../cluster/service.ts'
import {ALIBABA} from './balancers/alibaba.ts'
import {AWS} from './balancers/aws.ts'
import {AZURE} from './balancers/azure.ts'
import {BAIDU} from './balancers/baidu.ts'
import {annotationsOf, type Balancer} from './balancers/balancer.ts'
import {BARE_METAL} from './balancers/bare-metal.ts'
import {DIGITALOCEAN} from './balancers/digitalocean.ts'
import {EXOSCALE} from './balancers/exoscale.ts'
import {GKE} from './balancers/gke.ts'
import {HETZNER} from './balancers/hetzner.ts'
import {IBM} from './balancers/ibm.ts'
import {OCI} from './balancers/oci.ts'
import {OPENSTACK} from './balancers/openstack.ts'
import {SCALEWAY} from './balancers/scaleway.ts'
import {TENCENT} from './balancers/tencent.ts'
import type {Cloud} from './entry-facts.ts'

export const BALANCERS: Readonly<Record<Cloud, Balancer>> = {
  azure: AZURE,
  aws: AWS,
  gke: GKE,
  openstack: OPENSTACK,
  alibaba: ALIBABA,
  oci: OCI,
  ibm: IBM,
  digitalocean: DIGITALOCEAN,
  tencent: TENCENT,
  baidu: BAIDU,
  hetzner: HETZNER,
  scaleway: SCALEWAY,
  exoscale: EXOSCALE,
  'bare-metal': BARE_METAL,
}

/** What a spec.loadBalancerClass says by itself: whose it is, and where it says so, what it makes. */
export interface BalancerClass {
  readonly cloud: Cloud
  readonly makes?: 'public' | 'private'
}

/**
 * The classes that are known by name. The controller of a cloud leaves every Service alone that has a class which is not its own
 * (wantsLoadBalancer in k8s.io/cloud-provider controllers/service).
 */
const CLASSES: Readonly<Record<string, BalancerClass>> = {
  'service.k8s.aws/nlb': {cloud: 'aws'},
  'eks.amazonaws.com/nlb': {cloud: 'aws'},
  // https://docs.cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer; the legacy ones are those of cloud-provider-gcp.
  'networking.gke.io/l4-regional-internal': {cloud: 'gke', makes: 'private'},
  'networking.gke.io/l4-regional-external': {cloud: 'gke', makes: 'public'},
  'networking.gke.io/l4-regional-internal-legacy': {cloud: 'gke', makes: 'private'},
  'networking.gke.io/l4-regional-external-legacy': {cloud: 'gke', makes: 'public'},
  // https://www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide/configure-nlb-instances-by-using-annotations
  'alibabacloud.com/nlb': {cloud: 'alibaba'},
  // https://docs.cilium.io/en/stable/network/lb-ipam/
  'io.cilium/l2-announcer': {cloud: 'bare-metal'},
  'io.cilium/bgp-control-plane': {cloud: 'bare-metal'},
  // https://kube-vip.io/docs/usage/cloud-provider/
  'kube-vip.io/kube-vip-class': {cloud: 'bare-metal'},
  // https://tailscale.com/kb/1439/kubernetes-operator-cluster-ingress: an address of the tailnet only.
  tailscale: {cloud: 'bare-metal', makes: 'private'},
}

export function classOf(name: string): BalancerClass | undefined {
  return Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined
}

/** The clouds whose annotations a Service has. */
export function cloudsOfAnnotations(service: Pick<Service, 'object'>): readonly Cloud[] {
  const keys = Object.keys(annotationsOf(service))
  if (keys.length === 0) return []
  return Object.values(BALANCERS).flatMap(({cloud, prefixes}) =>
    keys.some((key) => prefixes.some((prefix) => key.startsWith(prefix))) ? cloud : [],
  )
}
