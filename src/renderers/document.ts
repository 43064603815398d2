import type {LocatedFinding, Report} from '../report.ts'

/** What `-o json` and `-o yaml` print: the same keys in the same order for every kind. */
export interface ReportDocument {
  readonly apiVersion: 'svcscope/v1'
  readonly kind: string
  readonly data: unknown
  readonly findings: readonly LocatedFinding[]
  readonly notes: readonly string[]
}

export function toDocument(report: Report<LocatedFinding>): unknown {
  if (report.document !== undefined) return report.document
  return frame(report)
}

function frame(report: Report<LocatedFinding>): ReportDocument {
  return {apiVersion: 'svcscope/v1', kind: report.kind, data: report.data, findings: report.findings.map(withoutFrame), notes: report.notes}
}

/** The code that a finding is about is for eyes: who reads JSON has its file, line and column. */
function withoutFrame({frame: _, ...finding}: LocatedFinding): LocatedFinding {
  return finding
}
