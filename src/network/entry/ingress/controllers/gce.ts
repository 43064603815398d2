import {labelOf, valueAt} from '../../../../cluster/fields.ts'
import {frontOf, redirectToTls, usualDoors} from '../door.ts'
import type {IngressController} from './controller.ts'

/**
 * GKE Ingress (docs.cloud.google.com/kubernetes-engine/docs/concepts/ingress): class `gce`, or none on GKE, makes an external Application Load Balancer,
 * `gce-internal` an internal one. 443 with spec.tls, `pre-shared-cert` or `managed-certificates`; `kubernetes.io/ingress.allow-http` "false" leaves 80
 * out; a FrontendConfig may redirect it.
 */
export const GCE: IngressController = {
  name: 'GKE Ingress',
  implementation: /^(?!)/,
  classNames: ['gce', 'gce-internal'],
  doorsOf: ({ingress: {annotations, tls, namespace}, choice, cluster}) => {
    const isInternal = choice.kind === 'class' && choice.name === 'gce-internal'
    const evidence =
      choice.kind === 'class'
        ? `class ${choice.name} is GKE's ${isInternal ? 'internal' : 'external'} load balancer`
        : 'GKE gives an Ingress without class its external load balancer'
    const hasCertificate =
      tls.length > 0 ||
      labelOf(annotations, 'ingress.gcp.kubernetes.io/pre-shared-cert') !== undefined ||
      labelOf(annotations, 'networking.gke.io/managed-certificates') !== undefined
    const named = labelOf(annotations, 'networking.gke.io/v1beta1.FrontendConfig')
    const config = cluster.others.find(
      ({kind, name, namespace: space}) => kind === 'FrontendConfig' && name === named && space === namespace,
    )
    const isRedirected = hasCertificate && valueAt(config?.object, 'spec', 'redirectToHttps', 'enabled') === true
    const allowsHttp = labelOf(annotations, 'kubernetes.io/ingress.allow-http') !== 'false'
    const doors = usualDoors(frontOf(isInternal ? 'network' : 'internet', [evidence]), {http: allowsHttp, https: hasCertificate})
    return isRedirected ? redirectToTls(doors) : doors
  },
  hasOwnCertificate: true,
  isShared: false,
}
