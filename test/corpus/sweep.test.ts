import {execFileSync} from 'node:child_process'
import {writeFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {describe, expect, test} from 'vitest'
import {CORPUS, hasCorpus, projects} from './corpus.ts'
import {countServices} from './count.ts'

const BIN = fileURLToPath(new URL('../../bin/run.js', import.meta.url))

interface Answer {
  readonly data: {
    readonly services: readonly {readonly namespace: string; readonly name: string; readonly verdict: string; readonly file: string}[]
    readonly leftOut: readonly {readonly kind: string | null; readonly name: string | null; readonly file: string}[]
  }
  readonly findings: readonly {readonly rule: string; readonly file: string | null}[]
}

/** The whole program, as a user starts it. Bad documents are expected: their exit code is 2, and never a bug's message. */
function resolveAll(path: string): {readonly text: string; readonly answer: Answer; readonly code: number; readonly errors: string} {
  try {
    const text = execFileSync(process.execPath, [BIN, 'resolve', '-f', path, '-o', 'json'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 1 << 29,
    })
    return {text, answer: JSON.parse(text), code: 0, errors: ''}
  } catch (error) {
    const failed = error as {stdout: string; stderr: string; status: number}
    return {text: failed.stdout, answer: JSON.parse(failed.stdout), code: failed.status, errors: failed.stderr}
  }
}

describe.skipIf(!hasCorpus)('every manifest of the corpus', () => {
  const verdicts: Record<string, Record<string, number>> = {}

  test.each(hasCorpus ? projects() : [])('%s: every Service is accounted for exactly once, and no error is a bug', (project) => {
    const path = `${CORPUS}/${project}`
    const {answer, code, errors} = resolveAll(path)
    expect([0, 2]).toContain(code)
    expect(errors).not.toContain('a bug in')
    const answered = answer.data.services.map(({file, name}) => `${file} ${name}`)
    const leftOut = answer.data.leftOut.filter(({kind}) => kind === 'Service').map(({file, name}) => `${file} ${name}`)
    // A template is refused as a whole file, with a finding of its own; what its documents would be is not known before it is rendered.
    const templates = answer.findings.filter(({rule}) => rule === 'input/helm-template').map(({file}) => file)
    const readable = countServices(path).filter((service) => !templates.includes(service.split(' ')[0] ?? ''))
    expect([...answered, ...leftOut].sort()).toEqual(readable)
    const row: Record<string, number> = {'left out': leftOut.length}
    for (const {verdict} of answer.data.services) row[verdict] = (row[verdict] ?? 0) + 1
    verdicts[project] = row
  })

  test('two runs over all of it give the same bytes', () => {
    const first = resolveAll(CORPUS)
    expect(first.answer.data.services.length).toBeGreaterThan(1_000)
    expect(resolveAll(CORPUS).text).toBe(first.text)
  })

  test('prints how many Services have which verdict', () => {
    const names = ['resolved', 'partial', 'empty', 'external', 'unknown', 'left out']
    const rows = Object.entries(verdicts).map(([project, counts]) => ({
      project,
      ...Object.fromEntries(names.map((name) => [name, counts[name] ?? 0])),
    }))
    const total = Object.fromEntries(
      names.map((name) => [name, Object.values(verdicts).reduce((sum, counts) => sum + (counts[name] ?? 0), 0)]),
    )
    console.table([...rows, {project: 'all', ...total}])
    expect(rows.length).toBe(projects().length)
    const file = process.env['SVCSCOPE_VERDICTS']
    if (file) writeFileSync(file, JSON.stringify({names, rows, total}))
  })
})
