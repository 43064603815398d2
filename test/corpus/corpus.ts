import {existsSync, readdirSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

/** Real manifests of other projects, beside the checkout where they are present; never part of the project. */
export const CORPUS = fileURLToPath(new URL('../../../shared/corpus', import.meta.url))

export const hasCorpus = existsSync(CORPUS)
if (!hasCorpus) console.warn('SKIPPED: no corpus of real manifests beside the checkout; the tests over it do not run')

export function projects(): readonly string[] {
  return readdirSync(CORPUS, {withFileTypes: true})
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}
