import {type IngressController, listOf, namespacesOf, servicesAt} from './controller.ts'

/**
 * Contour (projectcontour.io/docs, "Ingress" and "Configuration": `contour serve`): with --ingress-class-name it takes those names, separated by commas,
 * else `contour` and Ingresses without class; names decide, not spec.controller. Its Envoys run in pods of their own, behind the Service that
 * --envoy-service-name names (`envoy`). `ingress.kubernetes.io/force-ssl-redirect` sends requests in the clear on to TLS.
 */
export const CONTOUR: IngressController = {
  name: 'Contour',
  implementation: /^projectcontour\.io\//,
  classNames: ['contour'],
  program: {
    runsIn: ({image, words}) => /projectcontour\/contour|\/contour(:|@|$)/.test(image) && words.includes('serve'),
    serves: ({flags}, choice) => {
      const names = listOf(flags.get('ingress-class-name'))
      return choice.kind === 'none' ? names.length === 0 : (names.length === 0 ? ['contour'] : names).includes(choice.name)
    },
    namespaces: ({flags}, pod) => namespacesOf(flags.get('watch-namespaces'), pod),
    servicesOf: ({flags}, pod, cluster) => {
      const namespace = flags.get('envoy-service-namespace') ?? pod.namespace
      return servicesAt(`${namespace}/${flags.get('envoy-service-name') ?? 'envoy'}`, pod, cluster)
    },
  },
  hasOwnCertificate: false,
  redirects: (annotations, hasCertificate) => hasCertificate && annotations['ingress.kubernetes.io/force-ssl-redirect'] === 'true',
  isShared: true,
}
