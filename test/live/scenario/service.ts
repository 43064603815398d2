import type {Labels} from '../../../src/cluster/label-selector.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {parsePort} from './port-notation.ts'

/** One address of a load balancer, as a cloud reports it. */
export interface Ingress {
  readonly ip?: string
  readonly hostname?: string
  readonly ipMode?: 'VIP' | 'Proxy'
}

/** A Service: the fields of its spec as Kubernetes calls them, but for the ports, and what is not in its spec. */
export interface ServiceOptions {
  /** As parsePort reads them. */
  readonly ports?: readonly string[]
  /** `{app: name}` where it is not stated; null is no selector. */
  readonly selector?: Labels | null
  readonly labels?: Labels
  readonly annotations?: Labels
  /** What its load balancer's status says. */
  readonly ingress?: readonly Ingress[]
  readonly type?: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName'
  readonly clusterIP?: string
  readonly clusterIPs?: readonly string[]
  readonly publishNotReadyAddresses?: boolean
  readonly ipFamilies?: readonly string[]
  readonly ipFamilyPolicy?: 'SingleStack' | 'PreferDualStack' | 'RequireDualStack'
  readonly externalName?: string
  readonly externalIPs?: readonly string[]
  readonly sessionAffinity?: 'None' | 'ClientIP'
  readonly sessionAffinityConfig?: {readonly clientIP: {readonly timeoutSeconds: number}}
  readonly internalTrafficPolicy?: 'Cluster' | 'Local'
  readonly externalTrafficPolicy?: 'Cluster' | 'Local'
  readonly healthCheckNodePort?: number
  readonly trafficDistribution?: 'PreferClose' | 'PreferSameZone' | 'PreferSameNode'
  readonly allocateLoadBalancerNodePorts?: boolean
  readonly loadBalancerClass?: string
  readonly loadBalancerSourceRanges?: readonly string[]
}

export function createService(namespace: string, name: string, options: ServiceOptions): WireObject {
  const {ports, selector = {app: name}, labels, annotations, ingress, ...spec} = options
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name, namespace, ...(labels && {labels}), ...(annotations && {annotations})},
    spec: {...spec, ...(selector && {selector}), ...(ports && {ports: ports.map(parsePort)})},
    ...(ingress && {status: {loadBalancer: {ingress}}}),
  }
}
