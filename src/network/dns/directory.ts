import type {Cluster} from '../../cluster/cluster.ts'
import {readService, type Service} from '../../cluster/service.ts'

/** The names that the cluster's DNS knows. */
export interface Directory {
  readonly hasNamespace: (namespace: string) => boolean
  readonly service: (namespace: string, name: string) => Service | undefined
  /** Each once: of several definitions the last counts, as `kubectl apply` would leave it. */
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

export function createDirectory(cluster: Cluster): Directory {
  const services = new Map([API_SERVER, ...cluster.services].map((service) => [`${service.namespace}/${service.name}`, service]))
  const namespaces = namespacesIn(cluster)
  return {
    hasNamespace: (namespace) => namespaces.has(namespace),
    service: (namespace, name) => services.get(`${namespace}/${name}`),
    services: [...services.values()],
  }
}

/** Where the Namespaces of a running cluster are listed there are no others; elsewhere an object is proof of its namespace. */
function namespacesIn(cluster: Cluster): ReadonlySet<string> {
  const stated = cluster.others.filter(({group, kind}) => group === '' && kind === 'Namespace')
  const names = stated.map(({name}) => name)
  if (stated.some(({uid}) => uid !== undefined)) return new Set(names)
  const objects = [...cluster.services, ...cluster.workloads, ...cluster.slices, ...cluster.others]
  return new Set([...BUILT_IN, ...names, ...cluster.pods.namespaces(), ...objects.map(({namespace}) => namespace)])
}
