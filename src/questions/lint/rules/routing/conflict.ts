import {areAppliedTogether} from '../../applied-together.ts'
import {checkBroken} from '../../broken-check.ts'
import {definitionsOf} from '../../broken-ways.ts'
import type {Rule} from '../../rule.ts'

export const conflict: Rule = {
  id: 'routing/conflict',
  severity: 'warning',
  title: 'two Ingresses that send one host and path to different backends',
  why: 'Controllers put the Ingresses of a class together. Of two that claim one host and path only one answers: with ingress-nginx the older, with others whichever comes first. Canaries (annotation canary: "true") share a path on purpose, and are not meant.',
  fix: 'Let one Ingress have the host and path.',
  references: [
    'https://kubernetes.github.io/ingress-nginx/how-it-works/#building-the-nginx-model',
    'https://kubernetes.io/docs/concepts/services-networking/ingress/#multiple-matches',
  ],
  bad: `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example.com
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: api, namespace: shop}
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example.com
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}]}
`,
  good: `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example.com
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: api, namespace: shop}
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example.com
      http: {paths: [{path: /api, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}]}
`,
  // Examples and variants claim one host again and again: only what is applied together collides.
  check: checkBroken(['conflict'], ({message, manifest}, {cluster}) => {
    const [, namespace, name] = / is also in Ingress ([^/]+)\/([^,]+),/.exec(message) ?? []
    if (namespace === undefined || name === undefined) return undefined
    const definitions = definitionsOf(cluster, {kind: 'Ingress', namespace, name})
    const isTogether = definitions.some(({origin}) => areAppliedTogether(cluster, manifest.origin, origin))
    return isTogether ? {fix: {description: 'let one Ingress have the host and path'}, aside: `${name} has it too`} : undefined
  }),
}
