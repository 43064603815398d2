import {endOfLine} from './documents.ts'
import type {Parsed} from './input-rules.ts'
import type {JsonExtent} from './json-syntax.ts'
import {isDeeperThan, MAX_DEPTH, tooDeep} from './nesting.ts'

/** One value of a stream of JSON values, or what stands in its place; `yaml` is the rest of the text, from a `---` on. */
export type JsonPart =
  | {readonly kind: 'value'; readonly start: number; readonly end: number; readonly parsed: Parsed}
  | {readonly kind: 'yaml'; readonly start: number}

/** Whether kubectl takes a text for a stream of JSON: it begins with a brace. */
export function isJsonStream(text: string): boolean {
  return /^\s*\{/.test(text)
}

/**
 * Reads JSON values that follow each other without separator, as kubectl does. A bad one costs only itself: the next is looked for at the
 * next line that begins with a brace. From a `---` on the text is YAML, as for kubectl since 1.33.
 */
export async function readJsonStream(text: string): Promise<Iterable<JsonPart>> {
  if (text.length > CROWDED_TEXT && isCrowded(text)) return [{kind: 'value', start: 0, end: text.length, parsed: CROWDED}]
  const whole = parseWhole(text)
  if (whole !== undefined) return [whole]
  const {scanJsonValue} = await import('./json-syntax.ts')
  return scanStream(text, scanJsonValue)
}

const CROWDED_TEXT = 32 * 1024 * 1024
/** Objects and lists take some 60 bytes each, and many more mean minutes of collecting garbage; a dump of 500 MB has some 10 million. */
const MOST_CONTAINERS = 16_000_000

function isCrowded(text: string): boolean {
  return count(text, '{') + count(text, '[') > MOST_CONTAINERS
}

/** How often a character occurs, as far as it matters. */
function count(text: string, character: string): number {
  let number = 0
  for (let at = text.indexOf(character); at !== -1 && number <= MOST_CONTAINERS; at = text.indexOf(character, at + 1)) number += 1
  return number
}

const CROWDED: Parsed = {
  kind: 'flaw',
  rule: 'input/too-large',
  offset: 0,
  what: `begins a text with more than ${MOST_CONTAINERS / 1_000_000} million objects and lists`,
  fix: 'split it, or dump fewer kinds at once: kubectl get services,pods -o json',
}

/** Nearly every file is one good value, which V8 parses many times faster than any scanner. */
function parseWhole(text: string): JsonPart | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const start = skipSpace(text, 0)
    return {kind: 'value', start, end: text.length, parsed: isDeeperThan(value, MAX_DEPTH) ? tooDeep(start) : {kind: 'value', value}}
  } catch {
    return undefined
  }
}

function* scanStream(text: string, scan: (text: string, start: number) => JsonExtent): Generator<JsonPart> {
  let start = skipSpace(text, 0)
  while (start < text.length) {
    if (text.startsWith('---', start)) {
      yield {kind: 'yaml', start}
      return
    }
    const extent = scan(text, start)
    const end = extent.kind === 'value' ? extent.end : resume(text, extent.offset)
    yield {kind: 'value', start, end, parsed: parseExtent(text, start, extent)}
    start = skipSpace(text, end)
  }
}

function parseExtent(text: string, start: number, extent: JsonExtent): Parsed {
  if (extent.kind === 'deep') return tooDeep(start)
  if (extent.kind === 'syntax') return badSyntax(extent.offset, extent.reason)
  return {kind: 'value', value: JSON.parse(text.slice(start, extent.end))}
}

/** The next line after `from` at which a document seems to begin. */
function resume(text: string, from: number): number {
  for (let at = endOfLine(text, from); at < text.length; at = endOfLine(text, at)) {
    if (text.charAt(at) === '{' || text.startsWith('---', at)) return at
  }
  return text.length
}

function skipSpace(text: string, from: number): number {
  const space = /\s*/y
  space.lastIndex = from
  space.test(text)
  return space.lastIndex
}

function badSyntax(offset: number, reason: string): Parsed {
  return {
    kind: 'flaw',
    rule: 'input/json-syntax',
    offset,
    what: `is not valid JSON: ${reason}`,
    fix: 'correct it; kubectl reads a file that begins with { as JSON',
  }
}
