import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Log, Result} from 'sarif'
import {describe, expect, test} from 'vitest'
import {isScalar} from 'yaml'
import {buildCluster} from '../../../src/cluster/cluster.ts'
import {fieldsOf} from '../../../src/cluster/fields.ts'
import type {Input, Origin, Path} from '../../../src/cluster/object.ts'
import {locateReport} from '../../../src/location.ts'
import {lint} from '../../../src/questions/lint/lint.ts'
import {renderSarif} from '../../../src/renderers/sarif.ts'
import type {Finding} from '../../../src/report.ts'
import {readFiles} from '../../../src/sources/files.ts'
import {CORPUS, hasCorpus, projects} from '../corpus.ts'
import {type Manifest, manifestOf, nodeAt, offsetIn, pathsAt} from './manifest-text.ts'

const PARAMETERS = {namespace: undefined, selector: undefined, choice: {only: [], skip: []}, said: {}, strict: true}

const manifests = new Map<string, Manifest | undefined>()

/** Read and parsed once. */
function open(origin: Origin): Manifest | undefined {
  const key = `${origin.file} ${origin.document}`
  if (!manifests.has(key)) manifests.set(key, manifestOf(readFileSync(origin.file, 'utf8'), {origin}))
  return manifests.get(key)
}

/** What stands at the line and column of a result, held against what its finding is about; undefined where they are one. */
function differenceOf(input: Input, {rule, place}: Finding, {locations}: Result): string | undefined {
  const [location] = locations ?? []
  const {artifactLocation, region} = location?.physicalLocation ?? {}
  if (!place) return artifactLocation ? `${rule}: a place in a file for an object without one` : undefined
  const {origin, path} = place
  const file = decodeURIComponent((artifactLocation?.uri ?? '').replace(/^file:\/\//, ''))
  const {startLine: line = 0, startColumn: column = 0} = region ?? {}
  const where = `${rule} ${file}:${line}:${column} ${path.join('.')}`
  if (file !== origin.file) return `${where}: in another file than ${origin.file}`
  const manifest = open(origin)
  if (!manifest) return `${where}: no such document`
  const whole = [...origin.path, ...path]
  const here = pathsAt(manifest, offsetIn(manifest.text, {line, column}))
  if (!here.some((one) => isSamePath(one, whole))) return `${where}: here is ${JSON.stringify(here)}`
  const node = nodeAt(manifest, whole)
  const value = path.reduce<unknown>(inside, input.objects.find((one) => one.origin === origin)?.object)
  const isSame = isScalar(node) ? String(node.value ?? '') === String(value ?? '') : typeof value === 'object'
  return isSame ? undefined : `${where}: here is ${String(node)}, not ${String(value)}`
}

function inside(value: unknown, step: string | number): unknown {
  return Array.isArray(value) ? value[Number(step)] : fieldsOf(value)[step]
}

function isSamePath(one: Path, other: Path): boolean {
  return one.length === other.length && one.every((step, at) => String(step) === String(other[at]))
}

describe.skipIf(!hasCorpus)('the lines of findings, as SARIF has them', () => {
  let findings = 0

  test.each(hasCorpus ? projects() : [])(
    '%s: at each line and column stands what the finding is about',
    {timeout: 120_000},
    async (project) => {
      const input = await readFiles({filenames: [join(CORPUS, project)]}, {stdin: process.stdin})
      const report = lint(buildCluster(input, undefined), PARAMETERS, input)
      const log: Log = JSON.parse(renderSarif(await locateReport(report, input.locate)))
      const results = log.runs[0]?.results ?? []
      expect(results.length).toBe(report.findings.length)
      findings += results.length
      const differences = report.findings.map((finding, at) => differenceOf(input, finding, results[at] ?? {message: {}}))
      expect(differences.filter((one) => one !== undefined)).toEqual([])
    },
  )

  test('are many', () => {
    console.log(`${findings} findings were looked up in their files`)
    expect(findings).toBeGreaterThan(300)
  })
})
