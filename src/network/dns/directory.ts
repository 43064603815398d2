import type {Cluster} from '../../cluster/cluster.ts'
import type {Pod} from '../../cluster/pod.ts'
import {readService, type Service} from '../../cluster/service.ts'

/** The names that the cluster's DNS knows. */
export interface Directory {
  /** Whether the input shows the namespace: by itself, by an object in it, or because every cluster has it. */
  readonly hasNamespace: (namespace: string) => boolean
  /** Whether a namespace that it does not show does not exist: Namespaces are listed as they run. */
  readonly listsNamespaces: boolean
  /** Of several definitions that of the file whose name is the last. */
  readonly service: (namespace: string, name: string) => Service | undefined
  /** One definition of each file, by the names of the files; only what runs, where the input has that too. */
  readonly definitions: (namespace: string, name: string) => readonly Service[]
  /** Every definition that counts: a name may come again. */
  readonly services: readonly Service[]
}

/** Every cluster has these. */
const BUILT_IN = ['default', 'kube-system', 'kube-public', 'kube-node-lease']

/** The API server makes this Service in every cluster, whatever the manifests say. */
export const API_SERVER: Service = readService(
  {group: '', kind: 'Service', namespace: 'default', namespaceStated: true, name: 'kubernetes', uid: undefined},
  {spec: {ports: [{name: 'https', port: 443, targetPort: 6443}]}},
  undefined,
)

/** The same cluster with the Service that every cluster has. */
export function withApiServer(cluster: Cluster): Cluster {
  const isStated = cluster.services.some((service) => isSame(service, API_SERVER))
  return isStated ? cluster : {...cluster, services: [...cluster.services, API_SERVER]}
}

/**
 * The same cluster with one definition of each Service: the one nearest to a Service or a pod, as its pods are found too. A Service sees itself.
 */
export function asSeenFrom(cluster: Cluster, {origin}: Pick<Service | Pod, 'origin'>): Cluster {
  if (cluster.redefined === 0) return cluster
  const own = origin && cluster.services.find((service) => service.origin === origin)
  const services = cluster.services.filter((service) =>
    own && isSame(service, own) ? service === own : cluster.counts({identity: service, origin: service.origin}, {origin}),
  )
  return {...cluster, services}
}

function isSame(a: Service, b: Service): boolean {
  return a.namespace === b.namespace && a.name === b.name
}

export function createDirectory(cluster: Cluster): Directory {
  const byName = new Map<string, readonly Service[]>()
  for (const service of withApiServer(cluster).services) {
    const key = `${service.namespace}/${service.name}`
    byName.set(key, [...(byName.get(key) ?? []), service])
  }
  for (const [key, all] of byName) if (all.length > 1) byName.set(key, definitionsThatCount(all))
  const listed = cluster.others.filter(({group, kind}) => group === '' && kind === 'Namespace')
  const objects = [...cluster.services, ...cluster.workloads, ...cluster.slices, ...cluster.others]
  const namespaces = new Set([
    ...BUILT_IN,
    ...listed.map(({name}) => name),
    ...cluster.pods.namespaces(),
    ...objects.map(({namespace}) => namespace),
  ])
  return {
    hasNamespace: (namespace) => namespaces.has(namespace),
    listsNamespaces: listed.some(({uid}) => uid !== undefined),
    service: (namespace, name) => byName.get(`${namespace}/${name}`)?.at(-1),
    definitions: (namespace, name) => byName.get(`${namespace}/${name}`) ?? [],
    services: [...byName.values()].flat(),
  }
}

/** The last of each file, as `kubectl apply` would leave it, in an order that does not depend on the order of the files. */
function definitionsThatCount(all: readonly Service[]): readonly Service[] {
  const running = all.filter(({uid}) => uid !== undefined)
  const byFile = new Map((running.length > 0 ? running : all).map((service) => [service.origin?.file ?? '', service]))
  return [...byFile].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, service]) => service)
}
