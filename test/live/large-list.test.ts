import {existsSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {largeCluster} from './asking/large-cluster.ts'
import {type Measured, measure} from './asking/measured.ts'
import {type ServedCluster, startServedCluster} from './asking/served-cluster.ts'
import {untilSliced} from './asking/until-sliced.ts'
import {noteFigures} from './harness/figures.ts'
import {program} from './harness/programs.ts'
import {liveProblem} from './harness/requirements.ts'
import {applyFresh} from './scenario/settlement.ts'

const SIZE = process.env['SVCSCOPE_FULL'] ? {services: 5_000, pods: 20_000} : {services: 100, pods: 1_000}
const ROOT = fileURLToPath(new URL('../..', import.meta.url))

describe.skipIf(liveProblem())(`a cluster of ${SIZE.services} Services and ${SIZE.pods} pods`, () => {
  let served: ServedCluster

  beforeAll(async () => {
    if (!existsSync(`${ROOT}dist/main.js`)) throw new Error('npm run build comes first: the program itself is measured')
    served = await startServedCluster()
    await applyFresh(served.api, largeCluster(SIZE))
    await untilSliced(served.api, SIZE.pods)
  })
  afterAll(() => served?.close())

  test('is listed by svcscope as by kubectl, whose time and memory stand beside', async () => {
    const kubectl = await program('kubectl')
    const kinds = 'services,endpointslices,pods'
    const theirs = await measure(kubectl, ['--kubeconfig', served.kubeconfig, 'get', kinds, '-A', '-o', 'json'])
    served.front.take()
    const ours = await measure(process.execPath, [`${ROOT}bin/run.js`, 'list', '-A', '--kubeconfig', served.kubeconfig, '-o', 'json'])
    const passed = served.front.take()
    const figures = ({seconds, peak}: Measured) => `${seconds.toFixed(1)} s, ${Math.round(peak)} MB`
    noteFigures(
      `list -A of ${SIZE.services} Services and ${SIZE.pods} pods: ${figures(ours)} (${passed.length} requests); kubectl get ${kinds} -A -o json: ${figures(theirs)}`,
    )
    expect(theirs.code).toBe(0)
    expect(ours.stderr).toBe('')
    const known = (JSON.parse(theirs.stdout).items as readonly {kind: string; metadata: {namespace: string; name: string}}[])
      .filter(({kind}) => kind === 'Service')
      .map(({metadata}) => `${metadata.namespace}/${metadata.name}`)
    const listed = (JSON.parse(ours.stdout).data.services as readonly {namespace: string; name: string}[]).map(
      ({namespace, name}) => `${namespace}/${name}`,
    )
    expect(listed.toSorted()).toEqual(known.toSorted())
    expect(known.length).toBeGreaterThan(SIZE.services)
  })
})
