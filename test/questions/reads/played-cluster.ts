import {fieldsOf, labelsOf, textOf, valueAt} from '../../../src/cluster/fields.ts'
import {groupOf} from '../../../src/cluster/identity.ts'
import {matchesLabels, parseLabelSelector} from '../../../src/cluster/label-selector.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {kindOf, placesOf, type Read, type ReadableKindName, type ReadResult} from '../../../src/cluster/read.ts'
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
    const served = placesOf(read.kind).find(({group}) => objects.some((object) => isOf(object, read.kind, group)))
    const found = served ? objects.filter((object) => isOf(object, read.kind, served.group) && isMeant(object, read)) : []
    return {kind: 'read', read, objects: read.metadataOnly ? found.map(toMetadata) : found}
  }
  return {asked, readAll: async (reads) => reads.map(answer)}
}

function isOf(object: WireObject, kind: ReadableKindName, group: string): boolean {
  return object['kind'] === kindOf(kind) && groupOf(textOf(object['apiVersion']) ?? '') === group
}

function isMeant(object: WireObject, {namespace, name, labels, fields}: Read): boolean {
  const metadata = fieldsOf(object['metadata'])
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
