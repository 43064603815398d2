import {createHash} from 'node:crypto'
import type {Log, Notification, ReportingDescriptor, Result} from 'sarif'
import type {LocatedFinding, Report, RuleDescription, Severity} from '../report.ts'
import {toFix} from './sarif-fix.ts'
import {toLocation} from './sarif-location.ts'
import {literal} from './sarif-message.ts'

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'
const HOME = 'https://www.npmjs.com/package/svcscope'

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {error: 'error', warning: 'warning', info: 'note'}

/**
 * SARIF 2.1.0, for code scanning: every finding a result, with the file, line and column where it stands, and how it is mended. It has no
 * `automationDetails`: they would override the category that a CI job gives its upload.
 */
export function renderSarif(report: Report<LocatedFinding>): string {
  const rules = rulesOf(report)
  const index = new Map(rules.map(({id}, at) => [id, at]))
  const fingerprints = fingerprintsOf(report.findings)
  const unread = report.findings.filter(({rule, severity}) => rule.startsWith('input/') && severity !== 'info')
  const log: Log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {driver: {name: 'svcscope', informationUri: HOME, rules}},
        invocations: [
          {
            executionSuccessful: !unread.some(({severity}) => severity === 'error'),
            toolExecutionNotifications: unread.map((finding) => toNotification(finding, index)),
          },
        ],
        // Columns are counted as JavaScript counts characters.
        columnKind: 'utf16CodeUnits',
        results: report.findings.map((finding, at) => toResult(finding, index, fingerprints[at] ?? '')),
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}

/** Rules that were checked, and those of other findings, of which only the name is known. */
function rulesOf({rules = [], findings}: Report<LocatedFinding>): ReportingDescriptor[] {
  const known = new Set(rules.map(({id}) => id))
  const others = new Set(findings.map(({rule}) => rule).filter((rule) => !known.has(rule)))
  return [...rules.map(describe), ...[...others].map((id) => ({id}))]
}

function describe({id, severity, title, why, fix, references}: RuleDescription): ReportingDescriptor {
  const [helpUri] = references
  const links = references.map((reference) => `- ${reference}`).join('\n')
  return {
    id,
    shortDescription: {text: `${capitalized(title)}.`},
    fullDescription: {text: why},
    help: {text: `${why}\n\n${fix}`, markdown: `${why}\n\n**Mend:** ${fix}${links && `\n\n${links}`}`},
    defaultConfiguration: {level: LEVELS[severity]},
    properties: {tags: ['kubernetes', id.split('/')[0] ?? '']},
    ...(helpUri !== undefined && {helpUri}),
  }
}

type Index = ReadonlyMap<string, number>

function toResult(finding: LocatedFinding, index: Index, fingerprint: string): Result {
  const {rule, severity, fix, context} = finding
  const change = fix && toFix(fix)
  return {
    ...ruleOf(rule, index),
    level: LEVELS[severity],
    message: {text: literal(`${nameIn(finding)}${finding.message}${fix ? `. ${capitalized(fix.description)}` : ''}`)},
    locations: [toLocation(finding)],
    partialFingerprints: {'svcscopeFinding/v1': fingerprint},
    ...(change && {fixes: [change]}),
    ...(context !== undefined && {properties: {context}}),
  }
}

/** What could not be read is a result too, for those who look at nothing else. */
function toNotification(finding: LocatedFinding, index: Index): Notification {
  const {rule, severity, message} = finding
  const {ruleId: id, ruleIndex} = ruleOf(rule, index)
  return {
    level: LEVELS[severity],
    message: {text: literal(message)},
    locations: [toLocation(finding)],
    associatedRule: {id, ...(ruleIndex !== undefined && {index: ruleIndex})},
  }
}

function ruleOf(ruleId: string, index: Index): {readonly ruleId: string; readonly ruleIndex?: number} {
  const ruleIndex = index.get(ruleId)
  return {ruleId, ...(ruleIndex !== undefined && {ruleIndex})}
}

/** `Service shop/web: `. */
function nameIn({object}: LocatedFinding): string {
  return object ? `${object.kind} ${object.namespace === null ? '' : `${object.namespace}/`}${object.name}: ` : ''
}

function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

/** What stays the same while a file is edited elsewhere: no line and no count, and of those that are alike the how manieth it is. */
function fingerprintsOf(findings: readonly LocatedFinding[]): readonly string[] {
  const seen = new Map<string, number>()
  return findings.map(({rule, object, message, context}) => {
    const text = JSON.stringify([context ?? null, rule, object, message.replace(/\d+/g, '0')])
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 16)
    const times = (seen.get(hash) ?? 0) + 1
    seen.set(hash, times)
    return `${hash}:${times}`
  })
}
