import type {LocatedFinding, Report} from '../report.ts'
import {toDocument} from './document.ts'

export function renderJson(report: Report<LocatedFinding>): string {
  return report.document === undefined ? `${JSON.stringify(toDocument(report), null, 2)}\n` : renderItems(report.document)
}

/** Of a List an item a line: it may be large, and two of them can be compared. */
function renderItems(document: unknown): string {
  const {items, ...rest} = document as {readonly items?: readonly unknown[]}
  const head = JSON.stringify(rest)
  if (items === undefined) return `${head}\n`
  const lines = items.map((item) => JSON.stringify(item)).join(',\n')
  return `${head.slice(0, -1)},"items":[\n${lines}\n]}\n`
}
