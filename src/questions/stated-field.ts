import {type Family, isRange, parseAddress, parseRange, type Range} from '../azure/range.ts'
import type {Path} from '../cluster/object.ts'
import {UserError} from '../user-error.ts'
import {nearestWord} from './resemblance.ts'

/** Values as a plan or a configuration states them, and the way to where each stands: `plan.yaml:3:5`, or the flag that states it. */
export interface Stated {
  readonly value: unknown
  readonly where: (path: Path, part: 'key' | 'value') => string
}

/** One value of such a file with its path. Every reader below throws a UserError that names the place. */
export interface Field {
  readonly value: unknown
  readonly path: Path
  readonly stated: Stated
}

export function rootField(stated: Stated): Field {
  return {value: stated.value, path: [], stated}
}

/** The fields of a mapping, by key. A key that is not known is an error that names the nearest one. */
export function readMapping<K extends string>(field: Field, keys: readonly K[], what: string): Partial<Record<K, Field>> {
  const {value} = field
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw problem(field, `${what} must be a mapping, not ${shapeOf(value)}`, `its keys are ${keys.join(', ')}`)
  const fields: Partial<Record<K, Field>> = {}
  for (const [key, inner] of Object.entries(value)) {
    const known = keys.find((one) => one === key)
    if (known === undefined) throw unknownKey(field, key, keys, what)
    if (inner !== null) fields[known] = {value: inner, path: [...field.path, key], stated: field.stated}
  }
  return fields
}

export function readList(field: Field, what: string): readonly Field[] {
  if (!Array.isArray(field.value))
    throw problem(field, `${what} must be a list, not ${shapeOf(field.value)}`, 'write each entry behind a dash')
  return field.value.map((value, index) => ({value, path: [...field.path, index], stated: field.stated}))
}

/** A whole number between `from` and `to`, both included. `why` completes the sentence "… must be a whole number from 10 to 250: ". */
export function readInteger(field: Field, what: string, from: number, to: number, why?: string): number {
  const {value} = field
  if (typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to) return value
  throw problem(
    field,
    `${what} must be a whole number from ${from} to ${to}, not ${shapeOf(value)}`,
    why ?? `state a number from ${from} to ${to}`,
  )
}

export function readFlag(field: Field, what: string): boolean {
  if (typeof field.value === 'boolean') return field.value
  throw problem(field, `${what} must be true or false, not ${shapeOf(field.value)}`, 'true or false')
}

export function readText(field: Field, what: string): string {
  if (typeof field.value === 'string' && field.value !== '') return field.value
  throw problem(
    field,
    `${what} must be a text, not ${shapeOf(field.value)}`,
    typeof field.value === 'number' ? `quote it: "${field.value}"` : 'write a word',
  )
}

export function readOneOf<T extends string>(field: Field, what: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === field.value)
  if (found !== undefined) return found
  const nearest = typeof field.value === 'string' ? nearestWord(field.value, choices) : undefined
  throw problem(
    field,
    `${what} cannot be ${shapeOf(field.value)}${nearest ? ` (did you mean ${nearest}?)` : ''}`,
    `one of ${choices.join(', ')}`,
  )
}

/** A CIDR range of one family. */
export function readRange(field: Field, what: string, family: Family): Range {
  const text = readText(field, what)
  const range = parseRange(text)
  if (!isRange(range))
    throw problem(field, `${what} ${text}: ${range.problem}`, range.instead ? `did you mean ${range.instead}?` : 'write it as 10.1.0.0/22')
  if (range.family !== family)
    throw problem(
      field,
      `${what} ${text} is an ${range.family} range where ${family} is needed`,
      family === 'IPv4' ? 'IPv6 ranges of a dual-stack cluster are podCidr6 and serviceCidr6' : 'write it as fd00::/108',
    )
  return range
}

/** One range, or a list of them. */
export function readRanges(field: Field, what: string): readonly Range[] {
  const fields = Array.isArray(field.value) ? readList(field, what) : [field]
  return fields.map((one) => readRange(one, what, 'IPv4'))
}

export function readAddress(field: Field, what: string): string {
  const text = readText(field, what)
  const address = parseAddress(text)
  if (address?.family !== 'IPv4') throw problem(field, `${what} ${text} is no IPv4 address`, 'write it as 10.0.0.10')
  return text
}

/** An error at the place of a field. */
export function problem(field: Field, message: string, hint: string, part: 'key' | 'value' = 'value'): UserError {
  return new UserError(`${field.stated.where(field.path, part)}: ${message}`, hint)
}

function unknownKey(field: Field, key: string, keys: readonly string[], what: string): UserError {
  const nearest = nearestWord(key, keys)
  const inner: Field = {value: undefined, path: [...field.path, key], stated: field.stated}
  return problem(
    inner,
    `${what} has no key "${key}"${nearest ? ` (did you mean ${nearest}?)` : ''}`,
    `its keys are ${keys.join(', ')}`,
    'key',
  )
}

/** A value as an error names it. */
export function shapeOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'a mapping' : typeof value === 'string' ? `"${value}"` : String(value)
}
