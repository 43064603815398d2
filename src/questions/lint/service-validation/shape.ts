import {isMapping} from '../../../cluster/fields.ts'
import type {Path} from '../../../cluster/object.ts'
import {nearestWord} from '../../resemblance.ts'
import {fieldName, type Refuse} from './api-problem.ts'

/** What the API server decodes a value into. `texts` is a map of strings, `any` is looked at by somebody else. */
export type Shape =
  | 'text'
  | 'flag'
  | 'int32'
  | 'int64'
  | 'number or text'
  | 'time'
  | 'texts'
  | 'any'
  | {readonly kind: 'list'; readonly of: Shape}
  | {readonly kind: 'fields'; readonly of: ReadonlyMap<string, Shape>}

export function list(of: Shape): Shape {
  return {kind: 'list', of}
}

export function fields(of: Readonly<Record<string, Shape>>): Shape {
  return {kind: 'fields', of: new Map(Object.entries(of))}
}

/** Whether a value can be decoded, with what is wrong of it. Null is the same as none to every type; a field that nobody knows is refused (fieldValidation=Strict, as kubectl asks). */
export function checkShape(value: unknown, shape: Shape, path: Path, refuse: Refuse): boolean {
  if (value === null || value === undefined || shape === 'any') return true
  if (typeof shape === 'string') return checkScalar(value, shape, path, refuse)
  if (shape.kind === 'list') {
    if (!Array.isArray(value)) return wrongType(value, 'a list', path, refuse)
    return value.map((item, index) => checkShape(item, shape.of, [...path, index], refuse)).every(Boolean)
  }
  if (!isMapping(value)) return wrongType(value, 'a mapping', path, refuse)
  return Object.entries(value)
    .map(([key, inner]) => {
      const known = shape.of.get(key)
      return known ? checkShape(inner, known, [...path, key], refuse) : refuseField(value, key, [...shape.of.keys()], path, refuse)
    })
    .every(Boolean)
}

const WANTED: Readonly<Record<Scalar, string>> = {
  text: 'text',
  flag: 'true or false',
  int32: 'a number',
  int64: 'a number',
  'number or text': 'a whole number or a name',
  time: 'a time (2026-01-02T03:04:05Z)',
  texts: 'a mapping',
  any: 'anything',
}

type Scalar = Extract<Shape, string>

function fits(value: unknown, shape: Scalar): boolean {
  if (value === null || value === undefined) return true
  switch (shape) {
    case 'any':
      return true
    case 'text':
      return typeof value === 'string'
    case 'flag':
      return typeof value === 'boolean'
    case 'int32':
    case 'int64':
      return isInteger(value, shape)
    case 'number or text':
      return typeof value === 'string' || isInteger(value, 'int32')
    case 'time':
      return typeof value === 'string' && RFC_3339.test(value)
    case 'texts':
      return isMapping(value) && Object.values(value).every((text) => fits(text, 'text'))
  }
}

function checkScalar(value: unknown, shape: Scalar, path: Path, refuse: Refuse): boolean {
  if (fits(value, shape)) return true
  if (shape === 'texts' && isMapping(value)) {
    for (const [key, text] of Object.entries(value)) if (!fits(text, 'text')) wrongType(text, WANTED.text, [...path, key], refuse)
    return false
  }
  const isFraction = typeof value === 'number' && (shape === 'int32' || shape === 'int64')
  return wrongType(value, isFraction ? `a whole number of ${shape}` : WANTED[shape], path, refuse)
}

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

function isInteger(value: unknown, shape: 'int32' | 'int64'): boolean {
  return Number.isInteger(value) && (shape === 'int64' || Math.abs(value as number) < 2 ** 31)
}

function wrongType(value: unknown, wanted: string, path: Path, refuse: Refuse): false {
  const isScalar = typeof value === 'number' || typeof value === 'boolean'
  const found = Array.isArray(value) ? 'a list' : isMapping(value) ? 'a mapping' : isScalar ? `the ${typeof value} ${value}` : 'text'
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : undefined
  const flag = value === 'true' ? true : value === 'false' ? false : undefined
  const to = wanted === 'a number' ? number : wanted === 'true or false' ? flag : undefined
  const reason = `${found} where ${wanted} belongs`
  if (wanted === 'text' && isScalar) refuse(path, reason, `quote it: "${value}"`, {kind: 'quote'})
  else if (to !== undefined) refuse(path, reason, `write it without quotes: ${to}`, {kind: 'set', to})
  else refuse(path, reason, `write ${wanted} there`)
  return false
}

function refuseField(value: object, key: string, fields: readonly string[], path: Path, refuse: Refuse): true {
  const nearest = nearestWord(key, fields)
  const isFree = nearest !== undefined && !Object.hasOwn(value, nearest)
  refuse(
    [...path, key],
    `unknown field "${fieldName([...path, key])}"`,
    nearest === undefined ? 'remove it: no version of the API has such a field here' : `did you mean ${nearest}?`,
    isFree ? {kind: 'rename', to: nearest} : undefined,
  )
  return true
}
