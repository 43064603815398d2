import {fieldsOf, itemsOf, labelOf, labelsOf, valueAt} from '../cluster/fields.ts'
import {groupKindOf, type Identity} from '../cluster/identity.ts'
import type {Labels} from '../cluster/label-selector.ts'
import type {WireObject} from '../cluster/object.ts'
import {CONTROLLER_LABELS, OPERATOR_TABLE, type OperatorRow} from './operator-table.ts'

type Resource = Identity & {readonly object: WireObject}

const BY_KIND = new Map(OPERATOR_TABLE.flatMap((row) => row.kinds.map((kind) => [groupKindOf({group: row.group, kind}), row] as const)))

/**
 * Whether an operator makes pods with all of a selector's labels for a custom resource: each pair is one that the operator sets, with a value that
 * agrees with the resource, or one that it copies from the resource. At least one must be the operator's own.
 */
export function makesPodsWith(resource: Resource, selector: Labels): boolean {
  const row = BY_KIND.get(groupKindOf(resource))
  if (!row || makesNone(resource)) return false
  const copied = copiedLabels(resource.object)
  const pairs = Object.entries(selector)
  const own = pairs.filter(([key, value]) => setsLabel(row, resource, key, value))
  return own.length > 0 && pairs.every((pair) => own.includes(pair) || copied.some((labels) => labelOf(labels, pair[0]) === pair[1]))
}

/** Whether an operator makes pods for resources of this kind. */
export function isOperated(resource: Pick<Identity, 'group' | 'kind'>): boolean {
  return BY_KIND.has(groupKindOf(resource))
}

/** Who sets a label that only running pods have; undefined for a key that people write. */
export function controllerOf(key: string): string | undefined {
  return labelOf(CONTROLLER_LABELS, key) ?? OPERATOR_KEYS.get(key)
}

/** Keys with a prefix of their own name the operator by themselves; `app`, `role` and app.kubernetes.io/… do not. */
const OPERATOR_KEYS = new Map(
  OPERATOR_TABLE.flatMap((row) =>
    Object.keys(row.labels)
      .filter((key) => key.includes('/') && !key.startsWith('app.kubernetes.io/'))
      .map((key) => [key, `the operator of ${row.kinds[0]} (${row.group})`] as const),
  ),
)

function setsLabel(row: OperatorRow, {name, namespace}: Identity, key: string, value: string): boolean {
  const pattern = labelOf(row.labels, key)
  if (pattern === undefined) return false
  return pattern
    .replaceAll('<ns>', namespace)
    .replaceAll('<n>', name)
    .split('|')
    .some((word) => (word.endsWith('*') ? value.startsWith(word.slice(0, -1)) : word === value))
}

/** Where custom resources state labels that their operators hand on to pods. */
const COPIED: readonly (readonly string[])[] = [
  ['metadata', 'labels'],
  ['spec', 'podMetadata', 'labels'],
  ['spec', 'inheritedMetadata', 'labels'],
  ['spec', 'infrastructure', 'labels'],
  ['spec', 'template', 'metadata', 'labels'],
  ['spec', 'podTemplate', 'metadata', 'labels'],
  ['spec', 'driver', 'labels'],
  ['spec', 'executor', 'labels'],
]

function copiedLabels(object: WireObject): readonly Labels[] {
  return COPIED.map((path) => labelsOf(valueAt(object, ...path)))
}

/** Resources of a kind in the table for which the operator makes no pods all the same. */
function makesNone({kind, object}: Resource): boolean {
  const spec = fieldsOf(object['spec'])
  switch (kind) {
    case 'CephObjectStore':
      return valueAt(spec, 'gateway', 'externalRgwEndpoints') !== undefined
    case 'OpenTelemetryCollector':
      return spec['mode'] === 'sidecar'
    case 'Gateway':
      // Istio takes an address of type Hostname for a gateway that somebody runs by hand.
      return itemsOf(spec['addresses']).some((address) => fieldsOf(address)['type'] === 'Hostname')
    default:
      return false
  }
}
