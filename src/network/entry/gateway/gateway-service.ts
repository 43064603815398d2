import type {OtherObject} from '../../../cluster/cluster.ts'
import {fieldsOf, itemsOf, labelOf, labelsOf, textOf, valueAt} from '../../../cluster/fields.ts'
import type {Service} from '../../../cluster/service.ts'
import type {ClassKnowledge} from './gateway-class.ts'
import {APPLICATION_LABEL, type GatewayObjects, NAME_LABELS} from './gateway-objects.ts'

/** Envoy Gateway's Services are in its own namespace, and say that of their Gateway. Those of others are where it is ("MUST provision", GEP-1762). */
export const NAMESPACE_LABEL = 'gateway.envoyproxy.io/owning-gateway-namespace'

/** The Services through which a Gateway is reached, as far as the input has them: by its addresses, by label, by name, or that of its controller. */
export function servicesOfGateway(
  gateway: OtherObject,
  {className, knowledge}: {readonly className: string; readonly knowledge: ClassKnowledge | undefined},
  objects: GatewayObjects,
): readonly Service[] {
  const {servicesCalled, servicesLabelled} = objects
  const addressed = addressesOf(gateway).flatMap((host) =>
    servicesCalled(host.split('.')[0] ?? '', gateway).filter((service) => isNameOf(host, service, gateway)),
  )
  if (addressed.length > 0) return [...new Set(addressed)]
  const labelled = NAME_LABELS.flatMap((label) => servicesLabelled(label, gateway.name, gateway)).filter(
    ({labels, namespace}) => (labelOf(labels, NAMESPACE_LABEL) ?? namespace) === gateway.namespace,
  )
  if (labelled.length > 0) return [...new Set(labelled)]
  const named = namedServices(gateway, className, objects)
  if (named.length > 0 || knowledge?.kind !== 'shared') return named
  const shared = knowledge.labels.flatMap((value) => servicesLabelled(APPLICATION_LABEL, value, gateway))
  return shared.filter(({type}) => type === 'LoadBalancer' || type === 'NodePort')
}

/** Istio, NGINX Gateway Fabric and others as GEP-1762 has it (`<NAME>-<GATEWAY CLASS>`), Cilium and Contour's provisioner by names of their own. */
function namedServices(gateway: OtherObject, className: string, {servicesCalled}: GatewayObjects): readonly Service[] {
  const {name, namespace, object} = gateway
  // Kong's own way to name the Service of its proxies.
  const [space, published] = labelOf(labelsOf(valueAt(object, 'metadata', 'annotations')), 'konghq.com/publish-service')?.split('/') ?? []
  if (published !== undefined) return servicesCalled(published, gateway).filter((service) => service.namespace === space)
  const names = [`${name}-${className}`, `cilium-gateway-${name}`, `envoy-${name}`]
  return names.flatMap((one) => servicesCalled(one, gateway)).filter((service) => service.namespace === namespace)
}

/** Addresses of type Hostname that name a Service: how Istio is told of proxies that somebody installed (its "manual deployment"). */
function addressesOf(gateway: OtherObject): readonly string[] {
  const stated = [valueAt(gateway.object, 'spec', 'addresses'), valueAt(gateway.object, 'status', 'addresses')]
    .flatMap(itemsOf)
    .map(fieldsOf)
  return stated.flatMap(({type, value}) => (type === 'Hostname' ? (textOf(value) ?? []) : []))
}

function isNameOf(host: string, {name, namespace}: Service, gateway: OtherObject): boolean {
  const [first, second, third] = host.split('.')
  if (first !== name) return false
  if (second === undefined) return namespace === gateway.namespace
  return second === namespace && (third === undefined || third === 'svc')
}
