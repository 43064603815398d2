import {isMapping} from '../../cluster/fields.ts'
import type {WireObject} from '../../cluster/object.ts'
import {reducePodSpecs} from './pod-reduction.ts'

/**
 * What questions read below the spec of kinds that nobody asks a cluster for: who makes pods with which labels and how many, what scales what,
 * where applications are brought, which hosts lead where, whether Calico does kube-proxy's work. Keys count at any depth, and whole with what stands below them.
 */
const READ_KEYS = new Set([
  'selector',
  'labels',
  'replicas',
  'suspend',
  'parallelism',
  'completionMode',
  'size',
  'serviceName',
  'ordinals',
  'workloadRef',
  'scaleTargetRef',
  'maxReplicas',
  'maxReplicaCount',
  'targetNamespace',
  'destination',
  'hosts',
  'addresses',
  'ips',
  'ports',
  'type',
  'mode',
  'rules',
  'defaultBackend',
  'externalRgwEndpoints',
  'bpfEnabled',
  'linuxDataplane',
])

/** An object of another kind with what questions read of it. Its spec may say anything, passwords of charts among it, so nothing else stays. */
export function reduceOther(object: WireObject): WireObject {
  const {apiVersion, kind, metadata} = object
  const spec = reduceSpec(object['spec'])
  return {apiVersion, kind, metadata, ...(spec !== undefined && {spec}), ...('status' in object && isCounted(object['status']))}
}

/** Numbers of a status tell how many pods there are. */
function isCounted(status: unknown): {readonly status?: unknown} {
  if (!isMapping(status)) return {}
  return {status: Object.fromEntries(Object.entries(status).filter(([, value]) => typeof value === 'number'))}
}

/** Undefined where nothing is read in there. A list keeps its length: paths to templates go by it. */
function reduceSpec(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(reduceSpec)
    return items.some((item) => item !== undefined) ? items.map((item) => item ?? null) : undefined
  }
  if (!isMapping(value)) return undefined
  if (isTemplate(value)) return reducePodSpecs(value)
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    const kept = READ_KEYS.has(key) ? reducePodSpecs(inner) : reduceSpec(inner)
    return kept === undefined ? [] : [[key, kept] as const]
  })
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}

function isTemplate(value: Readonly<Record<string, unknown>>): boolean {
  const spec = value['spec']
  return isMapping(spec) && Array.isArray(spec['containers'])
}
