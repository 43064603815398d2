import {labelOf} from '../../../../cluster/fields.ts'
import {type IngressController, isChosen} from './controller.ts'

/**
 * Istio as an Ingress controller (istio.io/latest/docs/tasks/traffic-management/ingress/kubernetes-ingress; mesh option ingressControllerMode, STRICT by default):
 * the annotation `istio`, or an IngressClass of `istio.io/ingress-controller`. What serves it are the gateways labelled `istio: ingressgateway`
 * (mesh option ingressSelector).
 */
export const ISTIO: IngressController = {
  name: 'Istio',
  implementation: /^istio\.io\/ingress-controller$/,
  classNames: ['istio'],
  program: {
    runsIn: ({image, words}, pod) =>
      labelOf(pod.labels, 'istio') === 'ingressgateway' && (/proxyv2|^auto$/.test(image) || words.includes('router')),
    serves: (_, choice) => isChosen(choice, {implementation: 'istio.io/ingress-controller', name: 'istio'}) ?? false,
    namespaces: () => [],
  },
  hasOwnCertificate: false,
  isShared: true,
  isSideline: true,
}
