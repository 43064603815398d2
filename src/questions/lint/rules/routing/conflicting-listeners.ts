import {checkParents} from '../../broken-check.ts'
import type {Rule} from '../../rule.ts'

export const conflictingListeners: Rule = {
  id: 'routing/conflicting-listeners',
  severity: 'error',
  title: 'listeners that cannot be told from each other',
  why: 'Listeners of one port differ by host name, and must have one protocol. Of those that do not differ none is served; between a Gateway and its ListenerSets the Gateway wins.',
  fix: 'Give each listener a port or a host name of its own.',
  references: ['https://gateway-api.sigs.k8s.io/reference/spec/#listener'],
  bad: `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec:
  gatewayClassName: istio
  listeners:
    - {name: web, port: 80, protocol: HTTP}
    - {name: api, port: 80, protocol: HTTP}
`,
  good: `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec:
  gatewayClassName: istio
  listeners:
    - {name: web, port: 80, protocol: HTTP}
    - {name: api, port: 80, protocol: HTTP, hostname: api.example.com}
`,
  check: checkParents(['conflicting-listeners'], 'give each listener a port or a host name of its own'),
}
