import {besideService} from '../../beside-service.ts'
import type {Rule} from '../../rule.ts'

export const hostPortBesideService: Rule = {
  id: 'exposure/host-port-beside-service',
  severity: 'warning',
  title: 'hostPort for what a Service publishes as well',
  why: 'A host port opens the port of each node that a pod runs on, to everybody who reaches that node. Whatever guards the Service (source ranges, an internal load balancer) does not stand before it. It also keeps a second pod from the node.',
  fix: 'Take hostPort away where clients come through the Service, or state hostIP: 127.0.0.1 where only the node itself asks.',
  references: ['https://kubernetes.io/docs/concepts/configuration/overview/#services'],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: agent}
spec:
  selector: {app: agent}
  ports: [{port: 4317}]
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec:
      containers:
        - name: agent
          image: "agent:1"
          ports: [{containerPort: 4317, hostPort: 4317}]
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: agent}
spec:
  selector: {app: agent}
  ports: [{port: 4317}]
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec:
      containers:
        - name: agent
          image: "agent:1"
          ports: [{containerPort: 4317}]
`,
  check: (graph) => besideService(graph, 'HostPort'),
}
