import {checkCause} from '../../resolved-check.ts'
import type {Rule} from '../../rule.ts'

export const slicePort: Rule = {
  id: 'routing/slice-port',
  severity: 'error',
  title: 'slices that lack a port of their Service',
  why: 'Ports of a Service and of its EndpointSlices belong together by name and protocol, not by number. Where the names differ, also where only one has a name, the port leads nowhere.',
  fix: 'Give the port of the EndpointSlice the name and the protocol of the port of the Service.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors'],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec:
  ports: [{name: sql, port: 5432}]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: db-1, namespace: shop, labels: {kubernetes.io/service-name: db}}
addressType: IPv4
ports: [{port: 5432}]
endpoints: [{addresses: [192.0.2.7]}]
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec:
  ports: [{name: sql, port: 5432}]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: db-1, namespace: shop, labels: {kubernetes.io/service-name: db}}
addressType: IPv4
ports: [{name: sql, port: 5432}]
endpoints: [{addresses: [192.0.2.7]}]
`,
  check: checkCause(
    'routing/slice-port',
    () => true,
    ({service, cause}) => {
      const [name] = cause?.kind === 'slice-port' ? cause.ports : []
      const port = service.ports.find((one) => (one.name ?? String(one.port)) === name)
      return port?.name == null ? ['spec', 'ports', port?.index ?? 0] : ['spec', 'ports', port.index, 'name']
    },
  ),
}
