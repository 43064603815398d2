import {checkResolved} from '../../resolved-check.ts'
import type {Rule} from '../../rule.ts'

export const endpointsBesideSelector: Rule = {
  id: 'routing/endpoints-beside-selector',
  severity: 'warning',
  title: 'an Endpoints object for a Service that has a selector',
  why: 'The controller of a Service with a selector writes its Endpoints and EndpointSlices, from the pods that are selected. What somebody else writes under the same name is overwritten.',
  fix: 'Remove the selector where the addresses are meant, or the Endpoints object where the pods are.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors'],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports: [{port: 80}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: app
          image: web:1
---
apiVersion: v1
kind: Endpoints
metadata: {name: web, namespace: shop}
subsets: [{addresses: [{ip: 192.0.2.7}], ports: [{port: 80}]}]
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  ports: [{port: 80}]
---
apiVersion: v1
kind: Endpoints
metadata: {name: web, namespace: shop}
subsets: [{addresses: [{ip: 192.0.2.7}], ports: [{port: 80}]}]
`,
  check: checkResolved('routing/endpoints-beside-selector'),
}
