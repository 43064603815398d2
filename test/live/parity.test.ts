import {writeFileSync} from 'node:fs'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import type {Cluster} from '../../src/cluster/cluster.ts'
import type {WireObject} from '../../src/cluster/object.ts'
import type {Service} from '../../src/cluster/service.ts'
import {readFiles} from '../../src/sources/files.ts'
import {type Asked, askLive, DUMP, dumpWithKubectl, readOffline, SERVED_KINDS, SNAPSHOT, takeSnapshot} from './asking/asked.ts'
import {installAdminPolicy, NETWORK_POLICIES} from './asking/policies.ts'
import {asksDns, asksList, asksPlan, asksPolicies, asksResolve, asksRules, asksTrace, asksWhois} from './asking/questions.ts'
import {type ServedCluster, startServedCluster} from './asking/served-cluster.ts'
import {noteFigures} from './harness/figures.ts'
import {liveProblem} from './harness/requirements.ts'
import {objectsTogether} from './scenario/scenario.ts'
import {chooseSeed} from './scenario/seed.ts'
import {applyFresh} from './scenario/settlement.ts'
import {WRITTEN, WRITTEN_WITH_NODES} from './scenario/written/index.ts'

const SEED = chooseSeed(2026)

/** Of so many Services one is asked about by itself. */
const EVERY = process.env['SVCSCOPE_FULL'] ? 1 : 3

/** What somebody might ask about one Service. */
function aboutService({namespace, name, clusterIPs, ports}: Service): readonly Asked[] {
  const [address] = clusterIPs
  const [port] = ports
  return [
    asksResolve(namespace, `svc/${name}`),
    asksResolve(undefined, `svc/${name}`),
    asksTrace(namespace, `svc/${name}`),
    asksTrace(namespace, `svc/${name}`, 'internet'),
    asksTrace(namespace, `svc/${name}`, 'node/node-b'),
    asksDns(namespace, `svc/${name}`),
    asksDns(namespace, `${name}.${namespace}`),
    ...(port ? [asksTrace(namespace, `http://${name}.${namespace}:${port.port}`)] : []),
    ...(address !== undefined && port
      ? [asksTrace(undefined, `${address.includes(':') ? `[${address}]` : address}:${port.port}`), asksWhois(address)]
      : []),
    ...ports.flatMap(({nodePort}) =>
      nodePort === null ? [] : [asksWhois(String(nodePort)), asksTrace(undefined, `node/node-a:${nodePort}`)],
    ),
  ]
}

function aboutCluster(cluster: Cluster): readonly Asked[] {
  const namespaces = [...new Set(cluster.services.map(({namespace}) => namespace))]
  return [
    asksResolve(undefined),
    asksList(undefined),
    asksPlan(),
    ...namespaces.flatMap((namespace) => [asksResolve(namespace), asksList(namespace)]),
    ...['node-a', 'node-b'].flatMap((node) => (['iptables', 'nftables', 'ipvs'] as const).map((mode) => asksRules(node, mode))),
    ...cluster.services.filter((_, index) => index % EVERY === SEED % EVERY).flatMap(aboutService),
    ...aboutPods(cluster),
  ]
}

/** One pod of each namespace asks and is asked about. */
function aboutPods(cluster: Cluster): readonly Asked[] {
  const first = new Map(cluster.pods.all.toReversed().map((pod) => [pod.namespace, pod]))
  return [...first.values()].flatMap(({namespace, target, addresses}) => {
    const service = cluster.services.find((one) => one.namespace === namespace)
    return [
      asksResolve(namespace, `pod/${target.name}`),
      asksPolicies(namespace, `pod/${target.name}`),
      asksPolicies(namespace, 'pods'),
      ...(addresses ?? []).map((address) => asksWhois(address)),
      ...(service
        ? [asksTrace(namespace, `svc/${service.name}`, `pod/${target.name}`), asksDns(namespace, service.name, `pod/${target.name}`)]
        : []),
    ]
  })
}

/** A Service that is not there, in ways that people get names wrong. */
const MISTAKES: readonly Asked[] = [
  asksResolve('basics', 'svc/wbe'),
  asksResolve('default', 'svc/web'),
  asksTrace('basics', 'svc/wbe'),
  asksTrace('basics', 'svc/web:nope'),
  asksDns('basics', 'svc/wbe'),
  asksDns('basics', 'web.nowhere'),
  asksWhois('203.0.113.77'),
  asksTrace('basics', '203.0.113.77:80'),
  asksResolve('basics', 'pod/none'),
  asksResolve('basics', 'deploy/none'),
]

