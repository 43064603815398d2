import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {Place, Position} from '../src/cluster/object.ts'
import {locateFinding, locateReport} from '../src/location.ts'
import type {Edit, Finding, LocatedEdit, Report} from '../src/report.ts'
import {resolvePlainScalar} from '../src/sources/plain-scalar.ts'

const place: Place = {origin: {file: 'a.yaml', document: 0, path: []}, path: ['x']}

/** The patch of edits in one line of a file; the mappings around it begin on the line above. */
async function patchOf(
  text: string,
  columns: Readonly<Record<string, number>>,
  edits: readonly Edit[],
): Promise<readonly LocatedEdit[] | undefined> {
  const finding: Finding = {rule: 'a/b', severity: 'warning', message: 'm', object: null, place, fix: {description: 'd', edits}}
  const locate = async ({path}: Place): Promise<Position> => {
    const column = columns[path.join('.')]
    return column === undefined ? {line: 1, column: 1, text: 'a:'} : {line: 2, column, text}
  }
  return (await locateFinding(finding, locate)).fix?.edits
}

/** A replacement of the one value of a line such as `app: web`. */
async function replaced(text: string, from: string, to: string | number | boolean): Promise<string | undefined> {
  const edit: Edit = {kind: 'replace', place: at('app'), from, to}
  return (await patchOf(text, {...(text.startsWith('{') && {'': 1}), app: text.indexOf(':') + 3}, [edit]))?.[0]?.add[0]
}

function at(...path: readonly string[]): Place {
  return {...place, path}
}

describe('a finding in a text', () => {
  test('has the file, line and column of its place', async () => {
    const finding: Finding = {rule: 'a/b', severity: 'error', message: 'm', object: null, place}
    expect(await locateFinding(finding, async () => ({line: 3, column: 7, text: ''}))).toMatchObject({file: 'a.yaml', line: 3, column: 7})
  })

  test('has the file alone where the text is not at hand, and nothing where it is live', async () => {
    const finding: Finding = {rule: 'a/b', severity: 'error', message: 'm', object: null}
    expect(await locateFinding({...finding, place}, async () => undefined)).toMatchObject({file: 'a.yaml', line: null, column: null})
    expect(await locateFinding(finding, async () => undefined)).toMatchObject({file: null, line: null, column: null})
  })

  test('names the template that a renderer named', async () => {
    const rendered: Place = {...place, origin: {...place.origin, renderedFrom: 'chart/templates/svc.yaml'}}
    const finding: Finding = {rule: 'a/b', severity: 'error', message: 'm', object: null, place: rendered}
    expect(await locateFinding(finding, async () => undefined)).toMatchObject({file: 'chart/templates/svc.yaml', line: null})
  })
})

describe('what an answer names', () => {
  const way = {name: 'web'}
  const span = {text: 'a.yaml', tone: 'dim'} as const
  const report: Report = {
    kind: 'Test',
    data: {ways: [way]},
    tables: [{rows: [[[span]], [['beside']]]}],
    findings: [],
    notes: [],
    names: [],
    places: new Map<object, Place>([
      [way, at('data')],
      [span, at('table')],
    ]),
  }

  /** The answer, and the keys that were looked up for it. */
  async function ask(looks?: {readonly isDataPrinted: boolean}) {
    const asked: unknown[] = []
    const locate = async ({path}: Place): Promise<Position> => {
      asked.push(...path)
      return {line: 7, column: 3, text: ''}
    }
    return {located: await locateReport(report, locate, looks), asked}
  }

  test('gets its line in the data and in the tables', async () => {
    const {located, asked} = await ask()
    expect(located.data).toEqual({ways: [{name: 'web', file: 'a.yaml', line: 7, column: 3}]})
    expect(located.tables[0]?.rows[0]).toEqual([[{text: 'a.yaml:7', tone: 'dim'}]])
    expect(asked).toEqual(['data', 'table'])
  })

  test('is looked up in the tables alone where nobody prints the data', async () => {
    const {located, asked} = await ask({isDataPrinted: false})
    expect(located.tables[0]?.rows).toEqual([[[{text: 'a.yaml:7', tone: 'dim'}]], [['beside']]])
    expect(asked).toEqual(['table'])
  })
})

