import type {Cluster} from '../../cluster/cluster.ts'
import {type Fields, fieldsOf, integerOf, itemsOf, textOf, valueAt} from '../../cluster/fields.ts'
import type {Workload} from '../../cluster/workload.ts'

/** A DaemonSet of a name in one of these namespaces that is not known to run on no node at all. */
export function findRunningDaemonSet(cluster: Cluster, namespaces: readonly string[], name: string): Workload | undefined {
  const found = findDaemonSet(cluster, namespaces, name)
  return found && runsSomewhere(found) ? found : undefined
}

export function findDaemonSet({workloads}: Cluster, namespaces: readonly string[], name: string): Workload | undefined {
  return workloads.find(
    (workload) =>
      workload.group === 'apps' && workload.kind === 'DaemonSet' && workload.name === name && namespaces.includes(workload.namespace),
  )
}

/**
 * A node selector that no node bears is how a DaemonSet is switched off (Calico's documentation does so with kube-proxy's). One that its controller has
 * not looked at yet counts nothing so far.
 */
export function runsSomewhere({object}: Workload): boolean {
  const isCounted = valueAt(object, 'status', 'observedGeneration') !== undefined
  return !isCounted || integerOf(valueAt(object, 'status', 'desiredNumberScheduled')) !== 0
}

/** The containers of its pods, without those that only prepare a node. */
export function containersOf({object}: Workload): readonly Fields[] {
  return itemsOf(valueAt(object, 'spec', 'template', 'spec', 'containers')).map(fieldsOf)
}

/** The value of an environment variable that a container is given as text; undefined where none is. */
export function environmentOf(workload: Workload, name: string): string | undefined {
  const variables = containersOf(workload).flatMap(({env}) => itemsOf(env).map(fieldsOf))
  return textOf(variables.find((variable) => variable['name'] === name)?.['value'])
}

/** The names of the ConfigMaps that its pods mount. */
export function mountedConfigMaps({object}: Workload): readonly string[] {
  const volumes = itemsOf(valueAt(object, 'spec', 'template', 'spec', 'volumes')).map(fieldsOf)
  return volumes.flatMap((volume) => textOf(fieldsOf(volume['configMap'])['name']) ?? [])
}

/** `DaemonSet kube-system/cilium`. */
export function nameOfDaemonSet({namespace, name}: Workload): string {
  return `DaemonSet ${namespace}/${name}`
}
