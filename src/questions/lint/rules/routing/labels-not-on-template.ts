import {checkResolved} from '../../resolved-check.ts'
import type {Rule} from '../../rule.ts'

export const labelsNotOnTemplate: Rule = {
  id: 'routing/labels-not-on-template',
  severity: 'error',
  title: 'a selector that fits the labels of a workload, but not of its pods',
  why: 'Labels under metadata belong to the workload itself. Pods get those of spec.template.metadata only, so the Service selects none.',
  fix: 'Write the labels under spec.template.metadata.labels too, or let the selector say what stands there.',
  references: [
    'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#pod-template',
    'https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service',
  ],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web, tier: front}
  ports: [{port: 80}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, labels: {app: web, tier: front}}
spec:
  selector: {matchLabels: {run: web}}
  template:
    metadata: {labels: {run: web}}
    spec:
      containers:
        - name: app
          image: web:1
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web, tier: front}
  ports: [{port: 80}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, labels: {app: web, tier: front}}
spec:
  selector: {matchLabels: {run: web}}
  template:
    metadata: {labels: {run: web, app: web, tier: front}}
    spec:
      containers:
        - name: app
          image: web:1
`,
  check: checkResolved('routing/labels-not-on-template'),
}
