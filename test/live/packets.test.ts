import {get, type IncomingMessage} from 'node:http'
import {json} from 'node:stream/consumers'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {fieldsOf, itemsOf, valueAt} from '../../src/cluster/fields.ts'
import type {WireObject} from '../../src/cluster/object.ts'
import {NEWEST_KUBE_PROXY} from '../../src/network/proxy/kube-proxy-version.ts'
import {decide} from '../../src/network/proxy/packet/decision.ts'
import type {ProxyView} from '../../src/network/proxy/packet/proxy-view.ts'
import {type ControlPlane, startControlPlane} from './harness/control-plane.ts'
import {weaveFabric} from './harness/fabric.ts'
import {noteFigures} from './harness/figures.ts'
import type {ProxyMode} from './harness/proxy.ts'
import {liveProblem} from './harness/requirements.ts'
import {allCases, type Case} from './packets/cases.ts'
import {addOutsideClients, insideClients, isIPv6, type LiveClient, nameOf} from './packets/clients.ts'
import {type Agreement, comparePackets, compareSets, fateOf, isLeftToChance, predictor, TURNS} from './packets/comparison.ts'
import {cornerProxies} from './packets/corner-proxies.ts'
import {describeFate, EVERY_END} from './packets/ends.ts'
import {startProxies, stopProxies} from './packets/proxies.ts'
import {shop} from './packets/shop.ts'
import {BOUND_FOR_SEVEN, chiSquare} from './packets/spread.ts'
import {readObjects} from './proxy/settled-plane.ts'
import {predictEndpoints} from './scenario/prediction.ts'
import {createRandom} from './scenario/random-numbers.ts'
import {chooseSeed} from './scenario/seed.ts'
import {compareSettled} from './scenario/settlement.ts'

const FULL = process.env['SVCSCOPE_FULL'] !== undefined
const SEED = chooseSeed(20_261)
/** Connections of all that there are, with configurations that few have. */
const SAMPLE = 1_500
/** Those that are opened until every endpoint has had its turn. */
const SETS = FULL ? 600 : 150
const SPREAD_CONNECTIONS = FULL ? 21_000 : 2_100
const INSIDE = ['client-0', 'client-1', 'client-2', 'web-0', 'lone-0', 'alone-0']

