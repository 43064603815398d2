import {checkRunning} from '../../resolved-check.ts'
import type {Rule} from '../../rule.ts'

export const notReady: Rule = {
  id: 'routing/not-ready',
  severity: 'warning',
  title: 'selected pods that are not ready',
  why: 'A pod that is not ready is no endpoint: it gets no traffic through the Service. Where none is ready, connections are refused.',
  fix: 'See what its readiness probe says (kubectl describe pod), and mend the pod or the probe.',
  references: [
    'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-readiness-gate',
    'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
  ],
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
  phase: Running
  podIP: 10.244.0.8
  conditions: [{type: Ready, status: 'False'}]
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
  check: checkRunning('routing/not-ready'),
}
