import {readdirSync, readFileSync} from 'node:fs'
import {posix} from 'node:path'
import {describe, expect, test} from 'vitest'

/** What each layer may import: other layers, single files, and packages. The design draws it; this test keeps it so. */
interface Allowed {
  readonly layers: readonly string[]
  readonly packages: readonly string[]
}

const ALLOWED: Readonly<Record<string, Allowed>> = {
  // node:path is pure text: it stands for no reading.
  cluster: {layers: ['cluster'], packages: ['ip-num', 'node:path']},
  // A hash is pure, whoever computes it.
  network: {layers: ['network', 'cluster'], packages: ['node:crypto']},
  azure: {layers: ['azure', 'cluster'], packages: ['ip-num']},
  questions: {layers: ['questions', 'network', 'cluster', 'azure', 'report.ts', 'user-error.ts'], packages: []},
  renderers: {
    layers: ['renderers', 'report.ts'],
    packages: ['chalk', 'cli-table3', 'js-yaml', 'node:crypto', 'sarif', 'string-width', 'ink', 'react'],
  },
  sources: {
    layers: ['sources', 'cluster', 'user-error.ts'],
    packages: ['node:', 'js-yaml', 'yaml', '@kubernetes/client-node'],
  },
  sinks: {layers: ['sinks', 'user-error.ts'], packages: ['node:']},
  hooks: {layers: ['questions', 'sinks'], packages: ['@oclif/core']},
  // Randomness comes into the core as a value.
  commands: {layers: ['command.ts', 'proxy-flags.ts', 'fact-flags.ts', 'questions', 'sources'], packages: ['@oclif/core', 'node:crypto']},
  'main.ts': {layers: [], packages: ['@oclif/core', 'node:url']},
  'report.ts': {layers: ['cluster'], packages: []},
  'exit-code.ts': {layers: ['report.ts'], packages: []},
  'user-error.ts': {layers: [], packages: []},
  'flags.ts': {layers: ['report.ts'], packages: ['@oclif/core']},
  'proxy-flags.ts': {layers: ['network', 'questions', 'sources'], packages: ['@oclif/core']},
  'fact-flags.ts': {layers: ['questions', 'sources'], packages: ['@oclif/core']},
  'compared-inputs.ts': {
    layers: ['live-input.ts', 'sources', 'cluster', 'questions', 'report.ts', 'user-error.ts'],
    packages: [],
  },
  'output.ts': {layers: ['renderers', 'user-error.ts'], packages: []},
  patch: {layers: ['patch', 'cluster', 'report.ts'], packages: []},
  'location.ts': {layers: ['patch', 'cluster', 'report.ts'], packages: []},
  'live-input.ts': {layers: ['sources', 'cluster', 'questions', 'sinks'], packages: []},
  'live-watch.ts': {layers: ['live-input.ts', 'contexts.ts', 'sources', 'questions', 'sinks', 'report.ts', 'user-error.ts'], packages: []},
  'printing.ts': {layers: ['renderers', 'sinks', 'output.ts', 'report.ts'], packages: []},
  'change-text.ts': {layers: ['renderers', 'output.ts', 'report.ts', 'user-error.ts'], packages: []},
  'contexts.ts': {layers: ['report.ts'], packages: []},
  'input-report.ts': {layers: ['cluster', 'report.ts'], packages: []},
}

const root = new URL('../src', import.meta.url).pathname
const files = readdirSync(root, {recursive: true, encoding: 'utf8'}).filter((name) => name.endsWith('.ts'))

function importsOf(file: string): string[] {
  const text = readFileSync(posix.join(root, file), 'utf8')
  const found = [
    ...text.matchAll(
      /^\s*(?:import|export)\b[^'"]*?from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm,
    ),
  ]
  return found.flatMap((match) => match[1] ?? match[2] ?? match[3] ?? [])
}

function layerOf(file: string): string {
  return file.split('/')[0] ?? file
}

/** The imports of a file that its layer must not have. */
function trespasses(file: string): string[] {
  const allowed = ALLOWED[layerOf(file)]
  if (!allowed) return [`${file}: no layer is drawn for it`]
  return importsOf(file).flatMap((name) => {
    const fine = name.startsWith('.')
      ? allowed.layers.includes(layerOf(posix.join(posix.dirname(file), name)))
      : allowed.packages.some((known) => name === known || name.startsWith(known.endsWith(':') ? known : `${known}/`))
    return fine ? [] : [`${file} imports ${name}`]
  })
}

describe('the layers of src', () => {
  test('there is source to look at, and its imports are seen', () => {
    expect(files.length).toBeGreaterThan(40)
    expect(importsOf('command.ts')).toContain('@oclif/core')
    expect(importsOf('renderers/index.ts')).toContain('./json.ts')
  })

  // Only command.ts joins the layers.
  test.each(files.filter((file) => file !== 'command.ts'))('%s imports only what its layer may', (file) => {
    expect(trespasses(file)).toEqual([])
  })

  test('the core reads no clock, no environment and no terminal', () => {
    const core = files.filter((file) => ['cluster', 'network', 'azure', 'questions', 'renderers'].includes(layerOf(file)))
    const readers = core.filter((file) =>
      /\bprocess\.|Date\.now\(|new Date\(\)|Math\.random\(/.test(readFileSync(posix.join(root, file), 'utf8')),
    )
    expect(readers).toEqual([])
  })
})
