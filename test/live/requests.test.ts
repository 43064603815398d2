import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {askLive, SERVED_GROUPS} from './asking/asked.ts'
import type {Passed} from './asking/front.ts'
import {largeCluster} from './asking/large-cluster.ts'
import {asksList, asksPolicies, asksResolve, asksTrace} from './asking/questions.ts'
import {type ServedCluster, startServedCluster} from './asking/served-cluster.ts'
import {untilSliced} from './asking/until-sliced.ts'
import {noteFigures} from './harness/figures.ts'
import {liveProblem} from './harness/requirements.ts'
import {applyFresh} from './scenario/settlement.ts'

const SERVICES = 500
const PODS = 5_000

describe.skipIf(liveProblem())(`of a cluster with ${PODS} pods`, () => {
  let served: ServedCluster

  beforeAll(async () => {
    served = await startServedCluster()
    await applyFresh(served.api, largeCluster({services: SERVICES, pods: PODS}))
    await untilSliced(served.api, PODS)
  })
  afterAll(() => served?.close())

  async function requestsOf(asked: Parameters<typeof askLive>[1]): Promise<{readonly answer: string; readonly passed: readonly Passed[]}> {
    served.front.take()
    const answer = await askLive(served.kubeconfig, asked)
    return {answer, passed: served.front.take()}
  }

  /** The bytes of all pods as they are, and compressed: the API server compresses what is longer than 128 kB, which no answer about one Service is. */
  async function bytesOfAllPods(): Promise<{readonly plain: number; readonly compressed: number}> {
    const {passed} = await requestsOf({words: 'all pods', needs: () => [{kind: 'Pod'}], ask: () => EMPTY})
    expect(passed.length).toBe(PODS / 500)
    return {plain: JSON.stringify(await served.api.get('/api/v1/pods')).length, compressed: bytesOf(passed)}
  }

  test.each([
    ['trace svc/svc-7', undefined, 7],
    ['trace svc/svc-7 --from pod', 'pod/app-57-6dbdf-57', 11],
  ])('%s asks for little', async (words, from, most) => {
    const {answer, passed} = await requestsOf(asksTrace('ns-7', 'svc/svc-7', from && podOf(57)))
    expect(JSON.parse(answer).data).toMatchObject({verdict: expect.stringMatching(/delivered|partial/)})
    expect(JSON.parse(answer).data.backends.length).toBeGreaterThan(0)
    const all = await bytesOfAllPods()
    const share = bytesOf(passed) / all.plain
    const whole = `a list of all ${PODS} pods is ${all.plain} bytes (${(share * 100).toFixed(2)} %), ${all.compressed} compressed`
    noteFigures(`requests, ${words}: ${passed.length}, ${bytesOf(passed)} bytes, not compressed; ${whole}`)
    expect(passed.length, passed.map(({path}) => path).join('\n')).toBeLessThanOrEqual(most)
    expect(share, passed.map(({path, bytes}) => `${bytes} ${path}`).join('\n')).toBeLessThan(0.01)
  })

  test.each([
    ['trace --from', asksTrace('ns-7', 'svc/svc-7', podOf(57))],
    ['resolve --policies', asksPolicies('ns-7', 'pods')],
  ])('%s asks once which APIs there are, and for no policy of an API that there is not', async (_, asked) => {
    const {passed} = await requestsOf(asked)
    expect(passed.filter(({path}) => path === '/apis')).toHaveLength(1)
    const groups = new Set(passed.flatMap(({path}) => /^\/apis\/([^/]+)/.exec(path)?.[1] ?? []))
    expect([...groups].filter((group) => !SERVED_GROUPS.includes(group))).toEqual([])
    expect(passed.filter(({path, status}) => path.startsWith('/apis') && status !== 200)).toEqual([])
  })

  test.each([
    ['resolve -A', asksResolve(undefined)],
    ['list -A', asksList(undefined)],
  ])('%s reads each kind once, in pages', async (words, asked) => {
    const {passed} = await requestsOf(asked)
    const kinds = new Map<string, Passed[]>()
    for (const one of passed) {
      const [path = ''] = one.path.split('?')
      kinds.set(path, [...(kinds.get(path) ?? []), one])
    }
    noteFigures(`requests, ${words}: ${passed.length} for ${kinds.size} kinds, ${bytesOf(passed)} bytes`)
    for (const [path, pages] of kinds) {
      expect(
        pages.filter((page) => !page.path.includes('continue=')),
        path,
      ).toHaveLength(1)
      expect(
        pages.every((page) => page.path.includes('limit=500')),
        path,
      ).toBe(true)
    }
    expect(kinds.get('/api/v1/pods')).toHaveLength(PODS / 500)
  })

  test('nothing is ever sent but GET', async () => {
    for (const asked of [asksTrace('ns-7', 'svc/svc-7'), asksResolve('ns-7', 'svc/nope'), asksList('ns-7')]) {
      const {passed} = await requestsOf(asked)
      expect(passed.length).toBeGreaterThan(0)
      expect(new Set(passed.map(({method}) => method))).toEqual(new Set(['GET']))
    }
  })
})

const EMPTY = {kind: '', data: null, tables: [], findings: [], notes: [], names: []}

/** A pod of Service 57, which is in another namespace than the target. */
function podOf(service: number): string {
  return `pod/app-${service}-${(service * 7919).toString(16)}-${service}`
}

function bytesOf(passed: readonly Passed[]): number {
  return passed.reduce((sum, {bytes}) => sum + bytes, 0)
}
