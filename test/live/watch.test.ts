import {readFileSync, writeFileSync} from 'node:fs'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {buildCluster} from '../../src/cluster/cluster.ts'
import {fieldsOf, valueAt} from '../../src/cluster/fields.ts'
import {type ListParameters, list, type ServiceListReport} from '../../src/questions/list/list.ts'
import {listNeeds} from '../../src/questions/list/needs.ts'
import {gather} from '../../src/sources/live/gathering.ts'
import {readKubeConfig} from '../../src/sources/live/kubeconfig.ts'
import {openLiveCluster} from '../../src/sources/live/live-cluster.ts'
import {validatorOf} from '../schema.ts'
import {type ServedCluster, startServedCluster} from './asking/served-cluster.ts'
import {until} from './harness/api.ts'
import {noteFigures} from './harness/figures.ts'
import {liveProblem} from './harness/requirements.ts'
import {randomObjects} from './scenario/random.ts'
import {createRandom} from './scenario/random-numbers.ts'
import {scenario} from './scenario/scenario.ts'
import {chooseSeed} from './scenario/seed.ts'
import {applyFresh} from './scenario/settlement.ts'
import {changeOne, restartApiServer} from './watch/cluster-change.ts'
import {runCommand} from './watch/command-run.ts'
import {type Onlooker, onlook} from './watch/onlooker.ts'

const CHANGES = process.env['SVCSCOPE_FULL'] ? 500 : 100
const SIZE = process.env['SVCSCOPE_FULL'] ? {services: 200, pods: 600} : {services: 60, pods: 150}
const SEED = chooseSeed(2026)

async function listFresh(kubeconfig: string, parameters: ListParameters): Promise<ServiceListReport> {
  const live = await openLiveCluster(readKubeConfig({kubeconfig}, {}).connectionTo(), {})
  try {
    const {cluster} = await gather(live, listNeeds(parameters, true), (input) => buildCluster(input, undefined))
    return list(cluster, {...parameters, mayBeGone: true})
  } finally {
    live.close()
  }
}

const rowsOf = ({data}: ServiceListReport) => data.services.map((row) => JSON.stringify(row))

