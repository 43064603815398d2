import {describe, expect, test} from 'vitest'
import {buildCluster} from '../src/cluster/cluster.ts'
import {joinContexts} from '../src/contexts.ts'
import {locateFinding} from '../src/location.ts'
import {renderJson} from '../src/renderers/json.ts'
import {renderTable} from '../src/renderers/table.ts'
import type {LocatedFinding, Report} from '../src/report.ts'
import {readFiles} from '../src/sources/files.ts'
import type {Asked} from './live/asking/asked.ts'
import {asksDns, asksList, asksResolve, asksRules, asksTrace, asksWhois} from './live/asking/questions.ts'
import {validatorOf} from './schema.ts'

const finding: LocatedFinding = {
  rule: 'routing/no-pods',
  severity: 'error',
  message: 'no pod',
  object: null,
  file: null,
  line: null,
  column: null,
}

const listOf = (...names: readonly string[]): Report<LocatedFinding> => ({
  kind: 'ServiceList',
  data: {services: names.map((name) => ({namespace: 'shop', name}))},
  tables: [{columns: [{name: 'NAME'}], rows: names.map((name) => [[name]]), footer: [`${names.length} Services`]}],
  findings: [],
  notes: [],
  names: names.map((name) => `service/${name}`),
})

/** The same cluster under two contexts. */
async function askTwice({ask}: Asked) {
  const input = await readFiles({filenames: ['examples/trace/cluster.yaml']}, {stdin: process.stdin})
  const report = ask(buildCluster(input, undefined))
  const findings = await Promise.all(report.findings.map((one) => locateFinding(one, async () => undefined)))
  const answer = joinContexts(['west', 'east'].map((context) => ({context, report: {...report, findings}})))
  return {answer, document: JSON.parse(renderJson(answer))}
}

const LOOKS = {color: false, unicode: true, headers: true}

describe('the answers of several clusters', () => {
  const both = joinContexts([
    {context: 'west', report: {...listOf('web', 'db'), findings: [finding], notes: ['something']}},
    {context: 'east', report: listOf('web')},
  ])

  test('are one list, of which each row, finding and note says its context', () => {
    expect(both.data).toEqual({
      services: [
        {context: 'west', namespace: 'shop', name: 'web'},
        {context: 'west', namespace: 'shop', name: 'db'},
        {context: 'east', namespace: 'shop', name: 'web'},
      ],
    })
    expect(both.findings).toEqual([{context: 'west', ...finding}])
    expect(both.notes).toEqual(['west: something'])
  })

  test('are one table with the context in front', () => {
    expect(renderTable(both, LOOKS)).toBe(
      [
        'CONTEXT  NAME',
        'west     web',
        'west     db',
        'east     web',
        '',
        'west: 2 Services; east: 1 Services',
        '',
        'west: something',
        '',
      ].join('\n'),
    )
  })

  test('about one thing stand one after the other, each under its context', () => {
    const trace = (verdict: string): Report<LocatedFinding> => ({
      ...listOf(),
      kind: 'Trace',
      data: {verdict, steps: []},
      headline: [verdict],
      tables: [],
    })
    const joined = joinContexts([
      {context: 'west', report: trace('delivered')},
      {context: 'east', report: trace('dropped')},
    ])
    expect(joined.data).toEqual({
      contexts: [
        {context: 'west', verdict: 'delivered', steps: []},
        {context: 'east', verdict: 'dropped', steps: []},
      ],
    })
    expect(renderTable(joined, LOOKS)).toBe('west  delivered\n\neast  dropped\n')
  })

  test.each([
    ['resolution', asksResolve('shop')],
    ['service-list', asksList('shop')],
    ['trace', asksTrace('shop', 'svc/web')],
    ['dns-answer', asksDns('shop', 'svc/web')],
    ['identity', asksWhois('10.0.46.28')],
    ['proxy-rules', asksRules('node-a', 'iptables')],
  ])('fit the schema %s together, with the context in each row', async (name, asked) => {
    const {answer, document} = await askTwice(asked)
    const validate = validatorOf(name)
    validate(document)
    expect(validate.errors).toBeNull()
    expect(JSON.stringify(answer.data)).toContain('"context":"west"')
  })

  test.each([
    [['positive', 'positive'], 'positive'],
    [['positive', 'undecided'], 'undecided'],
    [['undecided', 'negative'], 'negative'],
    [[undefined, undefined], undefined],
  ] as const)('that are %j are %s together', (answers, expected) => {
    const joined = joinContexts(answers.map((answer, index) => ({context: String(index), report: {...listOf(), ...(answer && {answer})}})))
    expect(joined.answer).toBe(expected)
  })
})
