import {readdirSync, readFileSync} from 'node:fs'
import {buildCluster, type Cluster} from '../../../src/cluster/cluster.ts'
import type {WireObject} from '../../../src/cluster/object.ts'
import {joinPlan} from '../../../src/questions/plan/question.ts'
import {planSubnets} from '../../../src/questions/plan/subnet-plan.ts'
import {askProxyRules} from '../../../src/questions/proxy/rules.ts'
import {resolve} from '../../../src/questions/resolve/resolve.ts'
import {whois} from '../../../src/questions/whois/whois.ts'
import type {Report} from '../../../src/report.ts'
import {parseProxyConfiguration} from '../../../src/sources/proxy-configuration.ts'
import {UserError} from '../../../src/user-error.ts'
import {objectsOf} from '../../manifest.ts'
import {ask as askDns} from '../dns/asking.ts'
import {ask as askTrace} from '../trace/asking.ts'

const examples = new URL('../../../examples/', import.meta.url)
const objectsIn = (file: string) => objectsOf(readFileSync(new URL(file, examples), 'utf8')).map(({object}) => object)

/** The manifests of the examples, as objects that a cluster would have. */
export const FIXTURES: Readonly<Record<string, readonly WireObject[]>> = {
  shop: readdirSync(new URL('shop', examples))
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .flatMap((name) => objectsIn(`shop/${name}`)),
  trace: objectsIn('trace/cluster.yaml'),
  proxy: objectsIn('proxy/cluster.yaml'),
  dns: objectsIn('dns/running.yaml'),
}

/** As read live: an object has no place in a file. */
export function liveCluster(objects: readonly WireObject[]): Cluster {
  return buildCluster({objects: objects.map((object) => ({object, origin: undefined})), leftOut: []}, undefined)
}

/** The answer, or what the question is refused with. */
export function answer(ask: () => Report): Report | string {
  try {
    return ask()
  } catch (error) {
    if (error instanceof UserError) return `${error.message} | ${error.hint}`
    throw error
  }
}

/** What every command says about a cluster, by the words that were asked. */
export function askEverything(cluster: Cluster): ReadonlyMap<string, Report | string> {
  const answers = new Map<string, Report | string>()
  const ask = (words: string, question: () => Report) => answers.set(words, answer(question))
  const everywhere = {namespace: undefined, selector: undefined}
  const about = (namespace: string, target: string) => resolve(cluster, {targets: [target], namespace, selector: undefined})
  ask('resolve', () => resolve(cluster, {targets: [], ...everywhere}))
  ask('plan', () =>
    planSubnets(joinPlan({file: undefined, az: [], cluster, flags: {nodes: '3', 'max-pods': '30'}, nodeSize: undefined}), {
      explain: true,
      file: undefined,
    }),
  )
  for (const {namespace, name, ports, clusterIPs} of cluster.services) {
    ask(`resolve ${namespace}/${name}`, () => about(namespace, `svc/${name}`))
    ask(`dns ${namespace}/${name}`, () => askDns(cluster, `svc/${name}`, {namespace}))
    ask(`dns ${name}.${namespace}`, () => askDns(cluster, `${name}.${namespace}`))
    for (const {port} of ports)
      ask(`trace ${namespace}/${name}:${port}`, () => askTrace(cluster, `svc/${name}:${port}`, {namespace, rules: true}))
    for (const address of clusterIPs) ask(`whois ${address}`, () => whois(cluster, {words: [address], ...everywhere}))
    for (const {nodePort} of ports)
      if (nodePort !== null) ask(`whois ${nodePort}`, () => whois(cluster, {words: [`${nodePort}`], ...everywhere}))
  }
  for (const {target, namespace, addresses} of cluster.pods.all) {
    const word = `${target.kind.toLowerCase()}/${target.name}`
    ask(`resolve ${namespace} ${word}`, () => about(namespace, word))
    ask(`dns kubernetes.default from ${namespace} ${word}`, () => askDns(cluster, 'kubernetes.default', {from: word, namespace}))
    for (const address of addresses ?? [])
      ask(`trace ${address}`, () => askTrace(cluster, `${address.includes(':') ? `[${address}]` : address}:80`, {from: word, namespace}))
  }
  for (const node of cluster.nodes.keys())
    for (const mode of ['iptables', 'nftables', 'ipvs'] as const)
      ask(`proxy rules ${node} ${mode}`, () =>
        askProxyRules(cluster, {
          ...everywhere,
          node,
          mode,
          clusterCidr: undefined,
          version: undefined,
          document: undefined,
          parse: parseProxyConfiguration,
        }),
      )
  return answers
}
