import {fieldsOf, isMapping, itemsOf} from './fields.ts'
import type {Path, WireObject} from './object.ts'

/** A pod template inside a workload: `{metadata, spec}` and the way to it. */
export interface PodTemplate {
  readonly path: Path
  readonly metadata: unknown
  readonly spec: unknown
}

/** Deep enough for CronJob (spec.jobTemplate.spec.template), JobSet (spec.replicatedJobs[].template.spec.template) and Ray's worker groups. */
const MAX_DEPTH = 7

/** These hold templates from which nothing runs by itself. */
const INERT = new Set(['/PodTemplate', 'apps/ControllerRevision'])

/**
 * Every pod template of an object, found by its shape: a mapping below `spec` whose own `spec.containers` lists containers.
 * So any workload counts, whatever its kind: Deployment, CronJob, Argo Rollout, LeaderWorkerSet, …
 */
export function podTemplatesOf(group: string, kind: string, object: WireObject): readonly PodTemplate[] {
  if (INERT.has(`${group}/${kind}`)) return []
  const found: PodTemplate[] = []
  collect(object['spec'], ['spec'], found)
  return found.length > 0 ? found : labelledTemplate(object)
}

/** A sketch of a workload: the selector and the labels are there, the containers are not. Labels are all that a selector asks for. */
function labelledTemplate(object: WireObject): readonly PodTemplate[] {
  const spec = fieldsOf(object['spec'])
  const template = fieldsOf(spec['template'])
  const labels = fieldsOf(fieldsOf(template['metadata'])['labels'])
  if (Object.keys(fieldsOf(spec['selector'])).length === 0 || Object.keys(labels).length === 0) return []
  return [{path: ['spec', 'template'], metadata: template['metadata'], spec: template['spec']}]
}

function collect(value: unknown, path: Path, found: PodTemplate[]): void {
  if (path.length > MAX_DEPTH) return
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) collect(item, [...path, index], found)
    return
  }
  if (!isMapping(value)) return
  if (path.length > 1 && isPodTemplate(value)) {
    found.push({path, metadata: value['metadata'], spec: value['spec']})
    return
  }
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === 'object' && inner !== null) collect(inner, [...path, key], found)
  }
}

function isPodTemplate(value: Readonly<Record<string, unknown>>): boolean {
  const containers = itemsOf(fieldsOf(value['spec'])['containers'])
  // Lists of plain words, or of anything without name and image, belong to something else that uses the key.
  return containers.length > 0 && containers.every((container) => isMapping(container) && ('name' in container || 'image' in container))
}
