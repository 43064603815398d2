import {fieldsOf, itemsOf} from '../../../src/cluster/fields.ts'
import type {WireObject} from '../../../src/cluster/object.ts'

/** What the API server or a controller writes into metadata by itself. */
const METADATA = ['name', 'labels', 'annotations', 'deletionTimestamp']
/** Allocated for one Service, and not to be had by another one at the same time. */
const ALLOCATED = ['clusterIP', 'clusterIPs', 'healthCheckNodePort']

/** What the API server fills in where a pod and its containers say nothing: left out, so that a case is short. */
const POD_DEFAULTS = {
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: 30,
  dnsPolicy: 'ClusterFirst',
  securityContext: {},
  schedulerName: 'default-scheduler',
  enableServiceLinks: true,
  preemptionPolicy: 'PreemptLowerPriority',
  priority: 0,
}
const CONTAINER_DEFAULTS = {
  resources: {},
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  imagePullPolicy: 'Always',
}

/** An object that was read from the API server as one would write it to make another like it, in whatever namespace. */
export function asWritten(object: WireObject): WireObject {
  const metadata = fieldsOf(object['metadata'])
  const kept = Object.fromEntries(METADATA.flatMap((key) => (metadata[key] === undefined ? [] : [[key, metadata[key]]])))
  const {apiVersion, kind, metadata: _, ...rest} = object
  const written = {apiVersion, kind, metadata: kept, ...rest}
  if (kind === 'Service') return {...written, spec: withoutAllocations(fieldsOf(object['spec']))}
  if (kind === 'Pod') return {...written, spec: withoutPodDefaults(fieldsOf(object['spec']))}
  return written
}

/** The same object in this namespace. */
export function inNamespace(object: WireObject, namespace: string): WireObject {
  return {...object, metadata: {...fieldsOf(object['metadata']), namespace}}
}

function withoutAllocations(spec: WireObject): WireObject {
  const kept = Object.fromEntries(Object.entries(spec).filter(([key]) => !ALLOCATED.includes(key)))
  const ports = itemsOf(spec['ports']).map((port) => {
    const {nodePort: _, ...written} = fieldsOf(port)
    return written
  })
  return {...kept, ...(spec['clusterIP'] === 'None' && {clusterIP: 'None'}), ...(ports.length > 0 && {ports})}
}

function withoutPodDefaults(spec: WireObject): WireObject {
  // Every pod is given the same tolerations.
  const {tolerations: _, ...stated} = spec
  const kept = unlike(POD_DEFAULTS, stated)
  for (const key of ['containers', 'initContainers'] as const) {
    if (kept[key] !== undefined) kept[key] = itemsOf(kept[key]).map((container) => unlike(CONTAINER_DEFAULTS, fieldsOf(container)))
  }
  return kept
}

function unlike(defaults: WireObject, stated: WireObject): Record<string, unknown> {
  return Object.fromEntries(Object.entries(stated).filter(([key, value]) => JSON.stringify(defaults[key]) !== JSON.stringify(value)))
}
