import {describe, expect, test} from 'vitest'
import {exitCodeOf} from '../src/exit-code.ts'
import type {Answer, LocatedFinding, Report, Severity} from '../src/report.ts'

function report(severities: readonly Severity[], answer?: Answer): Report<LocatedFinding> {
  const findings = severities.map((severity) => ({rule: 'a/b', severity, message: '', object: null, file: null, line: null, column: null}))
  return {kind: 'X', data: {}, tables: [], findings, notes: [], names: [], ...(answer && {answer})}
}

describe('the exit code', () => {
  test.each([
    [[], undefined, 'error', false, 0],
    [['error'], undefined, 'error', false, 1],
    [['warning'], undefined, 'error', false, 0],
    [['warning'], undefined, 'warning', false, 1],
    [['info'], undefined, 'warning', false, 0],
    [['info'], undefined, 'info', false, 1],
    [['error', 'info'], undefined, 'never', false, 0],
    [[], 'negative', 'error', false, 1],
    [[], 'negative', 'never', false, 0],
    [[], 'undecided', 'error', false, 0],
    [[], 'undecided', 'error', true, 1],
    [[], 'undecided', 'never', true, 0],
    [[], 'positive', 'error', true, 0],
  ] as const)('findings %j, answer %s, --fail-on %s, --strict %s: %d', (severities, answer, failOn, strict, code) => {
    expect(exitCodeOf(report(severities, answer), {failOn, strict})).toBe(code)
  })
})
