import type {LocatedFinding, Report} from '../report.ts'

/** One `kind/name` a line, for `xargs`. */
export function renderName(report: Report<LocatedFinding>): string {
  return report.names.map((name) => `${name}\n`).join('')
}
