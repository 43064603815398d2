import {spawnSync} from 'node:child_process'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {readJsonStream} from '../../src/sources/json-stream.ts'
import {errorOf, read, scratchDirectory, writeFiles} from './scratch.ts'

const scratch = scratchDirectory()
const isInstalled = spawnSync('kubectl', ['version', '--client']).status === 0
if (!isInstalled) console.warn('SKIPPED: kubectl is not installed; nothing is compared with it')

interface Read {
  readonly objects: readonly unknown[]
  readonly fails: boolean
}

/** What kubectl makes of a file: it sets an annotation on each object, without a cluster, and prints them as a stream of JSON. */
async function readWithKubectl(file: string): Promise<Read> {
  const {stdout, status} = spawnSync('kubectl', ['annotate', '--local', '-o', 'json', '-f', file, 'mark=x'], {encoding: 'utf8'})
  const objects: unknown[] = []
  for (const part of await readJsonStream(stdout))
    if (part.kind === 'value' && part.parsed.kind === 'value') objects.push(part.parsed.value)
  return {objects, fails: status !== 0}
}

async function readOurselves(file: string): Promise<Read> {
  const input = await read([file])
  const objects = input.objects.map(({object}) => {
    const metadata = (object['metadata'] ?? {}) as {annotations?: object | null}
    return {...object, metadata: {...metadata, annotations: {...metadata.annotations, mark: 'x'}}}
  })
  return {objects: JSON.parse(JSON.stringify(objects)) as unknown[], fails: input.problems.length + input.leftOut.length > 0}
}

const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n'
const json = (name: string) => `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"${name}"}}`

describe.runIf(isInstalled)('kubectl reads the same', () => {
  test.each<[string, string | Buffer]>([
    [
      'words that are booleans',
      `${head}data:\n${['yes', 'No', 'ON', 'off', 'y', 'N', 'true', 'oN', '"yes"', "'no'"].map((word, i) => `  k${i}: ${word}`).join('\n')}\n`,
    ],
    [
      'numbers of every kind',
      `${head}data:\n${['0644', '08', '0o17', '0x1F', '0b11', '-0b11', '1_000', '1e3', '.5', '+.5', '1.', '-0', '1:30', '2001-01-01', '2026-01-01T10:00:00Z', '1e400', '0x', '~', 'null', '1__0', '_1', '00', '12345678901234567890123'].map((word, i) => `  k${i}: ${word}`).join('\n')}\n`,
    ],
    ['keys that are no text', `${head}data:\n  on: a\n  0644: b\n  1.5: c\n  n: d\n`],
    ['equal keys', `${head}data: {a: b}\ndata: {c: d}\n`],
    [
      'merge keys before and after',
      `${head}base: &b {x: 1, z: 2}\none:\n  <<: *b\n  x: 3\ntwo:\n  x: 3\n  <<: *b\nthree:\n  <<: [{x: 5}, *b]\n`,
    ],
    ['separators with comments', `${head}--- # two\n${head}---\t\n---\n# only a comment\n---\n${head}`],
    ['a missing separator, which costs the first object', `${head}${head.replace('name: a', 'name: b')}`],
    ['a document end mark', `${head}...\n# nothing more\n`],
    ['tabs in flow lists and scalars at the margin', `${head}data: {a: [1,\t2,\n\t3], b: "x\ny"}\nc: 'p\n\nq'\n`],
    ['block scalars', `${head}data:\n  a: |\n    x\n     y\n\n    z\n  b: >-\n    x\n    y\n\n    z\n  c: |2+\n      x\n\n  d: ''\n`],
    ['tags', `${head}data: {a: !!str 12, b: !Ref x, c: !!binary aGVsbG8=, d: !!int "3", e: !!float 3}\n`],
    ['carriage returns', `${head}data:\n  a: |\n    x\n    y\n---\n${head}`.replaceAll('\n', '\r\n')],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${head}`, 'utf16le')],
    ['a byte-order mark', `\ufeff${head}`],
    ['a comment in Latin-1', Buffer.concat([Buffer.from(`# caf\xe9 and nothing else that is odd\n`, 'latin1'), Buffer.from(head)])],
    ['two JSON values without a separator', `${json('a')}${json('b')}\n\n${json('c')}`],
    ['JSON between separators', `---\n${json('a')}\n---\n${json('b')}\n`],
    ['a list', `apiVersion: v1\nkind: List\nitems:\n- ${json('a')}\n- ${json('b')}\n`],
    [
      'a typed list',
      'apiVersion: v1\nkind: PodList\nitems:\n- metadata: {name: a}\n- {apiVersion: v1, kind: Service, metadata: {name: b}}\n',
    ],
    ['aliases', `${head}data: &d {a: &e [1, 2], b: *e}\nmore: [*d, *d]\n`],
    ['JSON with equal keys', '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"a":"1"},"data":{"b":"2"}}'],
  ])('%s', async (_, content) => {
    const file = join(scratch, 'manifest.yaml')
    writeFiles(scratch, {'manifest.yaml': content})
    const theirs = await readWithKubectl(file)
    expect(theirs.objects.length).toBeGreaterThan(0)
    expect(await readOurselves(file)).toEqual(theirs)
  })

  test.each([
    ['a second colon', `${head}data: {}\nx: a: b\n`],
    ['a tab for indentation', `${head}data:\n\ta: b\n`],
    ['an unknown alias', `${head}data: *x\n`],
    ['a merge of a list', `${head}x: &x [a]\ndata: {<<: *x}\n`],
    ['braces that are no text', `${head}data: {{ x }}\n`],
    ['an open bracket', `${head}data: [1, 2\n`],
    ['JSON with a trailing comma', '{"apiVersion":"v1","kind":"ConfigMap",}'],
    ['JSON with a comment', '{\n// no\n"kind":"ConfigMap"}'],
    ['YAML that begins like JSON', '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}'],
    ['text after a separator', `--- x\n${head}`],
    ['a document that is a list', '- a\n'],
    ['an alias of itself', `${head}data: &d {a: *d}\n`],
    ['a NUL', `${head}data: {a: "\0"}\n`],
  ])('and refuses what we refuse: %s', async (_, content) => {
    const file = join(scratch, 'manifest.yaml')
    writeFiles(scratch, {'manifest.yaml': content})
    expect((await readWithKubectl(file)).fails).toBe(true)
    const refused = await read([file]).then(
      ({problems}) => problems.length > 0,
      async () => (await errorOf(read([file]))).message !== '',
    )
    expect(refused).toBe(true)
  })
})
