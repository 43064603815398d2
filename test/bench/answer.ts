import {readFileSync} from 'node:fs'
import {loadAll} from 'js-yaml'
import {buildCluster, type Cluster} from '../../src/cluster/cluster.ts'
import type {Input} from '../../src/cluster/object.ts'
import {diff} from '../../src/questions/diff/diff.ts'
import {exposure} from '../../src/questions/exposure/exposure.ts'
import {lint} from '../../src/questions/lint/lint.ts'
import {resolve} from '../../src/questions/resolve/resolve.ts'
import {trace} from '../../src/questions/trace/trace.ts'
import {who} from '../../src/questions/who/who.ts'
import type {Report} from '../../src/report.ts'
import {readFiles} from '../../src/sources/files.ts'

const NOWHERE = {namespace: undefined, selector: undefined}
const UNSTATED = {from: undefined, node: undefined, family: undefined, mode: undefined, version: undefined, clusterCidr: undefined}

/** Asked about one input, or about two. */
type Ask = (...clusters: [Cluster, Cluster]) => Report

const QUESTIONS: Readonly<Record<string, Ask>> = {
  resolve: (cluster) => resolve(cluster, {targets: [], ...NOWHERE}),
  trace: (cluster) =>
    trace(cluster, {words: ['http://svc-7.ns-7'], rules: true, document: undefined, parse: () => ({fields: {}}), ...UNSTATED, ...NOWHERE}),
  exposure: (cluster) => exposure(cluster, {words: [], from: undefined, said: {}, ...NOWHERE}),
  lint: (cluster) => lint(cluster, {choice: {only: [], skip: []}, said: {}, strict: false, ...NOWHERE}),
  diff: (before, after) => diff(before, after, {names: {before: 'before', after: 'after'}, said: {}, ...NOWHERE}),
  who: (cluster) => who(cluster, {words: [], family: undefined, ...NOWHERE}),
}

/** One run over one file or two, in a process of its own so that its peak of memory is its own. Prints a line of JSON. */
async function measure(files: readonly string[], answer: Ask): Promise<void> {
  const started = performance.now()
  const inputs: Input[] = []
  for (const file of files) inputs.push(await readFiles({filenames: [file]}, {stdin: process.stdin}))
  const parsed = performance.now()
  const clusters = inputs.map((input) => buildCluster(input, undefined))
  const indexed = performance.now()
  const [before, after = before] = clusters
  if (!before || !after) throw new Error('no file was named')
  const report = answer(before, after)
  const answered = performance.now()
  console.log(
    JSON.stringify({
      objects: inputs.reduce((sum, {objects}) => sum + objects.length, 0),
      parse: parsed - started,
      index: indexed - parsed,
      answer: answered - indexed,
      verdict: report.answer,
      findings: report.findings.length,
      peakMegabytes: process.resourceUsage().maxRSS / 1024,
    }),
  )
}

/** The library alone on the same text: what cannot be saved. */
function measureParser(files: readonly string[]): void {
  const texts = files.map((file) => readFileSync(file, 'utf8'))
  const started = performance.now()
  for (const [index, text] of texts.entries()) {
    if (files[index]?.endsWith('.json')) JSON.parse(text)
    else loadAll(text, () => undefined)
  }
  console.log(JSON.stringify({parse: performance.now() - started, megabytes: texts.reduce((sum, {length}) => sum + length, 0) / 1e6}))
}

const [question = '', ...files] = process.argv.slice(2)
const answer = QUESTIONS[question]
if (answer) await measure(files, answer)
else measureParser(files)
