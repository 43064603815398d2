/** A line above this length, in characters, is a dump that nobody reads whole. */
const MAX_VALUE = 1000

const QUOTED = /^"(?:[^"\\]|\\.)*"|^'(?:[^']|'')*'/
/** What stands for the value of a key is the key, where the value is a mapping that begins with it. */
const KEY = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'{}[\],:#][^\s{}[\],:]*)(?=\s*:(?:\s|$))/
const PLAIN_IN_FLOW = /^[^\s,[\]{}](?:[^\s,[\]{}]|\s(?!\s*(?:#|[,\]}]|$)))*/
const PLAIN_IN_BLOCK = /^\S(?:\S|\s+(?!#|\s|$))*/

/** How many characters of a line the value that begins at a column (from 1) takes; at least 1. Of what goes on in further lines, those of the first. */
export function lengthOfValue(text: string, column: number): number {
  const rest = text.slice(column - 1, column - 1 + MAX_VALUE)
  // A list in lines of its own is shown as its first item.
  const [dashes = ''] = /^(?:-\s+)+/.exec(rest) ?? []
  if (dashes !== '') return dashes.length + lengthOfValue(text, column + dashes.length)
  const [whole = ''] = KEY.exec(rest) ?? QUOTED.exec(rest) ?? []
  if (whole !== '') return whole.length
  if (/^[{[]/.test(rest)) return lengthInBrackets(rest)
  const [inBlock = ''] = PLAIN_IN_BLOCK.exec(rest) ?? []
  const [inFlow = ''] = PLAIN_IN_FLOW.exec(rest) ?? []
  return Math.max(1, (isInBrackets(text.slice(0, column - 1), inBlock) ? inFlow : inBlock).length)
}

/** A bracket is open before it, or it goes on as no plain value does outside brackets. */
function isInBrackets(before: string, value: string): boolean {
  const open = before.slice(-MAX_VALUE).replace(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/g, '')
  const depth = (open.match(/[{[]/g) ?? []).length - (open.match(/[}\]]/g) ?? []).length
  return depth > 0 || /[,\]}]$|:\s/.test(value)
}

/** To the bracket that closes the first, or the end of what is there. */
function lengthInBrackets(text: string): number {
  let depth = 0
  for (const part of text.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[{}[\]]/g)) {
    if (/^[{[]$/.test(part[0])) depth += 1
    else if (/^[}\]]$/.test(part[0])) depth -= 1
    if (depth === 0) return part.index + 1
  }
  return Math.max(1, text.trimEnd().length)
}
