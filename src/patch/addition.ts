import type {Input} from '../cluster/object.ts'
import type {Edit} from '../report.ts'
import {isKey, KEY, write} from './scalar.ts'
import type {Splice} from './splice.ts'
import {cut, findSpot, type Spot} from './spot.ts'

type Locate = Input['locate']
type Add = Extract<Edit, {kind: 'add'}>

/** New entries of a mapping, in its style: lines above its first entry, or words between its brackets. */
export async function addEntries(spot: Spot, edit: Add, locate: Locate): Promise<Splice | undefined> {
  const {before, text, column} = spot
  const rest = text.slice(column - 1)
  if (rest.startsWith('{')) return addInBrackets(spot, edit, locate)
  const nothing = /^(~|null|Null|NULL)?(?=\s*($|#|[,}\]]))/.exec(rest)
  const key = KEY.exec(before)
  if (nothing && key && isKey(key[1] ?? '', edit.place.path.at(-1))) {
    const json = key[1]?.startsWith('"') ?? false
    const space = before.endsWith(':') ? ' ' : ''
    const gap = rest.slice(nothing[0].length).startsWith('#') ? ' ' : ''
    return cut(spot, column - 1, column - 1 + nothing[0].length, `${space}{${flowEntries(edit, json, ': ')}}${gap}`)
  }
  // A mapping without brackets begins with its first key; before it stand blanks, or the dash of a list.
  const [first = ''] = /^("[^"]*"|'[^']*'|[^\s:]+)(?=\s*:(\s|$))/.exec(rest) ?? []
  if (first === '' || !/^\s*(-\s+)*$/.test(before) || (first !== '<<' && !edit.siblings.some((sibling) => isKey(first, sibling))))
    return undefined
  const indent = before.replaceAll('-', ' ')
  return cut(spot, column - 1, column - 1, `${blockLines(edit).join(`\n${indent}`)}\n${indent}`)
}

function blockLines({missing, entries}: Add): readonly string[] {
  const deepest = '  '.repeat(missing.length)
  return [
    ...missing.map((key, depth) => `${'  '.repeat(depth)}${write(key, false)}:`),
    ...Object.entries(entries).map(([key, value]) => `${deepest}${write(key, false)}: ${write(value, false)}`),
  ]
}

/** JSON's quotes are right in YAML's brackets too; they are left out where the mapping does without. */
async function addInBrackets(spot: Spot, edit: Add, locate: Locate): Promise<Splice | undefined> {
  const {before, text, column} = spot
  const step = edit.place.path.at(-1)
  const key = KEY.exec(before)
  const known = typeof step === 'string' ? key && isKey(key[1] ?? '', step) : /(^|[-[,])\s*$/.test(before)
  if (!known) return undefined
  const rest = text.slice(column)
  const [first] = edit.siblings
  const below = first !== undefined && rest.trim() === '' ? await addAbove(edit, first, spot, locate) : undefined
  if (below) return below
  const json = /^\s*"/.test(rest) || (/^\s*($|})/.test(rest) && /^"/.test(key?.[1] ?? '"'))
  const separator = /^\s*"[^"]*":\S/.test(rest) || (json && rest.startsWith('}') && before.endsWith('":')) ? ':' : ': '
  const blank = /^\s*/.exec(rest)?.[0] ?? ''
  const entries = flowEntries(edit, json, separator)
  if (/^\s*}/.test(rest)) return cut(spot, column, column + blank.length, entries)
  const gap = rest.trim() === '' || separator === ':' ? '' : blank === '' ? ' ' : ''
  return cut(spot, column, column, `${blank}${entries},${gap}`)
}

/** Where the entries have lines of their own, the new one gets one too. */
async function addAbove(edit: Add, first: string, spot: Spot, locate: Locate): Promise<Splice | undefined> {
  const entry = await findSpot({...edit.place, path: [...edit.place.path, first]}, locate)
  const key = entry && KEY.exec(entry.before)
  if (!entry || !key || entry.line === spot.line || !isKey(key[1] ?? '', first)) return undefined
  const indent = entry.before.slice(0, key.index)
  if (indent.trim() !== '') return undefined
  return cut(entry, indent.length, indent.length, `${flowEntries(edit, key[1]?.startsWith('"') ?? false, ': ')},\n${indent}`)
}

function flowEntries({missing, entries}: Add, json: boolean, separator: string): string {
  const inner = Object.entries(entries)
    .map(([key, value]) => `${write(key, json)}${separator}${write(value, json)}`)
    .join(separator === ':' ? ',' : ', ')
  return missing.reduceRight((text, key) => `${write(key, json)}${separator}{${text}}`, inner)
}
