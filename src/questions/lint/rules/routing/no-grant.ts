import {checkBroken} from '../../broken-check.ts'
import {definitionsWith, hasCompanion, isWhole, namedBy} from '../../broken-ways.ts'
import type {Rule} from '../../rule.ts'

export const noGrant: Rule = {
  id: 'routing/no-grant',
  severity: 'error',
  title: 'a reference into another namespace that no ReferenceGrant allows',
  why: 'Routes and Gateways may use a Service or Secret of another namespace only where a ReferenceGrant of that namespace says so. Without it the reference counts as broken: requests are answered with 500, a listener has no certificate. Manifests are held to it where what is referred to is applied together with them.',
  fix: 'Create a ReferenceGrant in the namespace that is referred to, with the kind and namespace of what refers in `from`, and the kind referred to in `to`.',
  references: ['https://gateway-api.sigs.k8s.io/api-types/referencegrant/'],
  bad: `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: edge}
spec:
  parentRefs: [{name: edge}]
  rules:
    - backendRefs:
        - name: web
          namespace: shop
          port: 80
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports: [{port: 80}]
`,
  good: `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: edge}
spec:
  parentRefs: [{name: edge}]
  rules:
    - backendRefs:
        - name: web
          namespace: shop
          port: 80
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports: [{port: 80}]
---
apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: {name: edge, namespace: shop}
spec:
  from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge}]
  to: [{group: "", kind: Service}]
`,
  check: checkBroken(['no-grant'], (way, {cluster}) => {
    const {manifest} = way
    // What runs is all there is, and has no places.
    if (!manifest.origin) return {fix: {description: 'create a ReferenceGrant in the namespace that is referred to'}}
    const named = namedBy(way)
    if (!named) return undefined
    const description = `create a ReferenceGrant in namespace ${named.namespace} from ${manifest.kind} of ${manifest.namespace} to ${named.kind}`
    const isHeldToIt =
      isWhole(cluster, manifest) &&
      (definitionsWith(cluster, manifest, named).length > 0 || hasCompanion(cluster, manifest, 'ReferenceGrant', named.namespace))
    return isHeldToIt
      ? {fix: {description}, aside: 'no ReferenceGrant'}
      : {fix: {description}, settledBy: `the ReferenceGrants of namespace ${named.namespace} in the input (-f)`}
  }),
}
