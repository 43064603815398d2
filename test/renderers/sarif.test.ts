import type {Log, Run} from 'sarif'
import {describe, expect, test} from 'vitest'
import {buildCluster} from '../../src/cluster/cluster.ts'
import type {Input} from '../../src/cluster/object.ts'
import {joinContexts} from '../../src/contexts.ts'
import {inputFindings} from '../../src/input-report.ts'
import {locateReport} from '../../src/location.ts'
import {lint} from '../../src/questions/lint/lint.ts'
import {planSubnets} from '../../src/questions/plan/subnet-plan.ts'
import {resolve} from '../../src/questions/resolve/resolve.ts'
import {renderSarif} from '../../src/renderers/sarif.ts'
import {uriOf} from '../../src/renderers/sarif-location.ts'
import type {LocatedFinding, Report} from '../../src/report.ts'
import {clusterOf} from '../manifest.ts'
import {fifty, network, wide} from '../questions/plan/plans.ts'
import {ask as askTrace} from '../questions/trace/asking.ts'
import {read, readText} from '../sources/scratch.ts'
import {sarifFaults} from './sarif-schema.ts'

const finding: LocatedFinding = {
  rule: 'routing/selector',
  severity: 'error',
  message: 'reaches no pod',
  object: {kind: 'Service', namespace: 'shop', name: 'web'},
  file: 'deploy/svc.yaml',
  line: 6,
  column: 10,
}

/** A policy lets nobody reach the one pod. */
const FORBIDDEN = `
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec: {selector: {app: db}, ports: [{port: 5432}]}
---
apiVersion: v1
kind: Pod
metadata: {name: db, namespace: shop, labels: {app: db}}
spec: {containers: [{name: db, image: db}]}
---
apiVersion: v1
kind: Pod
metadata: {name: client, namespace: shop, labels: {app: client}}
spec: {containers: [{name: client, image: client}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: closed, namespace: shop}
spec: {podSelector: {}, policyTypes: [Ingress]}
`

const report: Report<LocatedFinding> = {kind: 'Lint', data: {}, tables: [], findings: [finding], notes: [], names: []}

/** The one run of a log that fits the schema. */
function runOf(report: Report<LocatedFinding>): Run {
  const log = JSON.parse(renderSarif(report)) as Log
  expect(sarifFaults(log)).toEqual([])
  expect(log.runs).toHaveLength(1)
  return log.runs[0] as Run
}

const resultOf = (change: Partial<LocatedFinding>) => runOf({...report, findings: [{...finding, ...change}]}).results?.[0]

async function lintOf(input: Input, strict = false): Promise<Report<LocatedFinding>> {
  const scope = {namespace: undefined, selector: undefined, choice: {only: [], skip: []}, said: {}, strict}
  return locateReport(lint(buildCluster(input, undefined), scope, input), input.locate)
}

test('the schema finds what is wrong', () => {
  expect(sarifFaults({version: '2.1.0', runs: [{results: []}]})).toEqual(["/runs/0 must have required property 'tool'"])
  const broken = JSON.parse(renderSarif(report).replace('"startLine": 6', '"startLine": -1'))
  expect(sarifFaults(broken).join()).toContain('startLine')
})

