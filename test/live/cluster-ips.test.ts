import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {parseAddress} from '../../src/cluster/address.ts'
import {buildCluster, type Cluster} from '../../src/cluster/cluster.ts'
import {clusterIPConflictsOf} from '../../src/network/cluster-ip-conflicts.ts'
import {bandOf, type ClusterIPRange, clusterIPRangesOf, holdsClusterIP} from '../../src/network/cluster-ips.ts'
import {addressOf, parseRange} from '../../src/network/proxy/address-range.ts'
import {gather} from '../../src/sources/live/gathering.ts'
import {readKubeConfig} from '../../src/sources/live/kubeconfig.ts'
import {openLiveCluster} from '../../src/sources/live/live-cluster.ts'
import {askLive} from './asking/asked.ts'
import {asksList, asksWhois} from './asking/questions.ts'
import {type ServedCluster, startServedCluster} from './asking/served-cluster.ts'
import {until} from './harness/api.ts'
import {noteFigures} from './harness/figures.ts'
import {liveProblem} from './harness/requirements.ts'

const FULL = process.env['SVCSCOPE_FULL'] === '1'
const CIDRS = '/apis/networking.k8s.io/v1/servicecidrs'
const ADDRESSES = '/apis/networking.k8s.io/v1/ipaddresses'
const SERVICES = '/api/v1/namespaces/default/services'
/** With a band for those who ask by name, and without one. */
const RANGES = [
  '10.9.0.0/28',
  '10.9.1.0/27',
  'fd00:9::/124',
  'fd00:9::100/122',
  ...(FULL ? ['10.9.4.0/22', '10.9.8.0/24', 'fd00:9::1:0/118'] : []),
]

