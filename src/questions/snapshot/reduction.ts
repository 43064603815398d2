import {isMapping, textOf, valueAt} from '../../cluster/fields.ts'
import {groupKindOf, groupOf} from '../../cluster/identity.ts'
import type {WireObject} from '../../cluster/object.ts'
import {kindOf, placesOf, READABLE, type ReadableKindName} from '../../cluster/read.ts'
import {reduceMetadata} from './annotations.ts'
import {reduceOther} from './other-reduction.ts'
import {reducePodSpecs, reducePodStatus} from './pod-reduction.ts'
import {reduceSystemConfig} from './system-config.ts'
import {reduceWayIn} from './way-in-reduction.ts'

/**
 * An object without what no question reads; undefined where nothing of it is read. What goes, for it may hold secrets or is only weight:
 * - Secrets, Events that are about no Service, and ConfigMaps but the few that say how DNS, kube-proxy, controllers of Ingresses and Istio are set up;
 * - of pods and of pod templates env, envFrom, volumes, probes, hooks, and all of containers but name, image, ports, resources and restart policy
 *   (of kube-proxy, of what does its work, and of what serves Ingresses, what sets that up stays: agent-container.ts), and of statuses what
 *   containers had to say;
 * - what routes do to requests, and of parameters of proxies all but what they say of the Service in front (way-in-reduction.ts);
 * - `managedFields`, annotations that no question reads (some hold copies of the whole object), the images on a Node and its volumes;
 * - of kinds that are never read from a cluster (custom resources in manifests) all but labels, selectors, templates and references.
 */
export function reduceObject(object: WireObject): WireObject | undefined {
  const group = groupOf(textOf(object['apiVersion']) ?? '')
  const kind = textOf(object['kind'])
  if (kind === undefined || (group === '' && kind === 'Secret')) return undefined
  const reduced = {...object, metadata: reduceMetadata(object['metadata'], kind)}
  switch (groupKindOf({group, kind})) {
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
  const wayIn = reduceWayIn(group, kind, reduced)
  if (wayIn) return wayIn
  if (!isReadable(group, kind)) return reduceOther(reduced)
  return 'spec' in object ? {...reduced, spec: reducePodSpecs(object['spec'])} : reduced
}

function isReadable(group: string, kind: string): boolean {
  return (Object.keys(READABLE) as ReadableKindName[]).some(
    (name) => kindOf(name) === kind && placesOf(name).some((place) => place.group === group),
  )
}

function without(value: unknown, keys: readonly string[]): unknown {
  if (!isMapping(value) || !keys.some((key) => key in value)) return value
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)))
}
