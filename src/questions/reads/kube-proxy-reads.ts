import type {Cluster} from '../../cluster/cluster.ts'
import type {Read} from '../../cluster/read.ts'

/** Where kube-proxy, and what runs in its place, is installed. */
const SYSTEM = 'kube-system'

/** How the kube-proxies are set up: their ConfigMap, and the DaemonSets of kube-system, which show their arguments and whether something else does their work. */
export function readsOfKubeProxy(cluster: Cluster): readonly Read[] {
  const hasCilium = cluster.workloads.some(({kind, namespace, name}) => kind === 'DaemonSet' && namespace === SYSTEM && name === 'cilium')
  return [
    {kind: 'ConfigMap', namespace: SYSTEM, name: 'kube-proxy'},
    {kind: 'DaemonSet', namespace: SYSTEM},
    ...(hasCilium ? [{kind: 'ConfigMap', namespace: SYSTEM, name: 'cilium-config'} as const] : []),
  ]
}
