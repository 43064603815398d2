import {describe, expect, test} from 'vitest'
import {namesOf, readText} from './scratch.ts'

const item = (name: string) => ({apiVersion: 'v1', kind: 'Service', metadata: {name}})
const pathsOf = (input: Awaited<ReturnType<typeof readText>>) => input.objects.map(({origin}) => origin?.path)

describe('a list stands for its items', () => {
  test('of any kind, with the way to each', async () => {
    const input = await readText(JSON.stringify({apiVersion: 'v1', kind: 'List', items: [item('a'), {...item('b'), kind: 'Pod'}]}))
    expect(namesOf(input)).toEqual(['Service/a', 'Pod/b'])
    expect(pathsOf(input)).toEqual([
      ['items', 0],
      ['items', 1],
    ])
  })

  test('in a list', async () => {
    const inner = {apiVersion: 'v1', kind: 'List', items: [item('b'), item('c')]}
    const input = await readText(JSON.stringify({apiVersion: 'v1', kind: 'List', items: [item('a'), inner]}))
    expect(namesOf(input)).toEqual(['Service/a', 'Service/b', 'Service/c'])
    expect(pathsOf(input).at(-1)).toEqual(['items', 1, 'items', 1])
  })

  test('that inherit its kind where they say neither kind nor apiVersion', async () => {
    const input = await readText(
      'apiVersion: apps/v1\nkind: DeploymentList\nitems:\n- metadata: {name: a}\n- apiVersion: v1\n  metadata: {name: b}\n',
    )
    expect(input.objects.map(({object}) => [object['apiVersion'], object['kind']])).toEqual([
      ['apps/v1', 'Deployment'],
      ['v1', undefined],
    ])
  })

  test.each(['items: []', 'items: null', 'metadata: {}'])('of which there are none in a List with %s', async (line) => {
    const input = await readText(`apiVersion: v1\nkind: List\n${line}\n`)
    expect(input.objects).toEqual([])
    expect(input.problems).toEqual([])
  })

  test('unless its kind only ends like one', async () => {
    const input = await readText('apiVersion: example.org/v1\nkind: AllowList\nmetadata: {name: a}\nspec: {}\n')
    expect(namesOf(input)).toEqual(['AllowList/a'])
  })
})

test('an item that is no object is a problem at its place, and the others are read', async () => {
  const input = await readText(
    'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: a}}\n-\n- just text\n- {apiVersion: v1, kind: Pod, metadata: {name: b}}\n',
  )
  expect(namesOf(input)).toEqual(['Pod/a', 'Pod/b'])
  expect(input.problems.map(({rule, line}) => [rule, line])).toEqual([
    ['input/invalid-list-item', 5],
    ['input/invalid-list-item', 6],
  ])
})

describe('an object whose name is no text is a problem at its line, for kubectl refuses it', () => {
  const named = (name: string) =>
    `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\n`

  // The booleans of YAML 1.1, as sigs.k8s.io/yaml reads them.
  test.each(['n', 'off', 'No', 'yes', '8080', '1e3'])('%s', async (name) => {
    const input = await readText(named(name))
    expect(namesOf(input)).toEqual(['Service/web'])
    expect(input.problems.map(({rule, line, column}) => [rule, line, column])).toEqual([['input/wrong-type', 4, 9]])
    expect(input.leftOut).toEqual([])
  })

  test.each(['"n"', "'off'", 'no-1', '1.2.3'])('but text is text: %s', async (name) => {
    const input = await readText(named(name))
    expect(input.problems).toEqual([])
    expect(namesOf(input).length).toBe(2)
  })

  test('in a List too', async () => {
    const input = await readText('apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: y}}\n')
    expect(input.problems.map(({message}) => message)).toEqual([
      expect.stringMatching(/:4:\d+ names a Pod with a boolean \(true\), and the API server takes text only$/),
    ])
  })
})

describe('a document that is no object is left out', () => {
  test.each([
    ['a list', '- a\n- b\n', 'a list, not an object'],
    ['an empty list', '[]\n', 'a list, not an object'],
    ['a JSON 6902 patch', '- op: add\n  path: /spec/replicas\n  value: 3\n', 'a JSON 6902 patch'],
    ['a list that holds only some steps of a patch', '- op: add\n  path: /a\n- b\n', 'a list, not an object'],
    ['text', 'hello world\n', 'text, not an object'],
  ])('%s', async (_, text, reason) => {
    const input = await readText(`# first\n${text}---\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\n`)
    expect(namesOf(input)).toEqual(['Pod/a'])
    expect(input.leftOut).toEqual([{file: '-', line: 2, kind: null, namespace: null, name: null, reason}])
    expect(input.problems).toEqual([])
  })
})

test('a List of more than 16 MiB is read item by item, and a bad item costs only itself', async () => {
  const data = 'x'.repeat(20_000)
  const items = Array.from(
    {length: 1000},
    (_, i) => `- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: map-${i}\n  data:\n    text: ${data}\n`,
  )
  items[500] = '- apiVersion: v1\n  kind: [\n'
  items[600] = '- text\n'
  const text = `apiVersion: v1\nitems:\n${items.join('')}kind: List\nmetadata: {}\n`
  expect(text.length).toBeGreaterThan(16 * 1024 * 1024)
  const input = await readText(text)
  expect(input.objects).toHaveLength(998)
  expect(input.problems.map(({rule, line}) => [rule, line])).toEqual([
    // Six lines an item, after two of the List.
    ['input/yaml-syntax', 2 + 500 * 6 + 3],
    ['input/invalid-list-item', 2 + 599 * 6 + 2 + 1],
  ])
  const last = input.objects.at(-1)?.origin
  expect(last?.path).toEqual(['items', 999])
  expect(last && (await input.locate({origin: last, path: ['metadata', 'name']}))).toMatchObject({text: '    name: map-999', column: 11})
})
