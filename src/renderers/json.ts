import type {LocatedFinding, Report} from '../report.ts'
import {toDocument} from './document.ts'

export function renderJson(report: Report<LocatedFinding>): string {
  return `${JSON.stringify(toDocument(report), null, 2)}\n`
}
