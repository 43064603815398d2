import {type IngressController, isChosen, nameAt, namespacesOf, servicesAt} from './controller.ts'
import {narrowByNginx} from './nginx-annotations.ts'

/**
 * The community's ingress-nginx (kubernetes/ingress-nginx, docs/user-guide/cli-arguments and multiple-ingress): spec.controller must equal
 * --controller-class (`k8s.io/ingress-nginx`), the annotation --ingress-class (`nginx`); --ingress-class-by-name takes that name of a class too. Ingresses
 * without class only with --watch-ingress-without-class. Port 443 answers with a certificate of its own. Where a host has a certificate, requests in the clear
 * are redirected unless `ssl-redirect` is "false" (docs/user-guide/nginx-configuration/annotations, "Server-side HTTPS enforcement through redirect").
 * What neither annotation says, the ConfigMap of --configmap says for all (annotations/rewrite/main.go; docs/user-guide/nginx-configuration/configmap.md).
 * A backend's port may be a targetPort (internal/ingress/controller/controller.go, serviceEndpoints).
 */
export const INGRESS_NGINX: IngressController = {
  name: 'ingress-nginx',
  implementation: /^k8s\.io\/ingress-nginx/,
  classNames: ['nginx'],
  program: {
    runsIn: ({image, words}) =>
      /ingress-nginx\/controller|nginx-ingress-controller/.test(image) || words[0] === '/nginx-ingress-controller',
    serves: ({flags}, choice) => {
      const name = flags.get('ingress-class') ?? 'nginx'
      if (choice.kind === 'class' && choice.by !== 'annotation' && flags.get('ingress-class-by-name') === 'true' && choice.name === name)
        return true
      const implementation = flags.get('controller-class') ?? 'k8s.io/ingress-nginx'
      return isChosen(choice, {implementation, name}) ?? flags.get('watch-ingress-without-class') === 'true'
    },
    namespaces: ({flags}, pod) => namespacesOf(flags.get('watch-namespace'), pod),
    servicesOf: ({flags}, pod, cluster) => servicesAt(flags.get('publish-service'), pod, cluster),
    configMapOf: ({flags}, pod) => nameAt(flags.get('configmap'), pod),
  },
  narrow: narrowByNginx,
  hasOwnCertificate: true,
  redirects: (annotations, hasCertificate, configuration) => {
    const of = (key: string) => annotations[`nginx.ingress.kubernetes.io/${key}`] ?? configuration?.values[key]
    return of('force-ssl-redirect') === 'true' || (hasCertificate && of('ssl-redirect') !== 'false')
  },
  matchesTargetPort: true,
  isShared: true,
}
