import {checkRunning} from '../../resolved-check.ts'
import type {Rule} from '../../rule.ts'

export const notCreated: Rule = {
  id: 'routing/not-created',
  severity: 'warning',
  title: 'a running workload that has created none of its pods',
  why: 'The workload should have pods and has none, so nothing is behind the Service: a quota, an admission webhook or a fault in the template keeps them from being made.',
  fix: 'See the events of the workload and of its ReplicaSet: kubectl describe.',
  references: ['https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#failed-deployment'],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, uid: 5f9c3b1e-0b1e-4a57-8b1d-2a0c1d9e8f02}
spec:
  selector: {app: web}
  ports: [{port: 80}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, uid: 5f9c3b1e-0b1e-4a57-8b1d-2a0c1d9e8f01}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: app, image: web:1}]
status: {replicas: 0, observedGeneration: 1}
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, uid: 5f9c3b1e-0b1e-4a57-8b1d-2a0c1d9e8f02}
spec:
  selector: {app: web}
  ports: [{port: 80}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, uid: 5f9c3b1e-0b1e-4a57-8b1d-2a0c1d9e8f01}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: app, image: web:1}]
status: {replicas: 2, readyReplicas: 2}
`,
  check: checkRunning('routing/not-created'),
}
