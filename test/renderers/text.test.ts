import {load} from 'js-yaml'
import {describe, expect, test} from 'vitest'
import {RENDERERS, type RenderOptions} from '../../src/renderers/index.ts'
import type {LocatedFinding, Report} from '../../src/report.ts'

const finding: LocatedFinding = {
  rule: 'routing/selector',
  severity: 'warning',
  message: 'm',
  object: {kind: 'Service', namespace: 'shop', name: 'web'},
  file: 'a.yaml',
  line: 3,
  column: 5,
  fix: {description: 'mend it', edits: [{file: 'a.yaml', line: 3, remove: ['    app: wbe'], add: ['    app: web']}]},
}

const report: Report<LocatedFinding> = {
  kind: 'Resolution',
  data: {services: [{name: 'web', gone: undefined}]},
  headline: [{text: '✗', tone: 'bad'}, ' ', {text: 'shop/web', tone: 'name'}, ' reaches no pod'],
  tables: [
    {
      indent: 2,
      columns: [{name: 'A'}, {name: 'B', wide: true}, {name: 'C', wide: false}, {name: 'LAST'}],
      rows: [
        [['x'], ['wide'], ['narrow'], [{text: '→ ✓', tone: 'good'}]],
        [['longer'], [''], [''], ['']],
      ],
      footer: ['2 rows'],
    },
  ],
  findings: [finding],
  notes: ['a note'],
  names: ['service/web', 'service/api'],
  mends: true,
}

const plain: RenderOptions = {color: false, unicode: true, headers: true}

async function render(format: keyof typeof RENDERERS, options: Partial<RenderOptions> = {}, change: Partial<Report<LocatedFinding>> = {}) {
  return (await RENDERERS[format]())({...report, ...change}, {...plain, ...options})
}

describe('the table', () => {
  test('has the verdict first, columns two spaces apart, no trailing blanks, the mend after it', async () => {
    expect(await render('table')).toBe(
      [
        '✗ shop/web reaches no pod',
        '',
        '  A       C       LAST',
        '  x       narrow  → ✓',
        '  longer',
        '',
        '2 rows',
        '',
        '  a.yaml:3',
        '-     app: wbe',
        '+     app: web',
        '',
        'a note',
        '',
      ].join('\n'),
    )
  })

  test('shows other columns when wide', async () => {
    const text = await render('wide')
    expect(text).toContain('B')
    expect(text).toContain('wide')
    expect(text).not.toContain('narrow')
  })

  test('is rows only without headers', async () => {
    expect(await render('table', {headers: false})).not.toMatch(/LAST|2 rows/)
  })

  test('is ASCII where the terminal cannot do better', async () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    expect(await render('table', {unicode: false})).toMatch(/^[\x00-\x7f]*$/)
  })

  test('has colour only when asked, and the same text under it', async () => {
    const colored = await render('table', {color: true})
    expect(colored).toContain('\u001b[31m')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is taken away
    expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(await render('table'))
  })

  test('only names the causes of many', async () => {
    expect(await render('table', {}, {mends: false})).not.toContain('a.yaml:3')
  })
})

describe('documents', () => {
  test('JSON has the fixed keys in their order', async () => {
    expect(Object.keys(JSON.parse(await render('json')))).toEqual(['apiVersion', 'kind', 'data', 'findings', 'notes'])
  })

  test('YAML says the same as JSON', async () => {
    expect(load(await render('yaml'))).toEqual(JSON.parse(await render('json')))
  })

  test('names are a line each', async () => {
    expect(await render('name')).toBe('service/web\nservice/api\n')
    expect(await render('name', {}, {names: []})).toBe('')
  })
})
