import {type LocatedFinding, type Report, SEVERITIES} from '../report.ts'
import type {RenderOptions} from './index.ts'

type FailOn = RenderOptions['failOn']

/**
 * JUnit XML (as Jenkins' junit-10.xsd has it), for CI that shows tests: a suite for each group of rules, in it a case for each finding, and one
 * that passes for each rule without. A case fails where the exit code counts its finding; milder ones are skipped, which keeps them in sight.
 */
export function renderJunit(report: Report<LocatedFinding>, {failOn = 'error'}: RenderOptions): string {
  const suites = suitesOf(report)
  // The schema has no `skipped` for all suites.
  const {skipped: _, ...totals} = countsOf([...suites.values()].flat(), failOn)
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({name: 'svcscope', ...totals})}>`,
    ...[...suites].flatMap(([name, cases]) => [
      `  <testsuite${attributes({name, ...countsOf(cases, failOn)})}>`,
      ...cases.map((one) => renderCase(one, failOn)),
      '  </testsuite>',
    ]),
    '</testsuites>',
  ]
  return `${lines.join('\n')}\n`
}

interface Case {
  readonly rule: string
  readonly name: string
  /** Undefined passes. */
  readonly finding?: LocatedFinding
}

/** By group. Where there is neither a rule nor a finding, one case passes: no test at all is a failure to Jenkins. */
function suitesOf({kind, rules = [], findings}: Report<LocatedFinding>): ReadonlyMap<string, readonly Case[]> {
  const found = new Set(findings.map(({rule}) => rule))
  const names = namesOf(findings)
  const cases: readonly Case[] = [
    ...findings.map((finding, at): Case => ({rule: finding.rule, name: names[at] ?? '', finding})),
    ...rules.filter(({id}) => !found.has(id)).map(({id}): Case => ({rule: id, name: 'nothing found'})),
  ]
  const suites = new Map<string, Case[]>()
  for (const one of cases.length > 0 ? cases : [{rule: kind.toLowerCase(), name: 'nothing found'}]) {
    const [group = ''] = one.rule.split('/')
    const known = suites.get(group)
    if (known) known.push(one)
    else suites.set(group, [one])
  }
  return suites
}

/** `Service shop/web`, and `Service shop/web (2)` for the second of a rule: CI tells cases apart by their names. */
function namesOf(findings: readonly LocatedFinding[]): readonly string[] {
  const seen = new Map<string, number>()
  return findings.map((finding) => {
    const name = nameOf(finding)
    const key = `${finding.rule} ${name}`
    const times = (seen.get(key) ?? 0) + 1
    seen.set(key, times)
    return times === 1 ? name : `${name} (${times})`
  })
}

function isFailure({finding}: Case, failOn: FailOn = 'error'): boolean {
  return finding !== undefined && failOn !== 'never' && SEVERITIES.indexOf(finding.severity) <= SEVERITIES.indexOf(failOn)
}

function countsOf(cases: readonly Case[], failOn: FailOn): Readonly<Record<string, number>> {
  const failures = cases.filter((one) => isFailure(one, failOn)).length
  return {tests: cases.length, failures, errors: 0, skipped: cases.filter(({finding}) => finding).length - failures}
}

function renderCase(one: Case, failOn: FailOn): string {
  const {rule, name, finding} = one
  const start = `    <testcase${attributes({classname: rule, name})}`
  if (!finding) return `${start}/>`
  const {severity, message, fix, file, line} = finding
  const tag = isFailure(one, failOn) ? 'failure' : 'skipped'
  const place = file === null ? '' : line === null ? file : `${file}:${line}`
  const text = [place, fix && `mend: ${fix.description}`].filter(Boolean).join('\n')
  return `${start}><${tag}${attributes({type: severity, message})}>${escaped(text)}</${tag}></testcase>`
}

/** `Service shop/web`; where a finding is of no object, its file. */
function nameOf({object, context, file, message}: LocatedFinding): string {
  const name = object ? `${object.kind} ${object.namespace === null ? '' : `${object.namespace}/`}${object.name}` : (file ?? message)
  return context === undefined ? name : `${context}: ${name}`
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(
      ([name, value]) =>
        ` ${name}="${escaped(String(value))
          .replaceAll('"', '&quot;')
          .replace(/[\t\n\r]/g, (blank) => `&#${blank.charCodeAt(0)};`)}"`,
    )
    .join('')
}

/** Text for XML 1.0, which has no control characters and no halves of characters, not even escaped. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}
