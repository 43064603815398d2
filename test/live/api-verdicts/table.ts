import type {Api} from '../harness/api.ts'
import {type Case, drawCases} from './case.ts'
import {MUTATIONS} from './mutations/index.ts'
import {askVerdict, createForVerdict, type Verdict} from './verdict.ts'

export interface Row extends Case, Verdict {
  /** What the server says when the Service is really created, where that is another verdict than the dry run's: then it is the truth. */
  readonly created?: Verdict
}

export interface Table {
  /** The server that gave these verdicts. */
  readonly kubernetes: string
  readonly seed: number
  readonly rows: readonly Row[]
}

/** How many changed Services of each verdict a table has at least. */
export const AT_LEAST = 150

/** Draws cases and asks about each, until every mutation had its turn and there are enough of both verdicts. */
export async function recordTable(api: Api, seed: number): Promise<Table> {
  const {gitVersion} = await api.get('/version')
  const rows: Row[] = []
  const left = new Set(MUTATIONS.map(({name}) => name))
  const missing = {accepted: AT_LEAST, refused: AT_LEAST}
  for (const drawn of drawCases(seed)) {
    const verdict = await askVerdict(api, drawn.object)
    const created = await createForVerdict(api, drawn.object)
    const row = {...drawn, ...verdict, ...(verdict.verdict !== created.verdict && {created})}
    rows.push(row)
    if (row.mutation === null) continue
    left.delete(row.mutation)
    missing[created.verdict]--
    if (left.size === 0 && missing.accepted <= 0 && missing.refused <= 0) return {kubernetes: gitVersion, seed, rows}
  }
  throw new Error(`no Service is left to draw; mutations that change none: ${[...left].join(', ') || 'none'}`)
}

/** One row a line, so that a new server's other opinion is one line of a diff. */
export function formatTable({kubernetes, seed, rows}: Table): string {
  const head = `"kubernetes": ${JSON.stringify(kubernetes)},\n"seed": ${seed},\n"rows": [\n`
  return `{${head}${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]}\n`
}
