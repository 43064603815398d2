import type {Input, Place} from './cluster/object.ts'
import {spliceOf} from './patch/edit.ts'
import {patchLines, type Splice} from './patch/splice.ts'
import type {Finding, Fix, Line, LocatedFinding, LocatedFix, Report, Span, Table} from './report.ts'

type Locate = Input['locate']

/** Looks up line and column of everything that a report names in the input. */
export async function locateReport(report: Report, locate: Locate): Promise<Report<LocatedFinding>> {
  const findings: LocatedFinding[] = []
  for (const finding of report.findings) findings.push(await locateFinding(finding, locate))
  return {...report, ...(await locateAnswer(report, locate)), findings}
}

/** Looks up line and column of a finding and of what mends it. Findings without origin (live objects) have none. */
export async function locateFinding(finding: Finding, locate: Locate): Promise<LocatedFinding> {
  const {place, fix, ...rest} = finding
  return {
    rule: rest.rule,
    severity: rest.severity,
    message: rest.message,
    object: rest.object,
    ...(place ? await locationOf(place, locate) : {file: null, line: null, column: null}),
    ...(fix && {fix: await locateFix(fix, locate)}),
  }
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
