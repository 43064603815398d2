import {spawnSync} from 'node:child_process'
import {chmodSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {build, type Metafile} from 'esbuild'

/** What a reading in a process of its own came to. */
export interface Outcome {
  readonly objects?: number
  readonly problems?: readonly {readonly rule: string; readonly message: string; readonly fix: string}[]
  readonly error?: {readonly name: string; readonly message: string; readonly hint: string}
  readonly milliseconds: number
  /** Peak memory of the process. */
  readonly megabytes: number
}

const SCRIPT = `
import {readFiles} from './files.js'
const started = performance.now()
let outcome
try {
  const {objects, problems} = await readFiles({filenames: process.argv.slice(2)}, {stdin: process.stdin})
  outcome = {objects: objects.length, problems}
} catch ({name, message, hint}) {
  outcome = {error: {name, message, hint}}
}
const megabytes = process.resourceUsage().maxRSS / 1024
console.log(JSON.stringify({...outcome, milliseconds: performance.now() - started, megabytes}))
`

/** Bundles src/sources as the package does, readable by everybody, beside a script that reads what it is told. */
export async function bundleReading(directory: string): Promise<Metafile> {
  const {metafile} = await build({
    entryPoints: [fileURLToPath(new URL('../../src/sources/files.ts', import.meta.url))],
    outdir: directory,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    metafile: true,
    banner: {js: "import {createRequire as __createRequire} from 'node:module'; const require = __createRequire(import.meta.url);"},
  })
  writeFileSync(join(directory, 'package.json'), '{"type": "module"}')
  writeFileSync(join(directory, 'read.js'), SCRIPT)
  chmodSync(directory, 0o755)
  return metafile
}

/** Reads files in a process of its own, under a command that takes another as its arguments (setpriv, bash -c). */
export function readApart(directory: string, names: readonly string[], under: readonly string[] = [], input = ''): Outcome {
  const [program = '', ...rest] = [...under, process.execPath, join(directory, 'read.js'), ...names]
  const {stdout, stderr, status} = spawnSync(program, rest, {encoding: 'utf8', input, cwd: directory})
  if (status !== 0) throw new Error(`the reading ended with ${status}: ${stderr}`)
  return JSON.parse(stdout) as Outcome
}
