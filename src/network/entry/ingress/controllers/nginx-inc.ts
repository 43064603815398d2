import {type IngressController, isChosen, namespacesOf} from './controller.ts'

/**
 * F5's NGINX Ingress Controller (docs.nginx.com, "Command-line arguments" and "Run multiple controllers"): the class's name must equal -ingress-class
 * (`nginx`), and its IngressClass say `nginx.org/ingress-controller`; without class it takes none. A host with a certificate redirects requests in the clear
 * unless `nginx.org/redirect-to-https`'s sibling `ingress.kubernetes.io/ssl-redirect` is "False" ("Advanced configuration with annotations").
 */
export const NGINX_INC: IngressController = {
  name: 'NGINX Ingress Controller',
  implementation: /^nginx\.org\/ingress-controller$/,
  classNames: [],
  program: {
    runsIn: ({image}) => /(^|\/)nginx(inc)?\/nginx(-plus)?-ingress(:|@|$)|nginx-ic\//.test(image),
    serves: ({flags}, choice) => {
      const name = flags.get('ingress-class') ?? 'nginx'
      const isChosenClass = isChosen(choice, {implementation: 'nginx.org/ingress-controller', name}) ?? false
      return isChosenClass && choice.kind === 'class' && choice.name === name
    },
    namespaces: ({flags}, pod) => namespacesOf(flags.get('watch-namespace'), pod),
  },
  narrow: ({annotations}) => {
    const guards = [
      ...(annotations['nginx.org/basic-auth-secret'] ? ['asks for a password (nginx.org/basic-auth-secret)'] : []),
      ...(annotations['nginx.com/jwt-key'] ? ['asks for a token (nginx.com/jwt-key)'] : []),
      ...(annotations['nginx.org/policies'] ? [`policies ${annotations['nginx.org/policies']} may turn clients away`] : []),
    ]
    return {sources: [], evidence: guards}
  },
  hasOwnCertificate: false,
  redirects: (annotations, hasCertificate) => {
    const isForced = annotations['nginx.org/redirect-to-https']?.toLowerCase() === 'true'
    return isForced || (hasCertificate && annotations['ingress.kubernetes.io/ssl-redirect']?.toLowerCase() !== 'false')
  },
  isShared: true,
}
