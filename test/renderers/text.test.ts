import {load} from 'js-yaml'
import stringWidth from 'string-width'
import {describe, expect, test} from 'vitest'
import {RENDERERS, type RenderOptions} from '../../src/renderers/index.ts'
import type {Line, LocatedFinding, Report} from '../../src/report.ts'

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

  test('breaks sentences at the width of the terminal, and none without one', async () => {
    const advice = 'a sentence of more than forty cells, as advice often is'
    const change = {
      headline: [`✗ ${advice}`],
      notes: [advice],
      findings: [{...finding, fix: {description: advice, command: `kubectl ${advice}`}}],
    }
    const narrow = await render('table', {width: 40}, change)
    expect(narrow).toContain('✗ a sentence of more than forty cells,\n  as advice often is\n')
    expect(narrow).toContain('\n  a sentence of more than forty cells,\n  as advice often is\n')
    expect(narrow).toContain('\na sentence of more than forty cells, as\nadvice often is\n')
    // What is copied is left whole.
    expect(narrow).toContain(`kubectl ${advice}`)
    expect(await render('table', {}, change)).toContain(`✗ ${advice}\n`)
  })

  test('tells a finding that the headline does not tell above its mend', async () => {
    const beside = {...finding, message: 'it is odd too', fix: {description: 'look at it'}}
    const {fix: _, ...helpless} = {...beside, message: 'so is this'}
    const text = await render('table', {}, {findings: [finding, beside, helpless], told: 1})
    expect(text).toContain('+     app: web\n\n! it is odd too\n\n  a.yaml:3\n  look at it\n\n! so is this\n')
    expect(text).not.toContain('! m')
  })

  test('shows other columns when wide', async () => {
    const text = await render('wide')
    expect(text).toContain('B')
    expect(text).toContain('wide')
    expect(text).not.toContain('narrow')
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

  test('is rows only without headers, and the headline where it has no rows', async () => {
    expect(await render('table', {headers: false})).toBe('  x       narrow  → ✓\n  longer\n')
    expect(await render('table', {headers: false}, {tables: []})).toBe('✗ shop/web reaches no pod\n')
    expect(await render('table', {headers: false}, {tables: [], headline: []})).toBe('')
  })

  test('only names the causes of many', async () => {
    expect(await render('table', {}, {mends: false})).not.toContain('a.yaml:3')
  })
})

describe('a table on a terminal', () => {
  const line = (...cells: string[]): Line[] => cells.map((cell, index) => (index === 0 ? [{text: cell, tone: 'name'}] : [cell]))
  const tableOf = (...rows: (readonly Line[])[]) => ({
    headline: [],
    findings: [],
    notes: [],
    tables: [{columns: [{name: 'NAME'}, {name: 'PORTS'}, {name: 'VERDICT'}], rows}],
  })
  const sentence = 'partial: one of its two ports leads nowhere on any of the pods'

  test('is left alone where it fits, and in a pipe', async () => {
    const table = tableOf(line('web', 'http 80', sentence))
    const whole = `NAME  PORTS    VERDICT\nweb   http 80  ${sentence}\n`
    expect(await render('table', {width: 77}, table)).toBe(whole)
    expect(await render('table', {width: undefined}, table)).toBe(whole)
  })

  test('wraps its last column under itself', async () => {
    expect(await render('table', {width: 60}, tableOf(line('web', 'http 80', sentence), line('api', 'http 80', 'ok')))).toBe(
      [
        'NAME  PORTS    VERDICT',
        'web   http 80  partial: one of its two ports leads nowhere',
        '               on any of the pods',
        'api   http 80  ok',
        '',
      ].join('\n'),
    )
  })

  test('puts a sentence beneath its row where the columns leave no room for it', async () => {
    const table = tableOf(line('web-from-datacentre', 'http 80→http', sentence), line('api', 'http 80', 'ok'))
    expect(await render('table', {width: 50}, table)).toBe(
      [
        'NAME                 PORTS         VERDICT',
        'web-from-datacentre  http 80→http',
        '            partial: one of its two ports leads',
        '            nowhere on any of the pods',
        'api                  http 80       ok',
        '',
      ].join('\n'),
    )
  })

  test('cuts what is no name, with the sign that the terminal has', async () => {
    const table = tableOf(line('web-from-datacentre', 'http 80→http, https 443→https', 'ok'))
    expect(await render('table', {width: 44}, table)).toBe(
      'NAME                 PORTS           VERDICT\nweb-from-datacentre  http 80→http,…  ok\n',
    )
    expect(await render('table', {width: 44, unicode: false}, table)).toContain('  http 80->ht...  ok')
  })

  test('puts a cell of a whole column beneath its row instead, before the last cell, though that would have fitted', async () => {
    const table = tableOf(line('web-from-datacentre', 'http 80→http, https 443→https', 'ok'), line('api', 'http 80', 'ok'))
    const columns = table.tables[0]?.columns?.map((column) => (column.name === 'PORTS' ? {...column, whole: true} : column)) ?? []
    const whole = {...table, tables: table.tables.map((one) => ({...one, columns}))}
    expect(await render('table', {width: 44}, whole)).toBe(
      [
        'NAME                 PORTS           VERDICT',
        'web-from-datacentre',
        '            http 80→http, https 443→https',
        '            ok',
        'api                  http 80         ok',
        '',
      ].join('\n'),
    )
    expect(await render('table', {width: 80}, whole)).toContain('web-from-datacentre  http 80→http, https 443→https  ok')
  })

  test('has no line that is wider than the terminal, in colour and beyond ASCII', async () => {
    const table = tableOf(
      line('web', 'http 80→http, https 443→https', sentence),
      line('ウェブ', 'ポート 80→http, https 443→https', `${sentence} ウェブ`),
    )
    for (let width = 30; width <= 120; width++) {
      for (const color of [false, true]) {
        const lines = (await render('table', {width, color}, table)).split('\n')
        expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(width)
      }
    }
  })

  test('is one table however many rows it has', async () => {
    const rows = Array.from({length: 1000}, (_, index) => line(`web-${index}`, index === 999 ? 'http 80→http' : '80', sentence))
    const lines = (await render('table', {}, tableOf(...rows))).trimEnd().split('\n')
    expect(lines).toHaveLength(1001)
    expect(new Set(lines.slice(1).map((text) => text.indexOf(sentence)))).toEqual(new Set([23]))
    expect((await render('table', {width: 60}, tableOf(...rows))).trimEnd().split('\n')).toHaveLength(2001)
  })

  test('says every word when wide', async () => {
    expect(await render('wide', {width: 40}, tableOf(line('web', 'http 80', sentence)))).toContain(sentence)
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
