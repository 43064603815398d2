import {checkCause} from '../../resolved-check.ts'
import type {Rule} from '../../rule.ts'

export const noSuchOrdinal: Rule = {
  id: 'routing/no-such-ordinal',
  severity: 'error',
  title: 'a selector for one pod of a StatefulSet by a number that it does not have',
  why: 'The pods of a StatefulSet are numbered from 0, or from spec.ordinals.start, up to its number of replicas. A Service for the label statefulset.kubernetes.io/pod-name of another pod reaches none.',
  fix: 'Select a pod that there is, or give the StatefulSet more replicas.',
  references: ['https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-name-label'],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: db-3, namespace: shop}
spec:
  selector: {app: db, statefulset.kubernetes.io/pod-name: db-3}
  ports: [{port: 80}]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec:
  serviceName: db
  replicas: 3
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      containers:
        - name: app
          image: db:1
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: db-2, namespace: shop}
spec:
  selector: {app: db, statefulset.kubernetes.io/pod-name: db-2}
  ports: [{port: 80}]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec:
  serviceName: db
  replicas: 3
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      containers:
        - name: app
          image: db:1
`,
  check: checkCause(
    'routing/no-such-ordinal',
    () => true,
    ({service}) => [
      'spec',
      'selector',
      'statefulset.kubernetes.io/pod-name' in service.selectorLabels
        ? 'statefulset.kubernetes.io/pod-name'
        : 'apps.kubernetes.io/pod-index',
    ],
  ),
}
