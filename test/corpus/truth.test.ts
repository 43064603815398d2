import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {buildCluster} from '../../src/cluster/cluster.ts'
import {judge} from '../../src/questions/resolve/judgement.ts'
import {readFiles} from '../../src/sources/files.ts'
import {CORPUS, hasCorpus} from './corpus.ts'

interface Case {
  readonly project: string
  readonly input: readonly string[]
  readonly service: {readonly namespace: string | null; readonly name: string}
  readonly file: string
  readonly verdict: 'not-empty' | 'not-unknown'
  readonly cause: string
  readonly expected: string
}

const cases: readonly Case[] = JSON.parse(readFileSync(new URL('truth.json', import.meta.url), 'utf8'))

async function verdictsOf({project, input, service, file}: Case): Promise<readonly string[]> {
  const root = join(CORPUS, project)
  const read = await readFiles({filenames: input.map((path) => join(root, path))}, {stdin: process.stdin})
  const cluster = buildCluster(read, undefined)
  return cluster.services
    .filter((found) => found.name === service.name && found.origin?.file === join(root, file))
    .filter((found) => (found.namespaceStated ? found.namespace : null) === service.namespace)
    .map((found) => judge(cluster, found).verdict)
}

describe('the truth about real Services, worked out by hand', () => {
  test('covers at least 20 whose pods cannot be seen and 20 that are really broken, from many projects', () => {
    const hidden = cases.filter(
      ({verdict, cause}) => verdict === 'not-empty' && ['run-time label', 'operator', 'kustomize'].includes(cause),
    )
    const broken = cases.filter(({verdict, expected}) => verdict === 'not-unknown' && expected !== 'resolved')
    expect(hidden.length).toBeGreaterThanOrEqual(20)
    expect(broken.length).toBeGreaterThanOrEqual(20)
    expect(new Set(hidden.map(({project}) => project)).size).toBeGreaterThanOrEqual(6)
    expect(new Set(broken.map(({project}) => project)).size).toBeGreaterThanOrEqual(8)
  })

  test.skipIf(!hasCorpus).each(cases.map((one) => [`${one.project} ${one.file} ${one.service.name}`, one] as const))(
    '%s',
    async (_, one) => {
      const verdicts = await verdictsOf(one)
      expect(verdicts.length).toBeGreaterThan(0)
      expect(verdicts).not.toContain(one.verdict === 'not-empty' ? 'empty' : 'unknown')
      expect(new Set(verdicts)).toEqual(new Set([one.expected]))
    },
  )
})
