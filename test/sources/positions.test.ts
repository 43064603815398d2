import fc from 'fast-check'
import {dump} from 'js-yaml'
import {describe, expect, test} from 'vitest'
import type {Input, Path, Position} from '../../src/cluster/object.ts'
import {readText} from './scratch.ts'

/** Looks up a path in the object of the given number. */
async function locate(input: Input, path: Path, number = 0): Promise<Position | undefined> {
  const origin = input.objects[number]?.origin
  return origin && input.locate({origin, path})
}

async function at(text: string, path: Path, number = 0): Promise<string> {
  const position = await locate(await readText(text), path, number)
  return `${position?.line}:${position?.column} ${position?.text}`
}

describe('a place in YAML', () => {
  const service = `# the front door
apiVersion: v1
kind: Service
metadata:
  name: web   # the name
  labels: {app: web, "tier": front}
spec:
  selector: &labels
    app: web
  ports:
  - name: http
    port: 80
  -
    port: 443
    targetPort: "https"
  note: |
    text
  empty:
`
  test.each<[string, Path, string]>([
    ['a scalar', ['metadata', 'name'], '5:9   name: web   # the name'],
    ['a value in flow style', ['metadata', 'labels', 'tier'], '6:30   labels: {app: web, "tier": front}'],
    ['a flow mapping', ['metadata', 'labels'], '6:11   labels: {app: web, "tier": front}'],
    ['a block mapping: its first key', ['spec', 'selector'], '9:5     app: web'],
    ['an item on the line of its dash', ['spec', 'ports', 0], '11:5   - name: http'],
    ['an item below its dash', ['spec', 'ports', 1], '14:5     port: 443'],
    ['a list: its first dash', ['spec', 'ports'], '11:3   - name: http'],
    ['a quoted scalar', ['spec', 'ports', 1, 'targetPort'], '15:17     targetPort: "https"'],
    ['a block scalar: its indicator', ['spec', 'note'], '16:9   note: |'],
    ['nothing: after the colon', ['spec', 'empty'], '18:9   empty:'],
    ['the object itself', [], '2:1 apiVersion: v1'],
    ['a key that is missing: the mapping', ['spec', 'selector', 'tier'], '9:5     app: web'],
    ['a list that is missing: the mapping above', ['metadata', 'annotations', 'a'], '5:3   name: web   # the name'],
    ['an item that is missing: the list', ['spec', 'ports', 7, 'port'], '11:3   - name: http'],
  ])('is %s', async (_, path, expected) => {
    expect(await at(service, path)).toBe(expected)
  })

  test('counts lines in the file, not in its document', async () => {
    const text = `---\n# nothing\n---\r\napiVersion: v1\r\nkind: Pod\r\n--- # next\n\n${service}`
    expect(await at(text, ['kind'], 0)).toBe('5:7 kind: Pod')
    expect(await at(text, ['metadata', 'name'], 1)).toBe('12:9   name: web   # the name')
  })

  test('is where an alias leads, and where a merged value comes from', async () => {
    const text = 'kind: A\nbase: &base\n  app: web\n  tier: back\nuse: *base\nmerged:\n  <<: *base\n  tier: front\n'
    expect(await at(text, ['use'])).toBe('5:6 use: *base')
    expect(await at(text, ['use', 'app'])).toBe('3:8   app: web')
    expect(await at(text, ['merged', 'app'])).toBe('3:8   app: web')
    expect(await at(text, ['merged', 'tier'])).toBe('8:9   tier: front')
  })

  test('is the last of two equal keys, and the merge that stands after a key', async () => {
    expect(await at('kind: A\na: 1\na: 2\n', ['a'])).toBe('3:4 a: 2')
    expect(await at('kind: A\nbase: &b {app: one}\nmerged:\n  app: two\n  <<: *b\n', ['merged', 'app'])).toBe('2:16 base: &b {app: one}')
  })

  test('is found by what a key resolves to', async () => {
    expect(await at('kind: A\non: x\n0644: y\n', ['true'])).toBe('2:5 on: x')
    expect(await at('kind: A\non: x\n0644: y\n', ['420'])).toBe('3:7 0644: y')
  })

  test('is found after tabs that only kubectl reads', async () => {
    expect(await at('kind: A\na:\n  [\n\t  "x",\n  ]\nb: c\n', ['a', 0])).toBe('4:4 \t  "x",')
    expect(await at('kind: A\na:\n  [\n\t  "x",\n  ]\nb: c\n', ['b'])).toBe('6:4 b: c')
  })

  test('is exact up to where only kubectl reads on, and the nearest value above from there', async () => {
    const text = 'kind: A\na: [1,\t2]\nb: "x\nc: y"\nd: !Ref z\n'
    expect(await at(text, ['a', 1])).toBe('2:8 a: [1,\t2]')
    expect(await at(text, ['d'])).toBe('1:1 kind: A')
  })
})

