// Bundles src/ into dist/: one entry a command, what they share in chunks, so that a start loads only the command that was asked for.
import {readdirSync, rmSync, writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {build} from 'esbuild'
import {COMMONJS} from './bundle.js'
import {clientNodeStubs} from './client-node-stubs.js'
import {collectLicenses} from './licenses.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const entries = ['commands', 'hooks'].flatMap((folder) =>
  readdirSync(`${root}src/${folder}`, {recursive: true, encoding: 'utf8'})
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `src/${folder}/${name}`),
)

rmSync(`${root}dist`, {recursive: true, force: true})
const {metafile} = await build({
  absWorkingDir: root,
  entryPoints: ['src/main.ts', ...entries],
  outbase: 'src',
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // oclif asks for the compiler only where it runs a checkout without build.
  external: ['typescript'],
  banner: {js: COMMONJS},
  plugins: [clientNodeStubs],
  // Their notices are gathered in one file instead.
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
})
writeFileSync(`${root}dist/THIRD-PARTY-LICENSES.txt`, collectLicenses(root, metafile))
