import {checkRunning} from '../../resolved-check.ts'
import type {Rule} from '../../rule.ts'

export const noAddress: Rule = {
  id: 'routing/no-address',
  severity: 'warning',
  title: 'selected pods that have no address yet',
  why: 'A pod without an address is no endpoint: it was not scheduled, or its network was not set up.',
  fix: 'See its events: kubectl describe pod.',
  references: ['https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/'],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, uid: 5f9c3b1e-0b1e-4a57-8b1d-2a0c1d9e8f02}
spec:
  selector: {app: web}
  ports: [{port: 80}]
---
apiVersion: v1
kind: Pod
metadata: {name: web-1, namespace: shop, uid: 5f9c3b1e-0b1e-4a57-8b1d-2a0c1d9e8f11, labels: {app: web}}
spec:
  nodeName: node-a
  containers: [{name: app, image: web:1}]
status:
  phase: Pending
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, uid: 5f9c3b1e-0b1e-4a57-8b1d-2a0c1d9e8f02}
spec:
  selector: {app: web}
  ports: [{port: 80}]
---
apiVersion: v1
kind: Pod
metadata: {name: web-1, namespace: shop, uid: 5f9c3b1e-0b1e-4a57-8b1d-2a0c1d9e8f11, labels: {app: web}}
spec:
  nodeName: node-a
  containers: [{name: app, image: web:1}]
status:
  phase: Running
  podIP: 10.244.0.7
  conditions: [{type: Ready, status: 'True'}]
`,
  check: checkRunning('routing/no-address'),
}
