import {describe, expect, test} from 'vitest'
import {joinContexts} from '../../../src/contexts.ts'
import {locateReport} from '../../../src/location.ts'
import {refuseTargets} from '../../../src/questions/lint/lint.ts'
import {RULES} from '../../../src/questions/lint/rules.ts'
import {renderMarkdown} from '../../../src/renderers/markdown.ts'
import {renderTable} from '../../../src/renderers/table.ts'
import {documentOf, validatorOf} from '../../schema.ts'
import {read, readText} from '../../sources/scratch.ts'
import {exitOf, headline, mistake, textOf} from '../answer.ts'
import {askLint, askLintOf, misspelt} from './asking.ts'

const LOOKS = {color: false, unicode: true, headers: true}
const ROUTING = {choice: {only: ['routing/*'], skip: []}}
const SOUND = misspelt('web').replace('-pds', '-pods')

describe('lint', () => {
  test('says that nothing is wrong, and of how much', async () => {
    const report = await askLintOf(SOUND, ROUTING)
    expect(headline(report)).toBe('✓ nothing wrong in 1 Service (1 file)')
    expect(renderTable(await locateReport(report, async () => undefined), LOOKS)).toBe('✓ nothing wrong in 1 Service (1 file)\n')
    expect(exitOf(report)).toBe(0)
  })

  test('ends with how much is wrong, and has exit code 1', async () => {
    const report = await askLintOf(`${misspelt('web')}---${SOUND.replaceAll('web', 'api')}`, ROUTING)
    expect(report.headline).toBeUndefined()
    expect(textOf(report.tables[0]?.footer)).toBe('1 error, 0 warnings in 2 Services (1 file)')
    expect(exitOf(report)).toBe(1)
    expect(report.names).toEqual(['service/web'])
  })

  test('says how much could not be read, and does not say that nothing is wrong', async () => {
    const report = await askLintOf(`${SOUND}---\na: [1\n`, ROUTING)
    expect(report.headline).toBeUndefined()
    expect(textOf(report.tables[0]?.footer)).toBe('0 errors, 0 warnings in 1 Service (1 file); 1 part of the input could not be read')
  })

  test('has what is worst first, and what is of one object together', async () => {
    const {findings} = await askLintOf(
      `${misspelt('web')}---${misspelt('api')}---${misspelt('cart', 'annotations: {svcscope.io/ignore: "x, routing/*"}')}`,
      ROUTING,
    )
    expect(findings.map(({object, severity}) => [object?.name, severity])).toEqual([
      ['api', 'error'],
      ['web', 'error'],
      ['cart', 'info'],
    ])
  })

  test('tells of an object once that stands in a file twice', async () => {
    const {findings} = await askLintOf(misspelt('web'), ROUTING)
    expect(new Set(findings.map((finding) => JSON.stringify(finding))).size).toBe(findings.length)
  })

  test('of a running cluster counts no files', async () => {
    const input = await readText(SOUND)
    const coverage = {done: [], has: () => true, unread: []}
    const live = {...input, coverage, objects: input.objects.map(({object}) => ({object, origin: undefined}))}
    const report = askLint(live, ROUTING)
    expect(report.data.files).toBeNull()
    expect(headline(report)).toBe('✓ nothing wrong in 1 Service')
  })

  test('describes every rule that it checked', async () => {
    const {rules, data} = await askLintOf(SOUND)
    expect(rules?.map(({id}) => id)).toEqual(RULES.map(({id}) => id))
    expect(data.rules).toEqual(RULES.map(({id}) => id))
  })

  test('changes nothing of what was read', async () => {
    const input = await read(['examples/shop'])
    const before = JSON.stringify(input.objects)
    askLint(input, {strict: true})
    expect(JSON.stringify(input.objects)).toBe(before)
  })

  test.each([
    [['deploy/'], 'lint takes no target, and deploy/ was named | name manifests with -f: svcscope lint -f deploy/'],
    [['examples/shop'], 'lint takes no target, and examples/shop was named | name manifests with -f: svcscope lint -f examples/shop'],
    [['a.yaml', '-'], 'lint takes no target, and a.yaml - was named | name manifests with -f: svcscope lint -f a.yaml -f -'],
    [['svc/web'], 'lint takes no target, and svc/web was named | -n and -l narrow what is linted; manifests are named with -f'],
    [[], undefined],
  ])('asked about %j says: %s', (words, said) => {
    expect(mistake(() => refuseTargets(words))).toBe(said)
  })
})

describe('the answer of lint', () => {
  const validate = validatorOf('lint')

  test('fits its schema', async () => {
    const all = askLint(await read(['examples/shop', 'examples/exposure', 'examples/policies']), {strict: true})
    for (const report of [all, await askLintOf(SOUND), await askLintOf(misspelt('web', 'annotations: {svcscope.io/ignore: "*, x"}'))]) {
      validate(await documentOf(report))
      expect(validate.errors).toBeNull()
    }
  })

  test('of several clusters fits its schema, and says which each part is of', async () => {
    const answers = [
      {context: 'west', report: await locateReport(await askLintOf(misspelt('web'), ROUTING), async () => undefined)},
      {context: 'east', report: await locateReport(await askLintOf(SOUND, ROUTING), async () => undefined)},
    ]
    const joined = joinContexts(answers)
    validate({apiVersion: 'svcscope/v1', kind: joined.kind, data: joined.data, findings: joined.findings, notes: joined.notes})
    expect(validate.errors).toBeNull()
    const text = renderTable(joined, LOOKS)
    expect(text).toMatch(/^error {3}routing\/selector {3}west Service shop\/web\n/)
    expect(text).toMatch(/\n\nwest: 1 error, 0 warnings in 1 Service \(1 file\)\n\neast {2}✓ nothing wrong in 1 Service \(1 file\)\n$/)
  })

  test('is a comment for a pull request', async () => {
    const input = await read(['examples/shop'])
    const report = await locateReport(askLint(input, {choice: {only: ['routing/selector'], skip: []}}), input.locate)
    expect(renderMarkdown(report)).toBe(`1 error, 0 warnings in 16 Services (12 files)

### Service prod/checkout

- **error** \`routing/selector\`: reaches no pod: one label of its selector is misspelt (\`examples/shop/checkout.yaml:6\`)\u0020\u0020
  mend: let the selector say what the pods of deploy/checkout bear

  \`\`\`diff
  -    app: chekout
  +    app: checkout
  \`\`\`
`)
  })
})
