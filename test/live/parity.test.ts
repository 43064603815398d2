import {writeFileSync} from 'node:fs'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import type {Cluster} from '../../src/cluster/cluster.ts'
import type {Service} from '../../src/cluster/service.ts'
import {askDns} from '../../src/questions/dns/dns.ts'
import {dnsNeeds} from '../../src/questions/dns/needs.ts'
import {list} from '../../src/questions/list/list.ts'
import {proxyNeeds} from '../../src/questions/proxy/needs.ts'
import {askProxyRules} from '../../src/questions/proxy/rules.ts'
import {resolveNeeds} from '../../src/questions/resolve/needs.ts'
import {resolve} from '../../src/questions/resolve/resolve.ts'
import {traceNeeds} from '../../src/questions/trace/needs.ts'
import {trace} from '../../src/questions/trace/trace.ts'
import {whoisNeeds} from '../../src/questions/whois/needs.ts'
import {whois} from '../../src/questions/whois/whois.ts'
import {readFiles} from '../../src/sources/files.ts'
import {parseProxyConfiguration} from '../../src/sources/proxy-configuration.ts'
import {type Asked, answerOf, askLive, clusterOfFile, DUMP, dumpWithKubectl, SERVED_KINDS} from './asking/asked.ts'
import {type ServedCluster, startServedCluster} from './asking/served-cluster.ts'
import {noteFigures} from './harness/figures.ts'
import {liveProblem} from './harness/requirements.ts'
import {objectsTogether} from './scenario/scenario.ts'
import {applyFresh} from './scenario/settlement.ts'
import {WRITTEN} from './scenario/written/index.ts'

const PROXY = {
  node: undefined,
  mode: undefined,
  clusterCidr: undefined,
  version: undefined,
  document: undefined,
  parse: parseProxyConfiguration,
}
const SCOPE = {namespace: undefined, selector: undefined}

function asksResolve(namespace: string | undefined, ...targets: string[]): Asked {
  const parameters = {targets, namespace, selector: undefined}
  return {
    words: `resolve ${targets.join(' ')} -n ${namespace}`,
    needs: resolveNeeds(parameters, true),
    ask: (cluster) => resolve(cluster, parameters),
  }
}

function asksTrace(namespace: string | undefined, word: string, from?: string): Asked {
  const parameters = {...PROXY, words: [word], from, family: undefined, rules: true, namespace, selector: undefined}
  return {
    words: `trace ${word} -n ${namespace} --from ${from}`,
    needs: traceNeeds(parameters, true),
    ask: (cluster) => trace(cluster, parameters),
  }
}

function asksDns(namespace: string | undefined, word: string, from?: string): Asked {
  const parameters = {words: [word], from, types: undefined, clusterDomain: undefined, namespace, selector: undefined}
  return {
    words: `dns ${word} -n ${namespace} --from ${from}`,
    needs: dnsNeeds(parameters, true),
    ask: (cluster) => askDns(cluster, parameters),
  }
}

function asksWhois(word: string): Asked {
  const parameters = {words: [word], ...SCOPE}
  return {words: `whois ${word}`, needs: whoisNeeds(parameters, true), ask: (cluster) => whois(cluster, parameters)}
}

function asksList(namespace: string | undefined): Asked {
  const parameters = {targets: [], namespace, selector: undefined, now: Date.UTC(2030, 1, 1)}
  return {words: `list -n ${namespace}`, needs: resolveNeeds(parameters, true), ask: (cluster) => list(cluster, parameters)}
}

function asksRules(node: string, mode: 'iptables' | 'nftables' | 'ipvs'): Asked {
  const parameters = {...PROXY, node, mode, ...SCOPE}
  return {words: `proxy rules --node ${node} --proxy-mode ${mode}`, needs: proxyNeeds, ask: (cluster) => askProxyRules(cluster, parameters)}
}

/** What somebody might ask about one Service. */
function aboutService({namespace, name, clusterIPs, ports}: Service): readonly Asked[] {
  const [address] = clusterIPs
  const [port] = ports
  return [
    asksResolve(namespace, `svc/${name}`),
    asksTrace(namespace, `svc/${name}`),
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
    ...namespaces.flatMap((namespace) => [asksResolve(namespace), asksList(namespace)]),
    ...['node-a', 'node-b'].flatMap((node) => (['iptables', 'nftables', 'ipvs'] as const).map((mode) => asksRules(node, mode))),
    ...cluster.services.flatMap(aboutService),
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

describe.skipIf(liveProblem())('what is asked of a running cluster', () => {
  let served: ServedCluster
  let offline: Cluster

  beforeAll(async () => {
    served = await startServedCluster()
    const shop = await readFiles({filenames: ['examples/shop']}, {stdin: process.stdin})
    await applyFresh(served.api, [...objectsTogether(WRITTEN)])
    for (const {object} of shop.objects) await served.api.apply([object]).catch(() => {})
    await new Promise((resolve) => setTimeout(resolve, 3000))
    writeFileSync(served.file(DUMP), await dumpWithKubectl(served.kubeconfig, SERVED_KINDS))
    offline = await clusterOfFile(served.file(DUMP))
  })
  afterAll(() => served?.close())

  test('is answered as from what kubectl get -A -o yaml prints', async () => {
    const questions = [...aboutCluster(offline), ...MISTAKES]
    const differing: string[] = []
    for (const asked of questions) {
      const [live, read] = [await askLive(served.kubeconfig, asked), answerOf(() => asked.ask(offline))]
      if (live !== read) differing.push(describeDifference(asked.words, live, read))
    }
    noteFigures(
      `parity: ${questions.length} questions about ${offline.services.length} Services, ${differing.length} answered otherwise than from kubectl get -A -o yaml`,
    )
    expect(differing.slice(0, 40).join('\n\n')).toBe('')
    expect(questions.length).toBeGreaterThan(500)
  })
})

function describeDifference(words: string, live: string, read: string): string {
  const [a, b] = [live.split('\n'), read.split('\n')]
  const at = a.findIndex((line, index) => line !== b[index])
  return [
    `${words}`,
    ...a.slice(Math.max(0, at - 2), at + 4).map((line) => `  live ${line}`),
    ...b.slice(Math.max(0, at - 2), at + 4).map((line) => `  file ${line}`),
  ].join('\n')
}
