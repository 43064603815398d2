import type {OtherObject} from '../../../cluster/cluster.ts'
import {type Fields, fieldsOf, labelOf, labelsOf, textOf, valueAt} from '../../../cluster/fields.ts'
import type {Labels} from '../../../cluster/label-selector.ts'
import type {GatewayObjects} from './gateway-objects.ts'

/** What a Gateway, its class and their parameters say of the Service that will be made for it. */
export interface ServiceRequest {
  readonly annotations: Labels
  /** Fields of the Service's spec: type, loadBalancerClass, loadBalancerSourceRanges. */
  readonly spec: Fields
  /** Parameters that say something nobody here can read, or are not in the input. */
  readonly unread: readonly string[]
}

/** Where the parameters of a product hold the Service: its spec, and its annotations. */
export interface Holder {
  readonly spec: readonly string[]
  readonly annotations: readonly string[]
}

/**
 * EnvoyProxy (api/v1alpha1/shared_types.go of envoyproxy/gateway, KubernetesServiceSpec), CiliumGatewayClassConfig (docs.cilium.io, parameterized
 * GatewayClass), NginxProxy (docs.nginx.com/nginx-gateway-fabric/reference/api), GatewayParameters (kgateway.dev/docs/reference/api).
 */
export const PARAMETER_HOLDERS: Readonly<Record<string, Holder>> = {
  EnvoyProxy: {
    spec: ['spec', 'provider', 'kubernetes', 'envoyService'],
    annotations: ['spec', 'provider', 'kubernetes', 'envoyService', 'annotations'],
  },
  CiliumGatewayClassConfig: {spec: ['spec', 'service'], annotations: ['spec', 'service', 'annotations']},
  NginxProxy: {spec: ['spec', 'kubernetes', 'service'], annotations: ['spec', 'kubernetes', 'service', 'annotations']},
  GatewayParameters: {spec: ['spec', 'kube', 'service'], annotations: ['spec', 'kube', 'service', 'extraAnnotations']},
}

export const REQUESTED_FIELDS = [
  'type',
  'loadBalancerClass',
  'loadBalancerIP',
  'loadBalancerSourceRanges',
  'externalTrafficPolicy',
] as const

/** Istio's, on the Gateway (istio.io/latest/docs/reference/config/annotations). */
const ISTIO_TYPE = 'networking.istio.io/service-type'

/** "It is generally recommended that GatewayClass provides defaults that can be overridden by a Gateway": the Gateway's own word comes last, and counts. */
export function serviceRequestOf(
  gateway: OtherObject,
  gatewayClass: OtherObject | undefined,
  {copiesAnnotations, objects}: {readonly copiesAnnotations: boolean; readonly objects: GatewayObjects},
): ServiceRequest {
  const requests = [
    ...(gatewayClass ? [requestOf(gatewayClass, fieldsOf(valueAt(gatewayClass.object, 'spec', 'parametersRef')), objects)] : []),
    requestOf(gateway, fieldsOf(valueAt(gateway.object, 'spec', 'infrastructure', 'parametersRef')), objects),
  ]
  const own = labelsOf(valueAt(gateway.object, 'metadata', 'annotations'))
  const infrastructure = valueAt(gateway.object, 'spec', 'infrastructure', 'annotations')
  // Istio gives the Service the Gateway's own annotations where none are stated for it.
  const stated = infrastructure === undefined ? (copiesAnnotations ? own : {}) : labelsOf(infrastructure)
  const annotations = Object.assign({}, ...requests.map((request) => request.annotations), stated) as Labels
  const type = copiesAnnotations ? (labelOf(stated, ISTIO_TYPE) ?? labelOf(own, ISTIO_TYPE)) : undefined
  return {
    annotations,
    spec: Object.assign({}, ...requests.map(({spec}) => spec), type === undefined ? {} : {type}) as Fields,
    unread: requests.flatMap(({unread}) => unread),
  }
}

function requestOf(from: OtherObject, reference: Fields, objects: GatewayObjects): ServiceRequest {
  const kind = textOf(reference['kind'])
  const name = textOf(reference['name'])
  if (kind === undefined || name === undefined) return {annotations: {}, spec: {}, unread: []}
  const holder = PARAMETER_HOLDERS[kind]
  const found = parametersOf(from, reference, objects)
  if (!holder || !found) return {annotations: {}, spec: {}, unread: [`${kind} ${name}`]}
  const service = fieldsOf(valueAt(found.object, ...holder.spec))
  const spec = Object.fromEntries(REQUESTED_FIELDS.flatMap((field) => (service[field] === undefined ? [] : [[field, service[field]]])))
  return {annotations: labelsOf(valueAt(found.object, ...holder.annotations)), spec, unread: []}
}

/** What a parametersRef leads to. A Gateway's is in its own namespace, that of a class names one where its kind has any. */
export function parametersOf(from: OtherObject, reference: Fields, {findOther}: GatewayObjects): OtherObject | undefined {
  const found = findOther(textOf(reference['group']) ?? '', textOf(reference['kind']) ?? '', textOf(reference['name']) ?? '')
  const namespace = textOf(reference['namespace']) ?? (from.kind === 'Gateway' ? from.namespace : undefined)
  return found.find((one) => one.namespace === namespace) ?? found.find((one) => namespace === undefined || !one.namespaceStated)
}
