import {execFileSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {gunzipSync, gzipSync} from 'node:zlib'
import {beforeAll, describe, expect, test} from 'vitest'
import {inflateGzip, isGzip} from '../../src/sources/gzip.ts'
import {errorOf, namesOf, read, readText, scratchDirectory, writeFiles} from './scratch.ts'

const pod = (name: string) => `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\n`
const podJson = (name: string) => JSON.stringify({apiVersion: 'v1', kind: 'Pod', metadata: {name}})
const scratch = scratchDirectory()
const at = (name: string) => join(scratch, name)
const MIB = 1024 * 1024

beforeAll(() => {
  writeFiles(scratch, {
    'deploy/a.yaml.gz': gzipSync(pod('a')),
    'deploy/b.yml.gz': gzipSync(pod('b')),
    'deploy/c.json.gz': gzipSync(podJson('c')),
    'deploy/d.yaml': pod('d'),
    'deploy/archive.tar.gz': gzipSync('no manifests'),
    'deploy/log.gz': gzipSync(pod('log')),
    'deploy/.yaml.gz': gzipSync(pod('hidden')),
    'plain.yaml.gz': pod('plain'),
    'packed.yaml': gzipSync(pod('packed')),
    'two.yaml.gz': Buffer.concat([gzipSync(pod('one')), gzipSync(`---\n${pod('two')}`)]),
    'utf16.yaml.gz': gzipSync(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(pod('wide'), 'utf16le')])),
    'short.yaml.gz': gzipSync(pod('short')).subarray(0, 24),
    'damaged.yaml.gz': withWrongChecksum(gzipSync(pod('damaged'))),
    'header.yaml.gz': Buffer.from([0x1f, 0x8b]),
    'list.yaml.gz': gzipSync('apiVersion: v1\nkind: List\nitems:\n- no object\n'),
  })
})

describe('gzip is read as what it holds', () => {
  test('in a directory, by the names that manifests have with .gz behind', async () => {
    expect(namesOf(await read([at('deploy')]))).toEqual(['Pod/a', 'Pod/b', 'Pod/c', 'Pod/d'])
  })

  test('by its content, whatever it is called', async () => {
    expect(namesOf(await read([at('packed.yaml'), at('plain.yaml.gz'), at('deploy/log.gz')]))).toEqual([
      'Pod/packed',
      'Pod/plain',
      'Pod/log',
    ])
  })

  test('from standard input', async () => {
    expect(namesOf(await readText(gzipSync(podJson('piped'))))).toEqual(['Pod/piped'])
  })

  test('through a pipe in the place of a file', async () => {
    execFileSync('mkfifo', [at('pipe')])
    execFileSync('sh', ['-c', `cat ${at('packed.yaml')} > ${at('pipe')} &`], {stdio: 'ignore'})
    expect(namesOf(await read([at('pipe')]))).toEqual(['Pod/packed'])
  })

  test('all of its members, as gunzip does', async () => {
    expect(namesOf(await read([at('two.yaml.gz')]))).toEqual(['Pod/one', 'Pod/two'])
  })

  test('in the encodings that manifests come in', async () => {
    expect(namesOf(await read([at('utf16.yaml.gz')]))).toEqual(['Pod/wide'])
  })

  test('as the gzip program writes it, with the name of the file in the header', async () => {
    execFileSync('gzip', ['-k', '-9', at('deploy/d.yaml')])
    const bytes = readFileSync(at('deploy/d.yaml.gz'))
    expect(isGzip(bytes) && inflateGzip(bytes, 1000)?.toString()).toBe(pod('d'))
  })

  test('and a problem in it has its line in the inflated text', async () => {
    const {problems} = await read([at('list.yaml.gz')])
    expect(problems.map(({message}) => message)).toEqual([`${at('list.yaml.gz')}:4:3 is an item of a List but no object`])
  })
})

describe('gzip that cannot be inflated', () => {
  test.each([
    ['short.yaml.gz', 'is gzip that ends too early'],
    ['header.yaml.gz', 'is gzip that ends too early'],
    ['damaged.yaml.gz', 'is damaged gzip'],
  ])('%s is one line: it %s', async (name, what) => {
    expect(await errorOf(read([at(name)]))).toEqual({
      message: `${at(name)} ${what}`,
      hint: 'copy or compress it again; gunzip -t FILE says whether it is whole',
    })
  })

  test('from standard input is one line, too', async () => {
    const {message} = await errorOf(readText(gzipSync(pod('a')).subarray(0, 30)))
    expect(message).toBe('- is gzip that ends too early')
  })

  test('costs only itself', async () => {
    const input = await read([at('short.yaml.gz'), at('packed.yaml')])
    expect(namesOf(input)).toEqual(['Pod/packed'])
    expect(input.problems.map(({rule, file}) => [rule, file])).toEqual([['input/unreadable-file', at('short.yaml.gz')]])
  })

  test('because it inflates beyond what can be read is as large as a file of that size', async () => {
    const mebibyte = gzipSync(Buffer.alloc(MIB, ' '))
    const bomb = Buffer.concat(Array.from({length: 513}, () => mebibyte))
    expect(bomb.length).toBeLessThan(MIB)
    writeFiles(scratch, {'bomb.yaml.gz': bomb})
    const {message} = await errorOf(read([at('bomb.yaml.gz')]))
    expect(message).toBe(`${at('bomb.yaml.gz')} is larger than 512 MiB`)
  })

  test('is given up at the limit, to the byte', () => {
    const bytes = gzipSync(Buffer.alloc(3 * MIB, 'x'))
    expect(inflateGzip(bytes, 3 * MIB)?.equals(gunzipSync(bytes))).toBe(true)
    expect(inflateGzip(bytes, 3 * MIB - 1)).toBeUndefined()
  })
})

test('text does not begin as gzip does', () => {
  expect([Buffer.from(''), Buffer.from([0x1f]), Buffer.from('apiVersion'), Buffer.from([0xff, 0xfe])].some(isGzip)).toBe(false)
})

/** The CRC-32 stands in the eight last bytes, before the length (RFC 1952). */
function withWrongChecksum(bytes: Buffer): Buffer {
  return Buffer.from(bytes).fill(0xff, bytes.length - 8, bytes.length - 4)
}
