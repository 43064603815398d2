import {endOfLine} from './documents.ts'

/** The items of a List that is written as `kubectl get -o yaml` writes it, as offsets into the text. */
export interface ItemRanges {
  /** Where each item begins: at its dash's line. */
  readonly starts: readonly number[]
  /** Where the items' lines begin and end; what stands around them is the List itself. */
  readonly first: number
  readonly end: number
}

/**
 * Finds the items of a List by their dashes, without parsing it: `items:` at the margin, then the lines that begin with a dash at the
 * indentation of the first one. What an item holds is indented deeper, so only items begin like this in a well-indented document.
 * @returns undefined where a document is not written this way
 */
export function findItems(text: string, start: number, end: number): ItemRanges | undefined {
  const heading = /^items:[ \t]*\r?\n(?=( *)- )/gm
  heading.lastIndex = start
  const match = heading.exec(text.slice(0, Math.min(end, start + HEAD)))
  if (match === null) return undefined
  const first = match.index + match[0].length
  const last = endOfItems(text, first, end)
  const dash = `\n${match[1] ?? ''}- `
  const starts: number[] = []
  for (let at = text.indexOf(dash, first - 1); at !== -1 && at < last && starts.length < MOST_ITEMS; at = text.indexOf(dash, at + 1))
    starts.push(at + 1)
  return {starts, first, end: last}
}

/** More than a cluster has of anything. */
const MOST_ITEMS = 1_000_000

/** `items` comes second in what kubectl prints; nobody puts this much before it. */
const HEAD = 65_536

/** The first line from `from` that begins with a key at the margin. */
function endOfItems(text: string, from: number, end: number): number {
  for (let at = from; at < end; at = endOfLine(text, at)) {
    if (/[^\s#-]/.test(text.charAt(at))) return at
  }
  return end
}