describe('a place in JSON', () => {
  const text = '{"kind": "A", "a\\u0062": [1, {"c": "}]"}],\n  "d": {}, "d": {"e": -1.5e3}}\n{"kind": "B",\n "x": null}'
  test.each<[string, Path, number, string]>([
    ['a value', ['kind'], 0, '1:10'],
    ['an item', ['ab', 1], 0, '1:30'],
    ['a string with brackets', ['ab', 1, 'c'], 0, '1:36'],
    ['the last of two equal keys', ['d', 'e'], 0, '2:23'],
    ['the nearest value above', ['ab', 5, 'c'], 0, '1:26'],
    ['in the second value of a stream', ['x'], 1, '4:7'],
    ['the object itself', [], 1, '3:1'],
  ])('is %s', async (_, path, number, expected) => {
    expect((await at(text, path, number)).split(' ')[0]).toBe(expected)
  })
})

describe('every leaf of an object is found', () => {
  let leaves = 0
  const key = fc.stringMatching(/^[a-z]{3,8}$/)
  const {tree} = fc.letrec<{tree: unknown}>((tie) => ({
    tree: fc.oneof(
      {depthSize: 'small'},
      fc.nat().map(() => `leaf${leaves++}`),
      fc.array(tie('tree'), {maxLength: 4}),
      fc.dictionary(key, tie('tree'), {maxKeys: 4}),
    ),
  }))
  const object = fc.dictionary(key, tree, {minKeys: 1, maxKeys: 5})

  const pathsOf = (value: unknown, path: Path = []): [Path, string][] => {
    if (typeof value === 'string') return [[path, value]]
    return Object.entries(value as object).flatMap(([name, child]) => pathsOf(child, [...path, Array.isArray(value) ? Number(name) : name]))
  }

  const expectFound = async (text: string, value: unknown) => {
    const input = await readText(text)
    for (const [path, leaf] of pathsOf(value)) {
      const position = await locate(input, path, 1)
      expect(
        position?.text
          .slice(position.column - 1)
          .replace(/^["']/, '')
          .slice(0, leaf.length),
        `${path} in\n${text}`,
      ).toBe(leaf)
    }
  }

  test('in YAML of any style', async () => {
    const style = fc.record({
      flowLevel: fc.constantFrom(-1, 1, 2, 3),
      indent: fc.constantFrom(1, 2, 4),
      noArrayIndent: fc.boolean(),
      forceQuotes: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(object, style, fc.constantFrom('\n', '\r\n'), async (value, options, lineEnd) => {
        const text = `kind: first\n---\n${dump({kind: 'leaf', ...value}, {...options, noRefs: true, lineWidth: 40})}`
        await expectFound(text.replaceAll('\n', lineEnd), value)
      }),
    )
  })

  test('in JSON, pretty or not', async () => {
    await fc.assert(
      fc.asyncProperty(object, fc.constantFrom(0, 2, '\t'), (value, space) =>
        expectFound(`{"kind":"first"}${JSON.stringify(value, null, space)}`, value),
      ),
    )
  })
})

describe('in a list that is one large document', () => {
  const item = (number: number, dash: string) =>
    [
      `${dash}apiVersion: v1`,
      '  kind: ConfigMap',
      '  metadata:',
      `    name: map-${number}`,
      '  data:',
      '    text: |',
      ...Array(20).fill('      - name: no item'),
      `    mark: value-${number}`,
    ]
      .map((line, index) => (index === 0 ? line : ' '.repeat(dash.length - 2) + line))
      .join('\n')
  const list = (items: readonly string[]) => `apiVersion: v1\nitems:\n${items.join('\n')}\nkind: List\nmetadata:\n  resourceVersion: ""\n`

  test.each(['- ', '  - '])('an item after %j is found without parsing all of it', async (dash) => {
    const text = list(Array.from({length: 4000}, (_, number) => item(number, dash)))
    expect(text.length).toBeGreaterThan(2 * 1024 * 1024)
    const input = await readText(text)
    const started = performance.now()
    for (const number of [0, 1234, 3999]) {
      const lines = text.slice(0, text.indexOf(`mark: value-${number}\n`)).split('\n').length
      expect(await locate(input, ['data', 'mark'], number)).toMatchObject({
        line: lines,
        text: expect.stringContaining(`mark: value-${number}`),
      })
    }
    expect(performance.now() - started).toBeLessThan(1000)
  })

  test('an item that is not where its dash seems to be gets the start of the document', async () => {
    // A quoted scalar at the margin looks like an item; its number moves all that follow.
    const broken = item(1, '- ').replace('mark: value-1', 'mark: "\n- value-1"')
    const text = list([item(0, '- '), broken, ...Array.from({length: 4000}, (_, number) => item(number + 2, '- '))])
    const input = await readText(text)
    expect(input.objects).toHaveLength(4002)
    expect(await locate(input, ['metadata', 'name'], 0)).toMatchObject({line: 6})
    expect(await locate(input, ['metadata', 'name'], 3000)).toEqual({line: 1, column: 1, text: 'apiVersion: v1'})
  })
})

test('what a renderer made of another file has no line', async () => {
  const input = await readText('---\n# Source: shop/templates/web.yaml\nkind: Service\nmetadata: {name: web}\n')
  expect(input.objects[0]?.origin?.renderedFrom).toBe('shop/templates/web.yaml')
  expect(await locate(input, ['kind'])).toBeUndefined()
})
