import {widthOf} from './text-width.ts'

/** How a table that is wider than its terminal is made to fit; widths in terminal cells. */
export interface Layout {
  /** The width of each column. */
  readonly widths: readonly number[]
  /** What becomes of a last cell that is wider than its column: it wraps there, or stands on a line of its own beneath its row. */
  readonly last: 'wrap' | 'beneath'
}

/** A last column narrower than this is no place to read a sentence. */
const MIN_SENTENCE = 32
/** Last cells up to this width are signs and headings, which stay in their row. */
const MAX_SIGN = 8
/** What a cut column keeps: first those without names, in need the others too. */
const [MIN_CUT, MIN_NAME] = [10, 6]
/** Blanks between columns. */
export const GAP = 2

/**
 * Lays painted rows out in `width` cells; undefined where they fit as they are. The last column, usually a sentence, gives way first; then the
 * widest columns are cut, those in `kept` (names, which people copy) only where nothing else helps.
 */
export function fitColumns(rows: readonly (readonly string[])[], width: number, kept: ReadonlySet<number>): Layout | undefined {
  const widths = measureColumns(rows)
  const columns = widths.length
  const space = width - GAP * (columns - 1)
  if (columns < 2 || sum(widths) <= space) return undefined
  const sentences = rows.map((row) => row[columns - 1] ?? '')
  const natural = widths.pop() ?? 0
  const rest = space - sum(widths)
  if (rest >= MIN_SENTENCE && longestWord(sentences) <= rest) return {widths: [...widths, rest], last: 'wrap'}
  const signs = widest(sentences.map((text) => widthOf(text)).filter((cells) => cells <= MAX_SIGN))
  const cuttable = widest(widths.filter((_, index) => !kept.has(index)))
  // Short words stay in their row where cutting one column makes room for them.
  const stays = natural <= MIN_SENTENCE && natural - rest <= cuttable - MIN_CUT
  const needed = stays ? natural : signs
  cut(widths, sum(widths) + needed - space, MIN_CUT, (index) => !kept.has(index))
  cut(widths, sum(widths) + needed - space, MIN_NAME, () => true)
  return {widths: [...widths, Math.max(needed, space - sum(widths))], last: 'beneath'}
}

/** The width of each column's widest cell. */
export function measureColumns(rows: readonly (readonly string[])[]): number[] {
  const widths: number[] = []
  for (const row of rows) for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, widthOf(cell))
  return widths
}

/** Takes cells away from the widest columns that may be cut, until `excess` are gone or each is down to `least`. */
function cut(widths: number[], excess: number, least: number, mayCut: (index: number) => boolean): void {
  for (let left = excess; left > 0; left--) {
    const candidates = widths.map((width, index) => (mayCut(index) && width > least ? width : 0))
    const most = widest(candidates)
    if (most === 0) return
    widths[candidates.indexOf(most)] = most - 1
  }
}

function longestWord(texts: readonly string[]): number {
  return widest(texts.flatMap((text) => text.split(/\s+/).map((word) => widthOf(word))))
}

/** There may be more of them than a call takes arguments. */
function widest(widths: readonly number[]): number {
  return widths.reduce((most, width) => Math.max(most, width), 0)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
