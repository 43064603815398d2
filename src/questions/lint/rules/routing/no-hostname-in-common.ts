import {checkParents} from '../../broken-check.ts'
import type {Rule} from '../../rule.ts'

export const noHostnameInCommon: Rule = {
  id: 'routing/no-hostname-in-common',
  severity: 'error',
  title: 'a route whose host names the listeners of its Gateway do not have',
  why: 'A route serves the host names that it has in common with a listener. Where there are none it is not attached, and serves nothing.',
  fix: 'Give the route a host name that the listener covers, or the listener one (`*.example.com`) that covers the route.',
  references: ['https://gateway-api.sigs.k8s.io/api-types/httproute/#hostnames'],
  bad: `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec:
  gatewayClassName: istio
  listeners: [{name: http, port: 80, protocol: HTTP, hostname: "*.shop.example"}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: shop}
spec:
  parentRefs: [{name: edge}]
  hostnames: [www.shop.example.com]
  rules: [{backendRefs: [{name: web, port: 80}]}]
`,
  good: `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec:
  gatewayClassName: istio
  listeners: [{name: http, port: 80, protocol: HTTP, hostname: "*.shop.example"}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: shop}
spec:
  parentRefs: [{name: edge}]
  hostnames: [www.shop.example]
  rules: [{backendRefs: [{name: web, port: 80}]}]
`,
  check: checkParents(['no-hostname-in-common'], 'let the route and a listener have a host name in common'),
}
