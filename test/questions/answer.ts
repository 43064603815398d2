import {exitCodeOf} from '../../src/exit-code.ts'
import type {Line, LocatedFinding, Report} from '../../src/report.ts'
import {UserError} from '../../src/user-error.ts'

/** A line without its tones; nothing where there is none. */
export function textOf(line: Line | undefined): string {
  return (line ?? []).map((span) => (typeof span === 'string' ? span : span.text)).join('')
}

export function headline(report: Report): string {
  return textOf(report.headline)
}

/** The report as the exit code and the renderers take it; they read nothing of a finding that locating it adds. */
export function located(report: Report): Report<LocatedFinding> {
  return {...report, findings: report.findings as unknown as LocatedFinding[]}
}

/** The exit code of the report, with `--fail-on error`. */
export function exitOf(report: Report, strict = false): number {
  return exitCodeOf(located(report), {failOn: 'error', strict})
}

/** What a user's mistake is answered with, `message | hint`; undefined where it was none. */
export function mistake(ask: () => unknown): string | undefined {
  try {
    ask()
  } catch (error) {
    if (error instanceof UserError) return `${error.message} | ${error.hint}`
    throw error
  }
  return undefined
}
