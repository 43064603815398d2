import {checkParents} from '../../broken-check.ts'
import type {Rule} from '../../rule.ts'

export const notAllowed: Rule = {
  id: 'routing/not-allowed',
  severity: 'error',
  title: 'a route that the listeners of its Gateway do not take',
  why: 'A listener takes routes of its own namespace only, unless allowedRoutes says otherwise, and only the kinds that fit its protocol. A route that none takes serves nothing; its status says NotAllowedByListeners.',
  fix: 'Let the listener take the namespace (`allowedRoutes.namespaces`), or name a listener of another protocol.',
  references: ['https://gateway-api.sigs.k8s.io/concepts/security-model/#1-route-binding'],
  bad: `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: infra}
spec:
  gatewayClassName: istio
  listeners: [{name: http, port: 80, protocol: HTTP}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: shop}
spec:
  parentRefs:
    - name: edge
      namespace: infra
  rules: [{backendRefs: [{name: web, port: 80}]}]
`,
  good: `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: infra}
spec:
  gatewayClassName: istio
  listeners: [{name: http, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: shop}
spec:
  parentRefs:
    - name: edge
      namespace: infra
  rules: [{backendRefs: [{name: web, port: 80}]}]
`,
  check: checkParents(['not-allowed'], 'let a listener take it (allowedRoutes), or name another parent'),
}
