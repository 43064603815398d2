import type {Cluster} from '../../cluster/cluster.ts'
import {labelsOf, valueAt} from '../../cluster/fields.ts'
import type {Labels} from '../../cluster/label-selector.ts'

/** The Namespaces that the input has as objects, by name, with the labels that they state. */
export type StatedNamespaces = ReadonlyMap<string, Labels>

const NAMESPACES = new WeakMap<Cluster, StatedNamespaces>()

/** Of several definitions any may be in force: their labels are put together. */
export function statedNamespacesOf(cluster: Cluster): StatedNamespaces {
  const known = NAMESPACES.get(cluster)
  if (known) return known
  const found = new Map<string, Labels>()
  for (const {group, kind, name, object} of cluster.others) {
    if (group !== '' || kind !== 'Namespace') continue
    const labels = labelsOf(valueAt(object, 'metadata', 'labels'))
    found.set(name, {...found.get(name), ...labels})
  }
  NAMESPACES.set(cluster, found)
  return found
}
