import {labelOf, labelsOf, valueAt} from '../../../../cluster/fields.ts'
import {type Identity, referenceTo} from '../../../../cluster/identity.ts'
import type {Origin, WireObject} from '../../../../cluster/object.ts'
import type {Found, Rule} from '../../rule.ts'

export const deprecatedAnnotation: Rule = {
  id: 'routing/deprecated-annotation',
  severity: 'info',
  title: 'an annotation whose place a field has taken',
  why: 'Annotations from before there was a field are read by some releases and controllers, and not by others. kubernetes.io/ingress.class is deprecated since 1.18; topology-aware-hints since 1.27, where topology-mode took its place, which trafficDistribution replaces in turn; tolerate-unready-endpoints since 1.11.',
  fix: 'Use the field: spec.ingressClassName, spec.trafficDistribution, spec.publishNotReadyAddresses.',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/ingress/#deprecated-annotation',
    'https://kubernetes.io/docs/concepts/services-networking/topology-aware-routing/',
    'https://kubernetes.io/docs/reference/labels-annotations-taints/',
  ],
  bad: `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: shop
  annotations:
    kubernetes.io/ingress.class: nginx
spec:
  defaultBackend: {service: {name: web, port: {number: 80}}}
`,
  good: `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: shop
spec:
  ingressClassName: nginx
  defaultBackend: {service: {name: web, port: {number: 80}}}
`,
  check: ({cluster, special, isInScope}) => [
    // Who states the field beside it cares for old releases too.
    ...special.flatMap((service) =>
      service.publishNotReadyAddresses || service.trafficDistribution !== undefined ? [] : checkAnnotations(service, OF_SERVICES),
    ),
    ...cluster.others
      .filter(({group, kind, namespace}) => kind === 'Ingress' && group === 'networking.k8s.io' && isInScope(namespace))
      // The API server refuses both at once; GKE reads the annotation alone.
      .filter(({object}) => !valueAt(object, 'spec', 'ingressClassName') && !/^gce/.test(annotationsOf(object)[INGRESS_CLASS] ?? ''))
      .flatMap((ingress) => checkAnnotations(ingress, OF_INGRESSES)),
  ],
}

const INGRESS_CLASS = 'kubernetes.io/ingress.class'

type Former = Readonly<Record<string, {readonly message: string; readonly advice: string}>>

const OF_INGRESSES: Former = {
  [INGRESS_CLASS]: {
    message: `annotation ${INGRESS_CLASS} is deprecated since Kubernetes 1.18: spec.ingressClassName took its place`,
    advice: 'write spec.ingressClassName with the name of the IngressClass, and take the annotation out',
  },
}

const OF_SERVICES: Former = {
  'service.kubernetes.io/topology-aware-hints': {
    message: 'annotation service.kubernetes.io/topology-aware-hints is deprecated since Kubernetes 1.27',
    advice: 'write spec.trafficDistribution: PreferSameZone in its place',
  },
  'service.kubernetes.io/topology-mode': {
    message: 'annotation service.kubernetes.io/topology-mode is from before spec.trafficDistribution (stable since Kubernetes 1.33)',
    advice: 'write spec.trafficDistribution: PreferSameZone in its place, which does not depend on how CPUs are spread',
  },
  'service.alpha.kubernetes.io/tolerate-unready-endpoints': {
    message: 'annotation service.alpha.kubernetes.io/tolerate-unready-endpoints is deprecated since Kubernetes 1.11',
    advice: 'write spec.publishNotReadyAddresses: true in its place',
  },
}

function checkAnnotations(
  one: Identity & {readonly object: WireObject; readonly origin: Origin | undefined},
  former: Former,
): readonly Found[] {
  const annotations = annotationsOf(one.object)
  return Object.entries(former).flatMap(([key, {message, advice}]) =>
    (labelOf(annotations, key) ?? '') === ''
      ? []
      : [
          {
            message,
            object: referenceTo(one),
            place: one.origin && {origin: one.origin, path: ['metadata', 'annotations', key]},
            aside: 'deprecated',
            fix: {description: advice},
          },
        ],
  )
}

function annotationsOf(object: WireObject): Readonly<Record<string, string>> {
  return labelsOf(valueAt(object, 'metadata', 'annotations'))
}
