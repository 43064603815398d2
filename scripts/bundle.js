import {build} from 'esbuild'

/** CommonJS packages in an ES module bundle still ask for Node's modules through require, and for where they are. */
export const COMMONJS = [
  "import {createRequire as __createRequire} from 'node:module'",
  "import {dirname as __pathDirname} from 'node:path'",
  "import {fileURLToPath as __fileURLToPath} from 'node:url'",
  'const require = __createRequire(import.meta.url)',
  'const __filename = __fileURLToPath(import.meta.url)',
  'const __dirname = __pathDirname(__filename)',
].join(';')

/** Bundles one TypeScript program of the tests or benchmarks into a single module that this Node runs. */
export async function bundle(entry, outfile) {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    banner: {js: COMMONJS},
    logLevel: 'warning',
  })
  return outfile
}
