import type {Cluster} from '../../cluster/cluster.ts'
import {type Identity, referenceTo} from '../../cluster/identity.ts'
import type {ObjectReference, Origin, Path} from '../../cluster/object.ts'
import {keyOf} from './effect.ts'
import {type FieldEdit, fieldEdits} from './field-edit.ts'

/** An object that stands otherwise in the two inputs, or in one of them alone. */
export interface ObjectEdit {
  readonly kind: 'added' | 'removed' | 'changed'
  readonly object: ObjectReference
  /** Of one that is in both. */
  readonly fields: readonly FieldEdit[]
  /** Whether no more was changed than what hardly a Service hangs on, as what its containers run: then it is a cause where nothing else is. */
  readonly isQuiet: boolean
  readonly before: Standing | undefined
  readonly after: Standing | undefined
}

interface Standing {
  readonly value: unknown
  readonly origin: Origin | undefined
}

/** Every object that is not the same in both, by its key. The order of the input does not count, nor the file in which an object stands. */
export function findEdits(before: Cluster, after: Cluster): ReadonlyMap<string, ObjectEdit> {
  const [former, present] = [standingsOf(before), standingsOf(after)]
  const edits = new Map<string, ObjectEdit>()
  for (const [key, {object}] of [...former, ...present]) {
    if (edits.has(key)) continue
    const edit = editOf(object, former.get(key)?.all, present.get(key)?.all)
    if (edit) edits.set(key, edit)
  }
  return edits
}

function editOf(
  object: ObjectReference,
  was: readonly Standing[] | undefined,
  is: readonly Standing[] | undefined,
): ObjectEdit | undefined {
  const [before, after] = unlike(was ?? [], is ?? [])
  if (!before && !after) return undefined
  if (!before || !after) return {kind: was && is ? 'changed' : is ? 'added' : 'removed', object, fields: [], isQuiet: false, before, after}
  const loud = fieldEdits(object.kind, before.value, after.value)
  const fields = loud.length > 0 ? loud : fieldEdits(object.kind, before.value, after.value, 'quiet')
  return fields.length > 0 ? {kind: 'changed', object, fields, isQuiet: loud.length === 0, before, after} : undefined
}

interface Standings {
  readonly object: ObjectReference
  /** Several where the input defines it more than once. */
  readonly all: Standing[]
}

function standingsOf(cluster: Cluster): ReadonlyMap<string, Standings> {
  const found = new Map<string, Standings>()
  const add = (identity: Identity, value: unknown, origin: Origin | undefined) => {
    const object = referenceTo(identity)
    const key = keyOf(object)
    const known = found.get(key)
    if (known) known.all.push({value, origin})
    else found.set(key, {object, all: [{value, origin}]})
  }
  for (const service of cluster.services) add(service, service.object, service.origin)
  for (const workload of cluster.workloads) add(workload, workload.object, workload.origin)
  for (const node of cluster.nodes.values()) add(node, node.object, undefined)
  for (const other of cluster.others) add(other, other.object, other.origin)
  for (const slice of cluster.slices) add(slice, {ports: slice.ports, endpoints: slice.endpoints}, slice.origin)
  for (const {source, identity, labels, spec, origin} of cluster.pods.all)
    if (source === 'object') add(identity, {metadata: {labels}, spec}, origin)
  return found
}

/** Of several definitions the first that the other input has not. */
function unlike(before: readonly Standing[], after: readonly Standing[]): readonly [Standing | undefined, Standing | undefined] {
  const [only, other] = [before[0], after[0]]
  if (before.length === 1 && after.length === 1 && only && other) return [only, other]
  const texts = (all: readonly Standing[]) => new Set(all.map(({value}) => JSON.stringify(value)))
  const [former, present] = [texts(before), texts(after)]
  return [before.find(({value}) => !present.has(JSON.stringify(value))), after.find(({value}) => !former.has(JSON.stringify(value)))]
}

/** Where an edit stands in the input: what is there now, else what was. */
export function placeOf({after, before, fields}: ObjectEdit): {readonly origin: Origin; readonly path: Path} | undefined {
  const standing = after ?? before
  const [first] = fields
  const path = first === undefined ? [] : after ? first.path : first.pathBefore
  return standing?.origin && {origin: standing.origin, path}
}
