import type {EndpointSlice} from '../../../../cluster/endpoint-slice.ts'
import {wereSeenTogether} from '../../applied-together.ts'
import {checkCause} from '../../resolved-check.ts'
import type {Rule} from '../../rule.ts'

export const noEndpoints: Rule = {
  id: 'routing/no-endpoints',
  severity: 'warning',
  title: 'slices without an endpoint that is ready',
  why: 'Connections go to the endpoints that the EndpointSlices of a Service list as ready. Where there is none, they are refused; where some are not ready, the others get their share.',
  fix: 'See why the endpoints are not ready, or write EndpointSlices with the addresses that serve.',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors',
    'https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/',
  ],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec:
  ports: [{port: 5432}]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: db-1, namespace: shop, labels: {kubernetes.io/service-name: db}}
addressType: IPv4
ports: [{port: 5432}]
endpoints: [{addresses: [192.0.2.7], conditions: {ready: false}}]
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec:
  ports: [{port: 5432}]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: db-1, namespace: shop, labels: {kubernetes.io/service-name: db}}
addressType: IPv4
ports: [{port: 5432}]
endpoints: [{addresses: [192.0.2.7]}]
`,
  // That a Service has no slices shows in a listing of slices only, and in one of the same cluster.
  check: (graph) => {
    const {listedEndpoints, slices} = graph.cluster
    const rule = checkCause(
      'routing/no-endpoints',
      ({service, cause, verdict}) => {
        if (cause?.kind !== 'no-endpoints') return false
        // Endpoints that terminate beside others that serve are what every rollout leaves behind.
        if (verdict === 'partial' && cause.slices.every(lacksOnlyTerminating)) return false
        if (cause.slices.length > 0 || service.origin === undefined) return true
        return listedEndpoints.has(service.namespace) && slices.some((slice) => wereSeenTogether(service, slice))
      },
      ({service}) => (service.selector ? ['spec', 'selector'] : ['metadata', 'name']),
    )
    return rule(graph)
  },
}

function lacksOnlyTerminating({endpoints}: EndpointSlice): boolean {
  return endpoints.every(({ready, terminating}) => ready || terminating)
}
