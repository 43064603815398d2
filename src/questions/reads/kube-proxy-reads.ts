import type {Cluster} from '../../cluster/cluster.ts'
import {dataOfConfigMap} from '../../cluster/config-map.ts'
import {fieldsOf} from '../../cluster/fields.ts'
import {type Read, wasTried} from '../../cluster/read.ts'
import {findDaemonSet, findRunningDaemonSet} from '../kube-proxy/daemon-set.ts'
import {configMapOfAntrea} from '../kube-proxy/products/antrea.ts'
import {isStatedForCalico} from '../kube-proxy/products/calico.ts'

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
    DAEMON_SETS,
    ...(mayBeStatic(cluster) ? [STATIC_PODS] : []),
    ...(isSeen('cilium') ? [{kind: 'ConfigMap', namespace: SYSTEM, name: 'cilium-config'} as const] : []),
    ...(antrea === undefined ? [] : [{kind: 'ConfigMap', namespace: SYSTEM, name: antrea} as const]),
    ...(isSeen('calico-node') ? [FELIX] : isAnnotated(cluster, 'projectcalico.org/') ? readsOfOperator(cluster) : []),
    ...(isAnnotated(cluster, 'k8s.ovn.org/') ? OVN_KUBERNETES : []),
  ]
}

const DAEMON_SETS: Read = {kind: 'DaemonSet', namespace: SYSTEM}
/** DaemonSets that are kube-proxy, or may do its work. */
const PROXIES = ['kube-proxy', 'cilium', 'antrea-agent', 'kube-router']
/** GKE runs kube-proxy without DaemonSet, and labels its pods so. */
const STATIC_PODS: Read = {kind: 'Pod', namespace: SYSTEM, labels: 'component=kube-proxy'}

/** Where kube-system was looked at, and neither kube-proxy's ConfigMap is there nor a DaemonSet of kube-proxy or of a network plugin that replaces it. */
function mayBeStatic(cluster: Cluster): boolean {
  const isConfigured = dataOfConfigMap(cluster, SYSTEM, 'kube-proxy') !== undefined
  const isInstalled = PROXIES.some((name) => findDaemonSet(cluster, [SYSTEM], name) !== undefined)
  return wasTried(cluster.coverage, DAEMON_SETS) && !isConfigured && !isInstalled
}

const FELIX: Read = {kind: 'FelixConfiguration', name: 'default'}

/** Calico's operator installs it in a namespace of its own. What the operator was told counts where what it made of that does not say. */
function readsOfOperator(cluster: Cluster): readonly Read[] {
  const isOpen = cluster.coverage?.has(FELIX) === true && !isStatedForCalico(cluster)
  return [
    FELIX,
    {kind: 'DaemonSet', namespace: 'calico-system', name: 'calico-node'},
    ...(isOpen ? [{kind: 'Installation', name: 'default'} as const] : []),
  ]
}

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
