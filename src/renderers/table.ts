import type {LocatedFinding, LocatedFix, Report} from '../report.ts'
import {type GridOptions, renderGrid} from './grid.ts'
import type {RenderOptions} from './index.ts'
import {createPalette, type Palette} from './palette.ts'

/** For a person at a terminal: the verdict first, evidence under it, the mend last. */
export function renderTable(report: Report<LocatedFinding>, options: RenderOptions): string {
  return renderText(report, options, false)
}

/** The same with every column. */
export function renderWide(report: Report<LocatedFinding>, options: RenderOptions): string {
  return renderText(report, options, true)
}

function renderText(report: Report<LocatedFinding>, options: RenderOptions, wide: boolean): string {
  const palette = createPalette(options)
  const grid: GridOptions = {wide, headers: options.headers, width: options.width, ellipsis: options.unicode ? '…' : '...'}
  const drawn = report.tables.map((table) => (table.rows.length > 0 ? renderGrid(table, palette, grid) : ''))
  const hasRows = drawn.some((text) => text !== '')
  // Without headers a script reads the rows, and where there are none, the one line that is the answer.
  const blocks = options.headers
    ? [
        report.headline && palette.paint(report.headline),
        ...report.tables.flatMap((table, index) => [
          table.title && palette.paint(table.title),
          drawn[index],
          table.footer && palette.paint(table.footer),
        ]),
        ...(report.mends ? report.findings.flatMap((finding) => (finding.fix ? renderFix(finding, finding.fix, palette) : [])) : []),
        report.notes.length > 0 ? report.notes.map((note) => palette.paint([{text: note, tone: 'dim'}])).join('\n') : undefined,
      ]
    : hasRows
      ? drawn
      : [report.headline && palette.paint(report.headline)]
  const said = blocks.filter((block) => block !== undefined && block !== '')
  return said.length > 0 ? `${said.join('\n\n')}\n` : ''
}

function renderFix(finding: LocatedFinding, fix: LocatedFix, palette: Palette): string[] {
  if (fix.edits && fix.edits.length > 0) {
    return fix.edits.map((edit) =>
      [
        `  ${edit.file}:${edit.line}`,
        ...edit.remove.map((line) => palette.removed(`- ${line}`)),
        ...edit.add.map((line) => palette.added(`+ ${line}`)),
      ].join('\n'),
    )
  }
  const where = finding.file === null ? '' : `${finding.file}${finding.line === null ? '' : `:${finding.line}`}`
  const advice = palette.paint([`  ${fix.description}`])
  return [[where && `  ${where}`, advice, fix.command && `    ${fix.command}`].filter(Boolean).join('\n')]
}