describe.skipIf(liveProblem())('a list that is watched', () => {
  let served: ServedCluster
  let onlookers: readonly Onlooker[] = []
  const random = createRandom(SEED)
  const spare = randomObjects(SEED + 1, SIZE).filter(({kind}) => kind === 'Pod' || kind === 'Service')
  let names = 0

  beforeAll(async () => {
    served = await startServedCluster()
    const objects = randomObjects(SEED, SIZE)
    await applyFresh(served.api, objects)
    const busy = objects.find((object) => object['kind'] === 'Service' && valueAt(object, 'spec', 'selector', 'all') === 'yes')
    const {namespace, name} = fieldsOf(busy?.['metadata'])
    onlookers = [
      onlook(served.kubeconfig, 'list -A', {}),
      onlook(served.kubeconfig, `list -n ${namespace}`, {namespace: String(namespace)}),
      onlook(served.kubeconfig, `list svc/${name} -n ${namespace}`, {targets: [`svc/${name}`], namespace: String(namespace)}),
    ]
    for (const {words, last} of onlookers) await until(`the first ${words}`, async () => last() !== undefined)
  })
  afterAll(async () => {
    for (const {end} of onlookers) await end()
    await served?.close()
  })

  /** What is followed comes to be what a fresh list says, and nothing that was printed says otherwise. */
  async function expectAgreement(): Promise<void> {
    for (const {words, parameters, rows, last} of onlookers) {
      const isSame = async () => {
        const fresh = await listFresh(served.kubeconfig, parameters)
        return JSON.stringify(rowsOf(fresh)) === JSON.stringify(rows()) && JSON.stringify(fresh) === JSON.stringify(last())
      }
      await until(`${words} to be as it is`, isSame, {everyMs: 500, timeoutMs: 60_000}).catch(() => {})
      const fresh = await listFresh(served.kubeconfig, parameters)
      expect(rows(), words).toEqual(rowsOf(fresh))
      expect(JSON.stringify(last()), words).toBe(JSON.stringify(fresh))
    }
  }

  async function change(times: number, between: (index: number) => void = () => {}): Promise<void> {
    for (let index = 0; index < times; index++) {
      await changeOne(served, random, spare, names++)
      between(index)
    }
  }

  test('is after random changes what a fresh list is', async () => {
    served.front.take()
    await change(CHANGES)
    await expectAgreement()
    noteFigures(
      `watch: after ${CHANGES} random changes ${onlookers.map(({words, turns}) => `${words} (${turns()} times printed)`).join(', ')} are what a fresh list is`,
    )
    expect(onlookers[0]?.turns()).toBeGreaterThan(5)
  }, 900_000)

  test('loses nothing where connections break', async () => {
    let broken = 0
    await change(CHANGES, (index) => {
      if (index % 10 === 5) broken += served.front.cut()
    })
    await expectAgreement()
    noteFigures(`watch: ${broken} connections broken during ${CHANGES} changes lost nothing`)
    expect(broken).toBeGreaterThan(20)
  }, 900_000)

  test('is listed anew where the API server does not remember so far back', async () => {
    // One that began again remembers nothing from before; that it is asked for that is made sure of.
    await restartApiServer(served)
    let late = 0
    served.front.rewrite((path) => {
      if (!path.includes('watch=true')) return path
      late++
      return path.replace(/resourceVersion=\d+/, 'resourceVersion=1')
    })
    served.front.cut()
    served.front.take()
    await change(10)
    let lists = 0
    await until('everything to be listed again', async () => {
      lists += served.front.take().filter(({path}) => path.includes('?limit=500')).length
      return lists >= 10
    })
    served.front.rewrite((path) => path)
    await change(10)
    await expectAgreement()
    noteFigures(`watch: ${late} watches from before the API server began again made it list ${lists} times`)
  })

  describe('as the command prints it', () => {
    const path = '/api/v1/namespaces/shop/services/web'
    const web = scenario('shop')
      .service('web', {ports: ['http 80→http']})
      .objects()
      .filter(({kind}) => kind === 'Service')
    const PATCH = 'application/merge-patch+json'
    const watch = (...args: readonly string[]) => runCommand('list', '--watch', '--kubeconfig', served.kubeconfig, ...args)
    const select = (app: string) => served.api.request('PATCH', path, {spec: {selector: {app}}}, PATCH)

    beforeAll(async () => {
      await served.api.apply(
        scenario('shop')
          .pods('web', 2, {ports: {http: 8080}})
          .objects(),
      )
    })

    test('has headers once, then rows under the same columns, and ends with 130 at Ctrl-C', async () => {
      const run = watch('-n', 'shop')
      expect(await run.read(/\n$/)).toBe('no Service in namespace shop\n')
      await served.api.apply(web)
      const first = await run.read(/2\/2/)
      await select('nobody')
      const row = await run.read(/empty/)
      expect(first).toMatch(/^NAME +TYPE +CLUSTER-IP/)
      expect(row).toMatch(/^web /)
      const header = first.split('\n')[0] ?? ''
      expect(row.indexOf('ClusterIP')).toBe(header.indexOf('TYPE'))
      expect(row.indexOf('0/0')).toBe(header.indexOf('ENDPOINTS'))
      await select('web')
      await run.read(/✓/)
      run.interrupt()
      expect(await run.ended).toBe(130)
      expect(run.stderr()).toBe('')
    })

    test('as JSON is a document a line, and ends with 0 where nobody reads any more', async () => {
      const validate = validatorOf('service-list')
      const run = watch('svc/web', '-n', 'shop', '-o', 'json')
      const lines = [await run.read(/\n$/)]
      await select('nobody')
      lines.push(await run.read(/"empty".*\n$/))
      await served.api.request('DELETE', path)
      lines.push(await run.read(/"deleted".*\n$/))
      const documents = lines
        .join('')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
      for (const document of documents) {
        validate(document)
        expect(validate.errors).toBeNull()
      }
      const told = documents.flatMap(({data}) => data.services).map(({name, event, verdict}) => `${event} ${name} ${verdict}`)
      expect(told[0]).toBe('added web resolved')
      expect(told.at(-1)).toBe('deleted web empty')
      run.turnAway()
      await served.api.apply(web)
      expect(await run.ended).toBe(0)
    })

    test('of several contexts says which each row is of, and goes on where one cannot be asked', async () => {
      const config = JSON.parse(readFileSync(served.kubeconfig, 'utf8'))
      const [{context}] = config.contexts
      const contexts = ['east', 'west'].map((name) => ({name, context})).concat({name: 'gone', context: {...context, user: 'nobody'}})
      writeFileSync(
        served.file('several'),
        JSON.stringify({...config, contexts, users: [...config.users, {name: 'nobody', user: {token: 'wrong'}}]}),
      )
      const run = runCommand(
        ...['list', '-w', '-n', 'shop', '--kubeconfig', served.file('several')],
        ...['east', 'west', 'gone'].flatMap((name) => ['--context', name]),
      )
      const first = await run.read(/west +web.*2\/2/)
      expect(first).toMatch(/^CONTEXT +NAME/)
      expect(first).toMatch(/east +web.*2\/2/)
      await select('nobody')
      const rows = await run.read(/(?=[\s\S]*east +web.*empty)[\s\S]*west +web.*empty/)
      expect(rows).not.toContain('CONTEXT')
      run.interrupt()
      expect(await run.ended).toBe(130)
      expect(run.stderr()).toMatch(/^error: gone: .*refuses the credentials/)
    })
  })
})
