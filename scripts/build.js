// Bundles src/ into dist/: one entry a command, what they share in chunks, so that a start loads only the command that was asked for.
import {readdirSync, rmSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {build} from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const entries = ['commands', 'hooks'].flatMap((folder) =>
  readdirSync(`${root}src/${folder}`, {recursive: true, encoding: 'utf8'})
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `src/${folder}/${name}`),
)

rmSync(`${root}dist`, {recursive: true, force: true})
await build({
  absWorkingDir: root,
  entryPoints: entries,
  outbase: 'src',
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: ['@oclif/core'],
  // CommonJS packages in an ES module bundle still ask for Node's own modules through require.
  banner: {js: "import {createRequire as __createRequire} from 'node:module'; const require = __createRequire(import.meta.url);"},
  legalComments: 'linked',
  logLevel: 'warning',
})
