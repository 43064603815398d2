import {checkRunning} from '../../resolved-check.ts'
import type {Rule} from '../../rule.ts'

export const ipFamily: Rule = {
  id: 'routing/ip-family',
  severity: 'warning',
  title: 'selected pods without an address of a family that the Service has',
  why: 'A Service of the family IPv6 leads to IPv6 addresses only, and one of IPv4 to IPv4. Pods that have no address of its family are not behind it.',
  fix: 'Give the Service a family that the pods have (spec.ipFamilies), or the pods an address of that family.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/dual-stack/#services'],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, uid: 5f9c3b1e-0b1e-4a57-8b1d-2a0c1d9e8f02}
spec:
  clusterIP: fd00:10::7
  ipFamilies: [IPv6]
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
  podIP: 10.244.0.11
  podIPs: [{ip: 10.244.0.11}]
  conditions: [{type: Ready, status: 'True'}]
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, uid: 5f9c3b1e-0b1e-4a57-8b1d-2a0c1d9e8f02}
spec:
  clusterIP: 10.0.0.7
  ipFamilies: [IPv4]
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
  podIP: 10.244.0.11
  podIPs: [{ip: 10.244.0.11}]
  conditions: [{type: Ready, status: 'True'}]
`,
  check: checkRunning('routing/ip-family'),
}
