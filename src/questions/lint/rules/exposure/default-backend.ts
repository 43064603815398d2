import {referenceTo} from '../../../../cluster/identity.ts'
import {type PublishedIngress, publishedIngressesOf} from '../../published-ingresses.ts'
import type {Found, Rule} from '../../rule.ts'

export const defaultBackend: Rule = {
  id: 'exposure/default-backend',
  severity: 'info',
  title: 'Ingress with a default backend, on a controller that others share',
  why: 'The default backend gets every request that no rule takes. Many controllers have one for all Ingresses of a class, not one for each: two that state it compete, and the one that has it gets what was meant for nobody.',
  fix: 'State rules with hosts. A default backend for the whole controller is for whoever runs the controller to set.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#default-backend'],
  bad: `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop}
spec:
  ingressClassName: nginx
  defaultBackend: {service: {name: web, port: {number: 80}}}
`,
  good: `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop}
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example.com
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
`,
  check: (graph) => publishedIngressesOf(graph).flatMap(findDefault),
}

function findDefault({ingress, controller, entries}: PublishedIngress): readonly Found[] {
  const {defaultBackend: stated, origin, routes} = ingress
  if (!stated || controller?.isShared !== true) return []
  if (entries.length > 0 && entries.every(({reach}) => reach === 'none')) return []
  const name = stated.backend.kind === 'service' ? `svc/${stated.backend.name}` : 'it'
  const what = routes.length === 0 ? 'every request' : 'every request that no rule takes'
  return [
    {
      message: `${name} gets ${what}, whatever host it asks for`,
      object: referenceTo(ingress),
      place: origin && {origin, path: stated.place},
      aside: 'any host',
      fix: {description: 'state a rule with the host that is meant'},
    },
  ]
}
