import type {Cluster} from '../../cluster/cluster.ts'
import {labelsOf, valueAt} from '../../cluster/fields.ts'
import {completeLabels, type PartialLabels} from './partial-labels.ts'

/** The label that the API server gives each namespace. */
export const NAME_LABEL = 'kubernetes.io/metadata.name'

/** The labels of a namespace: all, where the input has it as an object; else its name alone is sure. */
export type NamespaceLabels = (namespace: string) => PartialLabels

export function namespaceLabelsOf({others}: Cluster): NamespaceLabels {
  const stated = new Map<string, PartialLabels>()
  for (const {group, kind, name, object} of others) {
    if (group !== '' || kind !== 'Namespace') continue
    // Of several definitions the last counts, as `kubectl apply` would leave it.
    stated.set(name, completeLabels({...labelsOf(valueAt(object, 'metadata', 'labels')), [NAME_LABEL]: name}))
  }
  return (namespace) => {
    const known = stated.get(namespace)
    if (known) return known
    const open: PartialLabels = {...completeLabels({[NAME_LABEL]: namespace}), isOpen: true}
    stated.set(namespace, open)
    return open
  }
}
