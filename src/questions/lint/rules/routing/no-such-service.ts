import {nearestWord} from '../../../resemblance.ts'
import {fixWith, targetOf} from '../../../resolve/change.ts'
import {checkBroken} from '../../broken-check.ts'
import {type BrokenWay, besideOf, hasCompanion, isWhole, type Named, namedBy} from '../../broken-ways.ts'
import type {Graph} from '../../graph.ts'
import type {Rule} from '../../rule.ts'

export const noSuchService: Rule = {
  id: 'routing/no-such-service',
  severity: 'error',
  title: 'an Ingress or a route to a Service that does not exist',
  why: 'Requests for the host and path are answered with 503, 500 or the default backend. An Ingress reaches Services of its own namespace only. Manifests are held to it where other Services of the namespace are applied together with them, or where one of a similar name is beside them: elsewhere the Service may come from somewhere else.',
  fix: 'Name a Service that exists, with its namespace in a route; or create the Service.',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/ingress/#the-ingress-resource',
    'https://gateway-api.sigs.k8s.io/api-types/httproute/#backendrefs-optional',
  ],
  bad: `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec:
  rules:
    - host: shop.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: wbe
                port: {number: 80}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports: [{port: 80}]
`,
  good: `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec:
  rules:
    - host: shop.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: web
                port: {number: 80}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports: [{port: 80}]
`,
  check: checkBroken(['no-such-service', 'unstated-namespace'], (way, graph) => {
    const named = namedBy(way)
    if (way.reason === 'no-such-service' && !way.manifest.origin) return {fix: {description: 'name a Service that exists, or create it'}}
    if (way.reason === 'unstated-namespace' || !named)
      return {fix: {description: 'name the namespace'}, settledBy: 'state the namespace of both, or name it with -n'}
    const near = nearestOf(graph, way, named)
    if (near === undefined && !isHeldToIt(graph, way, named))
      return {fix: {description: 'name another'}, settledBy: `Service ${named.name} of namespace ${named.namespace} in the input (-f)`}
    const advice = near === undefined ? 'name a Service that exists, or create it' : `name the Service that is there: ${near}`
    const change =
      near && ({kind: 'set', target: targetOf(way.manifest, way.manifest.origin), path: way.path, from: named.name, to: near} as const)
    return {
      fix: fixWith(advice, change ? [change] : []),
      aside: near === undefined ? 'there is no such Service' : `there is a Service ${near}`,
    }
  }),
}

/** Whether the Service should be in the input: it is a cluster's, or others of the namespace are applied together with the way. */
function isHeldToIt({cluster}: Graph, {manifest}: BrokenWay, {namespace, name}: Named): boolean {
  // Every cluster has Services there that no manifest of anybody's repository makes.
  if (namespace === 'kube-system' || name === 'kubernetes') return false
  return isWhole(cluster, manifest) && hasCompanion(cluster, manifest, 'Service', namespace)
}

/** Among more than this a similar name says little, and it would take long to compare them all. */
const MOST_COMPARED = 300

/** A Service of the namespace that was surely meant: it stands beside the way, and is called nearly so. */
function nearestOf({cluster}: Graph, {manifest}: BrokenWay, {namespace, name}: Named): string | undefined {
  const beside = besideOf(cluster, manifest, 'Service', namespace)
  if (beside.length > MOST_COMPARED) return undefined
  return nearestWord(
    name,
    beside.filter((service) => service.namespaceStated === manifest.namespaceStated).map((service) => service.name),
  )
}
