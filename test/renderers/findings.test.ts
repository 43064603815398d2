import fc from 'fast-check'
import stringWidth from 'string-width'
import {describe, expect, test} from 'vitest'
import {locateFinding} from '../../src/location.ts'
import {renderTable} from '../../src/renderers/table.ts'
import type {Frame, LocatedFinding, Report} from '../../src/report.ts'
import {readText} from '../sources/scratch.ts'

const finding: LocatedFinding = {
  rule: 'routing/target-port-name',
  severity: 'error',
  message: 'no container of deploy/search-v2 has a port named "web" (it has: http)',
  object: {kind: 'Service', namespace: 'shop', name: 'search'},
  file: 'deploy/search.yaml',
  line: 19,
  column: 19,
  frame: {
    lines: [
      {number: 17, text: '    - name: http'},
      {number: 18, text: '      port: 80'},
      {number: 19, text: '      targetPort: web'},
    ],
    column: 19,
    length: 3,
    aside: '2 of 4 pods cannot be reached through this port',
  },
  fix: {description: 'targetPort: http'},
}

type Looks = Partial<Parameters<typeof renderTable>[1]>

function render(findings: readonly LocatedFinding[], looks: Looks = {}, change: Partial<Report<LocatedFinding>> = {}): string {
  const report = {
    kind: 'Lint',
    data: {},
    framed: true,
    tables: [{rows: [], footer: ['1 error']}],
    notes: [],
    names: [],
    findings,
    ...change,
  }
  return renderTable(report, {color: false, unicode: true, headers: true, ...looks})
}

/** The code of one line, with what stands under it. */
function frameOf(text: string, change: Partial<Frame> = {}, looks: Looks = {}): readonly string[] {
  const frame = {lines: [{number: 7, text}], column: 1, length: 1, aside: '', ...change}
  return render([{...finding, frame}], looks)
    .split('\n')
    .filter((line) => /^ {4}( *\d+| +) \|/.test(line))
    .map((line) => line.slice('    7 | '.length))
}

describe('a finding', () => {
  test('says what it is of, where, what stands there and how it is mended', () => {
    expect(render([finding], {width: 80})).toBe(`error   routing/target-port-name   Service shop/search
        no container of deploy/search-v2 has a port named "web" (it has: http)

  deploy/search.yaml:19:19
    17 |     - name: http
    18 |       port: 80
    19 |       targetPort: web
       |                   ^^^ 2 of 4 pods cannot be reached through this port
  mend: targetPort: http   svcscope explain routing/target-port-name

1 error
`)
  })

  test('names its rule as one to read of once', () => {
    const text = render([finding, {...finding, line: 30}])
    expect(text.match(/svcscope explain/g)).toHaveLength(1)
  })

  test('has the change as a patch, with its place where that is another', () => {
    const edits = [
      {file: 'deploy/search.yaml', line: 19, remove: ['      targetPort: web'], add: ['      targetPort: http']},
      {file: 'deploy/v2.yaml', line: 3, remove: [], add: ['  a: b']},
    ]
    expect(render([{...finding, fix: {description: 'name it so', edits, command: 'kubectl get svc'}}])).toContain(`
  mend: name it so   svcscope explain routing/target-port-name
  -       targetPort: web
  +       targetPort: http
  deploy/v2.yaml:3
  +   a: b
    kubectl get svc
`)
  })

  test('says how to read on beneath a mend that leaves no room beside it', () => {
    const fix = {description: 'name the port "api" on deploy/search-v2 too, or use a number that all pods share as targetPort'}
    expect(render([{...finding, fix}], {width: 80})).toContain(`
  mend: name the port "api" on deploy/search-v2 too, or use a number that all
        pods share as targetPort
  svcscope explain routing/target-port-name
`)
  })

  test('of a running cluster has no place and no code', () => {
    const {frame: _, ...live} = {...finding, file: null, line: null, column: null}
    expect(render([{...live, context: 'west'}])).toBe(`error   routing/target-port-name   west Service shop/search
        no container of deploy/search-v2 has a port named "web" (it has: http)
  mend: targetPort: http   svcscope explain routing/target-port-name

1 error
`)
  })

  test('of rendered input has the file that the renderer names, and of Windows its path', () => {
    const {frame: _, ...rendered} = {...finding, file: 'chart\\templates\\svc.yaml', line: null, column: null}
    expect(render([rendered])).toContain('\n\n  chart\\templates\\svc.yaml\n  mend: ')
  })

  test('of what could not be read says its place once, and no rule to read of', () => {
    const unread = {
      ...finding,
      rule: 'input/yaml-syntax',
      object: null,
      message: 'a.yaml:4:1 is not valid YAML',
      file: 'a.yaml',
      line: 4,
      column: 1,
    }
    const {frame: _, ...bare} = {...unread, fix: {description: 'close the quote'}}
    expect(render([bare])).toBe(`error   input/yaml-syntax
        a.yaml:4:1 is not valid YAML
  mend: close the quote

1 error
`)
  })

  test('is one line where rows alone are wanted, as compilers print it', () => {
    const {object: _, frame: __, ...bare} = finding
    const findings = [
      finding,
      {...finding, severity: 'info' as const, file: null, line: null, column: null},
      {...finding, file: null, line: null, column: null, context: 'west'},
      {...bare, object: null, rule: 'input/x', message: 'two\nlines', line: null, column: null},
    ]
    expect(render(findings, {headers: false})).toBe(
      [
        'deploy/search.yaml:19:19: error: Service shop/search: no container of deploy/search-v2 has a port named "web" (it has: http) [routing/target-port-name]',
        '-: info: Service shop/search: no container of deploy/search-v2 has a port named "web" (it has: http) [routing/target-port-name]',
        'west: error: Service shop/search: no container of deploy/search-v2 has a port named "web" (it has: http) [routing/target-port-name]',
        'deploy/search.yaml: error: two lines [input/x]',
        '',
      ].join('\n'),
    )
    expect(render([], {headers: false})).toBe('')
  })

  test('has colour only when asked, and the same text under it', () => {
    const colored = render([finding], {color: true})
    expect(colored).toContain('\u001b[31m^^^')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is taken away
    expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(render([finding]))
  })
})

