import {expect, test} from 'vitest'
import {buildCluster} from '../src/cluster/cluster.ts'
import {inputNotes} from '../src/input-report.ts'
import {objectsOf, service, together} from './manifest.ts'

function notesOf(...names: readonly string[]): readonly string[] {
  const text = together(...names.map((name) => service(name)))
  const input = {objects: [...objectsOf(text, 'a.yaml'), ...objectsOf(text, 'b.yaml')], problems: [], leftOut: [], notes: []}
  return inputNotes({...input, locate: async () => undefined}, buildCluster(input, undefined))
}

test('one object that is defined twice is told of in the singular, and two in the plural', () => {
  expect(notesOf('web')).toEqual([expect.stringMatching(/^1 object is defined more than once; /)])
  expect(notesOf('web', 'api')).toEqual([expect.stringMatching(/^2 objects are defined more than once; /)])
})
