import {referenceTo} from '../../../../cluster/identity.ts'
import type {Origin} from '../../../../cluster/object.ts'
import {obtain} from '../../../../cluster/obtain.ts'
import type {Service} from '../../../../cluster/service.ts'
import {selectPods} from '../../../../network/endpoints/backends.ts'
import type {ExposedEntry, ExposedService} from '../../../exposure/exposed-service.ts'
import {areAppliedTogether} from '../../applied-together.ts'
import type {Graph} from '../../graph.ts'
import {publishedIngressesOf} from '../../published-ingresses.ts'
import type {Found, Rule} from '../../rule.ts'
import {servicesFor} from '../../selected-pods.ts'

export const balancerBesideIngress: Rule = {
  id: 'exposure/balancer-beside-ingress',
  severity: 'warning',
  title: 'a load balancer or node port in front of what an Ingress or a route already publishes',
  why: 'What an Ingress or a Gateway sees to (TLS, log-in, lists of clients, limits, logs) is passed by when the same pods have a load balancer or a node port of their own: clients come to them directly.',
  fix: 'Make the Service of type ClusterIP: the controller needs no more. Of controllers that send to node ports (GKE, AWS with instance targets) NodePort is right, and it is not found.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#what-is-ingress'],
  bad: `
apiVersion: v1
kind: Service
metadata: {name: web, annotations: {service.beta.kubernetes.io/azure-dns-label-name: web}}
spec:
  type: LoadBalancer
  selector: {app: web}
  ports: [{port: 80}]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  ingressClassName: nginx
  tls: [{hosts: [shop.example.com], secretName: shop}]
  rules:
    - host: shop.example.com
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
`,
  good: `
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{port: 80}]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  ingressClassName: nginx
  tls: [{hosts: [shop.example.com], secretName: shop}]
  rules:
    - host: shop.example.com
      http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
`,
  check: (graph) => {
    const needing = originsNeedingNodePorts(graph)
    const routes = new Map<Service, readonly ExposedEntry[]>()
    for (const {service, entries} of graph.exposed().services) {
      const own = entries.filter(({via}) => via === 'Ingress' || via === 'Gateway')
      if (own.length > 0) routes.set(service, own)
    }
    if (routes.size === 0) return []
    const files = filesByService(graph.services)
    return graph.exposed().services.flatMap((one) => findBeside(graph, one, {routes, needing, files}))
  },
}

/** Ingresses whose controller may send to node ports: those of clouds, and those that nobody knows. */
function originsNeedingNodePorts(graph: Graph): ReadonlySet<Origin | undefined> {
  const needing = publishedIngressesOf(graph).filter(({controller}) => controller?.isShared !== true)
  return new Set(needing.map(({ingress}) => ingress.origin))
}

interface Looked {
  readonly routes: ReadonlyMap<Service, readonly ExposedEntry[]>
  readonly needing: ReadonlySet<Origin | undefined>
  readonly files: ReadonlyMap<string, ReadonlySet<string | undefined>>
}

/** What several files define may be alternatives, each with or without the route. */
function filesByService(services: readonly Service[]): Looked['files'] {
  const files = new Map<string, Set<string | undefined>>()
  for (const service of services) obtain(files, nameOf(service), () => new Set()).add(service.origin?.file)
  return files
}

function nameOf({namespace, name}: Service): string {
  return `${namespace}/${name}`
}

function findBeside(graph: Graph, {service, entries}: ExposedService, {routes, needing, files}: Looked): readonly Found[] {
  const {type, origin} = service
  if (type !== 'LoadBalancer' && type !== 'NodePort') return []
  const route = routesToItsPods(graph, service, routes).find(
    ({place, via, service: backend}) =>
      areBeside(graph, service, place?.origin, backend === service && files.get(nameOf(service))?.size === 1) &&
      (type === 'LoadBalancer' || via === 'Gateway' || !needing.has(place?.origin)),
  )
  // Which cloud runs a load balancer need not be known; whom policies let come to a node port has to be.
  const isOpen = ({reach, narrowedBy}: ExposedEntry) =>
    reach === 'internet' || reach === 'network' || (reach === 'unknown' && type === 'LoadBalancer' && narrowedBy.length === 0)
  const direct = entries.filter((entry) => entry.via === type && isOpen(entry))
  if (!route || direct.length === 0) return []
  const by = route.through.findLast(({kind}) => kind !== 'Service') ?? {kind: route.via, name: ''}
  const isPublic = direct.some(({reach}) => reach === 'internet')
  const what = type === 'NodePort' ? 'every node' : isPublic ? 'a public load balancer' : 'a load balancer'
  return [
    {
      message: `${what} leads to the same pods as ${by.kind} ${by.name}, past it`,
      object: referenceTo(service),
      place: origin && {origin, path: ['spec', 'type']},
      aside: `past ${by.kind} ${by.name}`,
      fix: {description: 'make it a Service of type ClusterIP'},
      ...(!isPublic && {severity: 'info' as const}),
    },
  ]
}

/**
 * Whether a route is surely there where the Service is: of what a kustomization puts together from several directories it may take one away. A backend
 * that one file of the same directory defines is meant.
 */
function areBeside({cluster}: Graph, {origin}: Service, route: Origin | undefined, isMeant: boolean): boolean {
  const directory = (one: Origin | undefined) => one?.file.replace(/[^/]*$/, '')
  return directory(origin) === directory(route) && (isMeant || areAppliedTogether(cluster, origin, route))
}

/** By itself, or by another Service that selects the same pods and leads to the same port of them. */
function routesToItsPods(
  {cluster}: Graph,
  service: Service,
  routes: ReadonlyMap<Service, readonly ExposedEntry[]>,
): readonly ExposedEntry[] {
  const own = routes.get(service)
  if (own) return own
  const [pod] = selectPods(cluster, service)
  if (!pod) return []
  const targets = new Set(service.ports.map(({targetPort}) => targetPort))
  return servicesFor(cluster, pod).flatMap((other) =>
    (routes.get(other) ?? []).filter(({servicePort}) => servicePort && targets.has(servicePort.targetPort)),
  )
}
