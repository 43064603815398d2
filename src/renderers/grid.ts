import CliTable from 'cli-table3'
import type {Table} from '../report.ts'
import type {Palette} from './palette.ts'

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
}

/** A table in kubectl's look: columns two spaces apart, nothing around them, nothing behind the last one. */
export function renderGrid(table: Table, palette: Palette, {wide, headers}: GridOptions): string {
  // A column is for both looks, or for the one that it names.
  const shown = table.columns?.map((column) => column.wide === undefined || column.wide === wide)
  const pick = <T>(cells: readonly T[]): T[] => cells.filter((_, index) => shown?.[index] ?? true)
  const columns = table.columns ? pick(table.columns) : undefined
  const grid = new CliTable({
    chars: {...NO_LINES, middle: '  '},
    style: {'padding-left': 0, 'padding-right': 0, border: [], head: []},
    ...(columns && {colAligns: columns.map((column) => column.align ?? 'left')}),
  })
  if (columns && headers) grid.push(columns.map((column) => palette.paint([column.name])))
  for (const row of table.rows) grid.push(pick(row).map((cell) => palette.paint(cell)))
  const margin = ' '.repeat(table.indent ?? 0)
  return grid
    .toString()
    .split('\n')
    .map((line) => margin + line.trimEnd())
    .join('\n')
}
