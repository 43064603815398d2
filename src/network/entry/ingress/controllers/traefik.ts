import type {Cluster, OtherObject} from '../../../../cluster/cluster.ts'
import {itemsOf, labelOf, valueAt} from '../../../../cluster/fields.ts'
import type {Ingress} from '../ingress.ts'
import {type Container, clientsOf, type IngressController, listOf, type Narrowing, namespacesOf} from './controller.ts'

const PROVIDER = 'providers.kubernetesingress'

/**
 * Traefik, also as k3s brings it (pkg/provider/kubernetes/ingress/kubernetes.go, shouldProcessIngress): the IngressClass must say
 * `traefik.io/ingress-controller` and, where providers.kubernetesingress.ingressclass is set, have that name; annotations must equal it. Not set, the
 * annotation `traefik` and Ingresses without class are taken. Flags are case-insensitive. Its default certificate answers where there is no other.
 */
export const TRAEFIK: IngressController = {
  name: 'Traefik',
  implementation: /^traefik\.io\/ingress-controller$/,
  classNames: ['traefik'],
  program: {
    runsIn: (container) => /(^|\/)traefik(:|@|$)/.test(container.image) && readsIngresses(container),
    serves: ({flags}, choice) => {
      const name = flags.get(`${PROVIDER}.ingressclass`)
      if (choice.kind === 'none') return name === undefined
      const isNamed = name === undefined || choice.name === name
      if (choice.by !== 'annotation' && choice.class) return choice.class.controller === 'traefik.io/ingress-controller' && isNamed
      return choice.name === (name ?? 'traefik') || (choice.class?.controller === 'traefik.io/ingress-controller' && isNamed)
    },
    namespaces: ({flags}, pod) => namespacesOf(flags.get(`${PROVIDER}.namespaces`), pod),
  },
  narrow: narrowByMiddlewares,
  hasOwnCertificate: true,
  isShared: true,
}

/** Where providers are named by flags, the one for Ingresses must be among them; a configuration file may name it else. */
function readsIngresses({flags}: Container): boolean {
  const providers = [...flags.keys()].filter((flag) => flag.startsWith('providers.'))
  return providers.length === 0 || flags.has('configfile') || providers.some((flag) => flag === PROVIDER || flag.startsWith(`${PROVIDER}.`))
}

const MIDDLEWARES = 'traefik.ingress.kubernetes.io/router.middlewares'
const GUARDS: Readonly<Record<string, string>> = {
  basicAuth: 'a password',
  digestAuth: 'a password',
  forwardAuth: 'another server whether a request may pass',
}

/** The annotation names them `<namespace>-<name>@kubernetescrd` (doc.traefik.io, "Traefik & Kubernetes"); ipWhiteList is the older name of ipAllowList. */
function narrowByMiddlewares({annotations}: Ingress, {others}: Cluster): Narrowing {
  const sources: string[] = []
  const evidence: string[] = []
  for (const reference of listOf(labelOf(annotations, MIDDLEWARES))) {
    const middleware = others.find(
      ({group, kind, namespace, name}) =>
        kind === 'Middleware' && /^traefik\./.test(group) && reference === `${namespace}-${name}@kubernetescrd`,
    )
    if (!middleware) {
      evidence.push(`middleware ${reference} may turn clients away: what it does is not in the input, or in a file of Traefik's own`)
      continue
    }
    const narrowing = narrowByMiddleware(middleware)
    sources.push(...narrowing.sources)
    evidence.push(...narrowing.evidence)
  }
  return {sources, evidence}
}

/** Whom a middleware lets in, and what it asks of them. */
export function narrowByMiddleware({namespace, name: own, object}: OtherObject): Narrowing {
  const name = `middleware ${namespace}/${own}`
  const sources = ['ipAllowList', 'ipWhiteList'].flatMap((key) => clientsOf(itemsOf(valueAt(object, 'spec', key, 'sourceRange')).join(',')))
  const asked = Object.entries(GUARDS).flatMap(([key, what]) =>
    valueAt(object, 'spec', key) ? `${name} asks for ${what}`.replace('asks for another', 'asks another') : [],
  )
  return {sources, evidence: [...(sources.length > 0 ? [`${name} lets ${sources.join(', ')} in`] : []), ...asked]}
}
