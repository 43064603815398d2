import type {Output} from './output.ts'
import {type Format, RENDERERS, type RenderOptions} from './renderers/index.ts'
import type {Line, LocatedFinding, Report, Table} from './report.ts'
import {UserError} from './user-error.ts'

/** One of the texts that a watch prints, one after the other. */
export interface Turn {
  readonly report: Report<LocatedFinding>
  /** The first has headers, as a list has. */
  readonly isFirst: boolean
  /** So many rows of the table are not shown: they are only there so that it is as wide as the one before. */
  readonly rulers: number
}

/** The format that a watch prints; throws a UserError for what cannot be printed bit by bit. */
export function watchFormat(outputs: readonly Output[]): Format {
  const [output, ...others] = outputs
  if (output === undefined || others.length > 0 || output.file !== undefined)
    throw new UserError('--watch prints to standard output only, in one format', 'redirect it: svcscope … --watch -o json > FILE')
  if (output.format === 'markdown' || output.format === 'sarif' || output.format === 'junit')
    throw new UserError(`-o ${output.format} is a whole document, and --watch has no end`, 'use -o table, wide, json, yaml or name')
  return output.format
}

/** What goes to standard output, and what is said beside it. */
interface Printed {
  readonly text: string
  readonly remarks: readonly string[]
}

/**
 * Renders one turn after the other: JSON as a document a line, YAML as a stream of documents; of a table that changed as rows alone, under the headers
 * of the first that had any, with its notes beside them.
 */
export function startRendering(format: Format): (turn: Turn, looks: RenderOptions) => Promise<Printed> {
  const isTable = format === 'table' || format === 'wide'
  let hasHeaders = false
  return async ({report, isFirst, rulers}, looks) => {
    const render = await RENDERERS[format]()
    const wasHeaded = hasHeaders
    hasHeaders ||= report.tables.length > 0
    if (isTable && !isFirst) {
      const lines = render({...report, notes: []}, looks).split('\n')
      const rows = lines.slice(rulers + (looks.headers ? 1 : 0))
      return {text: [...(looks.headers && !wasHeaded ? lines.slice(0, 1) : []), ...rows].join('\n'), remarks: report.notes}
    }
    const text = render(report, looks)
    if (format === 'json') return {text: `${JSON.stringify(JSON.parse(text))}\n`, remarks: []}
    return {text: format === 'yaml' && !isFirst ? `---\n${text}` : text, remarks: []}
  }
}

/** The report without the notes that were told before; from now on all were. */
export function withNews(report: Report<LocatedFinding>, told: Set<string>): Report<LocatedFinding> {
  const notes = report.notes.filter((note) => !told.has(note))
  for (const note of notes) told.add(note)
  return {...report, notes}
}

/** The report with rows in front of its table that make each column as wide as in the table of all rows. */
export function alignWith(all: Table | undefined, report: Report<LocatedFinding>): Omit<Turn, 'isFirst'> {
  const [table, ...others] = report.tables
  const isAlike = JSON.stringify(all?.columns) === JSON.stringify(table?.columns)
  if (!all || !table || !isAlike) return {report, rulers: 0}
  const rulers = rulersOf(all)
  return {report: {...report, tables: [{...table, rows: [...rulers, ...table.rows]}, ...others]}, rulers: rulers.length}
}

/** The rows with the widest cell of a column. The last one is a sentence, which nothing stands behind. */
function rulersOf({rows}: Table): readonly (readonly Line[])[] {
  const widest: (readonly Line[])[] = []
  for (const row of rows) {
    for (const [index, cell] of row.slice(0, -1).entries()) {
      const before = widest[index]?.[index]
      if (before === undefined || lengthOf(cell) > lengthOf(before)) widest[index] = row
    }
  }
  return [...new Set(widest)].map((row) => [...row.slice(0, -1), []])
}

function lengthOf(line: Line): number {
  return line.reduce((sum, span) => sum + (typeof span === 'string' ? span : span.text).length, 0)
}
