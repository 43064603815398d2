import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {errorOf, namesOf, read, readText, scratchDirectory, writeFiles} from './scratch.ts'

const scratch = scratchDirectory()
const home = process.cwd()
beforeAll(() => process.chdir(scratch))
afterAll(() => process.chdir(home))

const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n'

describe('a template is refused where it stands', () => {
  test.each([
    ['a value that is a directive', 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  type: {{ .Values.type }}\n', 6, 9],
    ['a directive on a line of its own', '# comment\n{{- if .Values.on }}\nkind: Service\n{{- end }}\n', 2, 1],
    ['an included block', 'kind: Service\nmetadata:\n  labels:\n    {{- include "x.labels" . | nindent 4 }}\n', 4, 5],
    ['a name that is filled in later', 'kind: Service\nmetadata:\n  name: "{{ .Release.Name }}-web"\n', 3, 10],
    ['a name made of parts', 'kind: Service\nmetadata:\n  name: {{ .Release.Name }}-web\n', 3, 9],
    ['a key that is a directive', 'kind: ConfigMap\ndata:\n  {{ $key }}: x\n', 3, 3],
    ['a template comment', '{{/* what this is */}}\nkind: Service\n', 1, 1],
    ['another engine', 'kind: Service\nmetadata:\n  name: {{ name }}\n', 3, 9],
  ])('%s', async (_, text, line, column) => {
    const input = await readText(`${pod}---\n${text}`)
    expect(input.problems).toEqual([
      {
        rule: 'input/helm-template',
        message: `-:${line + 4}:${column} is a Helm template`,
        file: '-',
        line: line + 4,
        column,
        fix: 'render it first: helm template CHART | svcscope … -f -',
      },
    ])
    expect(namesOf(input)).toEqual(['Pod/a'])
  })

  test('once a file, however many documents are templates', async () => {
    const input = await readText(`${pod}---\na: {{ x }}\n---\nkind: {{ .y }}\n---\nmetadata: {name: "{{ z }}"}\n`)
    expect(input.problems).toHaveLength(1)
  })
})

describe('braces in text are no template', () => {
  test.each([
    ['an alert', 'kind: PrometheusRule\nspec:\n  description: "{{ $labels.pod }} is down for {{ .Values }}"\n'],
    ['a workflow', "kind: Workflow\nspec:\n  args: ['{{inputs.parameters.x}}']\n  text: a {{workflow.name}}\n"],
    ['a template in a ConfigMap', 'kind: ConfigMap\ndata:\n  alert.tmpl: |\n    {{- define "x" }}\n    {{ .Values.a }}\n    {{- end }}\n'],
    ['a comment', 'kind: Pod # {{ .Values.x }}\n# {{- if }}\nmetadata: {}\n'],
    ['an annotation', "kind: Pod\nmetadata:\n  annotations:\n    x: '{{- .y }}'\n"],
  ])('%s', async (_, text) => {
    const input = await readText(text)
    expect(input.problems).toEqual([])
    expect(input.objects).toHaveLength(1)
  })

  test('not even where the document has another flaw', async () => {
    const {message} = await errorOf(readText('kind: PrometheusRule\nspec:\n  description: "{{ $labels.pod }}"\n  note: it is: down\n'))
    expect(message).toMatch(/^-:4:\d+ is not valid YAML/)
  })
})

describe('in a chart', () => {
  beforeAll(() => {
    writeFiles(scratch, {
      'shop/Chart.yaml': 'apiVersion: v2\nname: shop\n',
      'shop/values.yaml': 'replicas: 3\n',
      'shop/templates/web.yaml':
        'kind: Service\nmetadata:\n  name: web\nspec:\n  {{- toYaml .Values.spec | nindent 2 }}\n---\nkind: Service\nmetadata: {name: fixed}\n',
      'shop/templates/plain.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: plain}\n',
    })
  })

  test('the advice names the chart', async () => {
    const input = await read(['shop'])
    expect(input.problems).toMatchObject([
      {message: 'shop/templates/web.yaml:5:3 is a Helm template', fix: 'render it first: helm template shop | svcscope … -f -'},
    ])
  })

  test('nothing of a template counts, for nobody knows whether it will be rendered', async () => {
    expect(namesOf(await read(['shop']))).not.toContain('Service/fixed')
    expect(namesOf(await read(['shop']))).toContain('Service/plain')
  })

  test('the advice is right from inside it, too', async () => {
    process.chdir('shop')
    try {
      expect((await errorOf(read(['templates/web.yaml']))).hint).toBe('render it first: helm template . | svcscope … -f -')
      process.chdir('templates')
      expect((await errorOf(read(['web.yaml']))).hint).toBe('render it first: helm template .. | svcscope … -f -')
      expect((await errorOf(read([`${scratch}/shop/templates/web.yaml`]))).hint).toBe(
        `render it first: helm template ${scratch}/shop | svcscope … -f -`,
      )
    } finally {
      process.chdir(scratch)
    }
  })
})
