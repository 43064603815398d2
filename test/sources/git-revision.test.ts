import {execFileSync} from 'node:child_process'
import {mkdirSync, rmSync, symlinkSync} from 'node:fs'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {nameOfGitFile, readGitRevision} from '../../src/sources/git-revision.ts'
import {parseNamedInput} from '../../src/sources/named-input.ts'
import {UserError} from '../../src/user-error.ts'
import {errorOf, scratchDirectory, writeFiles} from './scratch.ts'

const repository = join(scratchDirectory(), 'repository')
const start = process.cwd()

function git(...words: readonly string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false', '-c', 'core.autocrlf=false']
  return execFileSync('git', ['-C', repository, ...identity, ...words], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']})
}

function service(name: string): string {
  return `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec: {ports: [{port: 80}]}\n`
}

async function namesIn(revision: string, path?: string, beside?: string): Promise<readonly string[]> {
  const {objects} = await readGitRevision({revision, path}, beside)
  return objects.map(({object, origin}) => `${origin?.file} ${(object['metadata'] as {name: string}).name}`)
}

beforeAll(() => {
  mkdirSync(repository)
  git('init', '-q', '-b', 'main')
  writeFiles(repository, {
    'deploy/web.yaml': service('old'),
    'deploy/sub dir/ü.yml': service('deep'),
    'deploy/notes.txt': 'no manifest',
    'deploy/packed.yaml.gz': gzipSync(service('packed')),
    'deploy/node_modules/x.yaml': service('skipped'),
    'other.json': JSON.stringify({apiVersion: 'v1', kind: 'Service', metadata: {name: 'other'}, spec: {ports: [{port: 80}]}}),
    'manifest.tmpl': service('named'),
  })
  symlinkSync('../other.json', join(repository, 'deploy/linked.json'))
  symlinkSync('/etc/hostname', join(repository, 'deploy/outside.yaml'))
  git('add', '-A')
  git('commit', '-qm', 'one')
  git('tag', 'v1')
  writeFiles(repository, {'deploy/web.yaml': service('new')})
  rmSync(join(repository, 'other.json'))
  git('commit', '-qam', 'two')
  // Never committed, and so of no revision.
  writeFiles(repository, {'deploy/web.yaml': service('working')})
  process.chdir(repository)
})

afterAll(() => process.chdir(start))

describe('a revision', () => {
  test('is read as it was, links and packed files followed, directories as those on disk', async () => {
    expect(await namesIn('v1', 'deploy')).toEqual([
      'v1:/deploy/linked.json other',
      'v1:/deploy/packed.yaml.gz packed',
      'v1:/deploy/sub dir/ü.yml deep',
      'v1:/deploy/web.yaml old',
    ])
  })

  test('leaves the working tree and the index alone', async () => {
    const before = git('status', '--porcelain')
    expect(await namesIn('HEAD', 'deploy/web.yaml')).toEqual(['HEAD:/deploy/web.yaml new'])
    expect(git('status', '--porcelain')).toBe(before)
  })

  test('has one file where one is named, of any name', async () => {
    expect(await namesIn('HEAD~1', 'manifest.tmpl')).toEqual(['HEAD~1:/manifest.tmpl named'])
  })

  test('means the path of the other input where it names none', async () => {
    expect(await namesIn('v1', undefined, join(repository, 'deploy', 'web.yaml'))).toEqual(['v1:/deploy/web.yaml old'])
    expect(await namesIn('v1', undefined, 'deploy/sub dir')).toEqual(['v1:/deploy/sub dir/ü.yml deep'])
    expect((await namesIn('v1', undefined, undefined)).length).toBe(5)
  })

  test('takes a path from the top, or with ./ from the working directory', async () => {
    process.chdir(join(repository, 'deploy'))
    try {
      expect(await namesIn('v1', './web.yaml')).toEqual(['v1:/deploy/web.yaml old'])
      expect(await namesIn('v1', '../other.json')).toEqual(['v1:/other.json other'])
      expect(await namesIn('v1', 'deploy/web.yaml')).toEqual(['v1:/deploy/web.yaml old'])
      expect((await errorOf(readGitRevision({revision: 'v1', path: 'web.yaml'}, undefined))).hint).toContain('git:v1:./web.yaml')
    } finally {
      process.chdir(repository)
    }
  })

  test('is called as git calls its files', () => {
    expect(nameOfGitFile('main:/deploy/web.yaml', {revision: 'main'})).toBe('main:deploy/web.yaml')
    expect(nameOfGitFile('deploy/web.yaml', {revision: 'main'})).toBe('deploy/web.yaml')
  })

  test('tells of lines', async () => {
    const input = await readGitRevision({revision: 'v1', path: 'deploy/web.yaml'}, undefined)
    const origin = input.objects[0]?.origin
    expect(origin && (await input.locate({origin, path: ['spec', 'ports', 0, 'port']}))?.line).toBe(4)
  })
})

describe('a mistake is one line and a hint', () => {
  const messageOf = async (revision: string, path?: string) => (await errorOf(readGitRevision({revision, path}, undefined))).message

  test('an unknown revision, also one that looks like an option', async () => {
    expect(await messageOf('nope')).toBe('unknown revision nope')
    expect(await messageOf('--all')).toBe('unknown revision --all')
    expect(await messageOf('HEAD~99')).toBe('unknown revision HEAD~99')
  })

  test('a path that the revision has not, or that has no manifest', async () => {
    expect(await messageOf('HEAD', 'other.json')).toBe('nothing at other.json in revision HEAD')
    expect(await messageOf('HEAD', '../elsewhere')).toContain('outside of the repository')
  })

  test('no repository at all', async () => {
    process.chdir('/')
    try {
      expect(await messageOf('HEAD')).toContain('no git repository')
    } finally {
      process.chdir(repository)
    }
  })
})

describe('a word of the command line', () => {
  test('names a revision, a context, or files', () => {
    expect(parseNamedInput('git:main')).toEqual({kind: 'git', revision: 'main', path: undefined})
    expect(parseNamedInput('git:origin/main:deploy/a:b')).toEqual({kind: 'git', revision: 'origin/main', path: 'deploy/a:b'})
    expect(parseNamedInput('context:prod')).toEqual({kind: 'context', name: 'prod'})
    expect(parseNamedInput('context:arn:aws:eks:x')).toEqual({kind: 'context', name: 'arn:aws:eks:x'})
    expect(parseNamedInput('./git:main')).toEqual({kind: 'files', path: './git:main'})
    expect(parseNamedInput('-')).toEqual({kind: 'files', path: '-'})
  })

  test.each(['git:', 'git::deploy', 'context:'])('%s names nothing', (word) => {
    expect(() => parseNamedInput(word)).toThrow(UserError)
  })
})
