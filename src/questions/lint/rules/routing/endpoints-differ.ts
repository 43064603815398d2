import {wereSeenTogether} from '../../applied-together.ts'
import {checkResolved} from '../../resolved-check.ts'
import type {Rule} from '../../rule.ts'

export const endpointsDiffer: Rule = {
  id: 'routing/endpoints-differ',
  severity: 'warning',
  title: 'slices that say something else than the pods',
  why: 'Traffic goes by the EndpointSlices. Where they lack a selected pod it gets none, and where they list what is gone connections fail; the controller that writes them is behind, or does not run.',
  fix: 'Read both again after a few seconds. Where they still differ, see if kube-controller-manager runs, and who else writes EndpointSlices.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/'],
  bad: `
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
---
apiVersion: v1
kind: Pod
metadata: {name: web-2, namespace: shop, uid: 5f9c3b1e-0b1e-4a57-8b1d-2a0c1d9e8f12, labels: {app: web}}
spec:
  nodeName: node-a
  containers: [{name: app, image: web:1}]
status:
  phase: Running
  podIP: 10.244.0.12
  podIPs: [{ip: 10.244.0.12}]
  conditions: [{type: Ready, status: 'True'}]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: web-abcde
  namespace: shop
  uid: 5f9c3b1e-0b1e-4a57-8b1d-2a0c1d9e8f77
  labels: {kubernetes.io/service-name: web, endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io}
addressType: IPv4
ports: [{name: '', port: 80, protocol: TCP}]
endpoints:
  - addresses: [10.244.0.11]
    conditions: {ready: true, serving: true, terminating: false}
    nodeName: node-a
    targetRef: {kind: Pod, namespace: shop, name: web-1}
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
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: web-abcde
  namespace: shop
  uid: 5f9c3b1e-0b1e-4a57-8b1d-2a0c1d9e8f77
  labels: {kubernetes.io/service-name: web, endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io}
addressType: IPv4
ports: [{name: '', port: 80, protocol: TCP}]
endpoints:
  - addresses: [10.244.0.11]
    conditions: {ready: true, serving: true, terminating: false}
    nodeName: node-a
    targetRef: {kind: Pod, namespace: shop, name: web-1}
`,
  check: (graph) => {
    const found = checkResolved('routing/endpoints-differ')(graph)
    if (found.length === 0) return found
    const isSeen = new Set(
      graph.judgements().flatMap(({service, differences, backends: {slices, pods}}) => {
        if (differences.length === 0) return []
        const seen = [...slices, ...pods.map(({identity, origin}) => ({uid: identity.uid, origin}))]
        return seen.every((one) => wereSeenTogether(service, one)) ? [`${service.namespace}/${service.name}`] : []
      }),
    )
    return found.filter(({object}) => object !== null && isSeen.has(`${object.namespace}/${object.name}`))
  },
}