describe('the code', () => {
  test('has its mark under the cells of the value', () => {
    expect(frameOf('app: chekout', {column: 6, length: 7})).toEqual(['app: chekout', '     ^^^^^^^'])
    expect(frameOf('東京: チェク', {column: 5, length: 3})).toEqual(['東京: チェク', '      ^^^^^^'])
    expect(frameOf('👩‍👩‍👧: web', {column: 11, length: 3})).toEqual(['👩‍👩‍👧: web', '    ^^^'])
    expect(frameOf('\tapp:\tweb', {column: 7, length: 3})).toEqual(['  app:  web', '        ^^^'])
  })

  test('gives a terminal no command', () => {
    expect(frameOf('a: \u001b[31mx\u0007\u202ey\ufeff', {column: 4, length: 4})[0]).toBe('a: �[31mx��y�')
    expect(frameOf('a: \u001b[31mx', {}, {unicode: false})[0]).toBe('a: ?[31mx')
  })

  test('has no blanks at the end of a line', () => {
    const lines = [
      {number: 9, text: ''},
      {number: 10, text: 'a: b  '},
    ]
    const text = render([{...finding, frame: {lines, column: 4, length: 1, aside: ''}}])
    expect(text).toContain('\n     9 |\n    10 | a: b\n       |    ^\n')
  })

  test('is cut around the mark where the line is wider than the terminal', () => {
    const text = `{"a": "${'x'.repeat(200)}", "app": "chekout", "b": "${'y'.repeat(200)}"}`
    const column = text.indexOf('"chekout"') + 1
    expect(frameOf(text, {column, length: 9}, {width: 48})).toEqual([
      '…xxxxxxxxxxxxxxxxxxx", "app": "chekout"…',
      '                              ^^^^^^^^^',
    ])
    expect(frameOf(text, {column: 7, length: 202}, {width: 48})).toEqual([`{"a": "${'x'.repeat(32)}…`, `      ${'^'.repeat(34)}`])
    expect(frameOf(text, {column, length: 9}, {width: 48, unicode: false})[0]).toMatch(/^\.\.\.x.*"chekout"\.\.\.$/)
  })

  test('is cut in a pipe too, where the line is a whole file', () => {
    const text = `{"a": "${'x'.repeat(4_000_000)}", "app": "chekout"}`
    const [code = '', mark = ''] = frameOf(text, {column: text.indexOf('"chekout"') + 1, length: 9})
    expect(code.length).toBeLessThan(200)
    expect(code.slice(mark.indexOf('^'), mark.length)).toBe('"chekout"')
  })

  test('has what is said under it beneath where there is no room beside', () => {
    const aside = 'one of two'
    expect(frameOf('app: chekout', {column: 6, length: 7, aside}, {width: 32})).toEqual(['app: chekout', '     ^^^^^^^ one of two'])
    expect(frameOf('app: chekout', {column: 6, length: 7, aside: 'two of four pods'}, {width: 32})).toEqual([
      'app: chekout',
      '     ^^^^^^^',
      '     two of four pods',
    ])
    expect(frameOf('app: chekout', {column: 6, length: 7, aside: 'two of four pods are never reached'}, {width: 32})).toEqual([
      'app: chekout',
      '     ^^^^^^^',
      'two of four pods are',
      'never reached',
    ])
  })

  test('is ASCII but for what the file holds', () => {
    const text = 'a: "→ …" # ×'
    const [code = '', mark = ''] = frameOf(text, {column: 4, length: 5}, {unicode: false})
    expect(code.slice(mark.indexOf('^'), mark.length)).toBe('"-> ..."')
  })

  test('never is wider than the terminal, and its mark is where the value is', () => {
    const word = fc.string({unit: fc.constantFrom('a', 'b ', '東', '👩‍👩‍👧', 'é', '\t', '→'), minLength: 1, maxLength: 60})
    fc.assert(
      fc.property(word, word, word, fc.integer({min: 30, max: 100}), fc.boolean(), (before, value, after, width, unicode) => {
        const text = `${before}${value}${after}`
        const [code = '', mark = ''] = frameOf(text, {column: before.length + 1, length: value.length}, {width, unicode})
        for (const line of [code, mark]) expect(stringWidth(line)).toBeLessThanOrEqual(width - '    7 | '.length)
        expect(mark).toMatch(/^ *\^+$/)
        if (stringWidth(text.replaceAll('\t', '  ')) <= width - 8 && unicode) {
          expect(mark.indexOf('^')).toBe(stringWidth(before.replaceAll('\t', '  ')))
        }
      }),
    )
  })
})

