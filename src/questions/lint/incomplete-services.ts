import type {Cluster, OtherObject} from '../../cluster/cluster.ts'
import {fieldsOf, isMapping, labelsOf, textOf} from '../../cluster/fields.ts'
import {DEFAULT_NAMESPACE} from '../../cluster/identity.ts'
import type {WireObject} from '../../cluster/object.ts'
import {isInScope} from '../resolve/asked-service.ts'
import type {LintScope} from './graph.ts'

/**
 * The Services in scope whose name or ports are missing. Where another Service of the input is called the same, one without ports may be a patch of it,
 * and is left out.
 */
export function incompleteServices({incompleteServices, services}: Cluster, scope: LintScope): readonly OtherObject[] {
  return incompleteServices.flatMap(({object, origin}): readonly OtherObject[] => {
    const metadata = fieldsOf(object['metadata'])
    const stated = textOf(metadata['namespace'])
    const namespace = stated ?? scope.namespace ?? DEFAULT_NAMESPACE
    const name = textOf(metadata['name']) ?? textOf(metadata['generateName']) ?? ''
    const labels = labelsOf(metadata['labels'])
    if (!isInScope({namespace, labels}, scope) || services.some((service) => service.name === name)) return []
    return [{group: '', kind: 'Service', namespace, namespaceStated: stated !== undefined, name, uid: undefined, object, origin}]
  })
}

/** Whether it is surely no patch and no excerpt: those repeat neither the selector nor the ports of what they are of. */
export function isMeantWhole({spec}: WireObject): boolean {
  if (spec === undefined || spec === null) return false
  return !isMapping(spec) || 'ports' in spec || Object.keys(fieldsOf(spec['selector'])).length > 0
}
