import {describe, expect, test} from 'vitest'
import type {Place, Position} from '../src/cluster/object.ts'
import {locateFinding} from '../src/location.ts'
import type {Edit, Finding} from '../src/report.ts'

const place: Place = {origin: {file: 'a.yaml', document: 0, path: []}, path: ['x']}

async function editOf(edit: Edit, position: Position | undefined) {
  const finding: Finding = {rule: 'a/b', severity: 'warning', message: 'm', object: null, place, fix: {description: 'd', edits: [edit]}}
  return (await locateFinding(finding, async () => position)).fix?.edits
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

describe('an edit as a patch', () => {
  test('replaces the value and keeps the rest of the line', async () => {
    const edit: Edit = {kind: 'replace', place, from: 'chekout', to: 'checkout'}
    expect(await editOf(edit, {line: 2, column: 10, text: '    app: chekout # the till'})).toEqual([
      {file: 'a.yaml', line: 2, remove: ['    app: chekout # the till'], add: ['    app: checkout # the till']},
    ])
  })

  test('replaces inside flow style and quotes, and not what stands before', async () => {
    const edit: Edit = {kind: 'replace', place, from: 'web', to: 'api'}
    expect(await editOf(edit, {line: 1, column: 17, text: '{web: 1, tier: "web"}'})).toMatchObject([{add: ['{web: 1, tier: "api"}']}])
  })

  test('renames the key before the value', async () => {
    const edit: Edit = {kind: 'rename', place, from: 'app', to: 'k8s-app'}
    expect(await editOf(edit, {line: 1, column: 8, text: '  app: app'})).toMatchObject([{add: ['  k8s-app: app']}])
  })

  test('adds a line in the indentation of the mapping, or an entry in flow style', async () => {
    const edit: Edit = {kind: 'add', place, line: 'tier: web'}
    expect(await editOf(edit, {line: 9, column: 7, text: '      app: web'})).toEqual([
      {file: 'a.yaml', line: 9, remove: [], add: ['      tier: web']},
    ])
    expect(await editOf(edit, {line: 9, column: 9, text: 'labels: {app: web}'})).toMatchObject([{add: ['labels: {tier: web, app: web}']}])
    expect(await editOf(edit, {line: 9, column: 9, text: 'labels: {}'})).toMatchObject([{add: ['labels: {tier: web}']}])
  })

  test('is left out where the text does not read as expected', async () => {
    expect(await editOf({kind: 'replace', place, from: 'x', to: 'y'}, {line: 1, column: 1, text: 'app: web'})).toBeUndefined()
    expect(await editOf({kind: 'replace', place, from: 'x', to: 'y'}, undefined)).toBeUndefined()
  })
})
