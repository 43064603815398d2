import {referenceTo} from '../../../../cluster/identity.ts'
import type {Found, Rule} from '../../rule.ts'

export const deprecatedEndpoints: Rule = {
  id: 'routing/deprecated-endpoints',
  severity: 'info',
  title: 'an Endpoints object in place of EndpointSlices',
  why: 'The Endpoints API is deprecated since Kubernetes 1.33: it knows one address family and no zones, and holds 1,000 addresses at most. A controller copies what somebody writes there into EndpointSlices, which is what kube-proxy reads.',
  fix: 'Write an EndpointSlice with the label kubernetes.io/service-name.',
  references: ['https://kubernetes.io/blog/2025/04/24/endpoints-deprecation/'],
  bad: `
apiVersion: v1
kind: Endpoints
metadata: {name: db, namespace: shop}
subsets: [{addresses: [{ip: 192.0.2.7}], ports: [{port: 5432}]}]
`,
  good: `
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: db-1, namespace: shop, labels: {kubernetes.io/service-name: db}}
addressType: IPv4
ports: [{port: 5432}]
endpoints: [{addresses: [192.0.2.7]}]
`,
  check: ({cluster, isInScope}) => {
    const seen = new Set<string>()
    return cluster.slices.flatMap((slice): readonly Found[] => {
      // Those of a running cluster are its own controller's.
      if (slice.kind !== 'Endpoints' || slice.uid !== undefined || !isInScope(slice.namespace)) return []
      const key = JSON.stringify([slice.origin?.file, slice.origin?.document, slice.origin?.path, slice.namespace, slice.name])
      if (seen.has(key)) return []
      seen.add(key)
      return [
        {
          message: 'the Endpoints API is deprecated since Kubernetes 1.33',
          object: referenceTo(slice),
          place: slice.origin && {origin: slice.origin, path: ['kind']},
          aside: 'deprecated',
          fix: {description: `write an EndpointSlice with the label kubernetes.io/service-name: ${slice.name}`},
        },
      ]
    })
  },
}
