import CliTable from 'cli-table3'
import type {Column, Line, Span, Table} from '../report.ts'
import {fitColumns, GAP, type Layout, measureColumns} from './layout.ts'
import type {Palette} from './palette.ts'
import {widthOf} from './text-width.ts'

const NO_LINES = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
  ].map((part) => [part, '']),
)

export interface GridOptions {
  readonly wide: boolean
  readonly headers: boolean
  /** Of the terminal, in cells; undefined is unlimited. */
  readonly width: number | undefined
  /** The sign for what was cut off. */
  readonly ellipsis: string
}

/** A table in kubectl's look: columns two spaces apart, nothing around them, nothing behind the last one; no line wider than the terminal. */
export function renderGrid(table: Table, palette: Palette, options: GridOptions): string {
  // A column is for both looks, or for the one that it names.
  const shown = table.columns?.map((column) => column.wide === undefined || column.wide === options.wide)
  const pick = <T>(cells: readonly T[]): T[] => cells.filter((_, index) => shown?.[index] ?? true)
  const columns = table.columns ? pick(table.columns) : undefined
  const lines = table.rows.map(pick)
  const rows = lines.map((row) => row.map((cell) => palette.paint(cell)))
  if (columns && options.headers) rows.unshift(columns.map((column) => palette.paint([column.name])))
  const indent = table.indent ?? 0
  // Whoever asks for the wide table wants every word of it.
  const layout = options.width === undefined || options.wide ? undefined : fitColumns(rows, options.width - indent, namesIn(lines))
  const text = layout?.last === 'beneath' ? drawBeneath(rows, layout, columns, options) : draw(rows, layout, alignsOf(columns), options)
  return text.map((line) => `${' '.repeat(indent)}${line}`.trimEnd()).join('\n')
}

/** The columns that hold names: people copy them. */
function namesIn(lines: readonly (readonly Line[])[]): ReadonlySet<number> {
  const isName = (span: Span) => typeof span !== 'string' && span.tone === 'name'
  return new Set(lines.flatMap((row) => row.flatMap((cell, index) => (cell.some(isName) ? index : []))))
}

type Columns = readonly Column[] | undefined
type Aligns = readonly ('left' | 'right')[] | undefined

function alignsOf(columns: Columns): Aligns {
  return columns?.map(({align}) => align ?? 'left')
}

/** The library compares every row with every other, so that many rows are drawn in parts of equal widths. */
const MOST_ROWS = 200

/** Rows whose cells fit their columns are only padded; the library, which takes a hundred times as long, cuts and wraps the others. */
function draw(rows: readonly (readonly string[])[], layout: Layout | undefined, aligns: Aligns, options: GridOptions): string[] {
  // The library knows no narrower column.
  const widths = (layout?.widths ?? measureColumns(rows)).map((width) => Math.max(width, 1))
  const lines: string[] = []
  let waiting: (readonly string[])[] = []
  const drawWaiting = () => {
    if (waiting.length > 0) lines.push(...drawPart(waiting, widths, layout?.last === 'wrap', aligns, options))
    waiting = []
  }
  for (const row of rows) {
    const line = padRow(row, widths, aligns)
    if (line === undefined) waiting.push(row)
    if (line !== undefined || waiting.length === MOST_ROWS) drawWaiting()
    if (line !== undefined) lines.push(line)
  }
  drawWaiting()
  return lines
}

/** Undefined where a cell does not fit its column. */
function padRow(row: readonly string[], widths: readonly number[], aligns: Aligns): string | undefined {
  let line = ''
  for (const [index, width] of widths.entries()) {
    const cell = row[index] ?? ''
    const space = width - widthOf(cell)
    if (space < 0 || cell.includes('\n')) return undefined
    const blanks = ' '.repeat(space)
    line += `${index === 0 ? '' : ' '.repeat(GAP)}${aligns?.[index] === 'right' ? blanks + cell : cell + blanks}`
  }
  return line
}

function drawPart(
  rows: readonly (readonly string[])[],
  widths: readonly number[],
  wraps: boolean,
  aligns: Aligns,
  {ellipsis}: GridOptions,
): string[] {
  const grid = new CliTable({
    chars: {...NO_LINES, middle: ' '.repeat(GAP)},
    style: {'padding-left': 0, 'padding-right': 0, border: [], head: []},
    truncate: ellipsis,
    colWidths: [...widths],
    ...(aligns && {colAligns: [...aligns]}),
  })
  for (const row of rows) grid.push(row.map((content, index) => ({content, wordWrap: wraps && index === row.length - 1})))
  return grid.toString().split('\n')
}

/** Cells of the last and of whole columns that are too wide for them on a line beneath the row, under its second column where that is near. */
function drawBeneath(rows: readonly (readonly string[])[], layout: Layout, columns: Columns, options: GridOptions): string[] {
  const last = layout.widths.length - 1
  const isTooWide = (cell: string, index: number) => widthOf(cell) > (layout.widths[index] ?? 0)
  const isBroken = (row: readonly string[]) =>
    row.some((cell, index) => (index === last || columns?.[index]?.whole === true) && isTooWide(cell, index))
  // The last cell goes with what stands before it.
  const goesBeneath = (cell: string, index: number) => index === last || (columns?.[index]?.whole === true && isTooWide(cell, index))
  const kept = rows.map((row) => (isBroken(row) ? row.map((cell, index) => (goesBeneath(cell, index) ? '' : cell)) : row))
  const margin = ' '.repeat(Math.min(MAX_MARGIN, (layout.widths[0] ?? 0) + GAP))
  const room = (options.width ?? 0) - margin.length
  return draw(kept, layout, alignsOf(columns), options).flatMap((line, index) => {
    const row = rows[index]
    if (!row || !isBroken(row)) return [line]
    return [line, ...wrap(row.filter(goesBeneath).join('  '), room, options).map((text) => margin + text)]
  })
}

const MAX_MARGIN = 12

/** Words that are wider than the room are left whole. */
function wrap(text: string, room: number, options: GridOptions): string[] {
  const longest = Math.max(...text.split(/\s+/).map((word) => widthOf(word)))
  return draw([[text]], {widths: [Math.max(room, longest)], last: 'wrap'}, undefined, options)
}