describe('a log', () => {
  test('of lint describes every rule that was checked, and each result names its own', async () => {
    const run = runOf(await lintOf(await read(['examples/shop'])))
    const rules = run.tool.driver.rules ?? []
    expect(run.results?.length).toBeGreaterThan(1)
    for (const {ruleId, ruleIndex} of run.results ?? []) expect(rules[ruleIndex ?? -1]?.id).toBe(ruleId)
    for (const {shortDescription, help, helpUri, defaultConfiguration} of rules) {
      expect([shortDescription?.text, help?.markdown, defaultConfiguration?.level].every(Boolean)).toBe(true)
      if (helpUri !== undefined) expect(URL.canParse(helpUri)).toBe(true)
    }
  })

  test('of lint points at the value from its first to its last character', async () => {
    const run = runOf(await lintOf(await read(['examples/shop'])))
    const [location] = run.results?.find(({ruleId}) => ruleId === 'routing/selector')?.locations ?? []
    expect(location?.physicalLocation).toEqual({
      artifactLocation: {uri: 'examples/shop/checkout.yaml'},
      region: {startLine: 6, startColumn: 10, endColumn: 17},
    })
    expect(location?.logicalLocations).toEqual([{name: 'checkout', fullyQualifiedName: 'prod/Service/checkout', kind: 'resource'}])
  })

  test('of a question without rules has those of its findings by name', async () => {
    const input = await read(['examples/shop'])
    const reports = [
      resolve(buildCluster(input, undefined), {namespace: undefined, selector: undefined, targets: []}),
      askTrace(clusterOf({'shop.yaml': FORBIDDEN}), 'svc/db', {from: 'pod/client', namespace: 'shop'}),
      planSubnets({...fifty, network: network({subnets: [wide('nodes'), wide('nodes')]})}, {explain: false, file: undefined}),
    ]
    for (const asked of reports) {
      const run = runOf(await locateReport(asked, input.locate))
      expect(run.results?.length, asked.kind).toBeGreaterThan(0)
      for (const {ruleId, ruleIndex} of run.results ?? []) expect(run.tool.driver.rules?.[ruleIndex ?? -1]).toEqual({id: ruleId})
    }
  })

  test('without findings has an empty list of results', () => {
    expect(runOf({...report, findings: []}).results).toEqual([])
  })

  test('of input that could not be read whole says that it was no success, and where', async () => {
    const input = await readText('apiVersion: v1\nkind: Service\nmetadata: {name: web}\n---\nb: [1\n')
    const problems = inputFindings(input.problems, false)
    const run = runOf({...report, findings: [...problems, finding]})
    expect(run.invocations?.[0]?.executionSuccessful).toBe(false)
    const [notification, ...others] = run.invocations?.[0]?.toolExecutionNotifications ?? []
    expect(others).toEqual([])
    expect(notification).toMatchObject({level: 'error', associatedRule: {id: 'input/yaml-syntax', index: 0}})
    expect(notification?.locations).toEqual(run.results?.[0]?.locations)
    expect(run.results?.map(({ruleId}) => ruleId)).toEqual(['input/yaml-syntax', 'routing/selector'])
  })

  test('of input that was forgiven is a success with a warning', async () => {
    const input = await readText('apiVersion: v1\nkind: Service\nmetadata: {name: web}\n---\nb: [1\n')
    const run = runOf({...report, findings: [...inputFindings(input.problems, true)]})
    expect(run.invocations?.[0]).toMatchObject({executionSuccessful: true, toolExecutionNotifications: [{level: 'warning'}]})
    expect(runOf(report).invocations).toEqual([{executionSuccessful: true, toolExecutionNotifications: []}])
  })

  test('of several clusters says which each result is of', () => {
    const live = {...report, findings: [{...finding, file: null, line: null, column: null}]}
    const run = runOf(
      joinContexts([
        {context: 'west', report: live},
        {context: 'east', report: live},
      ]),
    )
    expect(run.results?.map(({properties}) => properties)).toEqual([{context: 'west'}, {context: 'east'}])
    expect(run.results?.[0]?.locations?.[0]?.logicalLocations?.[0]?.fullyQualifiedName).toBe('west/shop/Service/web')
    expect(new Set(run.results?.map(({partialFingerprints}) => JSON.stringify(partialFingerprints))).size).toBe(2)
  })
})

describe('a result', () => {
  test('of a running cluster has no file, and of a renderer no line', () => {
    expect(resultOf({file: null, line: null, column: null})?.locations?.[0]).not.toHaveProperty('physicalLocation')
    expect(resultOf({line: null, column: null})?.locations?.[0]?.physicalLocation).toEqual({artifactLocation: {uri: 'deploy/svc.yaml'}})
    expect(resultOf({object: null, file: null, line: null, column: null})?.locations).toEqual([{}])
  })

  test('names its object, and the mend as a sentence of its own', () => {
    expect(resultOf({fix: {description: 'write it so'}})?.message.text).toBe('Service shop/web: reaches no pod. Write it so')
    expect(resultOf({object: null})?.message.text).toBe('reaches no pod')
    expect(resultOf({object: {kind: 'Node', namespace: null, name: 'a'}})?.message.text).toBe('Node a: reaches no pod')
  })

  test('holds no placeholder', () => {
    expect(resultOf({message: 'podSelector: {} and {0}'})?.message.text).toBe('Service shop/web: podSelector: {{}} and {{0}}')
  })

  test.each([
    ['error', 'error'],
    ['warning', 'warning'],
    ['info', 'note'],
  ] as const)('of severity %s is of level %s', (severity, level) => {
    expect(resultOf({severity})?.level).toBe(level)
  })
})

