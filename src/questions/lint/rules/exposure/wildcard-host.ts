import {referenceTo} from '../../../../cluster/identity.ts'
import {type PublishedIngress, publishedIngressesOf} from '../../published-ingresses.ts'
import type {Found, Rule} from '../../rule.ts'

export const wildcardHost: Rule = {
  id: 'exposure/wildcard-host',
  severity: 'info',
  title: 'Ingress for every name below a domain',
  why: 'A wildcard takes each name of one label below its domain that no rule has: names that nobody thought of are served as well, and whoever can make DNS names below the domain can have them lead here.',
  fix: 'State the hosts that are served. Where any name is meant (a host for each tenant), silence the rule for this Ingress.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards'],
  bad: `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop}
spec:
  ingressClassName: nginx
  rules:
    - host: "*.example.com"
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
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
  check: (graph) => publishedIngressesOf(graph).flatMap(findWildcards),
}

function findWildcards({ingress, entries}: PublishedIngress): readonly Found[] {
  if (entries.length > 0 && entries.every(({reach}) => reach === 'none')) return []
  const rules = new Map(ingress.routes.flatMap(({host, place}) => (host?.startsWith('*.') ? [[host, place.slice(0, 3)] as const] : [])))
  return [...rules].map(([host, path]) => ({
    message: `${host} takes every name below ${host.slice(2)} that no other rule has`,
    object: referenceTo(ingress),
    place: ingress.origin && {origin: ingress.origin, path: [...path, 'host']},
    aside: 'any name',
    fix: {description: 'state the hosts that are served'},
  }))
}
