import type {Cluster} from '../../cluster/cluster.ts'
import {dataOfConfigMap} from '../../cluster/config-map.ts'
import {fieldsOf, itemsOf, valueAt} from '../../cluster/fields.ts'
import type {Workload} from '../../cluster/workload.ts'
import {containersOf, nameOfDaemonSet, runsSomewhere} from './daemon-set.ts'

const NAMESPACE = 'kube-system'

/** What shows that kube-proxy runs, or that it is only set up. */
export interface KubeProxyEvidence {
  readonly runs: boolean
  /** A sentence without full stop; undefined where nothing speaks for it. */
  readonly sentence: string | undefined
}

/**
 * kube-proxy's DaemonSet, else pods of its own (kubelets start some without any), else its ConfigMap, which may outlive it. k3s and its like run it
 * inside of their own program, where nothing shows it. AKS has a DaemonSet for Windows nodes, which is not about it.
 */
export function findKubeProxyEvidence(cluster: Cluster): KubeProxyEvidence {
  const sets = cluster.workloads.filter(
    (workload) => workload.kind === 'DaemonSet' && workload.namespace === NAMESPACE && isOfKubeProxy(workload),
  )
  const running = sets.find(runsSomewhere)
  if (running) return {runs: true, sentence: `${nameOfDaemonSet(running)} runs`}
  const pod = cluster.pods.inNamespace(NAMESPACE).find(({source, spec, finished}) => source === 'object' && !finished && hasKubeProxy(spec))
  if (pod) return {runs: true, sentence: `pod ${NAMESPACE}/${pod.target.name} runs it`}
  const isSetUp = dataOfConfigMap(cluster, NAMESPACE, 'kube-proxy') !== undefined && sets.length === 0
  return {runs: false, sentence: isSetUp ? `ConfigMap ${NAMESPACE}/kube-proxy sets it up` : undefined}
}

function isOfKubeProxy(workload: Workload): boolean {
  const selector = fieldsOf(valueAt(workload.object, 'spec', 'template', 'spec', 'nodeSelector'))
  return containersOf(workload).some(({name}) => name === 'kube-proxy') && selector['kubernetes.io/os'] !== 'windows'
}

function hasKubeProxy(spec: unknown): boolean {
  return itemsOf(fieldsOf(spec)['containers']).some((container) => fieldsOf(container)['name'] === 'kube-proxy')
}
