import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {buildCluster} from '../../src/cluster/cluster.ts'
import {fieldsOf, valueAt} from '../../src/cluster/fields.ts'
import type {WireObject} from '../../src/cluster/object.ts'
import {stepList} from '../../src/questions/list/change.ts'
import {type ListParameters, list, type ServiceListReport} from '../../src/questions/list/list.ts'
import {resolveNeeds} from '../../src/questions/resolve/needs.ts'
import {gather} from '../../src/sources/live/gathering.ts'
import {readKubeConfig} from '../../src/sources/live/kubeconfig.ts'
import {openLiveCluster} from '../../src/sources/live/live-cluster.ts'
import {type ServedCluster, startServedCluster} from './asking/served-cluster.ts'
import {until} from './harness/api.ts'
import {noteFigures} from './harness/figures.ts'
import {liveProblem} from './harness/requirements.ts'
import {randomObjects} from './scenario/random.ts'
import {makeChanges, randomChanges} from './scenario/random-changes.ts'
import {createRandom, type Random} from './scenario/random-numbers.ts'
import {chooseSeed} from './scenario/seed.ts'
import {applyFresh} from './scenario/settlement.ts'

const CHANGES = process.env['SVCSCOPE_FULL'] ? 500 : 100
const SIZE = process.env['SVCSCOPE_FULL'] ? {services: 200, pods: 600} : {services: 60, pods: 150}
const SEED = chooseSeed(2026)

/** Somebody who has `list --watch` before their eyes. */
interface Onlooker {
  readonly words: string
  readonly parameters: ListParameters
  /** The rows as they were printed last, those that are gone left out. */
  readonly rows: () => readonly string[]
  readonly last: () => ServiceListReport | undefined
  /** How often something was printed. */
  readonly turns: () => number
  /** Ends it; throws what it had ended with before. */
  readonly end: () => Promise<void>
}

function onlook(kubeconfig: string, words: string, asked: Partial<ListParameters>): Onlooker {
  const parameters: ListParameters = {targets: [], namespace: undefined, selector: undefined, now: Date.UTC(2030, 1, 1), ...asked}
  const ending = new AbortController()
  const rows = new Map<string, string>()
  let last: ServiceListReport | undefined
  let turns = 0
  const run = async () => {
    const live = await openLiveCluster(readKubeConfig({kubeconfig}, {}).connectionTo(), {signal: ending.signal})
    try {
      for await (const {cluster} of live.watch(resolveNeeds(parameters, true), (input) => buildCluster(input, undefined))) {
        const {now, changed} = stepList(last, cluster, parameters)
        last = now
        if (changed) turns++
        for (const {event, ...row} of changed?.data.services ?? []) {
          if (event === 'deleted') rows.delete(`${row.namespace}/${row.name}`)
          else rows.set(`${row.namespace}/${row.name}`, JSON.stringify(row))
        }
      }
    } finally {
      live.close()
    }
  }
  const running = run().catch((error: unknown) => {
    if (!ending.signal.aborted) throw error
  })
  running.catch(() => {})
  return {
    words,
    parameters,
    rows: () => [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row),
    last: () => last,
    turns: () => turns,
    end: async () => {
      ending.abort()
      await running
    },
  }
}

async function listFresh(kubeconfig: string, parameters: ListParameters): Promise<ServiceListReport> {
  const live = await openLiveCluster(readKubeConfig({kubeconfig}, {}).connectionTo(), {})
  try {
    const {cluster} = await gather(live, resolveNeeds(parameters, true), (input) => buildCluster(input, undefined))
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
  })

  test('loses nothing where connections break', async () => {
    let broken = 0
    await change(CHANGES, (index) => {
      if (index % 10 === 5) broken += served.front.cut()
    })
    await expectAgreement()
    noteFigures(`watch: ${broken} connections broken during ${CHANGES} changes lost nothing`)
    expect(broken).toBeGreaterThan(20)
  })

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
      return lists >= 20
    })
    served.front.rewrite((path) => path)
    await change(10)
    await expectAgreement()
    noteFigures(`watch: ${late} watches from before the API server began again made it list ${lists} times`)
  })
})

/** Ends it and begins it again, as an upgrade of the control plane does. */
async function restartApiServer({api, sandbox}: ServedCluster): Promise<void> {
  const find =
    'for p in /proc/[0-9]*; do tr "\\0" "\\n" < $p/cmdline | head -1 | grep -q /kube-apiserver && tr "\\0" "\\n" < $p/cmdline; done'
  const {stdout} = await sandbox.exec(['sh', '-c', find], {check: false})
  const argv = stdout.trim().split('\n')
  await sandbox.stop('kube-apiserver')
  await sandbox.start('kube-apiserver', argv)
  await until('the API server', async () => (await api.request('GET', '/readyz')).status === 200)
}

/** One of the changes that a cluster sees: to a pod or a Service that is there, one that comes, one that goes. */
async function changeOne({api}: ServedCluster, random: Random, spare: readonly WireObject[], number: number): Promise<void> {
  const pods = await api.list('/api/v1/pods')
  const services = (await api.list('/api/v1/services')).filter(({metadata}) => fieldsOf(metadata)['namespace'] !== 'default')
  switch (random.weighted({change: 70, come: 20, go: 10})) {
    case 'change': {
      const changes = random.shuffle(randomChanges(random, random.shuffle([...pods, ...services]), 0.5)).slice(0, 1)
      return makeChanges(api, changes)
    }
    case 'come': {
      const {metadata, ...rest} = random.pick(spare)
      const {clusterIP: _, clusterIPs: __, ...spec} = fieldsOf(rest['spec'])
      await api.apply([{...rest, spec, metadata: {...fieldsOf(metadata), name: `late-${number}`}}]).catch(() => {})
      return
    }
    case 'go': {
      const {namespace, name} = fieldsOf(random.pick(services)['metadata'])
      await api.request('DELETE', `/api/v1/namespaces/${namespace}/services/${name}`)
      return
    }
  }
}
