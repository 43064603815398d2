import type {Input, Place} from './cluster/object.ts'
import {spliceOf} from './patch/edit.ts'
import {patchLines, type Splice} from './patch/splice.ts'
import {lengthOfValue} from './patch/value-length.ts'
import type {Finding, Fix, Frame, Line, LocatedFinding, LocatedFix, Report, Span, Table} from './report.ts'

type Locate = Input['locate']

/**
 * Looks up line and column of everything that a report names in the input. Those of its data only where somebody prints that: there may be thousands, and
 * each costs a parse of its document.
 */
export async function locateReport(
  report: Report,
  locate: Locate,
  {isDataPrinted = true}: {readonly isDataPrinted?: boolean} = {},
): Promise<Report<LocatedFinding>> {
  const findings: LocatedFinding[] = []
  for (const finding of report.findings) findings.push(await locateFinding(finding, locate, report.framed))
  return {...report, ...(await locateAnswer(isDataPrinted ? report : withPlacesOfTables(report), locate)), findings}
}

/** Looks up line and column of a finding, its code, and what mends it. Findings without origin (live objects) have none. */
export async function locateFinding(finding: Finding, locate: Locate, isFramed = false): Promise<LocatedFinding> {
  const {place, fix, ...rest} = finding
  const frame = isFramed && place ? await frameOf(place, finding.aside, locate) : undefined
  return {
    rule: rest.rule,
    severity: rest.severity,
    message: rest.message,
    object: rest.object,
    ...(place ? await locationOf(place, locate) : {file: null, line: null, column: null}),
    ...(fix && {fix: await locateFix(fix, locate)}),
    ...(frame && {frame}),
  }
}

async function frameOf(place: Place, aside: string | undefined, locate: Locate): Promise<Frame | undefined> {
  const position = await locate(place)
  if (!position) return undefined
  const {line, column, text, linesBefore = []} = position
  const lines = [...linesBefore, text].map((one, index) => ({number: line - linesBefore.length + index, text: one}))
  return {lines, column, length: lengthOfValue(text, column), aside: aside ?? ''}
}

/** Where something stands. */
interface Location {
  readonly file: string
  readonly line: number | null
  readonly column: number | null
}

async function locationOf(place: Place, locate: Locate): Promise<Location> {
  const position = await locate(place)
  return {file: place.origin.renderedFrom ?? place.origin.file, line: position?.line ?? null, column: position?.column ?? null}
}

function withPlacesOfTables({places, ...report}: Report): Report {
  if (!places) return report
  const spans = new Set<unknown>(report.tables.flatMap(({rows}) => rows.flatMap((row) => row.flat())))
  return {...report, places: new Map([...places].filter(([named]) => spans.has(named)))}
}

/** Line and column of what the answer itself names. */
async function locateAnswer({data, tables, places}: Report, locate: Locate): Promise<Pick<Report, 'data' | 'tables'>> {
  if (!places || places.size === 0) return {data, tables}
  const locations = new Map<object, Location>()
  for (const [named, place] of places) locations.set(named, await locationOf(place, locate))
  return {data: withLocations(data, locations), tables: tables.map((table) => withLines(table, locations))}
}

function withLocations(data: unknown, locations: ReadonlyMap<object, Location>): unknown {
  if (Array.isArray(data)) return data.map((item) => withLocations(item, locations))
  if (typeof data !== 'object' || data === null) return data
  const entries = Object.entries(data).map(([key, value]) => [key, withLocations(value, locations)])
  return {...Object.fromEntries(entries), ...locations.get(data)}
}

function withLines(table: Table, locations: ReadonlyMap<object, Location>): Table {
  const located = (span: Span): Span => {
    const location = typeof span === 'string' ? undefined : locations.get(span)
    return typeof span === 'string' || !location
      ? span
      : {...span, text: `${location.file}${location.line === null ? '' : `:${location.line}`}`}
  }
  return {...table, rows: table.rows.map((row) => row.map((cell): Line => cell.map(located)))}
}

/** Half of a patch mends nothing: where one edit finds no place in the text, the words alone stand. */
async function locateFix({description, edits, command}: Fix, locate: Locate): Promise<LocatedFix> {
  const splices: Splice[] = []
  for (const edit of edits ?? []) {
    const splice = await spliceOf(edit, locate)
    if (splice) splices.push(splice)
  }
  const located = splices.length === (edits?.length ?? 0) ? patchLines(splices) : []
  return {description, ...(located.length > 0 && {edits: located}), ...(command !== undefined && {command})}
}
