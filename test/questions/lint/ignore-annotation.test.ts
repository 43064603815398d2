import {describe, expect, test} from 'vitest'
import {locateReport} from '../../../src/location.ts'
import {read, readText, scratchDirectory, writeFiles} from '../../sources/scratch.ts'
import {askLint, askLintOf, misspelt} from './asking.ts'

const ignoring = (globs: string) => `annotations: {svcscope.io/ignore: "${globs}"}`
const ONLY = {choice: {only: ['routing/*'], skip: []}}

describe('an annotation', () => {
  test.each(['routing/selector', 'routing/*', '*', 'policy/*, routing/selector', 'policy/*\\n  routing/*'])(
    '%j silences a finding',
    async (globs) => {
      const {findings, data, notes} = await askLintOf(misspelt('web', ignoring(globs)), ONLY)
      expect(findings).toEqual([])
      expect(data.counts).toEqual({error: 0, warning: 0, info: 0})
      expect(data.silenced).toEqual({'routing/selector': 1})
      expect(notes).toEqual(['1 finding silenced by annotations (svcscope.io/ignore)'])
    },
  )

  test.each(['routing/target-port-name', 'exposure/*', ''])('%j silences none of another rule', async (globs) => {
    const {findings, data} = await askLintOf(misspelt('web', ignoring(globs)), ONLY)
    expect(findings.map(({rule}) => rule)).toEqual(['routing/selector'])
    expect(data.silenced).toEqual({})
  })

  test('speaks for its own object alone', async () => {
    const {findings, data} = await askLintOf(
      `${misspelt('web', ignoring('*'))}---${misspelt('api')}---${misspelt('cart', ignoring('routing/*'))}`,
      ONLY,
    )
    expect(findings.map(({object}) => object?.name)).toEqual(['api'])
    expect(data.silenced).toEqual({'routing/selector': 2})
  })

  test('of a workload says nothing of a Service of its name', async () => {
    const text = misspelt('web').replace(
      'kind: Deployment\nmetadata: {name: web',
      `kind: Deployment\nmetadata: {${ignoring('*')}, name: web`,
    )
    expect((await askLintOf(text, ONLY)).findings).toHaveLength(1)
  })

  test('of one namespace says nothing of another', async () => {
    const other = misspelt('web').replaceAll('namespace: shop', 'namespace: qa')
    const {findings} = await askLintOf(`${misspelt('web', ignoring('*'))}---${other}`, ONLY)
    expect(findings.map(({object}) => object?.namespace)).toEqual(['qa'])
  })

  test('counts for an object that names no namespace, whatever -n makes it', async () => {
    const text = misspelt('web', ignoring('routing/*')).replaceAll(', namespace: shop', '')
    expect((await askLintOf(text, ONLY)).findings).toEqual([])
    expect((await askLintOf(text, {...ONLY, namespace: 'default'})).findings).toEqual([])
  })

  test('of one definition says nothing of another of the same object', async () => {
    const directory = scratchDirectory()
    writeFiles(directory, {'a/web.yaml': misspelt('web', ignoring('*')), 'b/web.yaml': misspelt('web')})
    const {findings, data} = askLint(await read([directory]), ONLY)
    expect(findings.map(({place}) => place?.origin.file)).toEqual([`${directory}/b/web.yaml`])
    expect(data.silenced).toEqual({'routing/selector': 1})
  })

  test('silences doubts too', async () => {
    const text = (metadata: string) => `
apiVersion: v1
kind: Service
metadata: {name: broker, namespace: shop${metadata}}
spec: {selector: {app.kubernetes.io/name: broker}, ports: [{port: 5672}]}
---
apiVersion: rabbitmq.com/v1beta1
kind: RabbitmqCluster
metadata: {name: broker, namespace: shop}
`
    const undecided = async (metadata: string, strict: boolean) => (await askLintOf(text(metadata), {...ONLY, strict})).data
    const doubts = (await undecided('', false)).undecided
    expect(Object.keys(doubts)).not.toEqual([])
    expect((await undecided(`, ${ignoring('*')}`, false)).undecided).toEqual({})
    expect((await undecided(`, ${ignoring('*')}`, true)).counts).toEqual({error: 0, warning: 0, info: 0})
  })

  test('counts in a running cluster', async () => {
    const input = await readText(misspelt('web', ignoring('routing/selector')))
    const live = {...input, objects: input.objects.map(({object}) => ({object, origin: undefined}))}
    expect(askLint(live, ONLY).findings).toEqual([])
  })
})

describe('an annotation with a name that no rule has', () => {
  test('is remarked on at its line', async () => {
    const input = await readText(misspelt('web', ignoring('routing/selectr, routing/selector, nonsense')))
    const report = askLint(input, ONLY)
    const {findings} = await locateReport(report, input.locate)
    expect(findings.map(({rule, severity, message, line, fix}) => [rule, severity, message, line, fix?.description])).toEqual([
      [
        'input/ignore-annotation',
        'info',
        'the annotation svcscope.io/ignore names no rule with "routing/selectr"',
        4,
        'write routing/selector',
      ],
      [
        'input/ignore-annotation',
        'info',
        'the annotation svcscope.io/ignore names no rule with "nonsense"',
        4,
        'leave it out, or write a name that lint --list-rules shows',
      ],
    ])
    expect(findings[0]?.object).toEqual({kind: 'Service', namespace: 'shop', name: 'web'})
    expect(report.data.silenced).toEqual({'routing/selector': 1})
  })

  test('is not remarked on out of scope', async () => {
    expect((await askLintOf(misspelt('web', ignoring('nonsense')), {...ONLY, namespace: 'qa'})).findings).toEqual([])
  })
})
