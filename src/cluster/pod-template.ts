import {type Fields, fieldsOf, isMapping, itemsOf} from './fields.ts'
import {groupKindOf, type Identity} from './identity.ts'
import type {Path, WireObject} from './object.ts'

/** A pod template inside a workload: `{metadata, spec}` and the way to it. */
export interface PodTemplate {
  readonly path: Path
  readonly metadata: unknown
  readonly spec: unknown
}

/** Deep enough for CronJob (spec.jobTemplate.spec.template), JobSet (spec.replicatedJobs[].template.spec.template) and Ray's worker groups. */
const MAX_DEPTH = 7

/** Where nearly all are: one list for all of them. */
export const USUAL_PATH: Path = ['spec', 'template']

/** These hold templates from which nothing runs by itself. */
const INERT = new Set(['/PodTemplate', 'apps/ControllerRevision'])

/**
 * Every pod template of an object, found by its shape: a mapping below `spec` whose own `spec.containers` lists containers.
 * So any workload counts, whatever its kind: Deployment, CronJob, Argo Rollout, LeaderWorkerSet, … Those of `apps` have one, which need not be searched.
 */
export function podTemplatesOf(type: Pick<Identity, 'group' | 'kind'>, object: WireObject): readonly PodTemplate[] {
  if (INERT.has(groupKindOf(type))) return []
  const {template} = fieldsOf(object['spec'])
  if (type.group === 'apps' && isPodTemplate(template)) return [templateAt(USUAL_PATH, fieldsOf(template))]
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
  return [templateAt(['spec', 'template'], template)]
}

function templateAt(path: Path, {metadata, spec}: Fields): PodTemplate {
  return {path, metadata, spec}
}

/** `path` is the one of the value, and as it was when this returns: a path of its own for each value that is looked at would cost more than the look. */
function collect(value: unknown, path: (string | number)[], found: PodTemplate[]): void {
  if (path.length > MAX_DEPTH) return
  if (isMapping(value) && path.length > 1 && isPodTemplate(value)) {
    found.push(templateAt([...path], value))
    return
  }
  const collectIn = (key: string | number, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null) return
    path.push(key)
    collect(inner, path, found)
    path.pop()
  }
  if (Array.isArray(value)) for (const [index, item] of value.entries()) collectIn(index, item)
  else if (isMapping(value)) for (const key of Object.keys(value)) collectIn(key, value[key])
}

/** Whether it has the shape of `{metadata, spec}` with containers. */
export function isPodTemplate(value: unknown): boolean {
  const containers = itemsOf(fieldsOf(fieldsOf(value)['spec'])['containers'])
  // Lists of plain words, or of anything without name and image, belong to something else that uses the key.
  return containers.length > 0 && containers.every((container) => isMapping(container) && ('name' in container || 'image' in container))
}
