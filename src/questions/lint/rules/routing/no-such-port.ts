import type {Service} from '../../../../cluster/service.ts'
import type {Fix} from '../../../../report.ts'
import {fixWith, inside, targetOf} from '../../../resolve/change.ts'
import {checkBroken} from '../../broken-check.ts'
import {type BrokenWay, definitionsWith, namedBy} from '../../broken-ways.ts'
import type {Rule} from '../../rule.ts'

export const noSuchPort: Rule = {
  id: 'routing/no-such-port',
  severity: 'error',
  title: 'an Ingress or a route to a port that its Service does not have',
  why: "A backend names the Service's own port, by number or (Ingress only) by name: not the targetPort, and not the container's. One that the Service does not have is answered with 503 or 500.",
  fix: 'Name a port of the Service.',
  references: [
    'https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressBackend',
    'https://gateway-api.sigs.k8s.io/reference/spec/#backendobjectreference',
  ],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports: [{port: 80, targetPort: 8080}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: shop}
spec:
  parentRefs: [{name: edge, namespace: infra}]
  rules:
    - backendRefs:
        - name: web
          port: 8080
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports: [{port: 80, targetPort: 8080}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: shop}
spec:
  parentRefs: [{name: edge, namespace: infra}]
  rules:
    - backendRefs:
        - name: web
          port: 80
`,
  check: checkBroken(['no-such-port', 'no-port'], (way, {cluster}) => {
    const {manifest} = way
    // What runs is all there is, and has no places.
    if (!manifest.origin) return {fix: {description: ADVICE}}
    const named = namedBy(way)
    const [service] = named ? definitionsWith(cluster, manifest, named) : []
    return service && 'ports' in service ? {fix: fixOf(way, service)} : undefined
  }),
}

const ADVICE = 'name a port of the Service'

/** Where the Service has one port, that is the one. */
function fixOf({manifest, path}: BrokenWay, {ports: [port, ...others]}: Pick<Service, 'ports'>): Fix {
  const stated = path.reduce<unknown>(inside, manifest.object)
  const meant = typeof stated === 'number' ? port?.port : typeof stated === 'string' ? port?.name : undefined
  if (meant === undefined || meant === null || others.length > 0) return {description: ADVICE}
  const change = {kind: 'set', target: targetOf(manifest, manifest.origin), path, from: String(stated), to: meant} as const
  return fixWith(`name the port of the Service: ${meant}`, [change])
}
