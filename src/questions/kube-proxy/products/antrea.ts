import type {Cluster} from '../../../cluster/cluster.ts'
import {dataOfConfigMap} from '../../../cluster/config-map.ts'
import {labelOf, labelsOf, textOf, valueAt} from '../../../cluster/fields.ts'
import {findRunningDaemonSet, mountedConfigMaps, nameOfDaemonSet} from '../daemon-set.ts'
import type {Claim, Difference, ProxiedConnection, ProxyProduct} from './product.ts'

const NAMESPACE = 'kube-system'
/** Endpoints of one Service, and seconds of affinity, that it can do with. */
const MOST_ENDPOINTS = 800
const LONGEST_AFFINITY = 65_535

/**
 * Antrea Proxy balances what pods send to Services; with `proxyAll` everything. Beside a kube-proxy that goes on running, which of them gets what nodes
 * and the outside send depends on Antrea's version.
 * Source: antrea.io/docs/main/docs/antrea-proxy
 */
export const ANTREA: ProxyProduct = {means: 'flows of Open vSwitch', claim: claimOfAntrea, differences: differencesOfAntrea}

function claimOfAntrea(cluster: Cluster, kubeProxyRuns: boolean): Claim | undefined {
  const agent = findRunningDaemonSet(cluster, [NAMESPACE], 'antrea-agent')
  if (!agent) return undefined
  const seen = nameOfDaemonSet(agent)
  const found = configurationOf(cluster)
  const name = 'Antrea Proxy'
  if (!found) {
    const evidence = `${seen} runs, and the input does not have its ConfigMap ${NAMESPACE}/antrea-config, which says what it does`
    return {name, podsToClusterIPs: undefined, others: undefined, evidence}
  }
  const {source, text} = found
  if (/^\s+AntreaProxy:\s*false\b/m.test(text) || /^antreaProxy:\s*\n(?:[ \t#].*\n)*?[ \t]+enable:\s*false\b/m.test(text)) return undefined
  const isForAll = /^[ \t]+proxyAll:\s*true\b/m.test(text)
  const evidence = `${seen} runs, and ${source} ${isForAll ? 'says' : 'does not say'} proxyAll: true`
  if (!isForAll) return {name, podsToClusterIPs: true, others: false, evidence: `${evidence}, with which it balances what pods send only`}
  return {
    name,
    podsToClusterIPs: true,
    others: kubeProxyRuns ? undefined : true,
    evidence: kubeProxyRuns ? `${evidence}, and kube-proxy runs beside it` : evidence,
  }
}

/** The name of its ConfigMap as its pods mount it: some releases put a hash behind it. */
export function configMapOfAntrea(cluster: Cluster): string | undefined {
  const agent = findRunningDaemonSet(cluster, [NAMESPACE], 'antrea-agent')
  return agent && (mountedConfigMaps(agent).find((name) => name.startsWith('antrea-config')) ?? 'antrea-config')
}

function configurationOf(cluster: Cluster): {readonly source: string; readonly text: string} | undefined {
  const name = configMapOfAntrea(cluster)
  const text = name === undefined ? undefined : textOf(dataOfConfigMap(cluster, NAMESPACE, name)?.['antrea-agent.conf'])
  return text === undefined ? undefined : {source: `ConfigMap ${NAMESPACE}/${name}`, text}
}

function differencesOfAntrea(cluster: Cluster, connection: ProxiedConnection): readonly Difference[] {
  const {client, via, affinitySeconds, endpoints, service} = connection
  const annotated = labelOf(labelsOf(valueAt(service?.object, 'metadata', 'annotations')), 'service.antrea.io/load-balancer-mode')
  const mode = annotated ?? /^[ \t]+defaultLoadBalancerMode:\s*"?(\w+)/m.exec(configurationOf(cluster)?.text ?? '')?.[1]
  const isForBalancers = via === 'load-balancer' || via === 'external-ip'
  return [
    ...(client === 'outside' && isForBalancers && mode === 'dsr'
      ? [{message: "pods see the client's own address, and answer it directly (load balancer mode dsr)", effect: 'source-kept'} as const]
      : []),
    ...(endpoints > MOST_ENDPOINTS
      ? [{message: `it uses ${MOST_ENDPOINTS} endpoints of a Service at most, its own node's first`, effect: 'none'} as const]
      : []),
    ...((affinitySeconds ?? 0) > LONGEST_AFFINITY
      ? [{message: `its session affinity lasts ${LONGEST_AFFINITY} seconds at most`, effect: 'none'} as const]
      : []),
  ]
}
