import {checkInvalid} from '../../broken-check.ts'
import type {Rule} from '../../rule.ts'

export const noBackend: Rule = {
  id: 'routing/no-backend',
  severity: 'warning',
  title: 'an Ingress or a route that leads to nothing',
  why: 'A rule of a route without backends answers every request with 500, unless it redirects. A host of an Ingress without paths has what the default backend says, and without one nothing.',
  fix: 'Name a backend, or leave the rule out.',
  references: [
    'https://gateway-api.sigs.k8s.io/api-types/httproute/#backendrefs-optional',
    'https://kubernetes.io/docs/concepts/services-networking/ingress/#default-backend',
  ],
  bad: `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: shop}
spec:
  parentRefs: [{name: edge}]
  rules:
    - matches: [{path: {value: /shop}}]
`,
  good: `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: shop}
spec:
  parentRefs: [{name: edge}]
  rules:
    - matches: [{path: {value: /shop}}]
      backendRefs: [{name: web, port: 80}]
`,
  check: checkInvalid(['no-backend'], 'name a backend, or leave it out'),
}