describe('an edit as a patch', () => {
  test('replaces the whole value and keeps the rest of the line', async () => {
    expect(await replaced('    app: chekout # the till', 'chekout', 'checkout')).toBe('    app: checkout # the till')
    expect(await replaced('    app: 1.10 # the till', '1.1', '1.10')).toBe('    app: "1.10" # the till')
  })

  test('keeps the quotes of a value, and those of JSON', async () => {
    expect(await replaced('  app: "web"', 'web', 'api')).toBe('  app: "api"')
    expect(await replaced("  app: 'web'", 'web', 'api')).toBe("  app: 'api'")
    expect(await replaced('{"app": 1}', '1', 'api')).toBe('{"app": "api"}')
    expect(await replaced('{"app": "80"}', '80', 80)).toBe('{"app": 80}')
  })

  test('replaces a value in brackets and not what stands before', async () => {
    const edit: Edit = {kind: 'replace', place: at('tier'), from: 'web', to: 'api'}
    expect(await patchOf('{web: 1, tier: "web"}', {'': 1, tier: 16}, [edit])).toMatchObject([{add: ['{web: 1, tier: "api"}']}])
  })

  test('quotes whatever kubectl would read as something else than text', async () => {
    const value = fc.oneof(
      fc.stringMatching(/^[\w.-]{1,12}$/),
      fc.constantFrom('y', 'No', 'on', 'OFF', 'true', 'null', '~', '0x1F', '1e3', '.5', '1_000', '+1', '08'),
    )
    await fc.assert(
      fc.asyncProperty(value, async (to) => {
        const written = (await replaced('  app: chekout', 'chekout', to))?.slice('  app: '.length) ?? ''
        expect(written.startsWith('"') ? JSON.parse(written) : resolvePlainScalar(written)).toBe(to)
      }),
    )
  })

  test('renames the key before the value', async () => {
    const edit: Edit = {kind: 'rename', place: at('app'), to: 'k8s-app'}
    expect(await patchOf('  app: app', {app: 8}, [edit])).toMatchObject([{add: ['  k8s-app: app']}])
    expect(await patchOf('{"app":"app"}', {'': 1, app: 8}, [edit])).toMatchObject([{add: ['{"k8s-app":"app"}']}])
  })

  test('quotes a value as it is written', async () => {
    expect(await patchOf('  app: 1.10 # x', {app: 8}, [{kind: 'quote', place: at('app')}])).toMatchObject([{add: ['  app: "1.10" # x']}])
    expect(await patchOf('  app: !!int 1', {app: 14}, [{kind: 'quote', place: at('app')}])).toBeUndefined()
  })

  test('adds lines in the indentation of the mapping', async () => {
    const edit: Edit = {kind: 'add', place: at('labels'), missing: [], siblings: ['app'], entries: {tier: 'web', on: '1'}}
    expect(await patchOf('      app: web', {labels: 7}, [edit])).toEqual([
      {file: 'a.yaml', line: 2, remove: [], add: ['      tier: web', '      "on": "1"']},
    ])
    expect(await patchOf('    - app: web', {labels: 7}, [edit])).toEqual([
      {file: 'a.yaml', line: 2, remove: ['    - app: web'], add: ['    - tier: web', '      "on": "1"', '      app: web']},
    ])
  })

  test('adds an entry in brackets, with the quotes of its neighbours', async () => {
    const edit: Edit = {kind: 'add', place: at('labels'), missing: [], siblings: ['app'], entries: {tier: 'web'}}
    expect(await patchOf('labels: {app: web}', {labels: 9}, [edit])).toMatchObject([{add: ['labels: {tier: web, app: web}']}])
    expect(await patchOf('"labels":{"app":"web"}', {labels: 10}, [edit])).toMatchObject([{add: ['"labels":{"tier":"web","app":"web"}']}])
    expect(await patchOf('labels: {}', {labels: 9}, [{...edit, siblings: []}])).toMatchObject([{add: ['labels: {tier: web}']}])
  })

  test('makes the mappings that are missing', async () => {
    const edit: Edit = {kind: 'add', place: at('template'), missing: ['metadata', 'labels'], siblings: ['spec'], entries: {app: 'web'}}
    const add = ['  metadata:', '    labels:', '      app: web']
    expect(await patchOf('  spec: {}', {template: 3}, [edit])).toEqual([{file: 'a.yaml', line: 2, remove: [], add}])
    expect(await patchOf('"template": {"spec": {}}', {template: 13}, [edit])).toMatchObject([
      {add: ['"template": {"metadata": {"labels": {"app": "web"}}, "spec": {}}']},
    ])
  })

  test('puts several changes of one line together', async () => {
    const edits: readonly Edit[] = ['a', 'b'].map((key) => ({kind: 'replace', place: at(key), from: 'old', to: 'new'}))
    expect(await patchOf('{a: old, b: old}', {'': 1, a: 5, b: 13}, edits)).toMatchObject([{line: 2, add: ['{a: new, b: new}']}])
  })

  test('is left out whole where the text of one edit does not read as expected', async () => {
    const [good, bad]: readonly Edit[] = ['a', 'b'].map((key) => ({kind: 'replace', place: at(key), from: 'old', to: 'new'}))
    const columns = {'': 1, a: 5, b: 13}
    for (const text of ['{a: old, b: web}', '{a: old, c: old}', '{a: old, b: *x }', '{a: old, b: "old']) {
      expect(await patchOf(text, columns, [good as Edit, bad as Edit])).toBeUndefined()
      expect(await patchOf(text, columns, [good as Edit])).toHaveLength(1)
    }
  })

  test('is left out where the line is too long for a person to read', async () => {
    expect(await replaced(`  app: web # ${'x'.repeat(4000)}`, 'web', 'api')).toBeDefined()
    expect(await replaced(`  app: web # ${'x'.repeat(10_000)}`, 'web', 'api')).toBeUndefined()
  })

  test('is left out where a value stands above what should hold it: an alias or a merge key brought it', async () => {
    const edit: Edit = {kind: 'replace', place: at('labels', 'app'), from: 'web', to: 'api'}
    expect(await patchOf('{a: &l {app: web}, labels: *l}', {'': 1, labels: 28, 'labels.app': 14}, [edit])).toBeUndefined()
  })
})
