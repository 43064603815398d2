import {type LocatedFinding, type Report, SEVERITIES, type Severity} from './report.ts'

export interface FailurePolicy {
  /** The mildest severity that fails; `never` turns every 1 into 0. */
  readonly failOn: Severity | 'never'
  /** Whether an undecided answer about a named target fails too. */
  readonly strict: boolean
}

/** 1 for a finding that is bad enough or a negative answer about a named target, else 0. What could not be asked is 2, and not decided here. */
export function exitCodeOf(report: Report<LocatedFinding>, {failOn, strict}: FailurePolicy): 0 | 1 {
  if (failOn === 'never') return 0
  const threshold = SEVERITIES.indexOf(failOn)
  if (report.findings.some((finding) => SEVERITIES.indexOf(finding.severity) <= threshold)) return 1
  return report.answer === 'negative' || (strict && report.answer === 'undecided') ? 1 : 0
}