describe.skipIf(liveProblem())('real packets', () => {
  let plane: ControlPlane
  let objects: readonly WireObject[]
  let clients: readonly LiveClient[]

  beforeAll(async () => {
    plane = await startControlPlane()
    const [fabric] = await Promise.all([weaveFabric(plane.sandbox, shop.objects()), plane.api.apply(shop.objects())])
    await compareSettled(plane.api, predictEndpoints)
    objects = await readObjects(plane.api)
    clients = [...insideClients(fabric, objects, INSIDE), ...(await addOutsideClients(plane.sandbox, objects))]
  })
  afterAll(() => plane?.close())

  describe.each<ProxyMode>(['iptables', 'nftables'])('in %s mode', (mode) => {
    const usual = {mode, version: NEWEST_KUBE_PROXY, configuration: {}} as const
    let view: ProxyView
    beforeAll(async () => {
      view = await startProxies(plane, objects, usual)
    })
    afterAll(() => stopProxies(plane, objects, usual))

    test('fare as predicted: every client, every entry of every Service', async () => {
      const cases = allCases(objects, clients)
      hold(await comparePackets(plane.sandbox, predictor(view, objects), cases), mode)
      const ends = endsOf(view, cases)
      expect(EVERY_END[mode].filter((end) => !ends.has(end))).toEqual([])
    })

    test('reach every endpoint that was predicted, now and then', async () => {
      const predict = predictor(view, objects)
      const several = allCases(objects, clients).filter((one) => isLeftToChance(view, one) && predict(one).length > 1)
      const cases = createRandom(SEED).some(several, SETS)
      const disagreements = await compareSets(plane.sandbox, predict, cases)
      noteFigures(
        `endpoint sets, ${mode}: ${cases.length} clients and entries, ${TURNS} connections each, ${cases.length - disagreements.length} as predicted`,
      )
      expect(cases).toHaveLength(SETS)
      expect(disagreements.slice(0, 8)).toEqual([])
    })

    test('find load balancers told which nodes have endpoints', async () => {
      for (const node of view.nodeNames) {
        const {addresses} = view.modelOf(node).node
        const {healthChecks} = view.modelOf(node).families.IPv4
        expect(healthChecks.length).toBeGreaterThan(5)
        for (const {port, status, localEndpoints, service} of healthChecks) {
          const socket = await plane.sandbox.forward(`health-${mode}-${node}-${port}.sock`, `${addresses.IPv4}:${port}`)
          const real = await getHealth(socket)
          expect(real, `${service.name} on ${node}`).toEqual({status, localEndpoints})
        }
      }
    })

    test.each(['IPv4', 'IPv6'])('stay with their endpoint where the Service asks for it, over %s', async (family) => {
      const sticky = clusterIPOf('web-sticky', family)
      const usual = clusterIPOf('web', family)
      for (const name of ['client-0', 'node-c', 'stranger by node-b']) {
        const namespace = clients.find((client) => client.name === name)?.namespace ?? ''
        const tallies = await plane.sandbox.repeat({namespace, protocol: 'tcp', address: `${sticky}:80`}, 20)
        expect(tallies, name).toEqual([
          {kind: 'answered', name: expect.stringMatching(/^shop\/web-/), source: expect.any(String), count: 20},
        ])
        // Without affinity one in 3¹⁹ clients would meet the same pod twenty times.
        const others = await plane.sandbox.repeat({namespace, protocol: 'tcp', address: `${usual}:80`}, 20)
        expect(new Set(others.map((tally) => tally.name)).size, name).toBeGreaterThan(1)
      }
    })

    test.each(['IPv4', 'IPv6'])('spread over endpoints as predicted, over %s', async (family) => {
      const address = clusterIPOf('seven', family)
      const client = clients.find(({name}) => name === 'client-0') as LiveClient
      const {fate} = decide(view, {from: client.client, to: {address: address.replace(/[[\]]/g, ''), port: 80}, protocol: 'TCP'})
      if (fate.kind !== 'endpoints') throw new Error(`seven pods, and ${fate.kind}`)
      const predicted = new Map(fate.outcome.arrivals.map(({endpoint, probability}) => [`shop/${endpoint.target?.name}`, probability ?? 0]))
      expect(predicted.size).toBe(7)
      const tallies = await plane.sandbox.repeat(
        {namespace: client.namespace, protocol: 'tcp', address: `${address}:80`},
        SPREAD_CONNECTIONS,
      )
      const distance = chiSquare(tallies, predicted)
      noteFigures(
        `spread over seven endpoints, ${mode}, ${family}: ${SPREAD_CONNECTIONS} connections, chi-square ${distance.toFixed(1)} of at most ${BOUND_FOR_SEVEN}`,
      )
      expect(distance).toBeLessThan(BOUND_FOR_SEVEN)
    })
  })

  test.each(FULL ? cornerProxies : cornerProxies.filter(({always}) => always))(
    'fare as predicted with $what',
    async ({what, ...proxies}) => {
      const view = await startProxies(plane, objects, proxies)
      try {
        const cases = allCases(objects, clients)
        hold(await comparePackets(plane.sandbox, predictor(view, objects), FULL ? cases : createRandom(SEED).some(cases, SAMPLE)), what)
      } finally {
        await stopProxies(plane, objects, proxies)
      }
    },
  )

  /** As connections are written: `10.0.0.9`, `[fd00:10::9]`. */
  function clusterIPOf(name: string, family: string): string {
    const service = objects.find((object) => object['kind'] === 'Service' && nameOf(object) === name)
    const addresses = itemsOf(valueAt(service, 'spec', 'clusterIPs')).map(String)
    const found = addresses.find((address) => isIPv6(address) === (family === 'IPv6')) ?? ''
    return isIPv6(found) ? `[${found}]` : found
  }
})

function hold({connections, counts: {answered, refused, timeout}, disagreements, repeated}: Agreement, what: string): void {
  noteFigures(
    `real packets, ${what}: ${connections} connections, ${connections - disagreements.length} as predicted ` +
      `(${answered} answered, ${refused} refused, ${timeout} without an answer; ${repeated} opened again)`,
  )
  expect(disagreements.slice(0, 8)).toEqual([])
}

/** Whatever is predicted of any of them. */
function endsOf(view: ProxyView, cases: readonly Case[]): ReadonlySet<string> {
  return new Set(cases.flatMap((one) => describeFate(fateOf(view, one))))
}

/** What kube-proxy says of a Service at its health-check node port. */
async function getHealth(socketPath: string): Promise<{readonly status: number | undefined; readonly localEndpoints: unknown}> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => get({socketPath, path: '/healthz'}, resolve).on('error', reject))
  return {status: answer.statusCode, localEndpoints: fieldsOf(await json(answer))['localEndpoints']}
}
