import {parseLabelSelector} from '../../../src/cluster/label-selector.ts'
import {list, type ServiceListReport} from '../../../src/questions/list/list.ts'
import type {Report} from '../../../src/report.ts'
import {clusterOf} from '../../manifest.ts'
import {textOf} from '../answer.ts'

/** A moment to count ages from. */
export const NOW = Date.parse('2026-11-20T12:00:00Z')

interface Asked {
  readonly targets?: readonly string[]
  readonly namespace?: string
  readonly selector?: string
}

export function ask(texts: string | Readonly<Record<string, string>>, {targets = [], namespace, selector}: Asked = {}): ServiceListReport {
  const parsed = selector === undefined ? undefined : parseLabelSelector(selector)
  if (parsed?.kind === 'error') throw new Error(parsed.message)
  return list(clusterOf(texts), {targets, namespace, selector: parsed?.selector, now: NOW})
}

/** The names of the columns that one of the two looks shows. */
export function columnsOf(report: Report, {wide = false} = {}): readonly string[] {
  return (report.tables[0]?.columns ?? []).filter((column) => (column.wide ?? wide) === wide).map(({name}) => name)
}

/** The cells of a column, row by row; fails where there is no such column. */
export function cellsOf(report: Report, column: string, {wide = false} = {}): readonly string[] {
  const [table] = report.tables
  const index = table?.columns?.findIndex((one) => one.name === column && (one.wide ?? wide) === wide) ?? -1
  if (!table || index < 0) throw new Error(`no column ${column}`)
  return table.rows.map((row) => textOf(row[index]))
}
