import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {buildCluster} from '../../src/cluster/cluster.ts'
import {diff} from '../../src/questions/diff/diff.ts'
import {readFiles} from '../../src/sources/files.ts'
import {CORPUS, hasCorpus, projects} from './corpus.ts'

/** Read anew each time: nothing of one reading may be in the other. */
async function read(project: string) {
  return buildCluster(await readFiles({filenames: [join(CORPUS, project)]}, {stdin: process.stdin}), undefined)
}

describe.runIf(hasCorpus)('a project and itself', () => {
  test.each(hasCorpus ? projects() : [])('%s has no differences', {timeout: 120_000}, async (project) => {
    const report = diff(await read(project), await read(project), {
      namespace: undefined,
      selector: undefined,
      names: {before: project, after: project},
    })
    expect(report.data.changes).toEqual([])
    expect(report.findings).toEqual([])
  })
})
