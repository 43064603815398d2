import {spawnSync} from 'node:child_process'
import {chmodSync, mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {errorOf, namesOf, read, scratchDirectory, writeFiles} from './scratch.ts'

const scratch = scratchDirectory()
const home = {directory: process.cwd(), path: process.env['PATH'] ?? ''}
const node = process.execPath
const output = '---\n# Source: shop/templates/web.yaml\nkind: Service\nmetadata: {name: web}\n---\nkind: Pod\nmetadata: {name: hook}\n'

/** A program of this name, alone in the PATH beside node. */
function install(name: string, script: string): void {
  writeFileSync(join(scratch, 'bin', name), `#!${node}\n${script}`)
  chmodSync(join(scratch, 'bin', name), 0o755)
}

beforeAll(() => process.chdir(scratch))
beforeEach(() => {
  mkdirSync(join(scratch, 'bin'), {recursive: true})
  for (const name of ['helm', 'kustomize', 'kubectl']) writeFileSync(join(scratch, 'bin', name), '', {mode: 0o644})
  for (const name of ['helm', 'kustomize', 'kubectl']) chmodSync(join(scratch, 'bin', name), 0o644)
  process.env['PATH'] = join(scratch, 'bin')
})
afterAll(() => {
  process.chdir(home.directory)
  process.env['PATH'] = home.path
})

describe('helm', () => {
  test('is told the chart, the values and the settings, and no shell sees them', async () => {
    install(
      'helm',
      `require('node:fs').writeFileSync('told', JSON.stringify(process.argv.slice(2))); console.log(${JSON.stringify(output)})`,
    )
    const helm = {chart: './shop $(touch x)', values: ['a.yaml', 'b c.yaml'], set: ['x=1;2', 'y={a,b}']}
    const input = await read([], '', {helm})
    expect(namesOf(input)).toEqual(['Service/web', 'Pod/hook'])
    const told = spawnSync('/bin/cat', ['told'], {encoding: 'utf8'}).stdout
    expect(JSON.parse(told)).toEqual([
      'template',
      './shop $(touch x)',
      '--values',
      'a.yaml',
      '--values',
      'b c.yaml',
      '--set',
      'x=1;2',
      '--set',
      'y={a,b}',
    ])
  })

  test('names the template of each object, and there are no lines', async () => {
    install('helm', `console.log(${JSON.stringify(output)})`)
    const input = await read([], '', {helm: {chart: 'shop', values: [], set: []}})
    expect(input.objects.map(({origin}) => origin)).toEqual([
      {file: 'shop', document: 0, path: [], renderedFrom: 'shop/templates/web.yaml'},
      {file: 'shop', document: 1, path: []},
    ])
    for (const {origin} of input.objects) expect(origin && (await input.locate({origin, path: ['kind']}))).toBeUndefined()
  })

  test('that renders something unreadable is a problem without a line', async () => {
    install('helm', `console.log('kind: Pod\\n---\\na: b: c')`)
    const input = await read([], '', {helm: {chart: 'shop', values: [], set: []}})
    expect(input.problems).toMatchObject([
      {
        rule: 'input/yaml-syntax',
        file: 'shop',
        line: null,
        column: null,
        message: expect.stringMatching(/^shop, rendered \(3:\d+\) is not valid YAML/),
      },
    ])
  })

  test('that fails says why in one line', async () => {
    install('helm', `console.error('WARNING: kubeconfig is group-readable\\nError: path "shop" not found\\n\\nmore'); process.exitCode = 1`)
    expect(await errorOf(read([], '', {helm: {chart: 'shop', values: [], set: ['a=b']}}))).toEqual({
      message: 'helm template shop --set a=b failed: path "shop" not found',
      hint: 'run it by itself to see all that it says',
    })
  })

  test('that is not installed is an error with a way out', async () => {
    process.env['PATH'] = join(scratch, 'nothing')
    expect(await errorOf(read([], '', {helm: {chart: 'shop', values: [], set: []}}))).toEqual({
      message: '--helm shop: helm is not installed',
      hint: 'install it, or render elsewhere: helm template shop | svcscope … -f -',
    })
  })
})

describe('kustomize', () => {
  test('is preferred to kubectl', async () => {
    install('kustomize', `console.log('kind: Pod\\nmetadata: {name: ' + process.argv.slice(2).join('-') + '}')`)
    install('kubectl', `console.log('kind: Pod\\nmetadata: {name: kubectl}')`)
    expect(namesOf(await read([], '', {kustomize: 'prod'}))).toEqual(['Pod/build-prod'])
  })

  test('is done by kubectl where it is missing', async () => {
    install('kubectl', `console.log('kind: Pod\\nmetadata: {name: ' + process.argv.slice(2).join('-') + '}')`)
    expect(namesOf(await read([], '', {kustomize: 'prod'}))).toEqual(['Pod/kustomize-prod'])
  })

  test('that fails is not tried again with kubectl', async () => {
    install('kustomize', `console.error('Error: no kustomization.yaml in prod'); process.exitCode = 1`)
    install('kubectl', `console.log('kind: Pod')`)
    expect((await errorOf(read([], '', {kustomize: 'prod'}))).message).toBe('kustomize build prod failed: no kustomization.yaml in prod')
  })

  test('that was ended from outside says so', async () => {
    install('kustomize', `process.kill(process.pid, 'SIGTERM'); setTimeout(() => {}, 10_000)`)
    expect((await errorOf(read([], '', {kustomize: 'prod'}))).message).toBe('kustomize build prod failed: it ended with SIGTERM')
  })

  test('that renders nothing is an error', async () => {
    install('kustomize', '')
    expect((await errorOf(read([], '', {kustomize: 'prod'}))).message).toBe('no Kubernetes object in prod')
  })

  test('with neither installed is an error with a way out', async () => {
    expect(await errorOf(read([], '', {kustomize: 'prod'}))).toEqual({
      message: '-k prod: neither kustomize nor kubectl is installed',
      hint: 'install one of them, or render elsewhere: kustomize build prod | svcscope … -f -',
    })
  })
})

describe('the real kubectl', () => {
  const isInstalled = spawnSync('kubectl', ['version', '--client'], {env: {...process.env, PATH: home.path}}).status === 0
  if (!isInstalled) console.warn('SKIPPED: kubectl is not installed; -k is only tested with stand-ins')

  test.runIf(isInstalled)('renders, and names the file of each object where it is asked to', async () => {
    process.env['PATH'] = home.path
    writeFiles(scratch, {
      'base/kustomization.yaml': 'resources: [web.yaml]\n',
      'base/web.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n',
      'prod/kustomization.yaml':
        'resources: [../base]\nnamePrefix: prod-\nbuildMetadata: [originAnnotations]\nconfigMapGenerator: [{name: made, literals: [a=b]}]\n',
    })
    const input = await read([], '', {kustomize: 'prod'})
    expect(input.objects.map(({object, origin}) => [object['kind'], origin?.renderedFrom])).toEqual([
      ['ConfigMap', 'prod/kustomization.yaml'],
      ['Service', 'base/web.yaml'],
    ])
  })
})
