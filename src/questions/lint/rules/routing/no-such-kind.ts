import {checkInvalid} from '../../broken-check.ts'
import type {Rule} from '../../rule.ts'

export const noSuchKind: Rule = {
  id: 'routing/no-such-kind',
  severity: 'error',
  title: 'a route that names a kind that is no backend, or no parent',
  why: 'A backendRef leads to a Service unless kind and group say otherwise, and a parentRef to a Gateway. A kind that the group does not have leads nowhere: requests are answered with 500, or the route is not attached.',
  fix: 'Write the kind that is meant, with its group.',
  references: ['https://gateway-api.sigs.k8s.io/reference/spec/#backendobjectreference'],
  bad: `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: shop}
spec:
  parentRefs: [{name: edge}]
  rules:
    - backendRefs:
        - kind: Deployment
          name: web
          port: 80
`,
  good: `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: shop}
spec:
  parentRefs: [{name: edge}]
  rules:
    - backendRefs:
        - name: web
          port: 80
`,
  check: checkInvalid(['no-such-kind'], 'write the kind that is meant, with its group'),
}
