import {fieldsOf, isMapping} from '../../cluster/fields.ts'
import type {Path} from '../../cluster/object.ts'
import {isDefault} from './api-default.ts'

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

/** What clusters write themselves, and what the key of an object says already. */
const IGNORED = [
  /^(apiVersion|kind|status)$/,
  /^metadata\.(uid|resourceVersion|generation|managedFields|creationTimestamp|selfLink|ownerReferences|finalizers|name|namespace)$/,
  /^metadata\.annotations\.kubectl\.kubernetes\.io\/last-applied-configuration$/,
  /\.template\.metadata\.creationTimestamp$/,
]

/** What hardly a Service hangs on: what containers run. How a controller is started says what it serves, though. */
const QUIET = [
  /\.template\.metadata\.annotations$/,
  /ontainers\[[^\]]*\]\.(?!ports\b|name\b)[^.]+$/,
  /\.(volumes|volumeClaimTemplates|strategy|updateStrategy|revisionHistoryLimit|progressDeadlineSeconds)$/,
]

/** What controllers, people and charts put beside what counts: its keys are compared one by one. */
const ASIDES: ReadonlySet<string> = new Set(['metadata.annotations', 'metadata.labels'])

/**
 * The differences of two objects of a kind, value by value. Lists are compared by the names of their items, and their order does not count; nor does what
 * only one of them states, where the API server makes the same of the other. `quiet` are those that hardly matter.
 */
export function fieldEdits(kind: string, before: unknown, after: unknown, volume: 'loud' | 'quiet' = 'loud'): readonly FieldEdit[] {
  const edits: FieldEdit[] = []
  const isLeftOut = (name: string) => [...IGNORED, ...(volume === 'loud' ? QUIET : [])].some((pattern) => pattern.test(name))
  compare({before, after, path: [], pathBefore: [], name: ''}, {kind, isLeftOut, parents: [undefined, undefined]}, edits)
  return edits
}

interface Comparison {
  readonly kind: string
  readonly isLeftOut: (name: string) => boolean
  /** What the values stand in. */
  readonly parents: readonly [before: unknown, after: unknown]
}

function compare(pair: FieldEdit, comparison: Comparison, edits: FieldEdit[]): void {
  const {before, after, name} = pair
  if (comparison.isLeftOut(name) || isSame(before, after)) return
  const steps = stepsInto(pair)
  const inner = {...comparison, parents: [before, after] as const}
  if (steps) for (const step of steps) compare(step, inner, edits)
  else if (!isMadeOfNothing(pair, comparison)) edits.push(pair)
}

/** The values inside of two lists or mappings, each with its counterpart; undefined for anything else. */
function stepsInto(pair: FieldEdit): readonly FieldEdit[] | undefined {
  const {before, after, name} = pair
  if (isListOfMappings(before) && isListOfMappings(after))
    return pairItems(before, after).map(([label, at, was]) => stepInto(pair, was, at, `${name}[${label}]`))
  if (!(isMapping(before) && isMapping(after)) && !ASIDES.has(name)) return undefined
  const [was, is] = [fieldsOf(before), fieldsOf(after)]
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].map((key) =>
    stepInto(
      pair,
      Object.hasOwn(was, key) ? key : undefined,
      Object.hasOwn(is, key) ? key : undefined,
      name === '' ? key : `${name}.${key}`,
    ),
  )
}

/** Whether one of them leaves out what the API server adds to it. */
function isMadeOfNothing({before, after, name}: FieldEdit, {kind, parents}: Comparison): boolean {
  if (before === undefined) return isDefault({kind, name, value: after, parent: parents[1]})
  return after === undefined && isDefault({kind, name, value: before, parent: parents[0]})
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

/** Equal but for the order of keys and items. Most objects are the same in both inputs, and are written in the same order. */
function isSame(one: unknown, other: unknown): boolean {
  return isSameInOrder(one, other) || canonical(one) === canonical(other)
}

/** Equal where items stand in the same order. */
function isSameInOrder(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, index) => isSameInOrder(item, other[index]))
  if (!isMapping(one) || !isMapping(other)) return false
  const keys = Object.keys(one)
  return keys.length === Object.keys(other).length && keys.every((key) => Object.hasOwn(other, key) && isSameInOrder(one[key], other[key]))
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
