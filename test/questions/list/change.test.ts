import {describe, expect, test} from 'vitest'
import {changesBetween, reportChanges, stepList} from '../../../src/questions/list/change.ts'
import type {ServiceListing} from '../../../src/questions/list/service-listing.ts'
import {clusterOf, service, together, workload} from '../../manifest.ts'
import {documentOf, validatorOf} from '../../schema.ts'
import {mistake} from '../answer.ts'
import {ask, cellsOf, NOW} from './asking.ts'

const view = {namespace: undefined, now: NOW}
const web = together(service('web'), workload('web', {replicas: 3}))
const api = together(service('api'), workload('api'))
const scaledWeb = together(service('web'), workload('web', {replicas: 2}))

function rowsOf(text: string): readonly ServiceListing[] {
  return ask(text).data.services
}

/** `modified default/web`, row by row. */
function told(before: string, after: string): readonly string[] {
  return changesBetween(rowsOf(before), rowsOf(after)).map(({event, namespace, name}) => `${event} ${namespace}/${name}`)
}

describe('from one list to the next', () => {
  test.each([
    ['nothing', web, web, []],
    ['a Service that came', web, together(web, api), ['added default/api']],
    ['a Service that went', together(web, api), web, ['deleted default/api']],
    ['a pod less behind one of two', together(web, api), together(scaledWeb, api), ['modified default/web']],
    ['another label of the selector', web, together(service('web', {selector: {app: 'wbe'}}), workload('web')), ['modified default/web']],
    ['the same name in another namespace', service('web', {}, 'qa'), service('web', {}, 'prod'), ['deleted qa/web', 'added prod/web']],
    ['what no row shows', web, together(web, workload('other')), []],
  ])('%s is told', (_, before, after, changes) => {
    expect(told(before, after)).toEqual(changes)
  })

  test('Services of one name in several clusters are several', () => {
    const [row] = rowsOf(web)
    if (!row) throw new Error('no row')
    const [east, west] = [
      {...row, context: 'east'},
      {...row, context: 'west'},
    ]
    expect(changesBetween([east, west], [east])).toEqual([{...west, event: 'deleted'}])
    expect(changesBetween([east], [east, {...west, verdict: 'empty'}])).toEqual([{...west, verdict: 'empty', event: 'added'}])
  })

  test('a row is told as it is now, or as it was last', () => {
    const [gone, changed] = changesBetween(rowsOf(together(web, api)), rowsOf(scaledWeb))
    expect(gone).toMatchObject({name: 'api', event: 'deleted', endpoints: {ready: 1, total: 1}})
    expect(changed).toMatchObject({name: 'web', event: 'modified', endpoints: {ready: 2, total: 2}})
  })

  test('following the changes ends at the last list', () => {
    const lists = [web, together(web, api), together(scaledWeb, api), api, together(service('api', {selector: {app: 'x'}}), web)].map(
      rowsOf,
    )
    const followed = new Map<string, ServiceListing>()
    for (const [index, rows] of lists.entries()) {
      for (const {event, ...row} of changesBetween(lists[index - 1] ?? [], rows)) {
        if (event === 'deleted') followed.delete(row.name)
        else followed.set(row.name, row)
      }
      expect([...followed.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual(rows)
    }
  })
})

describe('what a watch prints', () => {
  test('nothing where nothing changed', () => {
    expect(reportChanges(ask(web), ask(web), view)).toBeUndefined()
  })

  test('only the rows that changed, and one that is gone as such', () => {
    const report = reportChanges(ask(together(web, api)), ask(scaledWeb), view)
    if (!report) throw new Error('no change')
    expect(cellsOf(report, 'NAME')).toEqual(['api', 'web'])
    expect(cellsOf(report, 'VERDICT')).toEqual(['deleted', '✓'])
    expect(cellsOf(report, 'ENDPOINTS')).toEqual(['1/1', '2/2'])
    expect(report.names).toEqual(['service/api', 'service/web'])
  })

  test('the findings of those rows, and no others', () => {
    const broken = together(service('api', {selector: {app: 'apy'}}), workload('api'))
    const old = together(service('old', {selector: {app: 'odl'}}), workload('old'))
    const report = reportChanges(ask(together(api, old)), ask(together(broken, old)), view)
    expect(report?.findings.map(({object}) => object?.name)).toEqual(['api'])
  })

  test('JSON that fits the schema of the list, with what became of each row', async () => {
    const report = reportChanges(ask(together(web, api)), ask(together(scaledWeb, service('new'))), view)
    if (!report) throw new Error('no change')
    const document = await documentOf(report)
    const validate = validatorOf('service-list')
    validate(document)
    expect(validate.errors).toBeNull()
    expect(document.data.services.map(({name, event}) => `${event} ${name}`)).toEqual(['deleted api', 'added new', 'modified web'])
  })
})

describe('a list that is asked for again and again', () => {
  const parameters = {targets: [] as readonly string[], namespace: undefined, selector: undefined, now: NOW}

  /** What is printed, list by list: `added api`, `-` for nothing. */
  function follow(targets: readonly string[], ...texts: readonly string[]): readonly string[] {
    let before: Parameters<typeof stepList>[0]
    return texts.map((text) => {
      const {now, changed} = stepList(before, clusterOf(text), {...parameters, targets})
      before = now
      return changed ? changed.data.services.map(({event, name}) => `${event} ${name}`).join(', ') : '-'
    })
  }

  test('first tells all, then what is other than the time before', () => {
    expect(follow([], web, web, together(web, api), together(scaledWeb, api), api)).toEqual([
      'added web',
      '-',
      'added api',
      'modified web',
      'deleted web',
    ])
  })

  test('is as any list in what it prints first', () => {
    const {now, changed} = stepList(undefined, clusterOf(together(web, api)), parameters)
    expect(now).toEqual(ask(together(web, api)))
    expect({...changed, data: undefined}).toEqual({...now, data: undefined})
  })

  test('goes on where a Service that was named has gone, and when it comes again', () => {
    expect(follow(['svc/web', 'svc/api'], together(web, api), web, '', together(scaledWeb, api))).toEqual([
      'added api, added web',
      'deleted api',
      'deleted web',
      'added api, added web',
    ])
  })

  test('is refused where a named Service is not there to begin with', () => {
    expect(mistake(() => follow(['svc/wbe'], web))).toBe('no Service named wbe in the input | did you mean web?')
  })
})
