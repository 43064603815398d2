import type {Cluster} from '../../cluster/cluster.ts'
import {fieldsOf} from '../../cluster/fields.ts'
import type {Read} from '../../cluster/read.ts'
import {findRunningDaemonSet} from '../kube-proxy/daemon-set.ts'
import {configMapOfAntrea} from '../kube-proxy/products/antrea.ts'

/** Where kube-proxy, and most of what runs in its place, is installed. */
const SYSTEM = 'kube-system'

/**
 * How the kube-proxies are set up: their ConfigMap, and the DaemonSets of kube-system, which show their arguments and whether something else does
 * their work. What that does is read where it shows: at its DaemonSet, or at annotations of the nodes.
 */
export function readsOfKubeProxy(cluster: Cluster): readonly Read[] {
  const isSeen = (name: string) => findRunningDaemonSet(cluster, [SYSTEM], name) !== undefined
  const antrea = configMapOfAntrea(cluster)
  return [
    {kind: 'ConfigMap', namespace: SYSTEM, name: 'kube-proxy'},
    {kind: 'DaemonSet', namespace: SYSTEM},
    ...(isSeen('cilium') ? [{kind: 'ConfigMap', namespace: SYSTEM, name: 'cilium-config'} as const] : []),
    ...(antrea === undefined ? [] : [{kind: 'ConfigMap', namespace: SYSTEM, name: antrea} as const]),
    ...(isSeen('calico-node') || isAnnotated(cluster, 'projectcalico.org/') ? CALICO : []),
    ...(isAnnotated(cluster, 'k8s.ovn.org/') ? OVN_KUBERNETES : []),
  ]
}

/** Where the operator installs it, its DaemonSet is in a namespace of its own. */
const CALICO: readonly Read[] = [
  {kind: 'FelixConfiguration', name: 'default'},
  {kind: 'Installation', name: 'default'},
  {kind: 'DaemonSet', namespace: 'calico-system', name: 'calico-node'},
]

const OVN_KUBERNETES: readonly Read[] = ['ovn-kubernetes', 'openshift-ovn-kubernetes'].map((namespace) => ({
  kind: 'DaemonSet',
  namespace,
  name: 'ovnkube-node',
}))

/** Network plugins write down on nodes what they have given them. */
function isAnnotated({nodes}: Cluster, prefix: string): boolean {
  return [...nodes.values()].some(({object}) =>
    Object.keys(fieldsOf(fieldsOf(object['metadata'])['annotations'])).some((key) => key.startsWith(prefix)),
  )
}
