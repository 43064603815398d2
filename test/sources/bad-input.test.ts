import {spawnSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {chmodSync, truncateSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Metafile} from 'esbuild'
import {beforeAll, describe, expect, test} from 'vitest'
import {bundleReading, readApart} from './bundled.ts'
import {scratchDirectory, writeFiles} from './scratch.ts'

const FULL = process.env['SVCSCOPE_FULL'] === '1'
const SIZE = FULL ? 200_000_000 : 20_000_000
/** Not how fast it should be, which is measured elsewhere: a reading that has no end, or takes memory without end, passes these on any machine. */
const ENDLESS_MILLISECONDS = 60_000
const ENDLESS_MEGABYTES = FULL ? 1_000 : 400
const scratch = scratchDirectory()
let metafile: Metafile
beforeAll(async () => {
  metafile = await bundleReading(scratch)
})

/** Bytes without a pattern, the same in every run: a stretch of hashes, again and again. */
function noise(length: number): Buffer {
  const blocks = Array.from({length: 4096}, (_, index) => createHash('sha512').update(String(index)).digest())
  return Buffer.alloc(length, Buffer.concat(blocks))
}

/** Noise of printable characters, with a line end among so many. */
function ascii(length: number, lineEnds: boolean): Buffer {
  const stretch = noise(4096 * 64).map((byte) => (lineEnds && byte < 4 ? 10 : 32 + (byte % 95)))
  return Buffer.alloc(length, stretch)
}

const repeat = (text: string) => text.repeat(Math.floor(SIZE / text.length))

describe('garbage is one error, soon and without much memory', () => {
  test.each<[string, () => string | Buffer]>([
    ['random bytes', () => noise(SIZE)],
    ['random ASCII', () => ascii(SIZE, false)],
    ['random ASCII in lines', () => ascii(SIZE, true)],
    ['one line of one letter', () => repeat('a')],
    ['opening brackets', () => repeat('[')],
    ['opening braces', () => repeat('{')],
    ['opening braces line by line', () => repeat('{\n')],
    ['dashes', () => repeat('- ')],
    ['lists', () => repeat('- a\n')],
    ['colons', () => repeat(': ')],
    ['the same key', () => repeat('a: b\n')],
    ['words', () => repeat('word\n')],
    ['quotes', () => repeat('"')],
    ['a string without end', () => `{"a": "${repeat('\\"')}`],
    ['an open quote', () => `a: "${repeat('x\n')}`],
    ['empty lines', () => repeat('\n')],
    ['separators', () => repeat('---\n')],
    ['bad separators', () => repeat('---x\n')],
    ['documents of one word', () => repeat('a\n---\n')],
    ['empty lists', () => `[${repeat('[],')}]`],
    ['template directives', () => repeat('{{ x }}\n')],
    ['NUL bytes after a good beginning', () => `kind: Pod\n${repeat('\0')}`],
  ])('%s', (_, make) => {
    writeFileSync(join(scratch, 'garbage.yaml'), make())
    const {error, milliseconds, megabytes} = readApart(scratch, ['garbage.yaml'])
    expect(error?.name).toBe('UserError')
    expect(error?.message).toContain('garbage.yaml')
    expect(`${error?.message}${error?.hint}`).not.toMatch(/\n/)
    expect(error?.hint).not.toBe('')
    expect(milliseconds).toBeLessThan(ENDLESS_MILLISECONDS)
    expect(megabytes).toBeLessThan(ENDLESS_MEGABYTES)
  })

  test('beside a good manifest is a problem, and the manifest is read', () => {
    writeFiles(scratch, {'mixed/garbage.yaml': noise(100_000), 'mixed/pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n'})
    const {objects, problems} = readApart(scratch, ['mixed'])
    expect(objects).toBe(1)
    expect(problems).toMatchObject([{rule: 'input/binary', message: 'mixed/garbage.yaml is not text'}])
  })

  test('larger than a string can be is not even read', () => {
    writeFileSync(join(scratch, 'huge.yaml'), '')
    truncateSync(join(scratch, 'huge.yaml'), 600 * 1024 * 1024)
    const {error, megabytes} = readApart(scratch, ['huge.yaml'])
    expect(error).toMatchObject({message: 'huge.yaml is larger than 512 MiB', hint: expect.stringContaining('kubectl get services,pods')})
    // A process counts the memory of the one that started it, too.
    expect(megabytes).toBeLessThan(500)
  })
})

describe('a document that is meant to hurt', () => {
  const bomb = [
    'a0: &a0 [x,x,x,x,x,x,x,x,x]',
    ...Array.from({length: 30}, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(',')}]`),
  ]
  test.each([
    ['an alias bomb', bomb.join('\n'), 'begins a document whose aliases expand beyond measure'],
    ['an alias of itself', 'kind: Pod\nmetadata: &m\n  again: *m\n', 'begins a document with an anchor whose value contains itself'],
    ['YAML without bottom', `a: ${'['.repeat(100_000)}`, 'begins a document that nests deeper than 500 levels'],
    [
      'indentation without end',
      Array.from({length: 5000}, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      'begins a document that nests deeper than 500 levels',
    ],
    ['JSON without bottom', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, 'begins a document that nests deeper than 500 levels'],
    [
      'lists in lists',
      `${'{"kind":"List","items":['.repeat(20_000)}${']}'.repeat(20_000)}`,
      'begins a document that nests deeper than 500 levels',
    ],
  ])('%s is refused, and the next one read', (_, text, what) => {
    writeFileSync(join(scratch, 'evil.yaml'), `${text}\n---\nkind: Pod\nmetadata: {name: a}\n`)
    const {objects, problems, milliseconds} = readApart(scratch, ['evil.yaml'])
    expect(objects).toBe(1)
    expect(problems?.map(({message}) => message)).toEqual([`evil.yaml:1:1 ${what}`])
    expect(milliseconds).toBeLessThan(ENDLESS_MILLISECONDS)
  })
})

describe('a file that only others may read', () => {
  const isRoot = process.getuid?.() === 0
  const hasSetpriv = spawnSync('setpriv', ['--version']).status === 0
  if (!isRoot || !hasSetpriv) console.warn('SKIPPED: reading as an unprivileged user needs root and setpriv')
  const asNobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']

  beforeAll(() => {
    writeFiles(scratch, {
      'rights/closed.yaml': 'kind: Pod\n',
      'rights/open.yaml': 'kind: Pod\nmetadata: {name: a}\n',
      'locked/pod.yaml': 'kind: Pod\n',
    })
    chmodSync(join(scratch, 'rights/closed.yaml'), 0o600)
    chmodSync(join(scratch, 'locked'), 0o700)
  })

  test.runIf(isRoot && hasSetpriv)('is a problem where others can be read', () => {
    const {objects, problems} = readApart(scratch, ['rights'], asNobody)
    expect(objects).toBe(1)
    expect(problems).toMatchObject([
      {
        rule: 'input/unreadable-file',
        message: 'rights/closed.yaml cannot be read: permission denied',
        fix: 'make it readable, or name only files that are',
      },
    ])
  })

  test.runIf(isRoot && hasSetpriv).each([
    ['rights/closed.yaml', 'rights/closed.yaml cannot be read: permission denied'],
    ['locked', 'locked cannot be read: permission denied'],
    ['locked/pod.yaml', 'locked/pod.yaml cannot be read: permission denied'],
  ])('is the error where it is all: %s', (name, message) => {
    expect(readApart(scratch, [name], asNobody).error).toMatchObject({name: 'UserError', message})
  })
})

describe('what is no file', () => {
  test('but a pipe of the shell is read', () => {
    const {stdout} = spawnSync('bash', ['-c', `${process.execPath} read.js <(printf 'kind: Pod\\nmetadata: {name: a}\\n')`], {
      cwd: scratch,
      encoding: 'utf8',
    })
    expect(JSON.parse(stdout)).toMatchObject({objects: 1, problems: []})
  })

  test('but standard input is read, and an empty one is an error', () => {
    expect(readApart(scratch, ['-'], [], 'kind: Pod\nmetadata: {name: a}\n').objects).toBe(1)
    expect(readApart(scratch, ['-']).error?.message).toBe('standard input is empty')
  })
})

test('a start without findings loads no parser for positions', () => {
  const loaded = new Set<string>()
  const load = (output: string) => {
    const {inputs = {}, imports = []} = Object.entries(metafile.outputs).find(([name]) => name.endsWith(output))?.[1] ?? {}
    for (const name of Object.keys(inputs)) loaded.add(name)
    for (const {path, kind} of imports) if (kind === 'import-statement' && path.includes('chunk')) load(path.split('/').at(-1) ?? '')
  }
  load('/files.js')
  const names = [...loaded]
  expect(names.some((name) => name.includes('node_modules/js-yaml/'))).toBe(true)
  expect(names.filter((name) => /node_modules\/(yaml|jsonc-parser)\/|positions\.ts|json-syntax\.ts/.test(name))).toEqual([
    expect.stringContaining('sources/positions.ts'),
  ])
})
