import {build} from 'esbuild'

/** Bundles one TypeScript program of the tests or benchmarks into a single module that this Node runs. */
export async function bundle(entry, outfile) {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    banner: {js: "import {createRequire as __createRequire} from 'node:module'; const require = __createRequire(import.meta.url);"},
    logLevel: 'warning',
  })
  return outfile
}