/** Connections between those for whom there are policies, and others. */
const POLICED: readonly Asked[] = [
  asksPolicies(undefined, 'pods'),
  asksPolicies('basics', 'pod/web-0', 'pod/api-0'),
  ...['pod/api-0', 'pod/web-1', 'ns/headless', 'ns/load-balancers', 'ns/basics', 'node/node-a', 'internet', '10.244.0.77'].flatMap(
    (from) => [asksTrace('basics', 'svc/web', from), asksTrace('basics', 'svc/api', from)],
  ),
  asksTrace('basics', 'svc/qualified-key', 'pod/web-next-0'),
  asksTrace('headless', 'svc/db', 'ns/headless'),
  asksTrace('basics', 'http://web.basics', 'pod/api-0'),
]

/** Stories that share a cluster, and those that need nodes of their own, one of them in CI. */
const STORIES: readonly (readonly [string, () => Promise<readonly WireObject[]>])[] = [
  ['the written scenarios and the shop', async () => [...objectsTogether(WRITTEN), ...(await shop()), ...NETWORK_POLICIES]],
  ...WRITTEN_WITH_NODES.slice(0, process.env['SVCSCOPE_FULL'] ? undefined : 1).map(
    (story) => [`scenario ${story.name}`, async () => objectsTogether([story])] as const,
  ),
]

/** The example shop as it can be beside the scenarios, one of which has its node port. */
async function shop(): Promise<readonly WireObject[]> {
  const {objects} = await readFiles({filenames: ['examples/shop']}, {stdin: process.stdin})
  return objects.map(({object}) => JSON.parse(JSON.stringify(object, (key, value) => (key === 'nodePort' ? undefined : value))))
}

describe.skipIf(liveProblem()).each(STORIES)('what is asked of a running cluster of %s', (name, objectsOf) => {
  let served: ServedCluster
  let offline: Awaited<ReturnType<typeof readOffline>>
  let saved: Awaited<ReturnType<typeof readOffline>>

  beforeAll(async () => {
    served = await startServedCluster()
    await applyFresh(served.api, await objectsOf())
    await installAdminPolicy(served.api)
    await new Promise((resolve) => setTimeout(resolve, 3000))
    writeFileSync(served.file(DUMP), await dumpWithKubectl(served.kubeconfig, [...SERVED_KINDS, 'AdminNetworkPolicy']))
    offline = await readOffline(served.file(DUMP))
    writeFileSync(served.file(SNAPSHOT), await takeSnapshot(served.kubeconfig))
    saved = await readOffline(served.file(SNAPSHOT))
  })
  afterAll(() => served?.close())

  test('is answered as from what kubectl get -A -o yaml prints, and as from its snapshot', async () => {
    const questions = [...aboutCluster(offline.cluster), ...MISTAKES, ...POLICED]
    const differing: string[] = []
    for (const asked of questions) {
      const live = await askLive(served.kubeconfig, asked)
      for (const [source, read] of [
        ['file', offline.answer(asked)],
        ['snapshot', saved.answer(asked)],
      ] as const)
        if (live !== read) differing.push(describeDifference(asked.words, live, source, read))
    }
    const figures = `${questions.length} questions about ${offline.cluster.services.length} Services`
    noteFigures(
      `parity, ${name}: ${figures}, ${differing.length} answered otherwise than from kubectl get -A -o yaml or from a snapshot (seed ${SEED})`,
    )
    expect(differing.slice(0, 40).join('\n\n')).toBe('')
    expect(questions.length).toBeGreaterThan(30)
  })
})

function describeDifference(words: string, live: string, source: string, read: string): string {
  const [a, b] = [live.split('\n'), read.split('\n')]
  const at = a.findIndex((line, index) => line !== b[index])
  return [
    `${words}`,
    ...a.slice(Math.max(0, at - 2), at + 4).map((line) => `  live ${line}`),
    ...b.slice(Math.max(0, at - 2), at + 4).map((line) => `  ${source} ${line}`),
  ].join('\n')
}