describe.skipIf(liveProblem())('the cluster IPs of a real API server', () => {
  let served: ServedCluster

  beforeAll(async () => {
    served = await startServedCluster()
  })
  afterAll(() => served?.close())

  async function readCluster(): Promise<Cluster> {
    const live = await openLiveCluster(readKubeConfig({kubeconfig: served.kubeconfig}, {}).connectionTo(), {})
    try {
      const kinds = ['Service', 'ServiceCIDR', 'IPAddress'] as const
      return (
        await gather(
          live,
          () => kinds.map((kind) => ({kind})),
          (input) => buildCluster(input, undefined),
        )
      ).cluster
    } finally {
      live.close()
    }
  }

  async function readRange(text: string): Promise<ClusterIPRange> {
    const found = clusterIPRangesOf(await readCluster()).find(({range}) => range.text === text)
    if (!found) throw new Error(`no range ${text}`)
    return found
  }

  /** What the controller of ServiceCIDRs would say of one, which does not run here. */
  async function setReady(name: string, status: 'True' | 'False'): Promise<void> {
    const condition = {type: 'Ready', status, reason: 'Test', message: '', lastTransitionTime: '2026-01-01T00:00:00Z'}
    const answer = await served.api.request(
      'PATCH',
      `${CIDRS}/${name}/status`,
      {status: {conditions: [condition]}},
      'application/merge-patch+json',
    )
    expect(answer.status).toBe(200)
  }

  /** Asks for a Service, with an address of its own choice or whichever the server gives; its name and address, or undefined where it is refused. */
  async function createService(
    spec: Readonly<Record<string, unknown>>,
  ): Promise<{readonly name: string; readonly address: string} | undefined> {
    const body = {metadata: {generateName: 'asked-'}, spec: {ports: [{port: 80}], ipFamilyPolicy: 'SingleStack', ...spec}}
    const answer = await served.api.request('POST', SERVICES, body)
    return answer.status === 201 ? {name: answer.body.metadata.name, address: answer.body.spec.clusterIP} : undefined
  }

  const remove = (name: string) => served.api.request('DELETE', `${SERVICES}/${name}`)

  /** Makes a range that nothing else gives addresses of; the server's allocator hears of it a moment later. */
  async function withRangeAlone<T>(text: string, ask: (name: string) => Promise<T>): Promise<T> {
    const name = `only-${RANGES.indexOf(text)}`
    await served.api.request('POST', CIDRS, {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'ServiceCIDR',
      metadata: {name},
      spec: {cidrs: [text]},
    })
    await setReady('kubernetes', 'False')
    await setReady(name, 'True')
    const family = familyOf(text)
    await until(`addresses of ${text} only`, async () => {
      const created = await createService({ipFamilies: [family]})
      if (created) await remove(created.name)
      const range = parseRange(text)
      return created !== undefined && range !== undefined && holdsClusterIP({range, size: 1n << 40n}, created.address)
    })
    try {
      return await ask(name)
    } finally {
      await setReady('kubernetes', 'True')
      await setReady(name, 'False')
    }
  }

  test.each(RANGES)('of %s are as many as it gives away, those for nobody in particular first', async (text) => {
    await withRangeAlone(text, async (name) => {
      const before = await readRange(text)
      expect(before).toMatchObject({serviceCIDRs: [name], isOpen: true, used: 0})
      const given: {readonly name: string; readonly address: string}[] = []
      for (let created = await createService({ipFamilies: [before.range.family]}); created; ) {
        given.push(created)
        created = await createService({ipFamilies: [before.range.family]})
      }
      expect(BigInt(given.length)).toBe(before.free)
      const bands = given.map(({address}) => bandOf(before, address))
      expect(bands.slice(0, given.length - before.staticSize).filter((band) => band !== 'dynamic')).toEqual([])
      expect(bands.slice(given.length - before.staticSize).filter((band) => band !== 'static')).toEqual([])
      expect(await readRange(text)).toMatchObject({free: 0n, used: given.length, usedStatic: before.staticSize})
      noteFigures(
        `cluster IPs: ${text} gave ${given.length} addresses away, the last ${before.staticSize} from its static band, as foretold`,
      )
      for (const one of given) await remove(one.name)
      expect(await readRange(text)).toMatchObject({free: before.free, used: 0})
    })
  })

  test('are given to who asks for one that is called free, and refused where it is not', async () => {
    const names = RANGES.slice(0, 4)
    const wrong: string[] = []
    let asked = 0
    for (const text of names) {
      await withRangeAlone(text, async () => {
        for (const address of addressesAround(text)) {
          const hint = JSON.parse(await askLive(served.kubeconfig, asksWhois(address))).data.hint as string
          const created = await createService({clusterIP: address})
          asked++
          if (hint.startsWith('free: in ServiceCIDR ') !== (created !== undefined))
            wrong.push(`${address}: ${hint}, created: ${created !== undefined}`)
          if (created) await remove(created.name)
        }
      })
    }
    noteFigures(
      `cluster IPs: ${asked} addresses in and around ${names.length} ranges asked for by name, ${wrong.length} given otherwise than whois says`,
    )
    expect(wrong).toEqual([])
  })

  test('agree with their IPAddress objects, and list tells how many are used', async () => {
    for (const spec of [{}, {}, {clusterIP: '10.0.0.77'}, {ipFamilyPolicy: 'PreferDualStack'}, {clusterIP: 'None'}])
      await createService(spec)
    const cluster = await readCluster()
    expect(clusterIPConflictsOf(cluster, Date.now() + 3_600_000)).toEqual([])
    const addresses = await served.api.list(ADDRESSES)
    const names = addresses.map(({metadata}) => (metadata as {readonly name: string}).name)
    const used = names.filter((name) => name.startsWith('10.0.')).length
    expect(used).toBeGreaterThan(4)
    const report = JSON.parse(await askLive(served.kubeconfig, asksList(undefined)))
    expect(report.notes).toContain(
      `cluster IPs of ServiceCIDR kubernetes, 10.0.0.0/16: ${used} used, ${(65_534 - used).toLocaleString('en-US')} free`,
    )
    expect(report.data.clusterIPRanges[0]).toMatchObject({range: '10.0.0.0/16', size: 65_534, staticBand: 256, used, free: 65_534 - used})
  })

  test('without a ServiceCIDR are complained of by the server itself', async () => {
    const made = await withRangeAlone('10.9.0.0/28', () => createService({clusterIP: '10.9.0.3'}))
    await served.api.request('DELETE', `${CIDRS}/only-0`)
    // Its repair loop looks at a Service again when it changes.
    await served.api.request('PATCH', `${SERVICES}/${made?.name}`, {metadata: {labels: {touched: 'yes'}}}, 'application/merge-patch+json')
    const complaints = async () =>
      (await served.api.list('/apis/events.k8s.io/v1/namespaces/default/events')).filter(({reason}) => reason === 'ClusterIPOutOfRange')
    await until('the complaint', async () => (await complaints()).length > 0)
    const about = (await complaints()).map(({regarding}) => (regarding as {readonly name: string}).name)
    const found = clusterIPConflictsOf(await readCluster(), Date.now()).flatMap((one) =>
      one.kind === 'out-of-range' ? one.service.name : [],
    )
    expect(found).toEqual([made?.name])
    expect(new Set(about)).toEqual(new Set(found))
  })

  test('that an IPAddress holds for a Service that is gone are told of', async () => {
    const labels = {'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io', 'ipaddress.kubernetes.io/ip-family': 'IPv4'}
    const parentRef = {resource: 'services', namespace: 'default', name: 'gone'}
    const body = {apiVersion: 'networking.k8s.io/v1', kind: 'IPAddress', metadata: {name: '10.0.200.1', labels}, spec: {parentRef}}
    expect((await served.api.request('POST', ADDRESSES, body)).status).toBe(201)
    const cluster = await readCluster()
    const orphans = clusterIPConflictsOf(cluster, Date.now() + 120_000).filter(({kind}) => kind === 'orphan')
    expect(orphans).toMatchObject([{hold: {address: '10.0.200.1', service: {namespace: 'default', name: 'gone'}}, service: undefined}])
    // A Service may still be on its way.
    expect(clusterIPConflictsOf(cluster, Date.now()).filter(({kind}) => kind === 'orphan')).toEqual([])
    expect(await createService({clusterIP: '10.0.200.1'})).toBeUndefined()
  })
})

function familyOf(text: string): string {
  return text.includes(':') ? 'IPv6' : 'IPv4'
}

/** Each address of a small range, and the ones before and behind it. */
function addressesAround(text: string): readonly string[] {
  const range = parseRange(text)
  if (!range) throw new Error(`${text} is no range`)
  const size = 1 << ((range.family === 'IPv4' ? 32 : 128) - range.prefixLength)
  return Array.from({length: size + 2}, (_, index) => addressOf(range.first + BigInt(index) - 1n, range.family)).filter((one) =>
    parseAddress(one),
  )
}
