import {readFileSync} from 'node:fs'
import {loadAll} from 'js-yaml'
import {buildCluster} from '../../src/cluster/cluster.ts'
import {resolve} from '../../src/questions/resolve/resolve.ts'
import {readFiles} from '../../src/sources/files.ts'

/** One run over one file, in a process of its own so that its peak of memory is its own. Prints a line of JSON. */
async function measure(file: string): Promise<void> {
  const started = performance.now()
  const input = await readFiles({filenames: [file]}, {stdin: process.stdin})
  const parsed = performance.now()
  const cluster = buildCluster(input, undefined)
  const indexed = performance.now()
  const report = resolve(cluster, {targets: [], namespace: undefined, selector: undefined})
  const resolved = performance.now()
  console.log(
    JSON.stringify({
      objects: input.objects.length,
      parse: parsed - started,
      index: indexed - parsed,
      resolve: resolved - indexed,
      findings: report.findings.length,
      peakMegabytes: process.resourceUsage().maxRSS / 1024,
    }),
  )
}

/** The YAML library alone on the same text: what cannot be saved. */
function measureParser(file: string): void {
  const text = readFileSync(file, 'utf8')
  const started = performance.now()
  loadAll(text, () => undefined)
  console.log(JSON.stringify({parse: performance.now() - started, megabytes: text.length / 1e6}))
}

const [mode, file = ''] = process.argv.slice(2)
if (mode === 'parser') measureParser(file)
else await measure(file)
