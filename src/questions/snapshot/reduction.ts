import {fieldsOf, isMapping, textOf, valueAt} from '../../cluster/fields.ts'
import {groupOf} from '../../cluster/identity.ts'
import type {WireObject} from '../../cluster/object.ts'
import {READABLE} from '../../cluster/read.ts'
import {reduceOther} from './other-reduction.ts'
import {reducePodSpecs, reducePodStatus} from './pod-reduction.ts'
import {reduceSystemConfig} from './system-config.ts'

/**
 * An object without what no question reads; undefined where nothing of it is read. What goes, for it may hold secrets or is only weight:
 * - Secrets, Events that are about no Service, and ConfigMaps but the few of kube-system that say how DNS and kube-proxy are set up;
 * - of pods and of pod templates env, envFrom, volumes, probes, hooks, and all of containers but name, image, ports, resources and restart policy
 *   (command and arguments stay where the container is kube-proxy: they are its configuration), and of statuses what containers had to say;
 * - `managedFields`, the copy of the whole object that `kubectl apply` leaves in an annotation, the images on a Node and its volumes;
 * - of kinds that are never read from a cluster (custom resources in manifests) all but labels, selectors, templates and references.
 */
export function reduceObject(object: WireObject): WireObject | undefined {
  const group = groupOf(textOf(object['apiVersion']) ?? '')
  const kind = textOf(object['kind'])
  if (kind === undefined || (group === '' && kind === 'Secret')) return undefined
  const reduced = {...object, metadata: reduceMetadata(object['metadata'])}
  switch (`${group}/${kind}`) {
    case '/ConfigMap':
      return reduceSystemConfig(reduced)
    case '/Event':
    case 'events.k8s.io/Event':
      return valueAt(object['involvedObject'] ?? object['regarding'], 'kind') === 'Service' ? reduced : undefined
    case '/Node':
      return {...reduced, status: without(object['status'], ['images', 'volumesInUse', 'volumesAttached'])}
    case '/Pod':
      return {...reduced, spec: reducePodSpecs(object['spec']), status: reducePodStatus(object['status'])}
  }
  if (!isReadable(group, kind)) return reduceOther(reduced)
  return 'spec' in object ? {...reduced, spec: reducePodSpecs(object['spec'])} : reduced
}

function isReadable(group: string, kind: string): boolean {
  return Object.entries(READABLE).some(([name, row]) => name === kind && row.group === group)
}

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

function reduceMetadata(value: unknown): unknown {
  const metadata = without(value, ['managedFields'])
  if (!isMapping(metadata) || !isMapping(metadata['annotations']) || !(LAST_APPLIED in metadata['annotations'])) return metadata
  const annotations = without(metadata['annotations'], [LAST_APPLIED])
  return Object.keys(fieldsOf(annotations)).length > 0 ? {...metadata, annotations} : without(metadata, ['annotations'])
}

function without(value: unknown, keys: readonly string[]): unknown {
  if (!isMapping(value) || !keys.some((key) => key in value)) return value
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)))
}
