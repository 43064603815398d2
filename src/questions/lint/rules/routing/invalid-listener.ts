import {checkInvalid} from '../../broken-check.ts'
import type {Rule} from '../../rule.ts'

export const invalidListener: Rule = {
  id: 'routing/invalid-listener',
  severity: 'error',
  title: 'a Gateway or a route with a value that the Gateway API does not take',
  why: 'The API server refuses it, or its controller does: the listener is not served, or the reference leads nowhere.',
  fix: 'Write a value that the Gateway API has.',
  references: ['https://gateway-api.sigs.k8s.io/reference/spec/'],
  bad: `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec:
  gatewayClassName: istio
  listeners:
    - name: http
      port: 80
      protocol: http
`,
  good: `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec:
  gatewayClassName: istio
  listeners:
    - name: http
      port: 80
      protocol: HTTP
`,
  check: checkInvalid(
    ['invalid-listener', 'unknown-protocol', 'invalid-hostname', 'invalid-weight', 'redirect-with-backends', 'unsupported-protocol'],
    'write a value that the Gateway API has',
  ),
}
