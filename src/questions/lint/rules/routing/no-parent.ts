import {itemsOf, textOf, valueAt} from '../../../../cluster/fields.ts'
import {checkBroken} from '../../broken-check.ts'
import type {Rule} from '../../rule.ts'

export const noParent: Rule = {
  id: 'routing/no-parent',
  severity: 'info',
  title: 'a route that names no Gateway',
  why: 'A route without parentRefs is taken by nobody, and serves nothing. Some controllers let other routes delegate to it; the Gateway API itself knows nothing of that.',
  fix: 'Name the Gateway in spec.parentRefs.',
  references: ['https://gateway-api.sigs.k8s.io/api-types/httproute/#attaching-to-gateways'],
  bad: `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: shop}
spec:
  rules: [{backendRefs: [{name: web, port: 80}]}]
`,
  good: `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: shop}
spec:
  parentRefs: [{name: edge}]
  rules: [{backendRefs: [{name: web, port: 80}]}]
`,
  check: checkBroken(['no-parent'], (_, {cluster}) => {
    const delegates = cluster.others.some(
      ({kind, object}) => kind.endsWith('Route') && itemsOf(valueAt(object, 'spec', 'rules')).some((rule) => leadsToRoute(rule)),
    )
    return delegates ? undefined : {fix: {description: 'name the Gateway in spec.parentRefs'}}
  }),
}

function leadsToRoute(rule: unknown): boolean {
  return itemsOf(valueAt(rule, 'backendRefs')).some((reference) => textOf(valueAt(reference, 'kind'))?.endsWith('Route'))
}
