import type {Cluster} from '../../cluster/cluster.ts'
import type {Pod} from '../../cluster/pod.ts'

type ByName = ReadonlyMap<string, Pod>

/** Made once for each cluster and namespace: only slices name pods. */
const NAMES = new WeakMap<Cluster, Map<string, ByName>>()

/** The pods of a namespace that have a name: those of the input, and a StatefulSet's. */
export function podsByName(cluster: Cluster, namespace: string): ByName {
  let namespaces = NAMES.get(cluster)
  if (!namespaces) {
    namespaces = new Map()
    NAMES.set(cluster, namespaces)
  }
  let names = namespaces.get(namespace)
  if (!names) {
    const pods = cluster.pods.inNamespace(namespace).filter(({target}) => target.kind === 'Pod')
    names = new Map(pods.map((pod) => [pod.target.name, pod]))
    namespaces.set(namespace, names)
  }
  return names
}
