import {quoteAsGo} from './go-quoting.ts'
import {type CreatedRequirement, createRequirement, invalid, type Requirement, type SelectorOperator} from './label-requirement.ts'
import {isWord, scanLabelSelector, type Token} from './label-selector-lexer.ts'
import {labelKeyProblems} from './label-syntax.ts'

// The grammar, the order in which errors are found and their texts are those of k8s.io/apimachinery v0.37.2, pkg/labels/selector.go.

const OPERATORS: ReadonlyMap<Token, SelectorOperator> = new Map([
  ['in', 'In'],
  ['notin', 'NotIn'],
  ['=', 'In'],
  ['==', 'In'],
  ['!=', 'NotIn'],
  ['>', 'GreaterThan'],
  ['<', 'LessThan'],
])

interface Failure {
  readonly kind: 'error'
  readonly message: string
}
export type ParsedRequirements = {readonly kind: 'requirements'; readonly requirements: readonly Requirement[]} | Failure
type Values = {readonly kind: 'values'; readonly values: ReadonlySet<string>} | Failure

interface Cursor {
  readonly tokens: readonly Token[]
  position: number
}

/** The requirements of a selector in the order in which they are written, or the first error. */
export function parseRequirements(text: string): ParsedRequirements {
  const cursor: Cursor = {tokens: scanLabelSelector(text), position: 0}
  const requirements: Requirement[] = []
  if (peek(cursor) === '') return {kind: 'requirements', requirements}
  if (!startsRequirement(peek(cursor))) return unexpected(peek(cursor), "!, identifier, or 'end of string'")
  for (;;) {
    const parsed = takeRequirement(cursor)
    if (parsed.kind === 'error') return {kind: 'error', message: `unable to parse requirement: ${parsed.message}`}
    requirements.push(parsed.requirement)
    const separator = take(cursor)
    if (separator === '') return {kind: 'requirements', requirements}
    if (separator !== ',') return unexpected(separator, "',' or 'end of string'")
    if (!startsRequirement(peek(cursor))) return unexpected(peek(cursor), "identifier after ','")
  }
}

function startsRequirement(token: Token): boolean {
  return token === '!' || isWord(token)
}

function takeRequirement(cursor: Cursor): CreatedRequirement {
  const negated = peek(cursor) === '!'
  if (negated) take(cursor)
  const key = take(cursor)
  if (!isWord(key)) return unexpected(key, 'identifier')
  // Go has no path for this one error and prints its nil.
  const [keyError] = invalid('<nil>', () => quoteAsGo(key), labelKeyProblems(key))
  if (keyError !== undefined) return {kind: 'error', message: keyError}
  if (negated) return createRequirement(key, 'DoesNotExist', [])
  if (endsRequirement(peek(cursor))) return createRequirement(key, 'Exists', [])

  const sign = take(cursor)
  const operator = OPERATORS.get(sign)
  if (operator === undefined) return unexpected(sign, 'in, notin, =, ==, !=, gt, lt')
  const taken = isWord(sign) ? takeSet(cursor) : takeExactValue(cursor)
  return taken.kind === 'error' ? taken : createRequirement(key, operator, [...taken.values].sort())
}

function endsRequirement(token: Token): boolean {
  return token === '' || token === ','
}

function takeExactValue(cursor: Cursor): Values {
  if (endsRequirement(peek(cursor))) return {kind: 'values', values: new Set([''])}
  const value = take(cursor)
  return isWord(value) ? {kind: 'values', values: new Set([value])} : unexpected(value, 'identifier')
}

function takeSet(cursor: Cursor): Values {
  const opening = take(cursor)
  if (opening !== '(') return {kind: 'error', message: `found '${opening}' expected: '('`}
  const first = peek(cursor)
  if (first !== ')' && first !== ',' && !isWord(first)) return unexpected(first, "',', ')' or identifier")
  const taken: Values = first === ')' ? {kind: 'values', values: new Set([''])} : takeValueList(cursor)
  if (taken.kind === 'values') take(cursor)
  return taken
}

/** Up to the closing parenthesis and without it. Nothing before, after or between commas is the empty value. */
function takeValueList(cursor: Cursor): Values {
  const values = new Set<string>()
  for (;;) {
    const token = take(cursor)
    const next = peek(cursor)
    if (isWord(token)) {
      values.add(token)
      if (next !== ')' && next !== ',') return unexpected(next, "',' or ')'")
    } else if (token === ',') {
      if (values.size === 0 || next === ')' || next === ',') values.add('')
    } else return unexpected(token, "',', or identifier")
    if (next === ')') return {kind: 'values', values}
  }
}

function peek({tokens, position}: Cursor): Token {
  return tokens[position] ?? ''
}

function take(cursor: Cursor): Token {
  const token = peek(cursor)
  cursor.position += 1
  return token
}

function unexpected(found: Token, expected: string): Failure {
  return {kind: 'error', message: `found '${found}', expected: ${expected}`}
}
