import {checkRunning} from '../../resolved-check.ts'
import type {Rule} from '../../rule.ts'

export const finished: Rule = {
  id: 'routing/finished',
  severity: 'warning',
  title: 'every selected pod has finished',
  why: 'A pod that has succeeded or failed serves nobody and is no endpoint, though it is still listed and bears the labels.',
  fix: 'Start it again. A Service before pods of a Job works only while they run.',
  references: ['https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase'],
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
  phase: Succeeded
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
  check: checkRunning('routing/finished'),
}
