import {nearestWord} from '../../../resemblance.ts'
import {checkBroken} from '../../broken-check.ts'
import {companionsOf, namedBy} from '../../broken-ways.ts'
import type {Rule} from '../../rule.ts'

export const noSuchGateway: Rule = {
  id: 'routing/no-such-gateway',
  severity: 'error',
  title: 'a route to a Gateway that does not exist',
  why: "A route serves nothing until a Gateway takes it. A parentRef without namespace means one of the route's own namespace. Manifests are held to it where a Gateway of that name in another namespace, or of a similar name, is applied together with them: most Gateways are another repository's.",
  fix: "Name the Gateway, and its namespace where that is not the route's own.",
  references: ['https://gateway-api.sigs.k8s.io/api-types/httproute/#attaching-to-gateways'],
  bad: `
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
  check: checkBroken(['no-such-gateway'], (way, {cluster}) => {
    const {manifest} = way
    if (!manifest.origin) return {fix: {description: 'name a Gateway that exists, or create it'}}
    const named = namedBy(way)
    if (!named) return undefined
    const near = companionsOf(cluster, manifest, named.kind)
    const elsewhere = near.find(({name, namespace}) => name === named.name && namespace !== named.namespace)
    if (elsewhere?.namespaceStated && manifest.namespaceStated)
      return {fix: {description: `write namespace: ${elsewhere.namespace} beside it`}, aside: `it is in namespace ${elsewhere.namespace}`}
    const own = near.filter(({namespace}) => namespace === named.namespace).map(({name}) => name)
    const meant = nearestWord(named.name, own)
    if (meant !== undefined) return {fix: {description: `name the ${named.kind} that is there: ${meant}`}, aside: `there is ${meant}`}
    return {fix: {description: 'name another'}, settledBy: `${named.kind} ${named.name} of namespace ${named.namespace} in the input (-f)`}
  }),
}
