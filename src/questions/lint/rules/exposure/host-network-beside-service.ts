import {besideService} from '../../beside-service.ts'
import type {Rule} from '../../rule.ts'

export const hostNetworkBesideService: Rule = {
  id: 'exposure/host-network-beside-service',
  severity: 'warning',
  title: "a Service whose pods listen on their node's network",
  why: 'A pod with hostNetwork listens on the addresses of its node, and whoever reaches the node reaches it. Source ranges of the Service do not stand before it, and NetworkPolicies do not hold for it.',
  fix: 'Take hostNetwork away, or have the program listen on 127.0.0.1, where few are meant to come.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-and-hostnetwork-pods'],
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
      hostNetwork: true
      containers: [{name: agent, image: "agent:1", ports: [{containerPort: 4317}]}]
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
      containers: [{name: agent, image: "agent:1", ports: [{containerPort: 4317}]}]
`,
  check: (graph) => besideService(graph, 'HostNetwork'),
}