describe('a fingerprint', () => {
  const printOf = (change: Partial<LocatedFinding>) => resultOf(change)?.partialFingerprints?.['svcscopeFinding/v1']

  test('stays while lines and counts change', () => {
    expect(printOf({line: 99, column: 1})).toBe(printOf({}))
    expect(printOf({message: '2 of 4 pods'})).toBe(printOf({message: '3 of 40 pods'}))
  })

  test('is of one rule and one object', () => {
    const prints = [
      printOf({}),
      printOf({rule: 'routing/x'}),
      printOf({object: {kind: 'Service', namespace: 'qa', name: 'web'}}),
      printOf({message: 'x'}),
    ]
    expect(new Set(prints).size).toBe(4)
  })

  test('tells apart what is alike', () => {
    const results = runOf({...report, findings: [finding, {...finding, line: 9}]}).results ?? []
    expect(results.map(({partialFingerprints}) => partialFingerprints?.['svcscopeFinding/v1']?.split(':')[1])).toEqual(['1', '2'])
  })
})

describe('a mend', () => {
  const TEXT = 'spec:\n  selector:\n    app: chekout\n    tier: "✓ web"\n'

  /** A text with the replacements of a fix, as the specification has them done. */
  function applied(text: string, result: ReturnType<typeof resultOf>): string {
    const lines = text.split('\n')
    const [change] = result?.fixes?.[0]?.artifactChanges ?? []
    for (const {deletedRegion, insertedContent} of change?.replacements.toReversed() ?? []) {
      const {startLine = 0, startColumn = 0, endLine = 0, endColumn = 0} = deletedRegion
      const offset = (line: number, column: number) => lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1
      return text.slice(0, offset(startLine, startColumn)) + insertedContent?.text + text.slice(offset(endLine, endColumn))
    }
    return text
  }

  test('replaces lines', () => {
    const edits = [{file: 'deploy/svc.yaml', line: 3, remove: ['    app: chekout'], add: ['    app: checkout']}]
    expect(applied(TEXT, resultOf({fix: {description: 'x', edits}}))).toBe(TEXT.replace('chekout', 'checkout'))
  })

  test('adds lines before one, or in place of one', () => {
    const before = [{file: 'deploy/svc.yaml', line: 3, remove: [], add: ['    a: "1"', '    b: "2"']}]
    expect(applied(TEXT, resultOf({fix: {description: 'x', edits: before}}))).toBe(
      TEXT.replace('    app', '    a: "1"\n    b: "2"\n    app'),
    )
    const place = [{file: 'deploy/svc.yaml', line: 4, remove: ['    tier: "✓ web"'], add: ['    a: "1"', '    tier: "✓ web"']}]
    expect(applied(TEXT, resultOf({fix: {description: 'x', edits: place}}))).toBe(TEXT.replace('    tier', '    a: "1"\n    tier'))
  })

  test('is one change of all files together, and none where it is said in words', () => {
    const edit = {line: 1, remove: ['a'], add: ['b']}
    const edits = [
      {...edit, file: 'a.yaml'},
      {...edit, file: 'b.yaml'},
      {...edit, line: 2, file: 'a.yaml'},
    ]
    const changes = resultOf({fix: {description: 'x', edits}})?.fixes?.[0]?.artifactChanges
    expect(changes?.map(({artifactLocation, replacements}) => [artifactLocation.uri, replacements.length])).toEqual([
      ['a.yaml', 2],
      ['b.yaml', 1],
    ])
    expect(resultOf({fix: {description: 'x', command: 'kubectl get svc'}})).not.toHaveProperty('fixes')
  })

  test('found by lint mends the file', async () => {
    const input = await read(['examples/shop'])
    const run = runOf(await lintOf(input))
    const result = run.results?.find(({ruleId}) => ruleId === 'routing/selector')
    expect(applied('\n\n\n\n\n    app: chekout\n', result)).toBe('\n\n\n\n\n    app: checkout\n')
  })
})

test.each([
  ['deploy/svc.yaml', 'deploy/svc.yaml'],
  ['./deploy/svc.yaml', 'deploy/svc.yaml'],
  ['../my files/50%#.yaml', '../my%20files/50%25%23.yaml'],
  ['a:b.yaml', 'a%3Ab.yaml'],
  ['/srv/web.yaml', 'file:///srv/web.yaml'],
  ['deploy\\svc.yaml', 'deploy/svc.yaml'],
  ['C:\\deploy\\svc.yaml', 'file:///C:/deploy/svc.yaml'],
  ['\\\\server\\share\\svc.yaml', 'file://server/share/svc.yaml'],
  ['https://github.com/shop/deploy/base/svc.yaml', 'https://github.com/shop/deploy/base/svc.yaml'],
  ['-', '-'],
])('the file %s is the URI %s', (file, uri) => {
  expect(uriOf(file)).toBe(uri)
  expect(resultOf({file})?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(uri)
})
