import {lacksOwnPort} from '../../own-variant.ts'
import {checkCause} from '../../resolved-check.ts'
import type {Rule} from '../../rule.ts'

export const targetPortName: Rule = {
  id: 'routing/target-port-name',
  severity: 'error',
  title: 'a named targetPort that no selected pod declares, or not every one',
  why: 'A targetPort that is a name is looked up among the container ports of each selected pod. Pods that declare no port of that name get no endpoint for it: they are never reached through this port, and where no pod has it, nothing is.',
  fix: 'Name the container port as the targetPort says, or write its number.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports'],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: search, namespace: shop}
spec:
  selector: {app: search}
  ports:
    - name: http
      port: 80
      targetPort: web
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: search, namespace: shop}
spec:
  selector: {matchLabels: {app: search}}
  template:
    metadata: {labels: {app: search}}
    spec:
      containers:
        - name: app
          image: search:1
          ports: [{name: http, containerPort: 8080}]
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: search, namespace: shop}
spec:
  selector: {app: search}
  ports:
    - name: http
      port: 80
      targetPort: http
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: search, namespace: shop}
spec:
  selector: {matchLabels: {app: search}}
  template:
    metadata: {labels: {app: search}}
    spec:
      containers:
        - name: app
          image: search:1
          ports: [{name: http, containerPort: 8080}]
`,
  check: checkCause('routing/target-port-name', lacksOwnPort),
}
