import type {Cluster} from '../../cluster/cluster.ts'
import {labelOf, labelsOf, textOf, valueAt} from '../../cluster/fields.ts'
import {classesOfAnnotations} from './foreign/annotated-services.ts'
import {foreignClassOf, foreignKindOf} from './foreign/foreign-kinds.ts'

/** Where each kind says its class, from its root. */
const CLASS_PATHS: Readonly<Record<string, readonly string[]>> = {
  Ingress: ['spec', 'ingressClassName'],
  Gateway: ['spec', 'gatewayClassName'],
}

/** The annotations of Ingresses that do: that from before the field, and Cilium's for the Service that it makes. */
const CLASS_ANNOTATIONS = ['kubernetes.io/ingress.class', 'ingress.cilium.io/loadbalancer-class']

/** Every name of a class that anything of the input has or is, of Ingresses, Gateways and load balancers, each once. */
export function classNamesOf({services, others}: Pick<Cluster, 'services' | 'others'>): readonly string[] {
  const names = new Set<string>()
  const add = (name: string | undefined) => name && names.add(name)
  for (const service of services) {
    add(textOf(valueAt(service.object, 'spec', 'loadBalancerClass')))
    for (const name of classesOfAnnotations(service)) add(name)
  }
  for (const one of others) {
    const {kind, name, object} = one
    const foreign = foreignKindOf(one)
    if (foreign) add(foreignClassOf(one, foreign))
    if (kind === 'IngressClass' || kind === 'GatewayClass') add(name)
    const path = Object.hasOwn(CLASS_PATHS, kind) ? CLASS_PATHS[kind] : undefined
    if (!path) continue
    add(textOf(valueAt(object, ...path)))
    const annotations = labelsOf(valueAt(object, 'metadata', 'annotations'))
    for (const key of CLASS_ANNOTATIONS) add(labelOf(annotations, key))
  }
  return [...names]
}
