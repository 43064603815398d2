import {mkdtempSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {readCompared} from '../src/compared-inputs.ts'
import {UserError} from '../src/user-error.ts'
import {service} from './manifest.ts'

const folder = mkdtempSync(join(tmpdir(), 'svcscope-'))
const MANIFESTS = write('web.yaml', service('web'))

function write(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

/** The message with the folder left out, and the hint. */
async function mistakeOf(before: string, after: string): Promise<readonly string[]> {
  const named = [before, after].map((path) => ({kind: 'files', path}) as const)
  const [one, other] = named
  if (!one || !other) return []
  try {
    await readCompared([one, other], {} as Parameters<typeof readCompared>[1], () => [])
  } catch (error) {
    if (error instanceof UserError) return [error.message.replace(`${folder}/`, ''), error.hint ?? '']
    throw error
  }
  return []
}

describe('two inputs that are compared', () => {
  test('are manifests, whichever of them have no Service', async () => {
    expect(await mistakeOf(MANIFESTS, MANIFESTS)).toEqual([])
    expect(await mistakeOf(MANIFESTS, write('map.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n'))).toEqual([])
    expect(await mistakeOf(MANIFESTS, write('kustomization.yaml', 'resources: [web.yaml]\n'))).toEqual([])
  })

  test('are refused where one is an answer of svcscope', async () => {
    const answer = write('answer.json', '{"apiVersion":"svcscope/v1","kind":"Resolution","data":{"services":[]},"findings":[],"notes":[]}')
    const mistake = [
      'no Kubernetes object in answer.json: Resolution is an answer of svcscope, not its input',
      'save a cluster with svcscope snapshot, and compare that',
    ]
    expect(await mistakeOf(answer, MANIFESTS)).toEqual(mistake)
    expect(await mistakeOf(MANIFESTS, answer)).toEqual(mistake)
  })

  test('are refused where nothing of one could be read: all of the other would be gone, or new', async () => {
    const chart = mkdtempSync(join(folder, 'chart-'))
    writeFileSync(join(chart, 'values.yaml'), 'replicas: 2\n')
    writeFileSync(join(chart, 'service.yaml'), 'kind: Service\nmetadata: {name: {{ .Release.Name }}}\n')
    for (const inputs of [
      [MANIFESTS, chart],
      [chart, MANIFESTS],
    ] as const) {
      const [message, hint] = await mistakeOf(...inputs)
      expect(message).toMatch(/^nothing of chart-\w+ could be read: .*service\.yaml:2:\d+ is a Helm template/)
      expect(hint).toContain('helm template')
    }
  })

  test('are compared where a part could be read, and say what could not', async () => {
    const tree = mkdtempSync(join(folder, 'tree-'))
    writeFileSync(join(tree, 'web.yaml'), service('web'))
    writeFileSync(join(tree, 'bad.yaml'), 'a: [1\n')
    const named = [MANIFESTS, tree].map((path) => ({kind: 'files', path}) as const)
    const [one, other] = named
    if (!one || !other) return
    const read = (before: typeof one, after: typeof one) =>
      readCompared([before, after], {} as Parameters<typeof readCompared>[1], () => [])
    expect((await read(one, other)).unread).toEqual([`1 file of ${tree}`])
    expect((await read(one, one)).unread).toEqual([])
  })

  test('are refused where one has something else than objects', async () => {
    const [message] = await mistakeOf(write('plan.yaml', 'nodes: 5\n'), MANIFESTS)
    expect(message).toBe('no Kubernetes object in plan.yaml: neither apiVersion nor kind')
    const [ofStatus] = await mistakeOf(MANIFESTS, write('status.json', '{"kind":"Status","apiVersion":"v1","status":"Failure"}'))
    expect(ofStatus).toBe('no Kubernetes object in status.json: no metadata.name')
  })
})
