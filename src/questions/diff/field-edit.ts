import {fieldsOf, isMapping} from '../../cluster/fields.ts'
import type {Path} from '../../cluster/object.ts'

/** A value of an object that is another than before; undefined where there was or is none. */
export interface FieldEdit {
  /** Where it stands now, and where it stood; as far as the way is there. */
  readonly path: Path
  readonly pathBefore: Path
  /** As people write it: `spec.ports[http].port`. */
  readonly name: string
  readonly before: unknown
  readonly after: unknown
}

/** What no Service hangs on: what clusters write themselves, and what containers run. */
const IGNORED = [
  /^(apiVersion|kind|status)$/,
  /^metadata\.(uid|resourceVersion|generation|managedFields|creationTimestamp|selfLink|ownerReferences|finalizers|name|namespace)$/,
  /^metadata\.annotations\.kubectl\.kubernetes\.io\/last-applied-configuration$/,
  /\.template\.metadata\.(annotations|creationTimestamp)$/,
  /ontainers\[[^\]]*\]\.(?!ports\b|name\b)[^.]+$/,
  /\.(volumes|volumeClaimTemplates|strategy|updateStrategy|revisionHistoryLimit|progressDeadlineSeconds)$/,
]

/** The differences of two objects, value by value. Lists are compared by the names of their items, and their order does not count. */
export function fieldEdits(before: unknown, after: unknown): readonly FieldEdit[] {
  const edits: FieldEdit[] = []
  compare({before, after, path: [], pathBefore: [], name: ''}, edits)
  return edits
}

function compare(pair: FieldEdit, edits: FieldEdit[]): void {
  const {before, after, name} = pair
  if (IGNORED.some((pattern) => pattern.test(name)) || isSame(before, after)) return
  if (isListOfMappings(before) && isListOfMappings(after)) {
    for (const [label, at, was] of pairItems(before, after)) compare(stepInto(pair, was, at, `${name}[${label}]`), edits)
  } else if (isMapping(before) && isMapping(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const [was, is] = [Object.hasOwn(before, key) ? key : undefined, Object.hasOwn(after, key) ? key : undefined]
      compare(stepInto(pair, was, is, name === '' ? key : `${name}.${key}`), edits)
    }
  } else edits.push(pair)
}

function isListOfMappings(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.every(isMapping)
}

/** One step down on both sides, or on the one that has it. */
function stepInto(pair: FieldEdit, was: string | number | undefined, is: string | number | undefined, name: string): FieldEdit {
  const {before, after, path, pathBefore} = pair
  return {
    before: was === undefined ? undefined : inside(before, was),
    after: is === undefined ? undefined : inside(after, is),
    path: is === undefined ? path : [...path, is],
    pathBefore: was === undefined ? pathBefore : [...pathBefore, was],
    name,
  }
}

function inside(value: unknown, step: string | number): unknown {
  return Array.isArray(value) ? value[Number(step)] : fieldsOf(value)[String(step)]
}

/** Items with the same name, or where they have none, in the order written; those that are the same are left out. */
function pairItems(
  before: readonly unknown[],
  after: readonly unknown[],
): readonly (readonly [label: string, at: number | undefined, was: number | undefined])[] {
  const was = before.map((_, index) => index).filter((index) => !after.some((item) => isSame(item, before[index])))
  const is = after.map((_, index) => index).filter((index) => !before.some((item) => isSame(item, after[index])))
  const nameOf = (item: unknown) => {
    const {name, host} = fieldsOf(item)
    return typeof name === 'string' ? name : typeof host === 'string' ? host : undefined
  }
  const pairs: (readonly [string, number | undefined, number | undefined])[] = []
  const left = new Set(was)
  const unpaired: number[] = []
  for (const at of is) {
    const name = nameOf(after[at])
    const same = name === undefined ? undefined : [...left].find((index) => nameOf(before[index]) === name)
    if (same === undefined) unpaired.push(at)
    else {
      left.delete(same)
      pairs.push([name ?? String(at), at, same])
    }
  }
  const rest = [...left]
  for (const [index, at] of unpaired.entries()) pairs.push([nameOf(after[at]) ?? String(at), at, rest[index]])
  for (const index of rest.slice(unpaired.length)) pairs.push([nameOf(before[index]) ?? String(index), undefined, index])
  return pairs
}

/** Equal but for the order of keys and items. */
function isSame(one: unknown, other: unknown): boolean {
  return one === other || canonical(one) === canonical(other)
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join()}]`
  if (!isMapping(value)) return JSON.stringify(value) ?? 'undefined'
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
  return `{${entries.join()}}`
}

/** A value in a few words; undefined where it is no scalar, nor a short list of them. */
export function describeValue(value: unknown): string | undefined {
  if (value === undefined) return 'nothing'
  if (typeof value === 'string') return value === '' ? '""' : value
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.length > 3 ? undefined : `[${value.join(', ')}]`
  if (isMapping(value) && Object.keys(value).length === 0) return '{}'
  if (isMapping(value)) {
    const entries = Object.entries(value)
    const isShort = entries.length < 3 && entries.every(([, inner]) => typeof inner !== 'object')
    return isShort ? entries.map(([key, inner]) => `${key}=${inner}`).join(',') : undefined
  }
  return value === null || typeof value === 'object' ? undefined : String(value)
}
