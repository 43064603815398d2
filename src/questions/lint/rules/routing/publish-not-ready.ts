import {referenceTo} from '../../../../cluster/identity.ts'
import type {Rule} from '../../rule.ts'

export const publishNotReady: Rule = {
  id: 'routing/publish-not-ready',
  severity: 'warning',
  title: 'pods that are not ready behind a Service for clients from outside',
  why: 'With publishNotReadyAddresses pods get connections before they are ready, while they fail their probes and while they shut down. It is meant for headless Services through which members of a set find each other; clients get errors.',
  fix: 'Leave publishNotReadyAddresses out, and give the peers a headless Service of their own.',
  references: ['https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceSpec'],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  type: LoadBalancer
  publishNotReadyAddresses: true
  selector: {app: web}
  ports: [{port: 80}]
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  type: LoadBalancer
  selector: {app: web}
  ports: [{port: 80}]
`,
  check: (graph) => {
    if (!graph.services.some(({publishNotReadyAddresses}) => publishNotReadyAddresses)) return []
    return graph.exposed().services.flatMap(({service, entries}) => {
      const {publishNotReadyAddresses, headless, origin} = service
      const outside = entries.find(({via}) => via === 'LoadBalancer' || via === 'NodePort' || via === 'Ingress' || via === 'Gateway')
      if (!publishNotReadyAddresses || headless || !outside) return []
      return [
        {
          message: `clients from outside (${outside.via}) reach pods that are not ready: publishNotReadyAddresses is true`,
          object: referenceTo(service),
          place: origin && {origin, path: ['spec', 'publishNotReadyAddresses']},
          aside: 'readiness probes have no say',
          fix: {description: 'leave publishNotReadyAddresses out'},
        },
      ]
    })
  },
}
