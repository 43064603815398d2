import {quoteAsGo} from './go-quoting.ts'
import {labelKeyProblems, labelValueProblems} from './label-syntax.ts'

export type Labels = Readonly<Record<string, string>>

/** `=`, `==` and `in` are all In, `!=` and `notin` both NotIn: they match the same labels. */
export type SelectorOperator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'GreaterThan' | 'LessThan'

export interface Requirement {
  readonly key: string
  readonly operator: SelectorOperator
  readonly values: readonly string[]
}

export type CreatedRequirement =
  | {readonly kind: 'requirement'; readonly requirement: Requirement}
  | {readonly kind: 'error'; readonly message: string}

/** A validated requirement, or everything that is wrong with it in one message: labels.NewRequirement of apimachinery v0.37.2. */
export function createRequirement(key: string, operator: SelectorOperator, values: readonly string[]): CreatedRequirement {
  const errors = [
    ...invalid('key', () => quoteAsGo(key), labelKeyProblems(key)),
    ...operatorErrors(operator, values),
    ...values.flatMap((value, index) => invalid(`values[${index}][${key}]`, () => quoteAsGo(value), labelValueProblems(value))),
  ]
  if (errors.length === 0) return {kind: 'requirement', requirement: {key, operator, values}}
  return {kind: 'error', message: errors.length === 1 ? String(errors[0]) : `[${errors.join(', ')}]`}
}

/** A field error as Go's field.Invalid prints it; none where there is no problem. `shown` is the value as the message quotes it. */
export function invalid(path: string, shown: () => string, problems: readonly string[]): readonly string[] {
  return problems.length === 0 ? [] : [`${path}: Invalid value: ${shown()}: ${problems.join('; ')}`]
}

function operatorErrors(operator: SelectorOperator, values: readonly string[]): readonly string[] {
  switch (operator) {
    case 'In':
    case 'NotIn':
      // Go shows its nil slice, the only empty one that gets here.
      return values.length > 0 ? [] : invalid('values', () => 'null', ["for 'in', 'notin' operators, values set can't be empty"])
    case 'Exists':
    case 'DoesNotExist':
      return values.length === 0
        ? []
        : invalid('values', () => jsonAsGo(values), ['values set must be empty for exists and does not exist'])
    case 'GreaterThan':
    case 'LessThan':
      return values.flatMap((value, index) =>
        parseInt64(value) === undefined
          ? invalid(`values[${index}]`, () => quoteAsGo(value), ["for 'Gt', 'Lt' operators, the value must be an integer"])
          : [],
      )
  }
}

/** Go's encoding/json escapes what HTML or JavaScript could trip over. */
function jsonAsGo(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** labels.Requirement.Matches: NotIn and DoesNotExist hold where the key is absent; what is no int64 is neither greater nor less. */
export function matchesRequirement({key, operator, values}: Requirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value)
    case 'NotIn':
      return value === undefined || !values.includes(value)
    case 'Exists':
      return value !== undefined
    case 'DoesNotExist':
      return value === undefined
    case 'GreaterThan':
      return holdsBetween(value, values, (left, right) => left > right)
    case 'LessThan':
      return holdsBetween(value, values, (left, right) => left < right)
  }
}

function holdsBetween(value: string | undefined, values: readonly string[], holds: (left: bigint, right: bigint) => boolean): boolean {
  const [bound, ...others] = values
  if (value === undefined || bound === undefined || others.length > 0) return false
  const left = parseInt64(value)
  const right = parseInt64(bound)
  return left !== undefined && right !== undefined && holds(left, right)
}

const INT64_MAX = 2n ** 63n - 1n
const INT64_MIN = -(2n ** 63n)

/** strconv.ParseInt(text, 10, 64). Nineteen digits reach past the largest int64; with more there is no need to compute. */
function parseInt64(text: string): bigint | undefined {
  const [, sign, digits] = /^([+-]?)0*([0-9]{1,19})$/.exec(text) ?? []
  if (digits === undefined) return undefined
  const number = sign === '-' ? -BigInt(digits) : BigInt(digits)
  return number >= INT64_MIN && number <= INT64_MAX ? number : undefined
}

/** As labels.Requirement.String() prints it, a single value with `=` or `!=`. */
export function formatRequirement({key, operator, values}: Requirement): string {
  switch (operator) {
    case 'In':
      return values.length === 1 ? `${key}=${values[0]}` : `${key} in (${values.toSorted().join(',')})`
    case 'NotIn':
      return values.length === 1 ? `${key}!=${values[0]}` : `${key} notin (${values.toSorted().join(',')})`
    case 'Exists':
      return key
    case 'DoesNotExist':
      return `!${key}`
    case 'GreaterThan':
      return `${key}>${values.join(',')}`
    case 'LessThan':
      return `${key}<${values.join(',')}`
  }
}
