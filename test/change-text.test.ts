import {describe, expect, test} from 'vitest'
import {alignWith, startRendering, watchFormat, withNews} from '../src/change-text.ts'
import {parseOutputs} from '../src/output.ts'
import type {LocatedFinding, Report, Table} from '../src/report.ts'

const LOOKS = {color: false, unicode: true, headers: true}
const columns = [{name: 'NAME'}, {name: 'TYPE'}, {name: 'VERDICT'}]

function tableOf(...rows: readonly (readonly string[])[]): Table {
  return {columns, rows: rows.map((row) => row.map((cell) => [cell]))}
}

function reportOf(table: Table | undefined, notes: readonly string[] = []): Report<LocatedFinding> {
  return {
    kind: 'ServiceList',
    data: {services: [{selector: {8: 'b', a: 'c'}}]},
    tables: table ? [table] : [],
    findings: [],
    notes,
    names: ['service/web'],
  }
}

const all = tableOf(['a-long-name', 'ClusterIP', '✓ a very long sentence that nothing stands behind'], ['web', 'LoadBalancer', '✓'])

describe('rows that changed', () => {
  test('stand under the columns of all rows, without headers', async () => {
    const render = startRendering('table')
    const first = await render({report: reportOf(all), isFirst: true, rulers: 0}, LOOKS)
    const second = await render({isFirst: false, ...alignWith(all, reportOf(tableOf(['web', 'NodePort', '✗ empty'])))}, LOOKS)
    expect(first.text.split('\n')[0]).toBe('NAME         TYPE          VERDICT')
    expect(second.text).toBe('web          NodePort      ✗ empty\n')
  })

  test('stand there too where no headers are wanted at all', async () => {
    const looks = {...LOOKS, headers: false}
    const render = startRendering('table')
    await render({report: reportOf(all), isFirst: true, rulers: 0}, looks)
    const {text} = await render({isFirst: false, ...alignWith(all, reportOf(tableOf(['web', 'NodePort', '✗ empty'])))}, looks)
    expect(text).toBe('web          NodePort      ✗ empty\n')
  })

  test('are the first to have headers where there was nothing before', async () => {
    const render = startRendering('table')
    const none = await render({report: reportOf(undefined, ['no Service']), isFirst: true, rulers: 0}, LOOKS)
    expect(none.text).toBe('no Service\n')
    const one = tableOf(['web', 'NodePort', '✓'])
    const {text} = await render({isFirst: false, ...alignWith(one, reportOf(one))}, LOOKS)
    expect(text).toBe('NAME  TYPE      VERDICT\nweb   NodePort  ✓\n')
    const again = await render({isFirst: false, ...alignWith(one, reportOf(one))}, LOOKS)
    expect(again.text).toBe('web   NodePort  ✓\n')
  })

  test('of other columns stand for themselves', () => {
    const other: Table = {columns: [{name: 'NAME'}], rows: [[['web']]]}
    expect(alignWith(all, reportOf(other))).toEqual({report: reportOf(other), rulers: 0})
  })

  test('have their notes beside them', async () => {
    const render = startRendering('wide')
    const {text, remarks} = await render(
      {report: reportOf(tableOf(['web', 'NodePort', '✓']), ['pods: forbidden']), isFirst: false, rulers: 0},
      LOOKS,
    )
    expect([text.includes('forbidden'), remarks]).toEqual([false, ['pods: forbidden']])
  })
})

describe('documents', () => {
  test('are a line each as JSON', async () => {
    const {text} = await startRendering('json')({report: reportOf(all), isFirst: true, rulers: 0}, LOOKS)
    expect(text).toBe(
      '{"apiVersion":"svcscope/v1","kind":"ServiceList","data":{"services":[{"selector":{"8":"b","a":"c"}}]},"findings":[],"notes":[]}\n',
    )
  })

  test('are a stream as YAML', async () => {
    const render = startRendering('yaml')
    const texts = [true, false].map(async (isFirst) => (await render({report: reportOf(all), isFirst, rulers: 0}, LOOKS)).text)
    const [first, second] = await Promise.all(texts)
    expect(first).toMatch(/^apiVersion: svcscope\/v1\n/)
    expect(second).toBe(`---\n${first}`)
  })
})

test('a note is told once', () => {
  const told = new Set<string>()
  expect(withNews(reportOf(all, ['one']), told).notes).toEqual(['one'])
  expect(withNews(reportOf(all, ['one', 'two']), told).notes).toEqual(['two'])
})

describe('what a watch prints', () => {
  test.each([
    [[], 'table'],
    [['json'], 'json'],
    [['name'], 'name'],
  ])('with -o %j is a %s', (words, format) => {
    expect(watchFormat(parseOutputs(words))).toBe(format)
  })

  test.each([[['json=list.json']], [['json', 'yaml=list.yaml']], [['markdown']]])('is not -o %j', (words) => {
    expect(() => watchFormat(parseOutputs(words))).toThrow(/--watch/)
  })
})
