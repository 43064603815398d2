import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import type {Input} from '../../src/cluster/object.ts'
import {UserError} from '../../src/user-error.ts'
import {read} from './scratch.ts'

const corpus = fileURLToPath(new URL('../../../shared/corpus', import.meta.url))
const table = join(corpus, 'kubectl-reads.tsv')
const hasTable = existsSync(table)
if (!hasTable) console.warn('SKIPPED: no table of what kubectl reads beside the checkout')

/** How kubectl 1.32 read a file: its exit code, and how many objects came before its first error. */
interface Row {
  readonly file: string
  readonly code: number
  readonly objects: number
  readonly error: string
}

function rows(): readonly Row[] {
  if (!hasTable) return []
  const lines = readFileSync(table, 'utf8').trimEnd().split('\n').slice(1)
  return lines.map((line) => {
    const [file = '', code, objects, error = ''] = line.split('\t')
    return {file, code: Number(code), objects: Number(objects), error}
  })
}

/** What a reading comes to in kubectl's terms: it stops at the first thing that is no object with a kind. */
async function asKubectl(input: Input): Promise<{readonly fails: boolean; readonly objects: number}> {
  const lines = [...input.problems, ...input.leftOut].map(({line}) => line ?? 0)
  const found: number[] = []
  for (const {object, origin} of input.objects) {
    const line = (origin && (await input.locate({origin, path: []})))?.line ?? 0
    if (typeof object['kind'] === 'string') found.push(line)
    else lines.push(line)
  }
  const first = Math.min(...lines)
  return {fails: lines.length > 0, objects: found.filter((line) => line < first).length}
}

// There are no exceptions: wherever kubectl stops, it is for something that we report or leave out, too.
describe('what kubectl reads', () => {
  const home = process.cwd()
  beforeAll(() => (hasTable ? process.chdir(corpus) : undefined))
  afterAll(() => process.chdir(home))

  test.runIf(hasTable)('has as many rows as the table is said to have', () => {
    expect(rows()).toHaveLength(171)
  })

  test.each(rows())('is read, and what it refuses is refused: $file', async ({file, code, objects}) => {
    const reading = read([file]).then(asKubectl, (error: unknown) => {
      if (!(error instanceof UserError)) throw error
      // An empty file is no mistake to kubectl's reader; only later does it say that no objects were passed.
      return {fails: !error.hint.includes('only empty documents'), objects: 0}
    })
    expect(await reading).toEqual({fails: code !== 0, objects})
  })
})
