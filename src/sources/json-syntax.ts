import {type JsonToken, type JsonTokens, tokenizeJson} from './json-tokens.ts'
import {MAX_DEPTH} from './nesting.ts'

/** Where one JSON value ends, or the first place that keeps it from being one. Offsets count from the start of the text. */
export type JsonExtent =
  | {readonly kind: 'value'; readonly end: number}
  | {readonly kind: 'syntax'; readonly offset: number; readonly reason: string}
  | {readonly kind: 'deep'; readonly offset: number}

type Expected = 'value' | 'first item' | 'first key' | 'key' | 'colon' | 'comma'
type Closing = '}' | ']'

/** Scans one JSON value, without recursion. */
export function scanJsonValue(text: string, start: number): JsonExtent {
  const tokens = tokenizeJson(text, start)
  const open: Closing[] = []
  let expected: Expected = 'value'
  for (;;) {
    const token = tokens.next()
    const next = step(token, expected, open)
    if (next === undefined) return {kind: 'syntax', offset: offsetOfError(token, tokens), reason: explain(token, expected, tokens)}
    if (open.length > MAX_DEPTH) return {kind: 'deep', offset: tokens.start()}
    if (open.length === 0 && next === 'comma') return {kind: 'value', end: tokens.end()}
    expected = next
  }
}

/** What may follow a token; undefined where the token may not stand. `open` holds the closing bracket of each open one. */
function step(token: JsonToken, expected: Expected, open: Closing[]): Expected | undefined {
  const closes = token === open.at(-1)
  switch (expected) {
    case 'value':
      return startValue(token, open)
    case 'first item':
      return closes ? close(open) : startValue(token, open)
    case 'first key':
      return closes ? close(open) : startKey(token)
    case 'key':
      return startKey(token)
    case 'colon':
      return token === ':' ? 'value' : undefined
    case 'comma':
      if (closes) return close(open)
      if (token !== ',') return undefined
      return open.at(-1) === '}' ? 'key' : 'value'
  }
}

function startKey(token: JsonToken): Expected | undefined {
  return token === 'string' ? 'colon' : undefined
}

function startValue(token: JsonToken, open: Closing[]): Expected | undefined {
  switch (token) {
    case '{':
      open.push('}')
      return 'first key'
    case '[':
      open.push(']')
      return 'first item'
    case 'string':
    case 'literal':
      return 'comma'
    default:
      return undefined
  }
}

function close(open: Closing[]): Expected {
  open.pop()
  return 'comma'
}

/** In a bad string the place that breaks it, else where the token begins. */
function offsetOfError(token: JsonToken, tokens: JsonTokens): number {
  return token === 'bad' ? tokens.end() : tokens.start()
}

const EXPECTATIONS: Record<Expected, string> = {
  value: 'a value is expected here',
  'first item': 'a value or ] is expected here',
  'first key': 'a quoted key or } is expected here',
  key: 'a quoted key is expected here',
  colon: 'a colon is expected here',
  comma: 'a comma or a closing bracket is expected here',
}

function explain(token: JsonToken, expected: Expected, tokens: JsonTokens): string {
  if (token === 'end') return 'it ends before it is complete'
  if (token === 'comment') return 'it knows no comments'
  if (token === 'bad' && tokens.end() > tokens.start()) return 'a string cannot go on like this'
  return EXPECTATIONS[expected]
}
