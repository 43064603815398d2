import type {Line, LocatedFinding, Report, Table} from './report.ts'

/** The answer of one of several clusters. */
export interface ContextAnswer {
  readonly context: string
  readonly report: Report<LocatedFinding>
  /** Whether something could not be read, though one was allowed to. */
  readonly isPartUnread?: boolean
}

/**
 * One report of the answers of several clusters to one question: every row and every finding says which it is of. Rows of lists stand under one another;
 * what is no list stands under `contexts`.
 */
export function joinContexts(answers: readonly ContextAnswer[]): Report<LocatedFinding> {
  const [first] = answers
  if (!first) throw new Error('no cluster has answered')
  const answered = answers.flatMap(({report}) => report.answer ?? [])
  const answer = (['negative', 'undecided', 'positive'] as const).find((one) => answered.includes(one))
  return {
    kind: first.report.kind,
    data: joinData(answers),
    ...(first.report.framed && {framed: true}),
    ...(first.report.rules && {rules: first.report.rules}),
    tables: answers.some(({report}) => report.headline) ? answers.flatMap(underHeadline) : joinTables(answers),
    findings: answers.flatMap(({context, report}) => report.findings.map((finding) => ({context, ...finding}))),
    notes: answers.flatMap(({context, report}) => report.notes.map((note) => `${context}: ${note}`)),
    names: answers.flatMap(({report}) => report.names),
    ...(answers.some(({report}) => report.text !== undefined) && {text: answers.map(textOf).join('')}),
    ...(answer && {answer}),
  }
}

function joinData(answers: readonly ContextAnswer[]): unknown {
  const all = answers.map(({context, report}) => ({context, data: report.data as Readonly<Record<string, unknown>>}))
  const keys = [...new Set(all.flatMap(({data}) => Object.keys(data)))]
  const isOfLists = all.every(({data}) => Object.values(data).every(isListOfRows))
  if (!isOfLists) return {contexts: all.map(({context, data}) => ({context, ...data}))}
  const rowsOf = (key: string) =>
    all.flatMap(({context, data}) => ((data[key] ?? []) as readonly object[]).map((row) => ({context, ...row})))
  return Object.fromEntries(keys.map((key) => [key, rowsOf(key)]))
}

function isListOfRows(value: unknown): boolean {
  return Array.isArray(value) && value.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row))
}

/** An answer about one thing: its first line, and what stands under it. */
function underHeadline({context, report}: ContextAnswer): readonly Table[] {
  if (!report.headline) return joinTables([{context, report}])
  const title: Line = [{text: context, tone: 'dim'}, '  ', ...(report.headline ?? [])]
  return [{title, rows: []}, ...report.tables]
}

/** Tables of the same columns become one, with the context in front. */
function joinTables(answers: readonly ContextAnswer[]): readonly Table[] {
  const joined: Table[] = []
  for (const {context, report} of answers) {
    for (const table of report.tables) {
      if (!table.columns) {
        joined.push(table.rows.length === 0 && table.footer ? {...table, footer: [`${context}: `, ...table.footer]} : table)
        continue
      }
      const withContext: Table = {
        ...table,
        columns: [{name: 'CONTEXT'}, ...table.columns],
        rows: table.rows.map((row) => [[context], ...row]),
        ...(table.footer && {footer: [`${context}: `, ...table.footer]}),
      }
      const same = joined.findIndex((one) => JSON.stringify(one.columns) === JSON.stringify(withContext.columns))
      const known = joined[same]
      if (known) joined[same] = join(known, withContext)
      else joined.push(withContext)
    }
  }
  return joined
}

function join(a: Table, b: Table): Table {
  const footers = [a.footer, b.footer].flatMap((footer) => (footer ? [footer] : []))
  const footer = footers.flatMap((one, index): Line => (index === 0 ? one : ['; ', ...one]))
  return {...a, rows: [...a.rows, ...b.rows], ...(footer.length > 0 && {footer})}
}

function textOf({context, report}: ContextAnswer): string {
  return `# ${context}\n${report.text ?? ''}`
}