describe('the code of a file', () => {
  /** The frame of a value of the first document. */
  async function framed(text: string, ...path: readonly (string | number)[]): Promise<readonly string[]> {
    const input = await readText(text)
    const [first] = input.objects
    if (!first?.origin) throw new Error('nothing was read')
    const place = {origin: first.origin, path}
    const {frame} = await locateFinding({rule: 'a/b', severity: 'error', message: 'm', object: null, place}, input.locate, true)
    return frame
      ? render([{...finding, frame}])
          .split('\n')
          .filter((line) => / \|/.test(line))
      : []
  }

  const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  selector: {app: "w\\"eb", tier: x}\n'

  test('has two lines before it, and fewer at its beginning', async () => {
    expect(await framed(SERVICE, 'spec', 'selector', 'app')).toEqual([
      '    3 | metadata: {name: web}',
      '    4 | spec:',
      '    5 |   selector: {app: "w\\"eb", tier: x}',
      '      |                   ^^^^^^^',
    ])
    expect(await framed(SERVICE, 'kind')).toEqual(['    1 | apiVersion: v1', '    2 | kind: Service', '      |       ^^^^^^^'])
    expect(await framed(SERVICE, 'apiVersion')).toEqual(['    1 | apiVersion: v1', '      |             ^^'])
  })

  test('has the nearest that is there where the value is not', async () => {
    expect((await framed(SERVICE, 'spec', 'type')).slice(-2)).toEqual([
      '    5 |   selector: {app: "w\\"eb", tier: x}',
      '      |   ^^^^^^^^',
    ])
    expect((await framed(SERVICE, 'spec', 'selector', 'x')).at(-1)).toBe(
      `      |             ${'^'.repeat('{app: "w\\"eb", tier: x}'.length)}`,
    )
  })

  test('is the same with the line ends of Windows, and after a byte order mark', async () => {
    expect(await framed(SERVICE.replaceAll('\n', '\r\n'), 'spec', 'selector', 'tier')).toEqual(
      await framed(SERVICE, 'spec', 'selector', 'tier'),
    )
    expect((await framed(`\ufeff${SERVICE}`, 'apiVersion')).at(-1)).toMatch(/\^\^$/)
  })

  test('is that of JSON too', async () => {
    const text = JSON.stringify({apiVersion: 'v1', kind: 'Service', metadata: {name: 'web'}, spec: {selector: {app: 'web'}}}, null, 2)
    expect(await framed(text, 'spec', 'selector', 'app')).toEqual([
      '    7 |   "spec": {',
      '    8 |     "selector": {',
      '    9 |       "app": "web"',
      '      |              ^^^^^',
    ])
  })
})
