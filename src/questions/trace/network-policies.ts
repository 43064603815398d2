import type {Cluster} from '../../cluster/cluster.ts'
import {valueAt} from '../../cluster/fields.ts'
import {matchesLabels, selectorFromLabelSelector} from '../../cluster/label-selector.ts'
import type {Pod} from '../../cluster/pod.ts'
import {enumerate} from '../naming.ts'

/** Says which NetworkPolicies select the pods that a connection goes to: whether they let it in is another question, which is not asked here. */
export function policyNotes(cluster: Cluster, pods: readonly Pod[]): readonly string[] {
  if (pods.length === 0) return []
  const policies = cluster.others.filter(({group, kind}) => group === 'networking.k8s.io' && kind === 'NetworkPolicy')
  const selecting = policies.filter(({namespace, object}) => {
    const read = selectorFromLabelSelector(valueAt(object, 'spec', 'podSelector') ?? {})
    return read.kind !== 'error' && pods.some((pod) => pod.namespace === namespace && matchesLabels(read.selector, pod.labels))
  })
  if (selecting.length === 0) return []
  const names = enumerate(selecting.map(({namespace, name}) => `${namespace}/${name}`))
  const [select, are, they] = selecting.length === 1 ? ['selects', 'is', 'it'] : ['select', 'are', 'they']
  return [`NetworkPolicy ${names} ${select} its pods and ${are} not judged: ${they} may forbid this connection`]
}
