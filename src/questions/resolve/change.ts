import type {Cluster} from '../../cluster/cluster.ts'
import {fieldsOf, isMapping} from '../../cluster/fields.ts'
import type {Identity} from '../../cluster/identity.ts'
import type {Origin, Path} from '../../cluster/object.ts'
import type {Pod} from '../../cluster/pod.ts'
import type {Workload} from '../../cluster/workload.ts'
import type {Edit, Fix, Scalar} from '../../report.ts'
import {shortName} from '../naming.ts'

/** An object to be changed. */
export interface Target {
  readonly identity: Pick<Identity, 'kind' | 'namespace' | 'name' | 'uid'>
  /** Undefined where it came from the API. */
  readonly origin: Origin | undefined
}

/** The name alone of what may be a whole object. */
export function targetOf({kind, namespace, name, uid}: Target['identity'], origin: Origin | undefined): Target {
  return {identity: {kind, namespace, name, uid}, origin}
}

/** What is to be different in one object, whether its manifest is at hand or it runs in a cluster. */
export type Change =
  | {readonly kind: 'set'; readonly target: Target; readonly path: Path; readonly from: string; readonly to: Scalar}
  | {readonly kind: 'rename'; readonly target: Target; readonly path: Path; readonly to: string; readonly value: string}
  /** `missing` are the last steps of the path that do not exist yet. */
  | {
      readonly kind: 'add'
      readonly target: Target
      readonly path: Path
      readonly missing: readonly string[]
      readonly siblings: readonly string[]
      readonly entries: Readonly<Record<string, Scalar>>
    }

/** Whether an object is what runs in a cluster: its text is a copy, and to change that changes nothing. */
export function isLive({identity, origin}: Target): boolean {
  return identity.uid !== undefined || origin === undefined || origin.file === '-'
}

/** The addition to a mapping of which some last steps may be missing. Undefined where something else than a mapping stands there. */
export function addition(target: Target, object: unknown, path: Path, entries: Readonly<Record<string, Scalar>>): Change | undefined {
  let value = object
  let length = 0
  for (; length < path.length; length++) {
    const next: unknown = Array.isArray(value) ? value[Number(path[length])] : fieldsOf(value)[String(path[length])]
    if (next === undefined) break
    value = next
    if (value === null) {
      length++
      break
    }
  }
  const missing = path.slice(length).map(String)
  if (value !== null && !isMapping(value)) return undefined
  return {kind: 'add', target, path: path.slice(0, length), missing, siblings: Object.keys(fieldsOf(value)), entries}
}

/** Files are edited, and what runs is patched with kubectl. One change of one place is enough. */
export function fixWith(description: string, changes: readonly Change[]): Fix {
  const distinct = [...new Map(changes.map((change) => [JSON.stringify(change), change])).values()]
  const edits = distinct.flatMap((change) => (isLive(change.target) ? [] : (toEdit(change) ?? [])))
  const commands = patchCommands(distinct.filter((change) => isLive(change.target)))
  return {description, ...(edits.length > 0 && {edits}), ...(commands.length > 0 && {command: commands.join(' && ')})}
}

function toEdit(change: Change): Edit | undefined {
  const {origin} = change.target
  if (!origin) return undefined
  const place = {origin, path: change.path}
  switch (change.kind) {
    case 'set':
      return {kind: 'replace', place, from: change.from, to: change.to}
    case 'rename':
      return {kind: 'rename', place, to: change.to}
    case 'add':
      return {kind: 'add', place, missing: change.missing, siblings: change.siblings, entries: change.entries}
  }
}

/** One command per object. */
function patchCommands(changes: readonly Change[]): readonly string[] {
  const objects = new Map<string, Change[]>()
  for (const change of changes) {
    const {kind, namespace, name} = change.target.identity
    const key = [namespace, kind, name].join('/')
    objects.set(key, [...(objects.get(key) ?? []), change])
  }
  return [...objects.values()].map((mine) => {
    // A merge patch replaces lists whole.
    const inList = mine.some(({path}) => path.some((step) => typeof step === 'number'))
    const patch = inList ? mine.flatMap(jsonPatchOf) : mine.map(mergePatchOf).reduce(mergeDeep, {})
    const {kind, namespace, name} = mine[0]?.target.identity ?? {kind: '', namespace: '', name: ''}
    const [noun = ''] = shortName({kind, name}).split('/')
    return kubectl(namespace, 'patch', noun, name, '--type', inList ? 'json' : 'merge', '-p', JSON.stringify(patch))
  })
}

/** A merge patch (RFC 7386): null takes a key away. */
function mergePatchOf(change: Change): Readonly<Record<string, unknown>> {
  if (change.kind === 'add') return nested([...change.path, ...change.missing], change.entries)
  if (change.kind === 'set') return nested(change.path, change.to)
  return nested(change.path.slice(0, -1), {[String(change.path.at(-1))]: null, [change.to]: change.value})
}

function nested(path: Path, value: unknown): Readonly<Record<string, unknown>> {
  return path.reduceRight((inner, step) => ({[step]: inner}), value) as Readonly<Record<string, unknown>>
}

function mergeDeep(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const merged: Record<string, unknown> = {...a}
  for (const [key, value] of Object.entries(b)) {
    const before = merged[key]
    merged[key] = isMapping(before) && isMapping(value) ? mergeDeep(before, value) : value
  }
  return merged
}

/** A JSON patch (RFC 6902). */
function jsonPatchOf(change: Change): readonly unknown[] {
  const {path} = change
  switch (change.kind) {
    case 'set':
      return [{op: 'replace', path: pointer(path), value: change.to}]
    case 'rename':
      return [{op: 'move', from: pointer(path), path: pointer([...path.slice(0, -1), change.to])}]
    case 'add': {
      const [top, ...below] = change.missing
      if (top !== undefined) return [{op: 'add', path: pointer([...path, top]), value: nested(below, change.entries)}]
      return Object.entries(change.entries).map(([key, value]) => ({op: 'add', path: pointer([...path, key]), value}))
    }
  }
}

function pointer(path: Path): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** A command in a namespace. Words come from the input too: nothing in them may mean anything to a shell. */
export function kubectl(namespace: string, ...words: readonly string[]): string {
  return ['kubectl', '-n', namespace, ...words].map((word) => (/^[\w./:@=-]+$/.test(word) ? word : shellQuoted(word))).join(' ')
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** Changes of which none may be left out. */
export function whole(changes: readonly (Change | undefined)[]): readonly Change[] {
  const certain = changes.filter((change) => change !== undefined)
  return certain.length === changes.length ? certain : []
}

export function workloadOf(cluster: Cluster, pod: Pod): Workload | undefined {
  return (
    cluster.workloads.find((workload) => workload === pod.identity) ??
    cluster.workloads.find(
      ({kind, name, namespace}) => namespace === pod.namespace && kind === pod.workload?.kind && name === pod.workload.name,
    )
  )
}

export function inside(value: unknown, step: string | number): unknown {
  return Array.isArray(value) ? value[Number(step)] : fieldsOf(value)[String(step)]
}
