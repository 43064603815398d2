import type {Line, LocatedFinding, LocatedFix, Report} from '../report.ts'
import {renderFindingLines, renderFindings} from './findings.ts'
import {type GridOptions, renderGrid} from './grid.ts'
import type {RenderOptions} from './index.ts'
import {renderJson} from './json.ts'
import {createPalette, type Palette} from './palette.ts'
import {wrapText} from './wrap.ts'

/** For a person at a terminal: the verdict first, evidence under it, the mend last. */
export function renderTable(report: Report<LocatedFinding>, options: RenderOptions): string {
  return renderText(report, options, false)
}

/** The same with every column. */
export function renderWide(report: Report<LocatedFinding>, options: RenderOptions): string {
  return renderText(report, options, true)
}

function renderText(report: Report<LocatedFinding>, options: RenderOptions, wide: boolean): string {
  if (report.document !== undefined) return renderJson(report)
  if (report.text !== undefined) return options.headers ? `${remarks(report.notes)}${report.text}` : report.text
  const palette = createPalette(options)
  const grid: GridOptions = {wide, headers: options.headers, width: options.width, ellipsis: options.unicode ? '…' : '...'}
  // A sentence hangs under its words, not under the sign before them.
  const sentence = (line: Line, hang = 0) => wrapText(palette.paint(line), options.width, hang)
  const drawn = report.tables.map((table) => (table.rows.length > 0 ? renderGrid(table, palette, grid) : ''))
  const hasRows = drawn.some((text) => text !== '')
  if (report.framed && !options.headers) return renderFindingLines(report.findings)
  // Without headers a script reads the rows, and where there are none, the one line that is the answer.
  const blocks = options.headers
    ? [
        report.headline && sentence(report.headline, 2),
        ...(report.framed ? renderFindings(report.findings, palette, options) : []),
        ...report.tables.flatMap((table, index) => [
          table.title && sentence(table.title),
          drawn[index],
          table.footer && sentence(table.footer),
        ]),
        ...(report.mends ? renderMends(report, sentence, palette) : []),
        report.notes.map((note) => renderNote(note, palette, options)).join('\n'),
      ]
    : hasRows
      ? drawn
      : [report.headline && palette.paint(report.headline)]
  const said = blocks.filter((block) => block !== undefined && block !== '')
  return said.length > 0 ? `${said.join('\n\n')}\n` : ''
}

/** Each line dim by itself: a pager keeps no colour from one to the next. */
function renderNote(note: string, palette: Palette, {width}: RenderOptions): string {
  const lines = wrapText(note, width).split('\n')
  return lines.map((text) => palette.paint([{text, tone: 'dim'}])).join('\n')
}

/** Notes that do not disturb who reads the text. */
function remarks(notes: readonly string[]): string {
  return notes.map((note) => `# ${note}\n`).join('')
}

type Sentence = (line: Line, hang?: number) => string

/** How findings are mended, each under its sentence where the headline does not tell it. */
function renderMends({findings, told = findings.length}: Report<LocatedFinding>, sentence: Sentence, palette: Palette): string[] {
  return findings.flatMap((finding, index) => {
    const fixes = finding.fix ? renderFix(finding, finding.fix, sentence, palette) : []
    return index < told ? fixes : [sentence([{text: '!', tone: 'unsure'}, ` ${finding.message}`], 2), ...fixes]
  })
}

function renderFix(finding: LocatedFinding, fix: LocatedFix, sentence: Sentence, palette: Palette): string[] {
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
  const advice = sentence([`  ${fix.description}`])
  return [[where && `  ${where}`, advice, fix.command && `    ${fix.command}`].filter(Boolean).join('\n')]
}
