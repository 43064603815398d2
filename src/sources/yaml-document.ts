import {type LoadOptions, load, YAMLException} from 'js-yaml'
import {type AliasFlaw, findAliasFlaw} from './alias-expansion.ts'
import type {Parsed} from './input-rules.ts'
import {applyMergeKeys, countMergeKeys} from './merge-keys.ts'
import {MAX_DEPTH, tooDeep} from './nesting.ts'
import {KUBECTL_SCHEMA} from './yaml-schema.ts'

/** `json` lets the last of two equal keys win; `maxDepth` is missing from the published types. */
const OPTIONS: LoadOptions & {maxDepth: number} = {schema: KUBECTL_SCHEMA, json: true, maxDepth: MAX_DEPTH}

/** Parses the text of one YAML document to the value that kubectl reads there. */
export function parseYamlDocument(text: string): Parsed {
  try {
    const mergeKeys = countMergeKeys()
    return judge(text, load(text, OPTIONS), mergeKeys)
  } catch (error) {
    return describe(error)
  }
}

/** What js-yaml lets pass and kubectl does not; aliases first, so that later walks end. */
function judge(text: string, value: unknown, mergeKeys: number): Parsed {
  const aliasFlaw = text.includes('*') && text.includes('&') ? findAliasFlaw(value) : undefined
  if (aliasFlaw !== undefined) return ALIAS_FLAWS[aliasFlaw]
  const badMerge = countMergeKeys() > mergeKeys ? applyMergeKeys(value) : undefined
  if (badMerge !== undefined) return flaw(offsetOfMergeKey(text, badMerge - mergeKeys), 'a merge key (<<) needs a mapping')
  if (text.includes('{{') && hasMappingAsKey(value)) return flaw(text.indexOf('{{'), 'a mapping cannot be a key')
  return {kind: 'value', value}
}

function flaw(offset: number, reason: string, fix = 'correct it; kubectl cannot read it either'): Parsed {
  return {kind: 'flaw', rule: 'input/yaml-syntax', offset, what: `is not valid YAML: ${reason}`, fix}
}

const ALIAS_FLAWS: Record<AliasFlaw, Parsed> = {
  cycle: {
    kind: 'flaw',
    rule: 'input/alias-bomb',
    offset: 0,
    what: 'begins a document with an anchor whose value contains itself',
    fix: 'write the value out instead of the alias',
  },
  excessive: {
    kind: 'flaw',
    rule: 'input/alias-bomb',
    offset: 0,
    what: 'begins a document whose aliases expand beyond measure',
    fix: 'write the values out; kubectl refuses excessive aliasing too',
  },
  deep: tooDeep(0),
}

function offsetOfMergeKey(text: string, number: number): number {
  const all = [...text.matchAll(/<<(?=\s*:)/g)]
  return all[number - 1]?.index ?? 0
}

function describe(error: unknown): Parsed {
  if (error instanceof RangeError) return tooDeep(0)
  if (!(error instanceof YAMLException)) throw error
  const {reason, mark} = error
  if (reason.startsWith('nesting exceeded')) return tooDeep(0)
  // The reason may quote the text, which may hold what a terminal would obey.
  return flaw(mark?.position ?? 0, reason.replace(/\p{Cc}/gu, '?'), FIXES.find(([form]) => form.test(reason))?.[1])
}

const FIXES: readonly (readonly [RegExp, string])[] = [
  [/bad indentation|implicit/, 'align it with its neighbours, or quote a value that holds a colon; kubectl cannot read it either'],
  [/\btabs?\b/, 'indent with spaces instead of tabs'],
  [/unidentified alias/, 'define its anchor (&name) earlier in the same document'],
  [/non-printable|null byte/, 'remove the control character'],
  [/directives end mark/, 'remove the %YAML or %TAG line; kubectl does not read it'],
  [/unexpected end of the (stream|document)/, 'close the quote or bracket that was opened before'],
]

/** js-yaml turns the mapping in `{{ x }}: …` into this text. */
function hasMappingAsKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(hasMappingAsKey)
  return Object.entries(value).some(([key, child]) => key === '[object Object]' || hasMappingAsKey(child))
}
