import {type IngressController, isChosen, listOf, namespacesOf, servicesAt} from './controller.ts'

/**
 * Kong (developer.konghq.com, "Kong Ingress Controller: environment variables"): the class's name must equal --ingress-class, or CONTROLLER_INGRESS_CLASS
 * (`kong`). Its gateways may run in other pods, behind the Service that --publish-service names. `konghq.com/protocols` without http, or with a redirect code,
 * sends requests in the clear on to TLS.
 */
export const KONG: IngressController = {
  name: 'Kong',
  implementation: /^ingress-controllers\.konghq\.com\/kong/,
  classNames: ['kong'],
  program: {
    runsIn: ({image}) => /kong\/kubernetes-ingress-controller|kong-ingress-controller/.test(image),
    serves: ({flags, environment}, choice) => {
      const name = flags.get('ingress-class') ?? environment.get('CONTROLLER_INGRESS_CLASS') ?? 'kong'
      if (choice.kind === 'class')
        return choice.name === name && (isChosen(choice, {implementation: 'ingress-controllers.konghq.com/kong', name}) ?? false)
      return flags.get('process-classless-ingress-v1') === 'true'
    },
    namespaces: ({flags, environment}, pod) =>
      namespacesOf(flags.get('watch-namespace') ?? environment.get('CONTROLLER_WATCH_NAMESPACE'), pod),
    servicesOf: ({flags, environment}, pod, cluster) =>
      servicesAt(flags.get('publish-service') ?? environment.get('CONTROLLER_PUBLISH_SERVICE'), pod, cluster),
  },
  narrow: ({annotations}) => {
    const plugins = annotations['konghq.com/plugins']
    return {sources: [], evidence: plugins ? [`plugins ${plugins} may turn clients away`] : []}
  },
  hasOwnCertificate: true,
  redirects: (annotations) => {
    const protocols = listOf(annotations['konghq.com/protocols'])
    return protocols.length > 0 && !protocols.includes('http')
  },
  isShared: true,
}
