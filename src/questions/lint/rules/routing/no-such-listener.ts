import {checkParents} from '../../broken-check.ts'
import type {Rule} from '../../rule.ts'

export const noSuchListener: Rule = {
  id: 'routing/no-such-listener',
  severity: 'error',
  title: 'a route to a listener that its Gateway does not have',
  why: 'The sectionName and port of a parentRef say which listeners a route is for. Where no listener of the Gateway is called so, or has that port, the route is not attached, and serves nothing.',
  fix: 'Name a listener of the Gateway, or leave sectionName and port out to attach to all of them.',
  references: ['https://gateway-api.sigs.k8s.io/reference/spec/#parentreference'],
  bad: `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
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
      sectionName: https
  rules: [{backendRefs: [{name: web, port: 80}]}]
`,
  good: `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
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
      sectionName: http
  rules: [{backendRefs: [{name: web, port: 80}]}]
`,
  check: checkParents(['no-such-listener'], 'name a listener that the Gateway has'),
}
