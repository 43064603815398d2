import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {renderJunit} from '../../src/renderers/junit.ts'
import type {LocatedFinding, Report, RuleDescription, Severity} from '../../src/report.ts'
import {type Element, readXml} from './xml.ts'

const rule = (id: string): RuleDescription => ({id, severity: 'error', title: 't', why: 'w', fix: 'f', references: []})

const finding: LocatedFinding = {
  rule: 'routing/selector',
  severity: 'error',
  message: 'reaches no pod',
  object: {kind: 'Service', namespace: 'shop', name: 'web'},
  file: 'deploy/svc.yaml',
  line: 6,
  column: 10,
  fix: {description: 'write it so'},
}

const report: Report<LocatedFinding> = {kind: 'Lint', data: {}, tables: [], findings: [finding], notes: [], names: []}

/** What junit-10.xsd of Jenkins' xUnit plugin lets each element have. */
const SCHEMA: Readonly<
  Record<string, {attributes: readonly string[]; required: readonly string[]; children: readonly string[]; text?: boolean}>
> = {
  testsuites: {attributes: ['name', 'time', 'tests', 'failures', 'errors'], required: [], children: ['testsuite']},
  testsuite: {
    attributes: ['name', 'tests', 'failures', 'errors', 'skipped', 'time', 'group', 'file'],
    required: ['name', 'tests', 'failures', 'errors'],
    children: ['testcase'],
  },
  testcase: {attributes: ['name', 'time', 'classname', 'group'], required: ['name'], children: ['failure', 'skipped']},
  failure: {attributes: ['type', 'message'], required: [], children: [], text: true},
  skipped: {attributes: ['type', 'message'], required: [], children: [], text: true},
}

function fits({name, attributes, children, text}: Element): boolean {
  const of = SCHEMA[name]
  if (!of) return false
  const names = Object.keys(attributes)
  return (
    names.every((one) => of.attributes.includes(one)) &&
    of.required.every((one) => names.includes(one)) &&
    children.every((child) => of.children.includes(child.name) && fits(child)) &&
    (of.text === true || text.trim() === '')
  )
}

function render(change: Partial<Report<LocatedFinding>>, failOn?: Severity | 'never'): Element {
  const root = readXml(renderJunit({...report, ...change}, {color: false, unicode: true, headers: true, failOn}))
  expect(fits(root)).toBe(true)
  for (const suite of root.children) {
    const count = (name: string) => String(suite.children.filter(({children}) => children[0]?.name === name).length)
    expect(suite.attributes).toMatchObject({
      tests: String(suite.children.length),
      failures: count('failure'),
      skipped: count('skipped'),
      errors: '0',
    })
  }
  const sum = (name: string) => String(root.children.reduce((total, {attributes}) => total + Number(attributes[name]), 0))
  expect(root.attributes).toEqual({name: 'svcscope', tests: sum('tests'), failures: sum('failures'), errors: '0'})
  return root
}

const casesOf = (root: Element) =>
  root.children.flatMap((suite) =>
    suite.children.map(
      ({attributes, children}) =>
        `${suite.attributes['name']}: ${attributes['classname']} ${attributes['name']} ${children[0]?.name ?? 'passes'}`,
    ),
  )

describe('a JUnit report', () => {
  test('has a suite for each group, a case for each finding, and one that passes for each rule without', () => {
    const rules = ['routing/selector', 'routing/no-endpoints', 'policy/invalid'].map(rule)
    expect(casesOf(render({rules}))).toEqual([
      'routing: routing/selector Service shop/web failure',
      'routing: routing/no-endpoints nothing found passes',
      'policy: policy/invalid nothing found passes',
    ])
  })

  test('says where and how to mend it', () => {
    const failure = render({}).children[0]?.children[0]?.children[0]
    expect(failure).toMatchObject({
      attributes: {type: 'error', message: 'reaches no pod'},
      text: 'deploy/svc.yaml:6\nmend: write it so',
    })
  })

  test('fails where the exit code does', () => {
    const findings = (['error', 'warning', 'info'] as const).map((severity) => ({...finding, rule: `routing/${severity}`, severity}))
    const outcomes = (failOn?: Severity | 'never') => casesOf(render({findings}, failOn)).map((one) => one.split(' ').at(-1))
    expect(outcomes()).toEqual(['failure', 'skipped', 'skipped'])
    expect(outcomes('warning')).toEqual(['failure', 'failure', 'skipped'])
    expect(outcomes('info')).toEqual(['failure', 'failure', 'failure'])
    expect(outcomes('never')).toEqual(['skipped', 'skipped', 'skipped'])
  })

  test('tells apart what is alike, and names what has no object', () => {
    const {fix: _, ...unread} = {...finding, rule: 'input/yaml-syntax', object: null}
    const findings = [finding, {...finding, line: 9}, {...finding, context: 'west'}, unread, {...unread, file: null, line: null}]
    expect(casesOf(render({findings}))).toEqual([
      'routing: routing/selector Service shop/web failure',
      'routing: routing/selector Service shop/web (2) failure',
      'routing: routing/selector west: Service shop/web failure',
      'input: input/yaml-syntax deploy/svc.yaml failure',
      'input: input/yaml-syntax reaches no pod failure',
    ])
  })

  test('has one case that passes where nothing was found and no rule is known', () => {
    expect(casesOf(render({kind: 'Exposure', findings: []}))).toEqual(['exposure: exposure nothing found passes'])
  })

  test('is XML whatever the texts are', () => {
    fc.assert(
      fc.property(
        fc.string({unit: 'binary'}),
        fc.string({unit: fc.constantFrom('<', '&', '"', "'", ']]>', '\n', '\t', '\u0000', '\ud800', '😀')}),
        (a, b) => {
          for (const text of [a, b, a + b]) {
            const changed = {
              ...finding,
              message: text,
              file: text,
              object: {kind: 'Service', namespace: null, name: text},
              fix: {description: text},
            }
            const [suite] = render({findings: [changed]}).children
            // Carriage returns in text are read as line feeds.
            expect(suite?.children[0]?.attributes['name']).toBe(`Service ${kept(text)}`)
            expect(suite?.children[0]?.children[0]?.attributes['message']).toBe(kept(text))
          }
        },
      ),
    )
  })
})

/** What XML cannot say is shown as a sign of its own. */
function kept(text: string): string {
  return text.replace(/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
}
