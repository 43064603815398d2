import {labelOf} from '../../../../cluster/fields.ts'
import type {Labels} from '../../../../cluster/label-selector.ts'
import {clientsOf, type IngressController, isChosen, type Narrowing, namespacesOf, servicesAt} from './controller.ts'

function narrowBy(annotations: Labels, keys: readonly string[], guards: Readonly<Record<string, string>>): Narrowing {
  const key = keys.find((one) => labelOf(annotations, one) !== undefined)
  const sources = key === undefined ? [] : clientsOf(labelOf(annotations, key))
  const asked = Object.entries(guards).flatMap(([guard, what]) => (labelOf(annotations, guard) ? [`asks for ${what} (${guard})`] : []))
  return {sources, evidence: [...(sources.length > 0 ? [`annotation ${key} lets ${sources.join(', ')} in`] : []), ...asked]}
}

/**
 * HAProxy Technologies' controller (haproxytech/kubernetes-ingress, documentation/ingressclass.md, "Ingress eligibility rules"): with --ingress.class=prod its
 * IngressClass says `haproxy.org/ingress-controller/prod`, without it the name alone. Ingresses without class are taken where --ingress.class is not set, else
 * with --empty-ingress-class. `allow-list` is the newer name of `whitelist`.
 */
export const HAPROXY_TECHNOLOGIES: IngressController = {
  name: 'HAProxy Kubernetes Ingress Controller',
  implementation: /^haproxy\.org\/ingress-controller(\/|$)/,
  classNames: ['haproxy'],
  program: {
    runsIn: ({image}) => /haproxytech\/kubernetes-ingress/.test(image),
    serves: ({flags}, choice) => {
      const name = flags.get('ingress.class') ?? ''
      const implementation = name === '' ? 'haproxy.org/ingress-controller' : `haproxy.org/ingress-controller/${name}`
      if (choice.kind === 'class' && choice.by !== 'annotation' && !choice.class) return choice.name === (name || 'haproxy')
      return isChosen(choice, {implementation, name}) ?? (name === '' || flags.has('empty-ingress-class'))
    },
    namespaces: ({flags}, pod) => namespacesOf(flags.get('namespace-whitelist'), pod),
    servicesOf: ({flags}, pod, cluster) => servicesAt(flags.get('publish-service'), pod, cluster),
  },
  narrow: ({annotations}) =>
    narrowBy(annotations, ['haproxy.org/allow-list', 'haproxy.org/whitelist'], {'haproxy.org/auth-type': 'a password'}),
  hasOwnCertificate: true,
  redirects: (annotations, hasCertificate) => (annotations['haproxy.org/ssl-redirect'] ?? String(hasCertificate)) === 'true',
  isShared: true,
}

/**
 * The community's HAProxy Ingress (haproxy-ingress.github.io/docs/configuration/command-line): --controller-class adds a path to
 * `haproxy-ingress.github.io/controller`, --ingress-class is the annotation's value, and --watch-ingress-without-class takes those without.
 */
export const HAPROXY_INGRESS: IngressController = {
  name: 'HAProxy Ingress',
  implementation: /^haproxy-ingress\.github\.io\/controller(\/|$)/,
  classNames: [],
  program: {
    runsIn: ({image}) => /(jcmoraisjr|haproxy-ingress)\/haproxy-ingress/.test(image),
    serves: ({flags}, choice) => {
      const path = (flags.get('controller-class') ?? '').replace(/^\//, '')
      const implementation = path === '' ? 'haproxy-ingress.github.io/controller' : `haproxy-ingress.github.io/controller/${path}`
      return (
        isChosen(choice, {implementation, name: flags.get('ingress-class') ?? 'haproxy'}) ??
        flags.get('watch-ingress-without-class') === 'true'
      )
    },
    namespaces: ({flags}, pod) => namespacesOf(flags.get('watch-namespace'), pod),
    servicesOf: ({flags}, pod, cluster) => servicesAt(flags.get('publish-service'), pod, cluster),
  },
  narrow: ({annotations}) =>
    narrowBy(
      annotations,
      [
        'haproxy-ingress.github.io/allowlist-source-range',
        'haproxy-ingress.github.io/whitelist-source-range',
        'ingress.kubernetes.io/whitelist-source-range',
      ],
      {'haproxy-ingress.github.io/auth-url': 'the word of another server', 'haproxy-ingress.github.io/auth-secret': 'a password'},
    ),
  hasOwnCertificate: true,
  redirects: (annotations, hasCertificate) => hasCertificate && annotations['haproxy-ingress.github.io/ssl-redirect'] !== 'false',
  isShared: true,
}
