import {posix} from 'node:path'
import {fieldsOf, itemsOf, textOf} from './fields.ts'
import {groupOf} from './identity.ts'
import {isKustomization} from './kustomization.ts'
import type {Origin, WireObject} from './object.ts'
import {isPodTemplate, podTemplatesOf} from './pod-template.ts'

/** The kinds whose only purpose is a pod template: without one they are a fragment. */
const TEMPLATE_KINDS = new Set(['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'ReplicationController'])
const TEMPLATE_GROUPS = new Set(['', 'apps', 'batch', 'extensions'])

export const NO_NAME = 'no metadata.name'
const NO_PORTS = 'a patch or a fragment (spec.ports is missing)'

/**
 * Whether what is left out is a Service of which nothing can be asked, because something is missing: its ports, its name, or a version that is text. It may
 * be a patch of another.
 */
export function isIncompleteService({apiVersion, kind}: WireObject, reason: string): boolean {
  if (kind !== 'Service') return false
  return apiVersion === 'v1' ? reason === NO_NAME || reason === NO_PORTS : typeof apiVersion === 'number'
}

/**
 * Why a cluster would not take an object as it stands, so that it must not count as one: a patch, a fragment, a file of something else.
 * Undefined for an object that it would take as far as we read it.
 */
export function reasonToLeaveOut(object: WireObject, origin: Origin | undefined, patchFiles: ReadonlySet<string>): string | undefined {
  if (isKustomization(object, origin)) return 'a kustomization (render it with -k)'
  const apiVersion = textOf(object['apiVersion'])
  const kind = textOf(object['kind'])
  if (!kind) return apiVersion ? 'no kind' : 'no Kubernetes object (neither apiVersion nor kind)'
  if (!apiVersion) return 'no apiVersion'
  if (origin && patchFiles.size > 0 && patchFiles.has(posix.normalize(origin.file))) return 'a kustomize patch'
  const metadata = fieldsOf(object['metadata'])
  if (kind.includes('{{') || textOf(metadata['name'])?.includes('{{') || textOf(metadata['namespace'])?.includes('{{'))
    return 'a template (its name is not filled in)'
  if (!textOf(metadata['name']) && !textOf(metadata['generateName'])) return NO_NAME
  // What has a uid is in a cluster: nothing can be missing.
  if (metadata['uid'] !== undefined) return undefined
  const hook = textOf(fieldsOf(metadata['annotations'])['helm.sh/hook'])
  if (hook !== undefined && /\btest(-success|-failure)?\b/.test(hook)) return 'a Helm test (only helm test creates it)'
  return fragmentReason(groupOf(apiVersion), kind, object)
}

/** What the API server would miss first in a patch of a Service or of a workload. */
function fragmentReason(group: string, kind: string, object: WireObject): string | undefined {
  const spec = fieldsOf(object['spec'])
  if (group === '' && kind === 'Service') {
    const needsPorts = spec['type'] !== 'ExternalName' && spec['clusterIP'] !== 'None'
    return needsPorts && itemsOf(spec['ports']).length === 0 ? NO_PORTS : undefined
  }
  if (group === '' && kind === 'Pod') return lacksImages(object['spec']) ? 'a patch or a fragment (no container has an image)' : undefined
  if (!TEMPLATE_KINDS.has(kind) || !TEMPLATE_GROUPS.has(group)) return undefined
  // A patch does not repeat the selector.
  const isSelecting = Object.keys(fieldsOf(spec['selector'])).length > 0
  // So are nearly all: where else a template may be need not be searched.
  if (isSelecting && isPodTemplate(spec['template'])) return undefined
  const templates = podTemplatesOf({group, kind}, object)
  if (templates.length === 0) return 'a patch or a fragment (its pod template has no containers)'
  if (isSelecting) return undefined
  return templates.every((template) => lacksImages(template.spec)) ? 'a patch or a fragment (no container has an image)' : undefined
}

function lacksImages(podSpec: unknown): boolean {
  return itemsOf(fieldsOf(podSpec)['containers']).every((container) => !textOf(fieldsOf(container)['image']))
}
