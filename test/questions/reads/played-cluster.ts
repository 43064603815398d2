import {fieldsOf, labelsOf, textOf, valueAt} from '../../../src/cluster/fields.ts'
import {matchesLabels, parseLabelSelector} from '../../../src/cluster/label-selector.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {kindOf, READABLE, type Read, type ReadableKindName, type ReadResult} from '../../../src/cluster/read.ts'
import type {Reader} from '../../../src/sources/live/gathering.ts'

export interface PlayedCluster extends Reader {
  /** What was asked for, in order. */
  readonly asked: readonly Read[]
}

/** Answers reads from objects as an API server would, with its label and field selectors; kinds that are forbidden are answered with that. */
export function playCluster(objects: readonly WireObject[], forbidden: readonly ReadableKindName[] = []): PlayedCluster {
  const asked: Read[] = []
  const answer = (read: Read): ReadResult => {
    asked.push(read)
    if (forbidden.includes(read.kind)) return {kind: 'unread', read, reason: 'forbidden', message: `${read.kind} is forbidden`}
    const found = objects.filter((object) => isMeant(object, read))
    return {kind: 'read', read, objects: read.metadataOnly ? found.map(toMetadata) : found}
  }
  return {asked, readAll: async (reads) => reads.map(answer)}
}

function isMeant(object: WireObject, {kind, namespace, name, labels, fields}: Read): boolean {
  const {group} = READABLE[kind]
  const metadata = fieldsOf(object['metadata'])
  const own = textOf(object['apiVersion']) ?? ''
  if (object['kind'] !== kindOf(kind) || (own.includes('/') ? own.split('/')[0] : '') !== group) return false
  if (namespace !== undefined && metadata['namespace'] !== namespace) return false
  if (name !== undefined && metadata['name'] !== name) return false
  return hasLabels(metadata['labels'], labels) && (fields ?? '').split(',').every((field) => hasField(object, field))
}

function hasLabels(labels: unknown, selector: string | undefined): boolean {
  if (selector === undefined) return true
  const parsed = parseLabelSelector(selector)
  if (parsed.kind === 'error') throw new Error(`the API server refuses ${selector}: ${parsed.message}`)
  return matchesLabels(parsed.selector, labelsOf(labels))
}

/** Of the fields that can be selected by, those that are asked for. */
function hasField(object: WireObject, field: string): boolean {
  if (field === '') return true
  const [path = '', value] = field.split('=')
  const known = ['metadata.name', 'spec.nodeName', 'status.podIP', 'involvedObject.kind', 'involvedObject.name']
  if (!known.includes(path)) throw new Error(`the API server knows no field ${path}`)
  return valueAt(object, ...path.split('.')) === value
}

function toMetadata({apiVersion, kind, metadata}: WireObject): WireObject {
  return {apiVersion, kind, metadata}
}
