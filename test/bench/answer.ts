import {readFileSync} from 'node:fs'
import {loadAll} from 'js-yaml'
import {buildCluster, type Cluster} from '../../src/cluster/cluster.ts'
import {exposure} from '../../src/questions/exposure/exposure.ts'
import {resolve} from '../../src/questions/resolve/resolve.ts'
import {trace} from '../../src/questions/trace/trace.ts'
import {who} from '../../src/questions/who/who.ts'
import type {Report} from '../../src/report.ts'
import {readFiles} from '../../src/sources/files.ts'

const NOWHERE = {namespace: undefined, selector: undefined}
const UNSTATED = {from: undefined, node: undefined, family: undefined, mode: undefined, version: undefined, clusterCidr: undefined}

const QUESTIONS: Readonly<Record<string, (cluster: Cluster) => Report>> = {
  resolve: (cluster) => resolve(cluster, {targets: [], ...NOWHERE}),
  trace: (cluster) =>
    trace(cluster, {words: ['http://svc-7.ns-7'], rules: true, document: undefined, parse: () => ({fields: {}}), ...UNSTATED, ...NOWHERE}),
  exposure: (cluster) => exposure(cluster, {words: [], from: undefined, said: {}, ...NOWHERE}),
  who: (cluster) => who(cluster, {words: [], family: undefined, ...NOWHERE}),
}

/** One run over one file, in a process of its own so that its peak of memory is its own. Prints a line of JSON. */
async function measure(file: string, answer: (cluster: Cluster) => Report): Promise<void> {
  const started = performance.now()
  const input = await readFiles({filenames: [file]}, {stdin: process.stdin})
  const parsed = performance.now()
  const cluster = buildCluster(input, undefined)
  const indexed = performance.now()
  const report = answer(cluster)
  const answered = performance.now()
  console.log(
    JSON.stringify({
      objects: input.objects.length,
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
function measureParser(file: string): void {
  const text = readFileSync(file, 'utf8')
  const started = performance.now()
  if (file.endsWith('.json')) JSON.parse(text)
  else loadAll(text, () => undefined)
  console.log(JSON.stringify({parse: performance.now() - started, megabytes: text.length / 1e6}))
}

const [question = '', file = ''] = process.argv.slice(2)
const answer = QUESTIONS[question]
if (answer) await measure(file, answer)
else measureParser(file)
