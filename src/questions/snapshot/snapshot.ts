import {fieldsOf, isMapping, textOf} from '../../cluster/fields.ts'
import {groupOf} from '../../cluster/identity.ts'
import type {WireObject} from '../../cluster/object.ts'
import type {Coverage} from '../../cluster/read.ts'
import {compareText} from '../order.ts'
import {type CoverageRecord, recordCoverage} from './coverage-record.ts'
import {createRedaction} from './redaction.ts'
import {reduceObject} from './reduction.ts'

export interface SnapshotOptions {
  /** What a running cluster was asked for, so that what could not be seen stays unknown; left out where manifests were read. */
  readonly coverage?: Pick<Coverage, 'done' | 'unread'> | undefined
  /** Everything that names anything is replaced: the key makes the names, and nobody without it can tell them. Undefined replaces nothing. */
  readonly redactionKey?: string | undefined
}

/** A v1 List that answers as the cluster does; it is sorted, so that it is the same text however the objects came. */
export interface Snapshot extends WireObject {
  readonly apiVersion: 'v1'
  readonly kind: 'List'
  readonly metadata: Readonly<Record<never, never>>
  /** Other readers pass it over. */
  readonly svcscope?: CoverageRecord
  readonly items: readonly WireObject[]
}

/**
 * One object for a file that `-f` reads back, with the answers that the objects give. What no question reads is left out, Secrets and the values
 * of env always (reduction.ts says what and why); of an object that was read twice the later reading counts. Namespaces count as seen only where
 * their own object, or another that is kept, shows them.
 */
export function snapshotOf(objects: readonly WireObject[], {coverage, redactionKey}: SnapshotOptions = {}): Snapshot {
  const reduced = objects.map(reduceObject).filter((object) => object !== undefined)
  const distinct = [...new Map(reduced.map((object) => [keyOf(object), object])).values()]
  const redaction = redactionKey === undefined ? undefined : createRedaction(distinct, redactionKey)
  const items = redaction ? distinct.map(redaction.redactObject) : distinct
  const svcscope = coverage && recordCoverage(coverage, redaction)
  return {apiVersion: 'v1', kind: 'List', metadata: {}, ...(svcscope && {svcscope}), items: sort(items)}
}

/** By kind and group, then as an API server lists them: by the path `namespace/name`. */
function sort(objects: readonly WireObject[]): readonly WireObject[] {
  const withKeys = objects.map((object) => ({object, key: keyOf(object)}))
  return withKeys.sort((a, b) => compareText(a.key, b.key)).map(({object}) => object)
}

function placeOf({metadata}: WireObject): string {
  const {namespace, name, generateName} = fieldsOf(metadata)
  const path = textOf(name) ?? `${textOf(generateName) ?? ''}*`
  return isMapping(metadata) && textOf(namespace) !== undefined ? `${namespace}/${path}` : path
}

function keyOf(object: WireObject): string {
  const {apiVersion, kind} = object
  return `${String(kind)} ${groupOf(String(apiVersion))} ${placeOf(object)}`
}
