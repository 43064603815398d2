import {referenceTo} from '../../../../cluster/identity.ts'
import type {Path} from '../../../../cluster/object.ts'
import {type PublishedIngress, publishedIngressesOf} from '../../published-ingresses.ts'
import type {Found, Rule} from '../../rule.ts'

export const ingressWithoutHost: Rule = {
  id: 'exposure/ingress-without-host',
  severity: 'info',
  title: 'Ingress rule without a host, on a controller that others share',
  why: 'A rule without host takes the requests for every name that no other Ingress of the class has, and those for the bare address: scanners come by that. It also takes names that are added later, until somebody has a rule for them.',
  fix: 'State the host that the rule is for.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-rules'],
  bad: `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop}
spec:
  ingressClassName: nginx
  rules:
    - http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
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
  check: (graph) => publishedIngressesOf(graph).flatMap((one) => findWithoutHost(one)),
}

/** A load balancer of the Ingress's own is nobody else's. */
function findWithoutHost({ingress, controller, entries}: PublishedIngress): readonly Found[] {
  if (controller?.isShared !== true || isShut(entries)) return []
  const route = ingress.routes.find(({host}) => host === undefined)
  if (!route) return []
  const path: Path = route.place.slice(0, 3)
  return [
    {
      message: `a rule without host takes requests for every name that no other Ingress of ${controller.name} has`,
      object: referenceTo(ingress),
      place: ingress.origin && {origin: ingress.origin, path},
      aside: 'no host',
      fix: {description: 'state the host that the rule is for'},
    },
  ]
}

function isShut(entries: PublishedIngress['entries']): boolean {
  return entries.length > 0 && entries.every(({reach}) => reach === 'none')
}
