import {mkdirSync, symlinkSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {errorOf, namesOf, read, readText, scratchDirectory, writeFiles} from './scratch.ts'

const pod = (name: string) => `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\n`
const scratch = scratchDirectory()
const home = process.cwd()
const filesOf = (input: Awaited<ReturnType<typeof read>>) => input.objects.map(({origin}) => origin?.file)

beforeAll(() => {
  writeFiles(scratch, {
    'deploy/b.yaml': pod('b'),
    'deploy/a.yml': pod('a'),
    'deploy/sub/c.json': '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"c"}}',
    'deploy/README.md': pod('readme'),
    'deploy/node_modules/x/d.yaml': pod('module'),
    'deploy/.git/e.yaml': pod('git'),
    'empty/notes.txt': 'nothing',
    'blank.yaml': '# nothing\n---\n\n',
    'manifest.txt': pod('named'),
  })
  mkdirSync(join(scratch, 'bare'))
  process.chdir(scratch)
})
afterAll(() => process.chdir(home))

describe('files are found', () => {
  test('in a directory, at any depth, in the order of their names, under the name that was given', async () => {
    const input = await read(['deploy'])
    expect(filesOf(input)).toEqual(['deploy/a.yml', 'deploy/b.yaml', 'deploy/sub/c.json'])
    expect(namesOf(input)).toEqual(['Pod/a', 'Pod/b', 'Pod/c'])
    expect(input.notes).toEqual([])
  })

  test('by name, whatever they are called, relative or absolute', async () => {
    expect(filesOf(await read(['manifest.txt', join(scratch, 'deploy/b.yaml')]))).toEqual(['manifest.txt', join(scratch, 'deploy/b.yaml')])
  })

  test('in the working directory under names without a dot in front', async () => {
    process.chdir(join(scratch, 'deploy'))
    try {
      expect(filesOf(await read(['.']))).toEqual(['a.yml', 'b.yaml', 'sub/c.json'])
    } finally {
      process.chdir(scratch)
    }
  })

  test('once, however often they are reached', async () => {
    expect(filesOf(await read(['deploy/b.yaml', 'deploy', './deploy/../deploy/a.yml']))).toEqual([
      'deploy/b.yaml',
      'deploy/a.yml',
      'deploy/sub/c.json',
    ])
  })

  test('and standard input among them, in the order of the arguments', async () => {
    expect(filesOf(await read(['deploy/b.yaml', '-', 'manifest.txt'], pod('piped')))).toEqual(['deploy/b.yaml', '-', 'manifest.txt'])
  })
})

describe('symbolic links', () => {
  beforeAll(() => {
    writeFiles(scratch, {'links/real.yaml': pod('real'), 'elsewhere/far.yaml': pod('far')})
    symlinkSync('../elsewhere/far.yaml', join(scratch, 'links/far.yaml'))
    symlinkSync('../elsewhere', join(scratch, 'links/directory'))
    symlinkSync('..', join(scratch, 'links/round'))
    symlinkSync('real.yaml', join(scratch, 'links/same.yaml'))
    symlinkSync('loop.yaml', join(scratch, 'links/loop.yaml'))
    symlinkSync('nowhere', join(scratch, 'links/dangling.yaml'))
    symlinkSync('nowhere', join(scratch, 'links/bazel-out'))
    symlinkSync('links', join(scratch, 'named'))
  })

  test('to files are followed, to directories they are not, and the reader hears of it', async () => {
    const input = await read(['links'])
    expect(filesOf(input)).toEqual(['links/far.yaml', 'links/real.yaml'])
    expect(input.notes).toEqual(['2 linked directories were not followed; name them with -f to read them too.'])
  })

  test('that lead nowhere or round are problems, each under its name', async () => {
    const input = await read(['links'])
    expect(input.problems).toEqual([
      {
        rule: 'input/unreadable-file',
        message: 'links/dangling.yaml is a symbolic link to a file that does not exist',
        file: 'links/dangling.yaml',
        line: null,
        column: null,
        fix: 'point the link at a file, or remove it',
      },
      expect.objectContaining({rule: 'input/unreadable-file', message: 'links/loop.yaml is a symbolic link that leads back to itself'}),
    ])
  })

  test('that are named are followed', async () => {
    expect(filesOf(await read(['named/directory', 'named/same.yaml']))).toEqual(['named/directory/far.yaml', 'named/same.yaml'])
    expect(filesOf(await read(['named']))).toEqual(['named/far.yaml', 'named/real.yaml'])
  })

  test('that lead round and are all that is named end in an error', async () => {
    expect(await errorOf(read(['links/loop.yaml']))).toEqual({
      message: 'links/loop.yaml is a symbolic link that leads back to itself',
      hint: 'point the link at a file, or remove it',
    })
  })
})

describe('the question cannot be asked', () => {
  test.each([
    ['a file that does not exist', ['missing.yaml'], 'no such file or directory: missing.yaml'],
    ['one that does not exist beside others that do', ['deploy', 'deploy/x.yaml'], 'no such file or directory: deploy/x.yaml'],
    ['a file taken for a directory', ['manifest.txt/x.yaml'], 'no such file or directory: manifest.txt/x.yaml'],
    ['a directory without manifests', ['empty'], 'no manifests in empty (no *.yaml, *.yml or *.json)'],
    ['an empty directory', ['bare'], 'no manifests in bare (no *.yaml, *.yml or *.json)'],
    ['a pattern that the shell left as it is', ['*.yamll'], 'no such file or directory: *.yamll'],
    ['a URL', ['https://example.com/web.yaml'], 'https://example.com/web.yaml is a URL, and only files are read'],
    ['a file of comments', ['blank.yaml'], 'no Kubernetes object in blank.yaml'],
    ['nothing on standard input', ['-'], 'standard input is empty'],
  ])('about %s', async (_, names, message) => {
    const error = await errorOf(read(names))
    expect(error.message).toBe(message)
    expect(error.hint).not.toBe('')
  })

  test('and a URL comes with the command that reads it', async () => {
    expect((await errorOf(read(['http://x.example/a.yaml']))).hint).toBe(
      'fetch it first: curl -sSL http://x.example/a.yaml | svcscope … -f -',
    )
  })

  test('where nothing of the input can be read, and the error says how much there was', async () => {
    expect(await errorOf(readText('a: b: c\n---\n- x\n---\nd: e: f\n'))).toEqual({
      message: '-:1:5 is not valid YAML: bad indentation of a mapping entry (and 2 more)',
      hint: expect.stringContaining('quote a value'),
    })
    expect((await errorOf(readText('- a\n- b\n'))).message).toBe(
      'no Kubernetes object in standard input: line 1 begins a list, not an object',
    )
  })
})

describe('one bad document', () => {
  test('hides no other, and has its line and column in the file', async () => {
    const input = await readText(
      `${pod('a')}---\nkind: Pod\nmetadata:\n  name: b\n   labels: {}\n---\n${pod('c')}---\nx: [1\n---\n${pod('d')}`,
    )
    expect(namesOf(input)).toEqual(['Pod/a', 'Pod/c', 'Pod/d'])
    expect(input.problems.map(({rule, file, line}) => [rule, file, line])).toEqual([
      ['input/yaml-syntax', '-', 8],
      ['input/yaml-syntax', '-', 15],
    ])
    expect(input.problems[0]?.message).toMatch(/^-:8:\d+ is not valid YAML: /)
  })

  test('in JSON hides no other either, not even the YAML that follows', async () => {
    const input = await readText(
      '{"kind":"Pod","metadata":{"name":"a"}}\n{"kind":"Pod",}\n{"kind":"Pod","metadata":{"name":"b"}}\n---\nkind: Pod\nmetadata: {name: c}\n',
    )
    expect(namesOf(input)).toEqual(['Pod/a', 'Pod/b', 'Pod/c'])
    expect(input.objects.map(({origin}) => origin?.document)).toEqual([0, 2, 3])
    expect(input.problems).toMatchObject([{rule: 'input/json-syntax', line: 2, column: 15}])
  })

  test('costs as little after a separator that is none', async () => {
    const input = await readText(`${pod('a')}--- {kind: Pod}\n${pod('b')}...\n${pod('c')}`)
    expect(namesOf(input)).toEqual(['Pod/a', 'Pod/b'])
    expect(input.problems).toMatchObject([{rule: 'input/yaml-syntax', line: 4, column: 1}])
    expect(input.leftOut).toMatchObject([{line: 9, reason: expect.stringContaining('document end mark')}])
  })

  test('never leaves a message of more than one line', async () => {
    const input = await readText(`${pod('a')}---\na: "\n---\nb: {{ x }}\n---\nc: *x\n---\n\td\n---\ne: |1\nf\n---\n? [\n`)
    expect(input.problems.length).toBeGreaterThan(3)
    for (const {message, fix} of input.problems) expect(`${message}${fix}`).not.toMatch(/[\n\r\t]/)
  })
})

test('files in other encodings are read', async () => {
  const utf16 = Buffer.from(`\ufeff${pod('wide')}`, 'utf16le')
  writeFiles(scratch, {'little.yaml': utf16, 'big.yaml': Buffer.from(utf16).swap16(), 'marked.yaml': `\ufeff${pod('marked')}`})
  expect(namesOf(await read(['little.yaml', 'big.yaml', 'marked.yaml']))).toEqual(['Pod/wide', 'Pod/wide', 'Pod/marked'])
})

test('two runs give the same', async () => {
  const one = await read(['deploy', 'links'])
  const two = await read(['deploy', 'links'])
  expect(JSON.stringify(one)).toBe(JSON.stringify(two))
})
